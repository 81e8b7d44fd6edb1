"""What is said to activities by keyword: 招募, 取消活动 5, 签到码 5, 没来 5 小李, 本周活动, 我的报名."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from handlers.understanding.activity_commands import (
    AskActivities,
    AskCode,
    AskPoster,
    AskShareText,
    CallOff,
    CannotCome,
    CheckIn,
    Enrol,
    MarkNoShow,
    MergeActivities,
    Withdraw,
)
from handlers.understanding.commands import Command
from handlers.understanding.contents import Moment
from handlers.understanding.decision import Decision
from handlers.understanding.parties import party_of
from handlers.understanding.prefilter import Grams, Sieve, any_of, needed_grams, places
from handlers.understanding.reading import Reading
from handlers.understanding.recruits import RECRUIT, recruit_slots
from handlers.understanding.results import sure
from handlers.understanding.series import SERIES, series_command
from handlers.understanding.series_edits import EDIT, series_edit
from handlers.understanding.sessions import call_of
from handlers.understanding.standing import STANDING, standing_command
from handlers.understanding.when import time_slots, when, when_meant
from storage.intents import Intent

_CALL_OFF: Final = re.compile(r"^(?:取消|停办|不办)(?:掉|了)?(?:这个|本次)?活动|活动(?:取消|不办|不搞)了?$")
_CODE: Final = re.compile(r"^(?:要|发|看)?签到码(?![\s:#]*\d{4,6}\b)")
_SHARE: Final = re.compile(
    r"(?:请|帮我|给我|麻烦)?(?:要|发|看|来|出|做|生成|复制)?(?:一?下|哈)?(?:一?[张份段个])?(?:#?(?P<before>\d{1,4})号?)?"
    r"的?(?:活动|宣传|招募|推广|分享|朋友圈|转发)?的?(?P<what>海报|文案)(?:#?(?P<behind>\d{1,4})号?)?"
    r"(?:(?:发?给|发到?|转到?|转给)(?P<group>[^\d]{1,12}群))?"
)
#: What may stand between or around its words: blanks, a mention, an emoji.
_UNHEARD: Final = re.compile(r"[\s,。:!~\ue000-\uf8ff]")
_NO_SHOW: Final = re.compile(r"^(?:没来|没到|缺席|未到|爽约)")
_MERGE: Final = re.compile(
    r"^(?:把?\s?#?(?P<n>\d{1,4})\s?号?\s?(?:合并|并|合)(?:到|进|入)?|(?:合并|并)\s?#?(?P<n2>\d{1,4})\s?号?\s?(?:合并到|并到|到|进|和|,|、|\s))"
    r"\s?#?(?P<into>\d{1,4})\s?号?$"
)
_CANNOT_COME: Final = re.compile(
    r"^(?:不好意思|抱歉|对不起|哎呀?)?[,。!]?(?:我|我们)(?:都|有事|临时有事)?[,]?(?:来|去|参加)不(?:到|了|成)(?:了)?[,。!\s]{0,2}"
    r"(?:给我|帮我|请)?取消(?:了|哈|嘛|吧|一下)*[。!~]*$"
)
_NAME: Final = re.compile(r"[^\s,、和@#。!:0-9\ue000-\uf8ff]{1,12}")
_MINE: Final = re.compile(
    r"^(?:查|看)?(?:一?下|哈)?我(?:都)?(?:的报名|报的活动|报了(?:哪些|啥子?|什么)(?:活动)?)[?。吗呢]*$"
)
_WEEK: Final = re.compile(
    r"^(?:查|看)?(?:一?下|哈)?(?:本周|这周|这个?星期|这个?礼拜|最近|近期|今天|明天|后天|周末|下周)(?:的|有)?(?:哪些|什么|啥子?)?活动(?:安排)?[?。吗呢]*$"
)
_ALL: Final = re.compile(r"^(?:活动|活动列表|有活动[吗没不]?)[?。]*$")


def gathering_command(reading: Reading) -> Decision | None:
    """The first that holds; each reads the whole message or nothing."""
    for place in places(reading.sifted(_NEEDED_BY_EACH)):
        found = _READERS[place][0](reading)
        if found is not None:
            return found
    return None


def _recruit(reading: Reading) -> Decision | None:
    if not RECRUIT.match(reading.text):
        return None
    slots = recruit_slots(reading)
    return sure(reading, Intent.RECRUIT, "recruit_keyword", call_of(reading, slots), slots)


def _call_off(reading: Reading) -> Decision | None:
    number = _number(reading)
    if number is None or not _CALL_OFF.search(reading.bare.strip(" ,。!")):
        return None
    return sure(reading, Intent.CALL_OFF, "call_off_keyword", CallOff(number), {"activity": number})


def _code(reading: Reading) -> Decision | None:
    if not _CODE.match(reading.text):
        return None
    number = _number(reading)
    slots = {"activity": number} if number is not None else {}
    return sure(reading, Intent.CHECK_IN_CODE, "code_keyword", AskCode(number), slots)


def _share(reading: Reading) -> Decision | None:
    """Without a number, where only one activity can be meant, or the bot was spoken to."""
    found = _SHARE.fullmatch(_UNHEARD.sub("", reading.text))
    if not found:
        return None
    number = int(found["before"] or found["behind"] or 0) or _number(reading)
    if number is None and len(reading.open_activities) != 1 and not reading.is_to_bot:
        return None
    group = found["group"] or ""
    if group and number is None:  # 文案发业主群 is said among neighbours
        return None
    command = AskPoster(number, group) if found["what"] == "海报" else AskShareText(number, group)
    return sure(reading, Intent.SHARE, "share_keyword", command, {"activity": number} if number is not None else {})


def _no_show(reading: Reading) -> Decision | None:
    number = _number(reading)
    keyword = _NO_SHOW.match(reading.text)
    if number is None or not keyword:
        return None
    rest = _blanked(reading)[keyword.end() :]
    names = (*reading.mentioned, *_NAME.findall(rest))
    if not names:
        return None
    return sure(reading, Intent.NO_SHOW, "no_show_keyword", MarkNoShow(number, names), {"activity": number})


def _merge(reading: Reading) -> Decision | None:
    found = _MERGE.match(reading.text.strip(" ,。!"))
    if not found:
        return None
    number, into = int(found["n"] or found["n2"]), int(found["into"])
    return sure(reading, Intent.MERGE, "merge_keyword", MergeActivities(number, into), {"activity": number})


def _cannot_come(reading: Reading) -> Decision | None:
    """Where nothing else is open that 取消 could mean."""
    is_only = len(reading.open_activities) == 1 and not reading.open_orders
    if not is_only or reading.quoted_numbers or not _CANNOT_COME.search(_blanked(reading).replace(" ", "")):
        return None
    start, _ = when(reading)
    return sure(reading, Intent.WITHDRAW, "cannot_come", CannotCome(_day(start)))


def _blanked(reading: Reading) -> str:
    text = list(reading.text)
    for piece in reading.pieces.found:
        text[piece.begin : piece.end] = " " * (piece.end - piece.begin)
    return "".join(text)


def _ask(reading: Reading) -> Decision | None:
    text = reading.text.strip(" ,。!")
    if _MINE.match(text):
        return sure(reading, Intent.ASK_ACTIVITIES, "asks_own_activities", AskActivities(mine=True))
    if _WEEK.match(text) or _ALL.match(text):
        return sure(reading, Intent.ASK_ACTIVITIES, "asks_activities", asked_activities(reading), _times(reading))
    return None


#: Beside each what it finds nothing without: 海报 and 取消 may be written apart.
_READERS: Final[tuple[tuple[Callable[[Reading], Decision | None], Grams | None], ...]] = (
    (_recruit, needed_grams(RECRUIT)),
    (series_edit, needed_grams(EDIT)),
    (series_command, needed_grams(*SERIES)),
    (standing_command, needed_grams(*STANDING)),
    (_call_off, needed_grams(_CALL_OFF)),
    (_code, needed_grams(_CODE)),
    (_share, needed_grams("[报案]")),
    (_no_show, needed_grams(_NO_SHOW)),
    (_merge, needed_grams(_MERGE)),
    (_cannot_come, needed_grams("[取消]")),
    (_ask, needed_grams(_MINE, _WEEK, _ALL)),
)
_NEEDED_BY_EACH: Final = Sieve(needed for _, needed in _READERS)
#: A line with none of these is no such command.
NEEDED: Final = any_of(needed for _, needed in _READERS)


def asked_activities(reading: Reading) -> AskActivities:
    """The days that were named; 本周 is from today on."""
    start, end = when_meant(reading, Intent.ASK_ACTIVITIES)
    first = _day(start)
    return AskActivities(first=first, last=_day(end) or first)


def _times(reading: Reading) -> dict[str, Any]:
    return time_slots(*when_meant(reading, Intent.ASK_ACTIVITIES))


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _number(reading: Reading) -> int | None:
    numbers = reading.numbers or reading.quoted_numbers
    return numbers[0] if numbers else None


def gathering_act(reading: Reading, intent: Intent, numbers: tuple[int, ...], slots: dict[str, Any]) -> Command:
    """报名, 取消报名 and 签到, with or without the number of the activity."""
    number = numbers[0] if numbers else None
    also = numbers[1:] if set(numbers) <= set(reading.open_activities) else ()
    if intent is Intent.CHECK_IN:
        return CheckIn(slots.get("activity"), slots.get("code"))
    if intent is Intent.WITHDRAW:
        return Withdraw(number, is_cancel=bool(_CANCEL.match(reading.text)), also=also)
    among = reading.quoted_sessions if number is None else ()
    return Enrol(number, party_of(reading, slots), reading.text, also, among)


_CANCEL: Final = re.compile(r"^取消\s?#?\d*\s*(?:号)?$")
