"""Answers to what the bot asked this person. What does not read like one is left for everything else."""

import re
from collections.abc import Callable
from typing import Any, Final

from handlers.understanding.activity_commands import Enrol
from handlers.understanding.acts import act_on_posting
from handlers.understanding.commands import (
    AskStatus,
    CancelOrder,
    ClaimOrder,
    Command,
    Confirm,
    FinishOrder,
    ReleaseOrder,
    ReopenOrder,
    ReviewOrder,
)
from handlers.understanding.decision import Decision
from handlers.understanding.hearings import hearing_of
from handlers.understanding.lexicon_answers import IS_QUESTION, NEW_TOPIC, NO, NO_START, ONE_NUMBER, YES, YES_START
from handlers.understanding.message import Asked
from handlers.understanding.numerals import whole_number
from handlers.understanding.order_acts import review
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided, sure
from handlers.understanding.roll_calls import roll_call_answer
from handlers.understanding.scoring import Score
from handlers.understanding.series import worked_weekend_answer
from handlers.understanding.session_labels import call_in, label_of, sessions_meant
from handlers.understanding.slot_answers import SLOT_READERS, says_nothing_else
from handlers.understanding.stars import stars_of
from handlers.understanding.weather import weather_answer
from handlers.understanding.wording import heard_answer
from storage.intents import Intent
from storage.vocabulary import QuestionKind

MOST_STARS: Final = 5
#: Under "how was it?" anything may be said; what it sounds like tells praise from talk about something else.
_WORDING: Final = 1.0
_WORDING_AT_MOST: Final = 2.5
_LONGEST_YES: Final = 24
#: What people say of work that was done; other words under "how was it?" may be about anything.
_JUDGES: Final = re.compile(
    r"好|棒|赞|谢|满意|可以|还行|不错|行|巴适|安逸|要得|专业|热心|热情|耐心|细心|仔细|认真|负责|周到|干净|利索|麻利|快|及时|准时|"
    r"慢|晚|迟|差|糟|敷衍|马虎|没来|没(?:修|弄|做|搞|解决|打扫|送|洗|剪|清)|还(?:是|在|有|没)|又|一半|浪费|白(?:跑|等)|态度|手艺|技术|水平|服务|师傅|志愿者|小伙|"
    r"姑娘|老师|人家|辛苦|失望|生气|解决|修|弄|做|办|送|剪|量|陪|教|就是|不过|可惜|放心|踏实|感动|贴心|实在|像样|完美|ok|OK|👍|💯"
)
_GRADE: Final = re.compile(
    r"\W*(?:打|给|评)?(?:[好中差]评|(?:非常|很|十分|特别|不太?|还算|比较)?满意|一般般?)(?=$|[^\u4e00-\u9fff])"
)
_HOW_DONE: Final = re.compile(r"\W*(?:弄|做|修|剪|洗|扫|打扫|收拾|搞|整|教|讲|办)得[\u4e00-\u9fff]")
_ELSEWHERE: Final = re.compile(
    r"物业|报修|处理一下|请[^,。]{0,4}处理|火锅|餐厅|那家|电影|游戏|比赛|球|赢了|输了|麻将|股票|房价|新闻|天气|下雨|降温|早上好|晚安|大家好"
)

#: What cannot be taken back, or speaks for somebody, wants a plain yes.
_PLAINLY: Final = frozenset(
    {QuestionKind.LEAVE, QuestionKind.DELETE_ME, QuestionKind.SAME_PERSON, QuestionKind.CONSENT, QuestionKind.PROXY}
)
_NUMBERS: Final = re.compile(r"#?\d{1,4}号?(?:[\s、,和跟及]+#?\d{1,4}号?)+")
#: Longer is talk, whatever session it names.
_LONGEST_CHOICE: Final = 12
_MARK: Final = re.compile(r"星|评|满意")


def answer(reading: Reading, asked: Asked) -> Decision | None:
    if reading.is_overheard:
        return _overheard(reading, asked)
    reader = _READERS.get(asked.kind, _yes_or_no)
    return reader(reading, asked)


def _overheard(reading: Reading, asked: Asked) -> Decision | None:
    """Neighbours greet, thank and talk of the weather while a private question is open."""
    if asked.kind is QuestionKind.REVIEW:
        is_mark = stars_of(reading) is not None and _MARK.search(reading.text) is not None
        return _review(reading, asked) if is_mark else None
    if asked.kind in SLOT_READERS and says_nothing_else(reading):
        return SLOT_READERS[asked.kind](reading, asked)
    return None


def _review(reading: Reading, asked: Asked) -> Decision | None:
    if asked.number is None:
        return None
    if match := ONE_NUMBER.match(reading.text.strip()):
        return _bare_stars(reading, asked.number, match[1])
    if reading.numbers not in ((), (asked.number,)):
        return None
    if reading.numbers and _does_something_else(reading):
        return None
    text = reading.bare
    if not text or NEW_TOPIC.search(text) or (IS_QUESTION.search(text) and stars_of(reading) is None):
        return None
    score = Score(-0.6)
    score.add("asked_review", 0.6)
    says_how = _GRADE.match(text) or _HOW_DONE.match(text)
    is_mark = reading.of("stars") or says_how or reading.is_quoting_bot or reading.message.private
    if is_mark:
        score.add("is_mark", 2.0)
    if _JUDGES.search(text):
        score.add("judges", 2.0)
    if _ELSEWHERE.search(text):
        score.add("speaks_of_something_else", -2.5)
    if not is_mark and not reading.message.private:
        score.add(
            "wording",
            max(-_WORDING_AT_MOST, min(_WORDING_AT_MOST, _WORDING * hearing_of(reading).lean(Intent.REVIEW_ORDER))),
        )
    slots: dict[str, Any] = (
        {"orders": [asked.number]} if reading.numbers or asked.number in reading.quoted_numbers else {}
    )
    return decided(reading, Intent.REVIEW_ORDER, score, slots=slots, command=review(reading, (asked.number,), slots))


def _does_something_else(reading: Reading) -> bool:
    """重开 1 and 取消 1 are no words of praise."""
    act = act_on_posting(reading, hearing_of(reading), may_guess=False)
    return act is not None and act.intent not in (Intent.CHATTER, Intent.REVIEW_ORDER)


def _bare_stars(reading: Reading, number: int, written: str) -> Decision | None:
    """5 alone is five stars even where a #5 is open."""
    stars = whole_number(written)
    if stars is None or not 1 <= stars <= MOST_STARS:
        return None
    return sure(reading, Intent.REVIEW_ORDER, "asked_review_mark", ReviewOrder((number,), stars), {"stars": stars})


def _which(reading: Reading, asked: Asked) -> Decision | None:
    match = ONE_NUMBER.match(reading.text.strip())
    number = whole_number(match[1]) if match else None
    if asked.topic is Intent.ENROL and number not in asked.options and (chosen := _chosen(reading, asked, number)):
        return sure(reading, Intent.ENROL, "asked_which", Enrol(chosen[0], also=chosen[1:]), {"activity": chosen[0]})
    if number is None or number not in asked.options or asked.topic is None:
        return None
    complete = _COMPLETED.get(asked.topic)
    if complete is None:
        return None
    return sure(reading, asked.topic, "asked_which", complete((number,)), {"orders": [number]})


def _chosen(reading: Reading, asked: Asked, position: int | None) -> tuple[int, ...]:
    """1和2; 第二场, 下午场 or another name; of the sessions of one call also the second of them, or all."""
    text = reading.text.strip()
    if _NUMBERS.fullmatch(text):
        numbers = tuple(int(number) for number in re.findall(r"\d+", text))
        return numbers if set(numbers) <= set(asked.options) else ()
    titles = {thing.number: thing.what for thing in reading.context.things if thing.number in asked.options}
    offered = [number for number in asked.options if number in titles]
    is_one_call = len({call_in(title) for title in titles.values()}) == 1
    if position is not None:
        return tuple(offered[position - 1 : position]) if is_one_call and position > 0 else ()
    named = (
        sessions_meant(text, [label_of(titles[number]) for number in offered]) if len(text) <= _LONGEST_CHOICE else ()
    )
    return tuple(offered[place] for place in named) if is_one_call or len(named) == 1 else ()


_COMPLETED: Final[dict[Intent, Callable[[tuple[int, ...]], Command]]] = {
    Intent.CLAIM_ORDER: ClaimOrder,
    Intent.RELEASE_ORDER: ReleaseOrder,
    Intent.FINISH_ORDER: FinishOrder,
    Intent.CANCEL_ORDER: CancelOrder,
    Intent.REOPEN_ORDER: ReopenOrder,
    Intent.ASK_STATUS: AskStatus,
    Intent.ENROL: lambda numbers: Enrol(numbers[0]),
}


def _yes_or_no(reading: Reading, _asked: Asked) -> Decision | None:
    says = _says(reading)
    if says is None:
        return None
    return sure(reading, Intent.CONFIRM, "asked_yes_no", Confirm(says), {"answer": "yes" if says else "no"})


def yes_or_no_heard(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    """In words that neither list has: 梗系去啦, 鸽了鸽了."""
    asked = reading.context.asked
    if asked is None or asked.kind in _READERS or asked.kind in _PLAINLY or reading.is_overheard:
        return None
    says = heard_answer(reading, intent)
    command = Confirm(says == "yes")
    return decided(reading, intent, score, slots={"answer": says}, command=command) if says else None


def _says(reading: Reading) -> bool | None:
    text = reading.text.strip(" ,。!~\n")
    if NO.fullmatch(text):
        return False
    if YES.fullmatch(text):
        return True
    if len(text) > _LONGEST_YES or IS_QUESTION.search(text) or NEW_TOPIC.search(reading.bare) or reading.numbers:
        return None
    if NO_START.match(text):
        return False
    return True if YES_START.match(text) else None


_READERS: Final[dict[QuestionKind, Callable[[Reading, Asked], Decision | None]]] = {
    QuestionKind.REVIEW: _review,
    **SLOT_READERS,
    QuestionKind.WHICH: _which,
    QuestionKind.ROLL_CALL: roll_call_answer,
    QuestionKind.WORKED_WEEKEND: worked_weekend_answer,
    QuestionKind.WEATHER: weather_answer,
}
