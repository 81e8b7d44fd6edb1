"""What is asked of the bot in words that no table has: its silence, one's data, an undoing, an item of its menu."""

import re
from collections.abc import Callable
from typing import Final

from handlers.understanding.categories import menu_category
from handlers.understanding.commands import (
    AskHelp,
    AskMenu,
    AskPrivacy,
    AskWhy,
    Command,
    Hush,
    OrderItem,
    Undo,
)
from handlers.understanding.decision import Decision
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided
from handlers.understanding.scoring import Score
from handlers.understanding.when import time_slots, when
from handlers.understanding.where import where
from handlers.understanding.wording import heard_answer
from storage.intents import Intent

_NAMES: Final = re.compile(r"(?<![扫地窗餐])机[器械]人|助手|一呼(?!百|吸)")
#: 我要点9号: the item, whatever else has a number.
_PICKED: Final = re.compile(rf"点\s?(?P<n>{NUMBER})(?:[项样号]|(?=[,。!\s嘛吧呗啦]|\Z))")
#: 第四样, 六号, then a number by itself.
_ITEMS: Final = (
    re.compile(rf"第(?P<n>{NUMBER})"),
    re.compile(rf"(?<![那这哪])(?P<n>{NUMBER})[项样号]"),
    re.compile(rf"(?<![那这哪])(?P<n>{NUMBER})(?=[,。!\s嘛吧呗啦]|\Z)"),
)


def may_mean_bot(reading: Reading) -> bool:
    """Whether the bot is spoken to, or of."""
    return reading.is_to_bot or reading.is_quoting_bot or _NAMES.search(reading.bare) is not None


def said_to_bot(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    return _MAKERS[intent](reading, intent, score)


def _menu(reading: Reading, intent: Intent, score: Score) -> Decision:
    category = menu_category(reading.bare)
    slots = {"category": category.value} if category else {}
    return decided(reading, intent, score, command=AskMenu(category), slots=slots)


def _help(reading: Reading, intent: Intent, score: Score) -> Decision:
    return decided(reading, intent, score, command=AskHelp())


def _asked(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    ask = heard_answer(reading, intent)
    return decided(reading, intent, score, command=_command(reading, intent, ask), slots={"ask": ask}) if ask else None


def _command(reading: Reading, intent: Intent, ask: str) -> Command:
    if intent is not Intent.UNDO:
        return Hush(ask) if intent is Intent.HUSH else AskPrivacy(ask)
    number = (*reading.numbers, *reading.quoted_numbers, None)[0]
    quote = reading.message.quote
    return AskWhy(number, quote.text if quote else "") if ask == "why" else Undo(number)


def _undo(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    """Only of a line of the bot's own."""
    return _asked(reading, intent, score) if reading.is_quoting_bot else None


def _item(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    texts = (reading.masked, reading.text)  # 2号 may have been read as a day
    picked = _PICKED.search(reading.text)
    found = picked or next(filter(None, (pattern.search(text) for text in texts for pattern in _ITEMS)), None)
    item = reading.numbers[0] if reading.numbers else whole_number(found["n"]) if found else None
    if item is None:
        return None
    days = [piece for piece in reading.of("time") if picked and piece.begin in range(*picked.span())]
    start, end = when(reading, without=days)
    place = where(reading)
    phones = reading.of("phone")
    slots = {"item": item} | time_slots(start, end) | ({"place": place.text} if place else {})
    command = OrderItem(item, start, end, place, phones[0].text if phones else None)
    return decided(reading, intent, score, command=command, slots=slots)


_MAKERS: Final[dict[Intent, Callable[[Reading, Intent, Score], Decision | None]]] = {
    Intent.ASK_MENU: _menu,
    Intent.HELP: _help,
    Intent.HUSH: _asked,
    Intent.PRIVACY: _asked,
    Intent.UNDO: _undo,
    Intent.ORDER_ITEM: _item,
}
TO_BOT: Final = frozenset(_MAKERS)
