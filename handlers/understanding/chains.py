"""接龙: numbered lines of names, in WeChat's form (#接龙, title, 1. …) or in people's own."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from handlers.understanding.activity_commands import ChainLine, CopyChain, Recruit, ShowChain
from handlers.understanding.decision import Decision
from handlers.understanding.normalise import squeezed
from handlers.understanding.numerals import whole_number
from handlers.understanding.reading import Reading, read
from handlers.understanding.recruits import recruit_of, recruit_slots
from handlers.understanding.results import sure
from storage.intents import Intent

_DIGIT: Final = re.compile(r"\d")
#: Read line by line over the text as read: the number, then the entry.
_LINE: Final = re.compile(
    r"[ \t]*\(?(?P<n>\d{1,3})(?:[ \t]*[.、):,][ \t]*|[ \t]+|(?=[\u4e00-\u9fffA-Za-z])(?![月号栋点日个人名周年]))"
    r"(?P<entry>[^\n]*)\Z"
)
#: 接龙 1张三 2李四: entries in one line.
_INLINE: Final = re.compile(r"(?<=\s)(?=\d{1,3}[.、)]?\s?[\u4e00-\u9fffA-Za-z])")
_WORD: Final = "接龙"
_HEADING: Final = re.compile(r"[#【\[]?接龙[】\]]?")
#: A title with its hour or number in it is cut to what is left without them.
_CLOCKED: Final = re.compile(r"\d|[一二三四五六七八九十]点")
_DOOR: Final = re.compile(r"\d{1,4}(?:-\d{1,4}){1,2}|\d{3,4}\s(?=[\u4e00-\u9fff])|\d{1,2}[Ff]\s(?=\S)")
_REMARK: Final = re.compile(
    r"[\s,。:;(/|*+&-].*|[xX×]\d.*|(?<=.)(?:带.{1,6}|一家.{0,4}|[一二两三四五六七八九十\d]{1,2}(?:个|份|斤|箱|盒|件|人|口|位|名).*)"
)
_PLAIN_NAME: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]{1,8}\Z")
_NO_NAME: Final = re.compile(r"点|月|日|时间|地点|活动|内容|要求|报名|携带|请|\d{5}|的|是|了|要|买|第|有|不|去|吃|做")
_TITLE_EDGE: Final = " \t#【】[]()~-:,。!、|"
_CONTINUING: Final = 2
_SHOW: Final = re.compile(r"\s*#?接龙\s*#?(?P<n>\d{1,4})\s*\Z")
#: 2人, 两个, 带2人, 一家三口, +1, x2: how many come on one line.
_TOTAL: Final = re.compile(
    r"(?:[xX×]|一家)?\s*(?P<n>\d{1,2}|[一二两三四五六七八九十])(?:个|人|口|位|名)|[xX×]\s*(?P<x>\d{1,2})\Z"
)
_BESIDE: Final = re.compile(r"(?:\+|带)\s*(?P<n>\d{1,2}|[一二两三四五六七八九十])(?:个|人|口|位|名|\b|\Z)")
#: Where somebody lives, and what could be a phone, is no part of a name that a room reads.
_UNNAMED: Final = re.compile(r"\d{1,4}(?:-\d{1,4})+|\d{3,}|\d{1,2}[Ff]\s|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]")


def chain(reading: Reading) -> Decision | None:
    """With the word 接龙 one entry is enough; without it, two and nothing but names."""
    if not _DIGIT.search(reading.text):
        return None
    if shown := _SHOW.match(reading.text):
        return sure(reading, Intent.CHAIN, "chain_shown", ShowChain(int(shown["n"])), {"activity": int(shown["n"])})
    lines = _lines(reading.text)
    numbered = [match for match in map(_LINE.match, lines) if match]
    if not numbered:
        return None
    entries = [name for name in (_name(match["entry"]) for match in numbered) if name]
    head = [line.strip() for line in lines if line.strip() and not _LINE.match(line)]
    is_named = any(_WORD in line for line in head)
    if not entries or not (is_named or _is_bare_list(numbered, entries, head)):
        return None
    title = _title(head) if is_named else ""
    slots = {"title": title} if title else {}
    written = [line for match in numbered if (line := _line_of(match["entry"])) is not None]
    number = (*reading.quoted_numbers, None)[0]
    copied = CopyChain(title, tuple(written), number, _notice(reading, title, head)) if written else None
    return sure(reading, Intent.CHAIN, "chain_lines", copied, {**slots, "entries": entries})


def _notice(reading: Reading, title: str, head: list[str]) -> Recruit | None:
    """When, where and for how many: what stands above the names. A title keeps its 周末 and 端午."""
    if not title:
        return None
    text = "\n".join(line for line in (squeezed(_HEADING.sub(" ", each)) for each in head) if line)
    above = read(replace(reading.message, text=text, quote=None), reading.context)
    notice = recruit_of(above, recruit_slots(above))
    is_shorter = bool(_CLOCKED.search(title)) and len(notice.title) > 1 and notice.title in title
    return notice if is_shorter else replace(notice, title=title)


def _line_of(entry: str) -> ChainLine | None:
    name = " ".join(_UNNAMED.sub(" ", _name(entry)).split())
    return ChainLine(name, _party(entry)) if name else None


def _party(entry: str) -> int | None:
    """With 带 or + the writer comes too."""
    if beside := _BESIDE.search(entry):
        return 1 + (whole_number(beside["n"]) or 0)
    total = _TOTAL.search(entry)
    return (whole_number(total["n"] or total["x"]) or None) if total else None


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if len(lines) == 1 and _WORD in text:
        return _INLINE.split(text)
    return lines


def _name(entry: str) -> str:
    """Without remarks; a door number may be the name, or stand before it."""
    written = entry.strip()
    door = _DOOR.match(written)
    begin = door.end() if door else 0
    return (written[:begin] + _REMARK.sub("", written[begin:], count=1)).strip()


def _is_bare_list(numbered: list[re.Match[str]], entries: list[str], head: list[str]) -> bool:
    numbers = [int(match["n"]) for match in numbered]
    in_order = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    return (
        not head
        and len(entries) >= _CONTINUING
        and in_order
        and all(_PLAIN_NAME.match(name) and not _NO_NAME.search(name) for name in entries)
    )


def _title(head: list[str]) -> str:
    """What stands beside the word, or the next line where it stands alone."""
    at = next(place for place, line in enumerate(head) if _WORD in line)
    beside = squeezed(_HEADING.sub(" ", head[at])).strip(_TITLE_EDGE)
    if beside:
        return beside
    return head[at + 1].strip(_TITLE_EDGE) if at + 1 < len(head) else ""
