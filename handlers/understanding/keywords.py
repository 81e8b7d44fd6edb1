"""Messages that are commands by themselves: menu and its items, help, quiet, undo, why, my data, binding, my orders."""

import re
from collections.abc import Callable
from typing import Final

from handlers.understanding.categories import category_of, menu_category
from handlers.understanding.commands import (
    AskHelp,
    AskMenu,
    AskPrivacy,
    AskStatus,
    AskWhy,
    BindRoom,
    Hush,
    OrderItem,
    PlaceOrder,
    Undo,
)
from handlers.understanding.decision import Decision
from handlers.understanding.lexicon_commands import (
    BIND,
    HELP,
    HELP_ABOUT,
    HELP_HOW,
    HUSH,
    MENU,
    MORE,
    MY_ORDERS,
    NAMES_BOT,
    ON_MENU,
    PLACE_FOR,
    PRIVACY,
    UNCLAIMED,
    UNDO,
    UNDO_QUOTING,
    WHY,
    WHY_ALONE,
)
from handlers.understanding.masks import without_masks
from handlers.understanding.needs import need_of, need_slots
from handlers.understanding.numerals import whole_number
from handlers.understanding.prefilter import Grams, Sieve, any_of, needed_grams, places
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from handlers.understanding.when import time_slots, when
from handlers.understanding.where import where
from storage.intents import Intent
from storage.vocabulary import Category

_LONGEST_COMMAND: Final = 40
_LONGEST_UNDO: Final = 20
_ITEM: Final = re.compile(r"(?:^|[\s,我要想来就])点(?:单|一?下|个)?[:\s]?\s?(?:第)?\s?\ue003+")
#: A number under a menu that the bot showed.
_FROM_MENU: Final = re.compile(
    r"(?:^|[\s,])(?:就|我)?(?:那个)?(?:点|选|要|来|订|约)?(?:个|第|一下)?\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?=号|个|项|吧|嘛|哈|那个|[\s,。!]|$)"
)
_MENU_SHOWN: Final = re.compile(r"菜单")
_TODAY: Final = re.compile(r"今天")


def keyword_command(reading: Reading) -> Decision | None:
    """The first that holds; each reads the whole message or nothing. Under a quote any may."""
    asked = _EVERY if reading.is_quoting_bot else reading.sifted(_NEEDED_BY_EACH)
    for place in places(asked):
        found = _READERS[place][0](reading)
        if found is not None:
            return found
    return None


def _bare_call(reading: Reading) -> Decision | None:
    """A picture or an empty private message calls nobody."""
    is_called = reading.message.mentions_bot or any(mention.is_bot for mention in reading.normal.mentions)
    if reading.bare.strip(" ?!。,") or not is_called or reading.message.images:
        return None
    return sure(reading, Intent.HELP, "bare_mention", AskHelp())


def _short_command(reading: Reading) -> Decision | None:
    text = reading.bare.strip(" ,")
    if len(text) > _LONGEST_COMMAND:
        return None
    if bind := BIND.match(reading.text.strip()):
        return sure(reading, Intent.BIND, "bind_keyword", BindRoom(bind["code"].upper()))
    if MENU.match(text):
        return _menu(reading, text)
    for feature, intent, pattern, command in _WHOLE:
        if pattern.match(text):
            return sure(reading, intent, feature, command)
    if UNCLAIMED.search(text) and not reading.numbers:
        return sure(reading, Intent.ASK_STATUS, "unclaimed", _unclaimed(reading))
    return _hush(reading, text)


_WHOLE: Final = (
    ("help_keyword", Intent.HELP, HELP, AskHelp()),
    ("more_keyword", Intent.HELP, MORE, AskHelp(more=True)),
    ("my_orders", Intent.ASK_STATUS, MY_ORDERS, AskStatus(mine=True)),
)


def _menu(reading: Reading, text: str) -> Decision:
    category = menu_category(text)
    return sure(
        reading, Intent.ASK_MENU, "menu_keyword", AskMenu(category), {"category": category.value} if category else {}
    )


def _unclaimed(reading: Reading) -> AskStatus:
    category = category_of(without_masks(reading.masked), reading.pieces.grams)
    place = where(reading)
    today = reading.message.at.date() if _TODAY.search(reading.text) else None
    return AskStatus(
        unclaimed=True,
        day=today,
        place=place.public or place.text if place else None,
        category=None if category is Category.OTHER else category,
    )


def _hush(reading: Reading, text: str) -> Decision | None:
    if not (reading.is_to_bot or NAMES_BOT.search(text)):
        return None
    for ask, pattern in HUSH.items():
        for found in pattern.finditer(text):
            begins = found.start() == 0 or text[found.start() - 1] in " ,。!~?人手呼" or NAMES_BOT.match(found[0])
            if begins and (found.end() == len(text) or text[found.end()] in " ,。!~?"):
                return sure(reading, Intent.HUSH, f"hush_{ask}", Hush(ask), {"ask": ask})
    return None


def _help(reading: Reading) -> Decision | None:
    if HELP_ABOUT.search(reading.bare) or (reading.is_to_bot and not reading.numbers and HELP_HOW.search(reading.bare)):
        return sure(reading, Intent.HELP, "asks_how", AskHelp())
    return None


def _undo_or_why(reading: Reading) -> Decision | None:
    text = reading.bare.strip(" ,")
    number = (*reading.numbers, *reading.quoted_numbers, None)[0]
    is_short = len(text) <= _LONGEST_UNDO
    if (
        is_short
        and not reading.numbers
        and (UNDO.match(text) or (reading.is_quoting_bot and UNDO_QUOTING.search(text)))
    ):
        return sure(reading, Intent.UNDO, "undo_keyword", Undo(number), {"ask": "undo"})
    is_why = WHY_ALONE.match(text) and (
        reading.numbers or reading.is_to_bot or reading.is_quoting_bot or "算我" in text
    )
    if is_why or (reading.is_quoting_bot and WHY.search(text)):
        quoted = reading.message.quote.text if reading.message.quote else ""
        return sure(reading, Intent.UNDO, "why_keyword", AskWhy(number, quoted), {"ask": "why"})
    return None


def _privacy(reading: Reading) -> Decision | None:
    text = reading.bare.strip(" ,。!?")
    if len(text) > _LONGEST_COMMAND:
        return None
    for ask, pattern in PRIVACY.items():
        if pattern.search(text):
            return sure(reading, Intent.PRIVACY, ask, AskPrivacy(ask), {"ask": ask})
    return None


def _item(reading: Reading) -> Decision | None:
    quote = reading.message.quote
    shown = reading.is_quoting_bot and quote is not None and _MENU_SHOWN.search(quote.text)
    on_menu = ON_MENU.search(reading.text) or (_FROM_MENU.search(reading.text) if shown else None)
    if on_menu:
        item = whole_number(on_menu["n"]) or 0
    elif reading.numbers and _ITEM.search(reading.bare):
        item = reading.numbers[0]
    else:
        return None
    start, end = when(reading)
    place = where(reading)
    phones = reading.of("phone")
    slots = {"item": item} | time_slots(start, end) | ({"place": place.text} if place else {})
    return sure(
        reading,
        Intent.ORDER_ITEM,
        "item_keyword",
        OrderItem(item, start, end, place, phones[0].text if phones else None),
        slots,
    )


def _place_for(reading: Reading) -> Decision | None:
    """代点 王婆婆 理发: a grid worker's order for somebody else."""
    found = PLACE_FOR.match(reading.masked)
    if not found:
        return None
    need = need_of(reading, beneficiary=found["who"])
    return sure(
        reading, Intent.PLACE_ORDER, "placed_for", PlaceOrder(need, is_by_proxy=True), need_slots(reading, need)
    )


#: Beside each what it finds nothing without.
_READERS: Final[tuple[tuple[Callable[[Reading], Decision | None], Grams | None], ...]] = (
    (_bare_call, None),
    (_item, needed_grams(_ITEM, ON_MENU)),
    (_short_command, needed_grams(BIND, MENU, HELP, MORE, MY_ORDERS, UNCLAIMED, *HUSH.values())),
    (_help, needed_grams(HELP_ABOUT, HELP_HOW)),
    (_undo_or_why, needed_grams(UNDO, UNDO_QUOTING, WHY, WHY_ALONE)),
    (_privacy, needed_grams(*PRIVACY.values())),
    (_place_for, needed_grams(PLACE_FOR)),
)
_NEEDED_BY_EACH: Final = Sieve(needed for _, needed in _READERS)
_EVERY: Final = (1 << len(_READERS)) - 1
#: A line with none of these is no command, unless it calls the bot.
NEEDED: Final = any_of(needed for _, needed in _READERS[1:])
