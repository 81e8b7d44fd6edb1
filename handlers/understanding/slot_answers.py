"""Answers to where, when and by which phone: what an order or a call still lacks."""

import re
from collections.abc import Callable
from typing import Any, Final

from handlers.understanding.commands import AnswerSlot
from handlers.understanding.decision import Decision
from handlers.understanding.lexicon_answers import IS_QUESTION, NEW_TOPIC, ONE_NUMBER
from handlers.understanding.masks import without_masks
from handlers.understanding.message import Asked
from handlers.understanding.normalise import squeezed
from handlers.understanding.numerals import whole_number
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided, sure
from handlers.understanding.scoring import Score
from handlers.understanding.when import time_slots, when
from handlers.understanding.where import answered_place, where
from storage.intents import Intent
from storage.vocabulary import QuestionKind

_LONGEST_PLACE: Final = 25
_PLACE_LIKE: Final = re.compile(
    r"\ue005|就?在|楼下|门口|这里|那里|家|屋|旁边|对面|底下|边|站|室|院|店|路|街|巷|村|组|中心|广场|口|小区|苑|树"
)
#: A story that names a place is no answer to "where?".
_TELLS: Final = re.compile(
    r"[把被让](?!.{0,3}(?:车|东西|药)放)|堵车|好(?:堵|热|冷|挤|吵|远|凶)|[打弄摔坏断掉漏堵吃喝买](?:了|到)|昨|去年|刚才|家那口子|[又才](?!在|是)[\u4e00-\u9fff]+[了的]$|只想|觉得|以为|哈哈"
)
#: 家里 can mean nothing else there.
_AT_HOME: Final = re.compile(r"(?:就?[在是])?(?:我|俺|咱)?们?(?:家|屋)[里头]{0,2}[呗嘛哈啊呢噻]?")
#: So many words beside the time still answer "when?"; more only where they say that it suits.
_MOST_BESIDE: Final = 12
_FREE: Final = re.compile(r"有空|得空|在家|方便|可以|都行|得行|过来|上门|来嘛|来吧|等")
_GREETING: Final = re.compile(r"(?:早上?|上午|中午|下午|晚上?|周末|节日|假期|今天|新年)(?:好|愉快|快乐|开心)|晚安")
#: What may stand around an answer without making it talk.
_AROUND_ANSWER: Final = re.compile(
    r"[\ue000-\uf8ff\s,。!~、:]|[嘛吧哈啊哦呢就在是]|都?可以|都?[得要]?行|左右|方便|谢谢"
)


def _where(reading: Reading, asked: Asked) -> Decision | None:
    text = reading.bare
    if asked.options and (chosen := ONE_NUMBER.match(reading.text.strip())):
        return _option(reading, asked, whole_number(chosen[1]))
    place = answered_place(reading)
    is_place = where(reading) is not None or (_PLACE_LIKE.search(reading.masked) and len(text) <= _LONGEST_PLACE)
    if place is None or not is_place or NEW_TOPIC.search(text) or IS_QUESTION.search(text) or _TELLS.search(text):
        return None
    feature = "at_home" if _AT_HOME.fullmatch(text) else _said_as("asked_where", reading)
    return sure(reading, Intent.ANSWER_SLOT, feature, AnswerSlot(place=place), {"place": place.text})


def _option(reading: Reading, asked: Asked, number: int | None) -> Decision | None:
    """One of the places that were named; any other number means something else."""
    if number is None or number not in asked.options:
        return None
    return sure(reading, Intent.ANSWER_SLOT, "asked_which", AnswerSlot(option=number), {})


def _when(reading: Reading, _asked: Asked) -> Decision | None:
    start, end = when(reading)
    if (
        (start is None and end is None)
        or (len(squeezed(without_masks(reading.masked))) > _MOST_BESIDE and not _FREE.search(reading.text))
        or _GREETING.search(reading.text)
        or NEW_TOPIC.search(reading.bare)
        or IS_QUESTION.search(reading.bare)
    ):
        return None
    feature = _said_as("asked_when", reading)
    return sure(reading, Intent.ANSWER_SLOT, feature, AnswerSlot(start, end), time_slots(start, end))


def _phone(reading: Reading, _asked: Asked) -> Decision | None:
    phones = reading.of("phone")
    if not phones or NEW_TOPIC.search(reading.bare):
        return None
    feature = _said_as("asked_phone", reading)
    return sure(reading, Intent.ANSWER_SLOT, feature, AnswerSlot(phone=phones[0].text), {"phone": phones[0].text})


def _said_as(asked: str, reading: Reading) -> str:
    """明天早上九点 says nothing else, and is an answer however it sounds."""
    return "nothing_else" if says_nothing_else(reading) else asked


def says_nothing_else(reading: Reading) -> bool:
    return not _AROUND_ANSWER.sub("", reading.masked)


def slot_heard(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    """In words around it that no pattern has: 我家我家,6栋605, 刚才忘了写. 随时都行 says nothing to fill in."""
    asked = reading.context.asked
    if asked is None or asked.kind not in SLOT_READERS or reading.is_overheard:
        return None
    slots: dict[str, Any] = {}
    command: AnswerSlot | None = None
    if asked.kind is QuestionKind.WHERE and (place := where(reading)):
        command, slots = AnswerSlot(place=place), {"place": place.text}
    elif asked.kind is QuestionKind.WHEN and any(times := when(reading)):
        command, slots = AnswerSlot(*times), time_slots(*times)
    elif asked.kind is QuestionKind.PHONE and (phones := reading.of("phone")):
        command, slots = AnswerSlot(phone=phones[0].text), {"phone": phones[0].text}
    return decided(reading, intent, score, command=command, slots=slots)


SLOT_READERS: Final[dict[QuestionKind, Callable[[Reading, Asked], Decision | None]]] = {
    QuestionKind.WHERE: _where,
    QuestionKind.WHEN: _when,
    QuestionKind.PHONE: _phone,
}
