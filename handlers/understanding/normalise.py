"""Text as sent → text as read, with the way back: every character read knows where it stood."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from handlers.understanding.lexicon_homophones import mended
from handlers.understanding.lexicon_traditional import SIMPLIFY

#: What is longer is read to here: no call for help needs more, and nobody can make reading slow.
LONGEST_READ: Final = 2000
_LONGEST_EXPANSION: Final = 4  # U+FDFA and its like become a sentence under NFKC

_SAME_LENGTH: Final = {
    **SIMPLIFY,
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "‐‑‒–—―−─━"), "-"),
    **dict.fromkeys(map(ord, "～〜∼"), "~"),
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2004\u2005\u2006\u2009\t\v\f\r\u2028\u2029"), " "),
    **dict.fromkeys(range(0xE000, 0xE100), " "),  # our own masks live there
    **dict.fromkeys(map(ord, "﹟♯"), "#"),
    ord("⭐"): "★",
    ord("🌟"): "★",
    ord("╋"): "+",
    ord("➕"): "+",
}
#: Most texts have the comma and no other: put in its place 0.5 µs, every letter translated 2.6.
_LOOK_ALIKE: Final = re.compile(f"[{re.escape(''.join(map(chr, _SAME_LENGTH)))}]")
_DROPPED: Final = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ud800-\udfff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\u20e3]"
)
_PICTURE: Final = re.compile(
    "[\U0001f000-\U0001faff\U000e0020-\U000e007f\u2190-\u21ff\u2300-\u23ff\u2600-\u2604\u2606-\u27bf\u2b00-\u2b4f\u2b51-\u2bff\u3030\u303d]"
)
_EMOJI: Final = re.compile(rf"{_PICTURE.pattern}|\[(?!转发|链接|红包)[\u4e00-\u9fffA-Za-z]{{1,5}}\]")
#: A letter of either: most texts have none.
_ODD: Final = re.compile(rf"{_DROPPED.pattern}|{_PICTURE.pattern}|\[")
#: 3 月 5 日 下午 2 点 is read as 3月5日 下午2点.
_GAP: Final = re.compile(
    r" (?:(?<=\d )(?=[年月日号点时分秒天季刻]|个[半小月星礼]|个钟|小时|(?:周|星期)(?![一二三四五六日天末]))|"
    r"(?<=[年月点第午晚上晨] )(?=\d))"
)
_CLOCK_DASH: Final = re.compile(r"一(?:(?<=[\d点半时分]一)|(?<=[\d点半时分] 一))(?= ?\d{1,2}[:点时])")
_MENTION: Final = re.compile(r"@([^\s@,:，。!?]{1,20})[ ]?")
_CIRCLED: Final = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


class Mention(NamedTuple):
    name: str
    begin: int
    end: int
    is_bot: bool


class Normalised(NamedTuple):
    """`text` is what is read; `origin[i]` is where its character i stood in `sent` (None: at i itself)."""

    sent: str
    text: str
    mentions: tuple[Mention, ...]
    origin: tuple[int, ...] | None

    def place_of(self, begin: int, end: int) -> tuple[int, str]:
        """Offset and text as sent of a stretch of the text as read."""
        if self.origin is None:
            return begin, self.sent[begin:end]
        first, last = self.origin[begin], self.origin[end - 1]
        return first, self.sent[first : last + 1]


def normalise(
    sent: str, *, bot_names: Iterable[str] = (), member_names: Iterable[str] = (), is_to_bot: bool = False
) -> Normalised:
    """Fold widths, dashes and look-alikes, drop what cannot be seen, blank emoji and @names."""
    text = _LOOK_ALIKE.sub(_plain, sent[:LONGEST_READ].replace("，", ","))
    origin: tuple[int, ...] | None = None
    is_odd = _ODD.search(text) is not None
    if (is_odd and _DROPPED.search(text)) or not unicodedata.is_normalized("NFKC", text):
        text, origin = _folded(text)
        is_odd = True
    if " " in text and _GAP.search(text):
        text, origin = _closed(text, origin)
    if is_odd:
        text = _EMOJI.sub(_blank, text)
    if "一" in text:
        text = _CLOCK_DASH.sub("-", text)
    text = mended(text)
    mentions: tuple[Mention, ...] = ()
    if "@" in text:
        mentions = tuple(_mentions(text, tuple(bot_names), tuple(member_names), is_to_bot=is_to_bot))
        for mention in mentions:
            text = text[: mention.begin] + " " * (mention.end - mention.begin) + text[mention.end :]
    return Normalised(sent, text, mentions, origin)


def _plain(match: re.Match[str]) -> str:
    return match[0].translate(_SAME_LENGTH)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    origin: list[int] = []
    for place, ch in enumerate(text):
        if _DROPPED.match(ch):
            continue
        folded = unicodedata.normalize("NFKC", ch)
        if ch in _CIRCLED and place + 1 < len(text):
            if not place or text[place - 1] in "\n ":
                folded += "."  # ②502小谭 is the second, not 2502
            elif text[place + 1].isdigit():
                folded += " "  # 场次②3月7日 is in March
        piece = folded if len(folded) <= _LONGEST_EXPANSION else ch
        pieces.append(piece)
        origin.extend([place] * len(piece))
    return "".join(pieces), tuple(origin)


def _closed(text: str, origin: tuple[int, ...] | None) -> tuple[str, tuple[int, ...]]:
    gaps = {match.start() for match in _GAP.finditer(text)}
    kept = [place for place in range(len(text)) if place not in gaps]
    return "".join(text[place] for place in kept), tuple(origin[place] if origin else place for place in kept)


def _mentions(
    text: str, bot_names: tuple[str, ...], member_names: tuple[str, ...], *, is_to_bot: bool
) -> Iterable[Mention]:
    """Known names end where they end; unknown ones at the next space."""
    found: list[Mention] = []
    for match in _MENTION.finditer(text):
        begin = match.start()
        known = max((n for n in bot_names + member_names if n and text.startswith(n, begin + 1)), key=len, default="")
        end = begin + 1 + len(known) if known else match.end()
        found.append(Mention(known or match[1], begin, end, known in bot_names and bool(known)))
    if is_to_bot and found and not any(m.is_bot for m in found):
        first = found[0]
        found[0] = Mention(first.name, first.begin, first.end, is_bot=True)
    return found


def squeezed(text: str) -> str:
    """White space runs folded to one space, none at the ends."""
    return " ".join(text.split())
