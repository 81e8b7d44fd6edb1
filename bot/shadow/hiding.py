"""What a report must not show: phones, unit numbers, and (unless they are wanted) names."""

import re
from collections.abc import Iterable
from typing import Final

from bot.redaction import redact
from handlers.understanding.decision import Decision
from handlers.understanding.message import Quote
from handlers.wording import NAMELESS, plain_name

_STEMS: Final = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_AT: Final = re.compile(r"@([^\s@,。:!?、,:!?]{1,16})")
#: A room number in words, wherever it was left: 五零一, 一二〇三; no year.
_ROOM: Final = re.compile(
    r"(?<![零〇一二三四五六七八九])[一二三四五六七八九]{1,2}[零〇][一二三四五六七八九](?![零〇一二三四五六七八九年])"
)
_MASKS: Final = {"phone": "〔电话〕", "id": "〔证件号〕"}


def without_private(text: str, decision: Decision) -> str:
    """The message without what understanding found private in it, however it is written (一三八…, 二单元)."""
    for span in sorted(decision.spans, key=lambda span: -span.offset):
        if span.kind in _MASKS:
            mask = _MASKS[span.kind]
        elif span.kind == "address" and span.values.get("private"):
            mask = span.values["public"]
        else:
            continue
        text = text[: span.offset] + mask + text[span.offset + len(span.text) :]
    return redact(text)


def names_in(text: str, decision: Decision, quote: Quote | None = None) -> tuple[str, ...]:
    """People whom the message names: @, the entries of a 接龙, who is to come, who is quoted."""
    slots = decision.slots
    listed = [*slots.get("entries", ()), *slots.get("names", ()), slots.get("to", "")]
    listed += [quote.sender] if quote is not None else []
    return tuple(dict.fromkeys(name for name in [*_AT.findall(text), *listed] if name))


class Hiding:
    """Names become 甲, 乙, 丙 … in the order in which they are met: the same person is the same letter everywhere."""

    def __init__(self, *, with_pseudonyms: bool, bot_names: Iterable[str]) -> None:
        self._is_on = with_pseudonyms
        self._bot_names = frozenset(bot_names)
        self._known: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    def meet(self, name: str) -> None:
        if self._is_on and name and name not in self._known and name not in self._bot_names:
            pseudonym = _pseudonym(len(set(self._known.values())))
            plain = plain_name(name)  # as the bot writes it
            self._known |= {name: pseudonym} | ({plain: pseudonym} if plain != NAMELESS else {})
            self._pattern = None

    def meet_named(self, name: str) -> None:
        """Somebody whom others name; `@小李吧` is 小李."""
        if not any(name.startswith(known) for known in self._known):
            self.meet(name)

    def person(self, name: str) -> str:
        return self._known.get(name) or self.text(name)

    def text(self, text: str) -> str:
        """Names go first: one may hold a phone."""
        if self._known:
            self._pattern = self._pattern or _any_of(self._known)
            text = self._pattern.sub(lambda found: self._known[found[0]], text)
        return _ROOM.sub("", redact(text))


def _pseudonym(place: int) -> str:
    """甲 to 亥, then 甲2."""
    turn, stem = divmod(place, len(_STEMS))
    return _STEMS[stem] + (str(turn + 1) if turn else "")


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """The longest first. A name of one letter stands in the middle of words: it counts only after @ or alone."""
    ranked = sorted(names, key=len, reverse=True)
    long = [re.escape(name) for name in ranked if len(name) > 1]
    short = [re.escape(name) for name in ranked if len(name) == 1]
    one = [rf"(?:(?<=@)|(?<!\w))(?:{'|'.join(short)})(?!\w)"] if short else []
    return re.compile("|".join(long + one))
