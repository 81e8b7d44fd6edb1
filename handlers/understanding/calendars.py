"""日历, 重置日历, 停止日历: each is the whole message."""

import re
from typing import Final

from handlers.understanding.activity_commands import AskCalendar, CloseCalendar, RenewCalendar
from handlers.understanding.commands import Command
from handlers.understanding.decision import Decision
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

_UNHEARD: Final = re.compile(r"[\s,。:!?~\ue000-\uf8ff]")
_PLEASE: Final = r"(?:请|麻烦|帮我|给我|我要|我想|要|发|看|查|来)*(?:一?下|哈)?"
_OURS: Final = r"(?:我的?|个人)?(?:志愿(?:服务)?|活动)?日历的?"
_LINK: Final = r"(?:订阅)?(?:链接|地址|网址)"
#: 看日历 is said to a neighbour too: with a verb it takes 我的, or the link.
_ASKED: Final = (
    rf"日历|活动日历|{_PLEASE}我的(?:活动)?日历(?:{_LINK}|订阅)?|{_PLEASE}{_OURS}(?:{_LINK}|订阅)|订阅{_OURS}"
)
_RENEWED: Final = rf"{_PLEASE}(?:重置|重设|刷新|更?换|重新?生成)(?:一?[个条])?(?:新的?)?{_OURS}(?:{_LINK})?"
_CLOSED: Final = rf"{_PLEASE}(?:停止|停掉|停用|停了?|关闭|关掉|删除|删掉|取消|作废|退订){_OURS}(?:{_LINK}|订阅)?"
_MEANT: Final[tuple[tuple[re.Pattern[str], Intent, str, Command], ...]] = (
    (re.compile(_ASKED), Intent.CALENDAR, "asks_calendar", AskCalendar()),
    (re.compile(_RENEWED), Intent.RENEW_CALENDAR, "renews_calendar", RenewCalendar()),
    (re.compile(_CLOSED), Intent.CLOSE_CALENDAR, "closes_calendar", CloseCalendar()),
)


#: A line without it is no such command; its letters may be written apart.
NEEDED: Final = needed_grams("历")


def calendar_command(reading: Reading) -> Decision | None:
    text = _UNHEARD.sub("", reading.text)
    for pattern, intent, feature, command in _MEANT:
        if pattern.fullmatch(text):
            return sure(reading, intent, feature, command)
    return None
