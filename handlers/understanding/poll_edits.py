"""改 7 加 周日下午4点, 改 7 去掉 2, 改 7 标题 绿道义诊: of a poll that is open here, else of something else."""

import re
from typing import Final

from handlers.understanding.decision import Decision
from handlers.understanding.numerals import whole_number
from handlers.understanding.poll_commands import EditPoll
from handlers.understanding.poll_notices import times_and_words, without_bot
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent
from storage.vocabulary import PostingKind

_NUMBER: Final = r"改(?:一?下|哈)?\s?#?\s?(?P<n>\d{1,4})\s?号?[\s:,]*"
_ADD: Final = re.compile(rf"{_NUMBER}(?:再|多)?(?:加上?|增加|添加)(?:[一1]?个)?(?:时间)?[\s:,]*(?P<what>.+)")
_REMOVE: Final = re.compile(
    rf"{_NUMBER}(?:去掉|删除|删掉|删|拿掉|不要)[\s:,]*"
    r"(?P<what>第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:个|项|号)?(?:[\s,、和跟]{1,3}第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:个|项|号)?)*)"
)
_TITLE: Final = re.compile(rf"{_NUMBER}(?:标题|名称|名字)(?:改?[成为]|叫)?[\s:,]*(?P<what>.+)")
_EACH: Final = re.compile(r"\d+|[一二三四五六七八九十]+")
_EDGE: Final = " ,。!~"
EDITS: Final = (_ADD, _REMOVE, _TITLE)


def poll_edit(reading: Reading) -> Decision | None:
    text = without_bot(reading).strip(_EDGE)
    for pattern in EDITS:
        said = pattern.fullmatch(text)
        if said is not None and int(said["n"]) in _open(reading):
            command = _command(pattern, int(said["n"]), said["what"], reading)
            return sure(reading, Intent.EDIT_ORDER, "poll_edit_keyword", command) if command is not None else None
    return None


def _command(pattern: re.Pattern[str], number: int, what: str, reading: Reading) -> EditPoll | None:
    if pattern is _TITLE:
        return EditPoll(number, title=what)
    if pattern is _REMOVE:
        positions = (whole_number(each) for each in _EACH.findall(what))
        return EditPoll(number, removed=tuple(dict.fromkeys(each for each in positions if each is not None)))
    times, words = times_and_words(what, reading)
    return EditPoll(number, added=tuple(dict.fromkeys(times))) if times and not words.strip(_EDGE) else None


def _open(reading: Reading) -> tuple[int, ...]:
    return tuple(thing.number for thing in reading.context.things if thing.kind is PostingKind.POLL)
