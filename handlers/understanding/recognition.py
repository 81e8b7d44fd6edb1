"""上墙, 不上墙, 排行 and the switches of a room (打开荣誉墙, 关闭排行): each is the whole message."""

import re
from typing import Final

from handlers.understanding.commands import Recognise
from handlers.understanding.decision import Decision
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

_SAID: Final[dict[str, re.Pattern[str]]] = {
    "join_wall": re.compile(r"(?:我(?:要|想|愿意)?)?上(?:荣誉)?墙"),
    "leave_wall": re.compile(r"(?:我)?(?:不|不想|不要|别让我)上(?:荣誉)?墙(?:了)?"),
    "ranking": re.compile(r"(?:看一?下?|查一?下?)?(?:志愿(?:服务)?|工时|时长)?排行榜?"),
    "ranking_on": re.compile(r"(?:打开|开启)排行榜?"),
    "ranking_off": re.compile(r"(?:关闭|关掉)排行榜?"),
    "wall_on": re.compile(r"(?:打开|开启)荣誉墙"),
    "wall_off": re.compile(r"(?:关闭|关掉)荣誉墙"),
}
NEEDED: Final = needed_grams(*_SAID.values())


def recognition_command(reading: Reading) -> Decision | None:
    text = reading.bare.strip(" ,。!")
    for ask, pattern in _SAID.items():
        if pattern.fullmatch(text):
            return sure(reading, Intent.RECOGNISE, "recognition_keyword", Recognise(ask))
    return None
