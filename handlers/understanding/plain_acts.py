"""An act said by its keyword and by little else: 报名, 接单, 3栋502报名, 取消报名谢谢. However short, it is meant.

How such a word sounds tells nothing (`wording.py`): most people who type it in a room chat about something else.
"""

import re
from operator import add
from typing import Final, NamedTuple

from handlers.understanding import masks
from handlers.understanding.acts import decide_act
from handlers.understanding.decision import Decision
from handlers.understanding.message import OpenThing
from handlers.understanding.names import names_in
from handlers.understanding.prefilter import Grams, needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.references import FITS, Reference, meant
from handlers.understanding.scoring import Score
from storage.intents import Intent
from storage.vocabulary import PostingKind

_LONGEST: Final = 16
_I: Final = r"(?:我们?|咱们?|俺|本人)?(?:也|都|要|想|来|先|就|可以|愿意)*"
_END: Final = r"(?:吧|嘛|哈|哟|噻|啊|呀|一下)?"
_DONE: Final = r"(?:了|啦|咯|喽|哈)"
_SORRY: Final = r"(?:抱歉|不好意思|对不起)?"
_WHY_NOT: Final = rf"(?:临时|突然)?(?:有点?事|要?加班)?(?:{masks.TIME}|这次)?我?"
_THIS: Final = r"(?:[这那][个一]?单)?"
#: Who, from where and how many stand around the keyword; 好的 and 谢谢 as well.
_AROUND: Final = re.compile(
    rf"[\s,。!~、;:{masks.ADDRESS}\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]|{masks.PEOPLE}人?|好的|好嘞|收到|谢谢|辛苦了?|"
    rf"[一两三四五\d]大[一两三四五\d]小|(?<!\d)\d{{3,4}}室?(?=报名)"
)
_ENROL: Final = re.compile(
    rf"{_I}(?:(?:报名|参加|报个名)(?:报名|参加)?(?:一个)?|加一|加1|\+\s?[1-9]|算上?我(?:一个|一份)?){_END}"
)
#: 王芳报名; 小头加一 is nobody's name.
_BY_NAME: Final = re.compile(r"报名|参加")
_WITHDRAW: Final = re.compile(rf"{_I}(?:取消报名|报名取消|退出报名|退出活动|退报名|(?:不参加|不报){_DONE}){_END}")
#: Of the one activity that is all there is to come to.
_CANNOT_COME: Final = re.compile(rf"我们?(?:[来去]不[了成到]|参加不了){_DONE}?{_END}")
_CHECK_IN: Final = re.compile(rf"(?:我的?|要|来)*签到(?:{_DONE}|码(?:是多少)?)?{_END}")
_CLAIM: Final = re.compile(rf"{_THIS}{_I}(?:接单|抢单|认领|领单|接(?:了|下|[这那][个一]?单)?)(?:了|{_END})")
_RELEASE: Final = re.compile(rf"{_I}(?:退单|退掉?[这那][个一]?单|{_THIS}退掉?)(?:了|{_END})")
_CANCEL: Final = re.compile(rf"{_I}(?:撤单|撤销订单|取消订单|取消点单)(?:了|{_END})")
_FINISH: Final = re.compile(rf"(?:已经?|都|任务)?(?:完成|办结|结单){_DONE}?")
#: With exactly one order open.
_COME: Final = re.compile(rf"{_THIS}(?:我来|我去(?=.))(?:接|做|弄|办|帮)?{_END}")


class _Alone(NamedTuple):
    intent: Intent
    pattern: re.Pattern[str]
    feature: str


_OF_ORDERS: Final = (
    _Alone(Intent.CLAIM_ORDER, _CLAIM, "claim_alone"),
    _Alone(Intent.RELEASE_ORDER, _RELEASE, "release_alone"),
    _Alone(Intent.CANCEL_ORDER, _CANCEL, "cancel_alone"),
    _Alone(Intent.FINISH_ORDER, _FINISH, "finish_alone"),
)
#: Of the one order that is the sender's: whoever took it and says 搞定了 has done it, whatever else is open.
_OF_ONES_OWN: Final = (
    _Alone(
        Intent.FINISH_ORDER,
        re.compile(
            rf"{_THIS}(?:我?(?:已经?|都|全|终于|总算|帮[她他]|给[她他]))*(?:[修弄搞做送办整换装通拿取买搬理陪]|打扫|收拾|处理|解决)"
            rf"(?:好|完|到|妥|归一|毕)(?:家|手|位)?{_DONE}|搞定{_DONE}?|完事{_DONE}?|(?:ok|OK|Ok){_DONE}|收工{_DONE}?"
        ),
        "finished_own",
    ),
    _Alone(
        Intent.RELEASE_ORDER,
        re.compile(rf"{_SORRY}我?{_WHY_NOT}(?:[去来接做弄搞办](?:不[了成到]){_DONE}?|不接{_DONE}|退了?{_END})"),
        "released_own",
    ),
    _Alone(
        Intent.CANCEL_ORDER,
        re.compile(
            rf"(?:单子?)?(?:不用|不需要|不要)(?:人|帮忙|来)?{_DONE}|取消{_DONE}?{_END}|撤{_DONE}?{_END}|"
            rf"(?:不用{_DONE})?(?:我|我们)?(?:已经)?自己(?:[修弄搞做办整])(?:好|完){_DONE}|(?:已经)?自己解决{_DONE}"
        ),
        "cancelled_own",
    ),
    _Alone(
        Intent.REVIEW_ORDER,
        re.compile(rf"(?:{masks.STARS}|[好中差]评|(?:非常|很|十分|特别|不)?满意|很?不满意|一般)+"),
        "reviewed_own",
    ),
)
#: 不去了 of somebody who signed up, and took no order that it could be about.
_WITHDRAW_OWN: Final = re.compile(
    rf"{_SORRY}{_I}{_WHY_NOT}(?:[去来](?:不[了成到]){_DONE}?|参加不了{_DONE}?|不[去来]{_DONE}|退出)"
)
#: 水龙头修好了,换了个阀芯: done, said of what one's own order is about.
_SAID_DONE: Final = re.compile(
    rf"[修弄搞做送办整换装通拿取买理陪](?:好|完|到|妥|归一)(?:家|手|位)?{_DONE}|搞定|不[漏堵滴响跳闪]{_DONE}|亮{_DONE}|正常{_DONE}"
)
_NOT_DONE: Final = re.compile(r"[没未别?谁哪咋吗]|怎么|还不|等|快要|如果|要是|再[修弄搞做换]|不好了")
_LONGEST_REPORT: Final = 40
NEEDED: Final[Grams | None] = needed_grams(
    _WITHDRAW_OWN,
    _CHECK_IN,
    _SAID_DONE,
    _ENROL,
    _WITHDRAW,
    _COME,
    *(each.pattern for each in (*_OF_ORDERS, *_OF_ONES_OWN)),
)


def plain_act(reading: Reading) -> Decision | None:
    """Where something is open that it can be about, and nobody else is spoken to."""
    is_to_others = reading.message.quote is not None or bool(reading.mentioned)
    if is_to_others or reading.numbers or not reading.context.things or reading.length > _LONGEST_REPORT:
        return None
    if reading.length > _LONGEST:
        return _reported(reading)
    said = _AROUND.sub("", reading.bare)
    return _sign_up(reading, said) or _of_order(reading, said) or _reported(reading)


def _sign_up(reading: Reading, said: str) -> Decision | None:
    activities = reading.open_activities
    if not activities:
        return None
    named = said
    for name in names_in(reading) if _BY_NAME.search(said) else ():
        named = named.replace(name, "", 1)
    is_all_there_is = len(activities) == 1 and not reading.open_orders
    enrolled = tuple(each.number for each in reading.context.things if each.is_enrolled)
    is_own = len(enrolled) == 1 and not _own(reading, Intent.RELEASE_ORDER)
    for intent, is_said, feature, numbers in (
        (Intent.ENROL, _ENROL.fullmatch(named), "enrol_alone", ()),
        (Intent.ENROL, is_all_there_is and _COME.fullmatch(said), "come_alone", ()),
        (Intent.WITHDRAW, _WITHDRAW.fullmatch(said), "withdraw_alone", ()),
        (Intent.CHECK_IN, _CHECK_IN.fullmatch(said), "check_in_alone", ()),
        (Intent.WITHDRAW, is_all_there_is and _CANNOT_COME.fullmatch(said), "withdraw_alone", ()),
        (Intent.WITHDRAW, is_own and _WITHDRAW_OWN.fullmatch(said), "withdrawn_own", enrolled),
    ):
        if is_said:
            return _act(reading, intent, feature, Reference("only" if numbers else "none", numbers))
    return None


def _of_order(reading: Reading, said: str) -> Decision | None:
    for intent, pattern, feature in _OF_ORDERS:
        if pattern.fullmatch(said) and (reference := meant(reading, intent)).how != "none":
            return _act(reading, intent, feature, reference)
    for intent, pattern, feature in _OF_ONES_OWN:
        if pattern.fullmatch(said) and len(own := _own(reading, intent)) == 1:
            return _act(reading, intent, feature, Reference("only", (own[0].number,)))
    if _COME.fullmatch(said) and len(reading.open_orders) == 1:
        reference = meant(reading, Intent.CLAIM_ORDER)
        return _act(reading, Intent.CLAIM_ORDER, "come_alone", reference) if reference.how == "only" else None
    return None


def _reported(reading: Reading) -> Decision | None:
    own = _own(reading, Intent.FINISH_ORDER)
    if len(own) != 1 or not _SAID_DONE.search(reading.bare) or _NOT_DONE.search(reading.bare):
        return None
    what = own[0].what
    if reading.pieces.grams.isdisjoint(map(add, what, what[1:])):
        return None
    return _act(reading, Intent.FINISH_ORDER, "finished_own", Reference("only", (own[0].number,)))


def _own(reading: Reading, intent: Intent) -> list[OpenThing]:
    """The orders of theirs that the act can be about."""
    things = (each for each in reading.context.things if each.kind is PostingKind.ORDER)
    return [
        each
        for each in things
        if (each.is_askers or each.is_claimed_by_sender or each.is_dispatched_to_sender) and FITS[intent](each)
    ]


def _act(reading: Reading, intent: Intent, feature: str, reference: Reference) -> Decision:
    score = Score()
    score.add(feature, 4.0)
    return decide_act(reading, intent, score, reference)
