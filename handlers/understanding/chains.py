"""接龙: numbered lines of names, in WeChat's form (#接龙, title, 1. …) or in people's own."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from handlers.understanding.activity_commands import ChainLine, CopyChain, Recruit, ShowChain
from handlers.understanding.decision import Decision
from handlers.understanding.normalise import squeezed
from handlers.understanding.numerals import whole_number
from handlers.understanding.reading import Reading, read_alone
from handlers.understanding.recruits import recruit_of, recruit_slots
from handlers.understanding.results import decided, sure
from handlers.understanding.scoring import Score
from storage.intents import Intent

#: Read line by line over the text as read: the number, then the entry.
_LINE: Final = re.compile(
    r"[ \t]*\(?(?:(?P<n>\d{1,3})(?:号位)?"
    r"(?:[ \t]*[.。、):,-][ \t]*|[ \t]+|"
    r"(?=[\u4e00-\u9fffA-Za-z])(?![月号栋点日个人名]|周[一二三四五六日末天]|年(?!糕)|元(?!宝)))"
    r"|(?P<numeral>[一二三四五六七八九十]{1,3})[.。、)][ \t]*)(?P<entry>[^\n]*)\Z"
)
#: 接龙 1张三 2李四: all in one line.
_INLINE: Final = re.compile(r"(?<=\s)(?=\d{1,3}[.、)]?\s?[\u4e00-\u9fffA-Za-z])")
#: 1.张三 2.李四 below a title.
_INLINE_BELOW: Final = re.compile(r"(?<=\s)(?=\d{1,3}[.、)]\s?[\u4e00-\u9fffA-Za-z])")
_WORD: Final = "接龙"
_HEADING: Final = re.compile(r"(?:#Group Note\s*)?[#【\[]?群?接龙(?:了|啦)?[】\]]?")
#: A title with its hour or number in it is cut to what is left without them.
_CLOCKED: Final = re.compile(r"\d|[一二三四五六七八九十]点")
_DOOR: Final = re.compile(r"[A-Z]?\d{1,4}(?:-\d{1,4}){1,2}|\d{3,4}\s(?=[\u4e00-\u9fff])|\d{1,2}[Ff]\s(?=\S)")
#: 3栋 2单元 501, 5-1-302: where the writer of the line lives.
_HOME: Final = (
    r"(?:(?:(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})(?:号[楼院]|[栋幢座#]|单元|号)[\s-]?)+(?:\d{2,4}[室号]?)?|"
    r"[A-Z]?\d{1,4}(?:-\d{1,4}){1,3})"
)
_AT_HOME: Final = re.compile(rf"\A{_HOME}")
#: 3栋 李秀兰: a word of its own, and no name's part. 2-2201 已签, 8幢502 一斤 name nobody but by the door.
_HOME_APART: Final = re.compile(
    rf"(?:{_HOME}|\d{{3,4}}(?=\s))[\s:,、/]+(?=[\u4e00-\u9fffA-Za-z])(?![已要不没无同大全都早晚上下周待半一二两三四五六七八九十])"
)
_REMARK: Final = re.compile(
    r"[\s,。:;(《/|*+&].*|-(?![\u4e00-\u9fffA-Za-z]).*|[xX×]\d.*|(?<=[\u4e00-\u9fff])\d{1,2}[栋幢楼].*|"
    r"(?<=.)(?:带\S{1,6}|一家.{1,4}|(?<!家)[一二两三四五六七八九十\d]{1,2}(?:个|份|斤|箱|盒|件|人|口(?!子)|位|名|只|串|张|板|袋|套|块|瓶|桶|把|双|对|包|桌|大(?=[一二两三\d小]|\Z)).*)|"
    r"(?<=[\u4e00-\u9fff]{2})\d+\Z"
)
_PLAIN_NAME: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]{1,8}\Z")
#: 5. 空起
_BLANK: Final = re.compile(r"空[起着位]?")
_NO_NAME: Final = re.compile(r"点|月|日|时间|地点|活动|内容|要求|报名|携带|请|\d{5}|的|是|了|要|买|第|有|不|去|吃|做")
#: What no name has, where the numbers go on from those of somebody else's list, or all sounds like a list of names.
_NO_FURTHER_NAME: Final = re.compile(r"时间|地点|活动|内容|要求|报名|携带|请|\d{5}|要|买|[。!?]")
_FIELD: Final = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:时间|日期|地点|人数|名额|内容|对象|要求|费用|方式|携带|条件|须知|截止|集合)"
)
_SCORED: Final = re.compile(r"\d+(?:\.\d+)?分")
_GOES_ON: Final = re.compile(r"接|续")
_LONGEST_NAME: Final = 12
_TITLE_EDGE: Final = " \t#【】[]()~-:,。!、|"
#: 例 楼栋+姓名
_EXAMPLE: Final = re.compile(r"(?:例|示例|格式|接龙格式)(?=$|\W)")
#: (限20人, and what stands behind it.
_NOTE: Final = re.compile(r"(?<=.)\([^()]*\Z")
_CONTINUING: Final = 2
#: From one line to the next.
_MOST_SKIPPED: Final = 2
_SHOW: Final = re.compile(r"\s*#?接龙\s*#?(?P<n>\d{1,4})\s*\Z")
#: 2人, 两个, 带2人, 一家三口, +1, x2: how many come on one line.
_TOTAL: Final = re.compile(
    r"(?:[xX×]|一家)?\s*(?P<n>\d{1,2}|[一二两三四五六七八九十])(?:个|人|口|位|名)|[xX×]\s*(?P<x>\d{1,2})\Z"
)
_BESIDE: Final = re.compile(r"(?:\+|带)\s*(?P<n>\d{1,2}|[一二两三四五六七八九十])(?:个|人|口|位|名|\b|\Z)")
#: Where somebody lives, and what could be a phone, is no part of a name that a room reads.
_UNNAMED: Final = re.compile(
    r"[A-Z]?\d{1,4}(?:-\d{1,4})+|\d{3,}|\d{1,2}[Ff]\s|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]"
)


class _Listed(NamedTuple):
    """The lines whose numbers follow one another, and all that stand around them."""

    numbers: list[int]
    written: list[str]
    head: list[str]
    #: Of the sender.
    script: dict[int, str]

    @property
    def entries(self) -> list[str]:
        return [name for name in map(_name, self.written) if name and not _BLANK.fullmatch(name)]


def chain(reading: Reading) -> Decision | None:
    """With the word 接龙 one entry is enough; without it, two and nothing but names."""
    if shown := _SHOW.match(reading.text):
        return sure(reading, Intent.CHAIN, "chain_shown", ShowChain(int(shown["n"])), {"activity": int(shown["n"])})
    listed = _listed(reading)
    if listed is None or not listed.entries:
        return None
    is_named = any(_WORD in line for line in listed.head) and not _is_a_notice(listed)
    if not (is_named or _is_bare_list(listed) or _goes_on(listed)):
        return None
    score = Score()
    score.add("chain_lines", 4.0)
    return _chain_of(reading, listed, _title(listed.head) if is_named else "", score)


def _is_a_notice(listed: _Listed) -> bool:
    """1、日期:… 2、地点:… 报名:群接龙 tells of something; nobody is on the list yet."""
    return 2 * sum(_FIELD.match(line) is not None for line in listed.written) > len(listed.written)


def chain_heard(reading: Reading, _intent: Intent, score: Score) -> Decision | None:
    """植树名单 above names, where it sounds like nothing but a list of them."""
    listed = _listed(reading)
    if listed is None or len(listed.entries) < _CONTINUING or not _are_names(listed):
        return None
    if all(map(_SCORED.search, listed.written)):
        return None
    return _chain_of(reading, listed, listed.head[0].strip(_TITLE_EDGE) if listed.head else "", score)


def _chain_of(reading: Reading, listed: _Listed, title: str, score: Score) -> Decision:
    title = title.translate(listed.script)
    slots = {"title": title} if title else {}
    lines = [line for each in listed.written if (line := _line_of(each)) is not None]
    number = (*reading.quoted_numbers, None)[0]
    copied = CopyChain(title, tuple(lines), number, _notice(reading, title, listed.head)) if lines else None
    return decided(reading, Intent.CHAIN, score, command=copied, slots={**slots, "entries": listed.entries})


def _listed(reading: Reading) -> _Listed | None:
    """5.23早发车 above 1. 2. 3. is none of the lines; of those that write on a list some give their number twice.

    Names are in the sender's own script.
    """
    text = reading.text
    if "\n" not in text and _WORD not in text:
        return None
    inline = _INLINE_BELOW if "\n" in text else _INLINE
    lines = [part for line in text.split("\n") for part in inline.split(line) if part.strip()]
    numbered = [
        (at, whole_number(match["n"] or match["numeral"]) or 0, match["entry"])
        for at, line in enumerate(lines)
        if _WORD not in line and (match := _LINE.match(line))
    ]
    if not numbered:
        return None
    run = [numbered[place] for place in _longest_run([number for _, number, _ in numbered])]
    places = {at for at, _, _ in run}
    head = [line.strip() for at, line in enumerate(lines) if at not in places]
    own = reading.script(0, len(text))
    return _Listed([number for _, number, _ in run], [entry.translate(own) for _, _, entry in run], head, own)


def _longest_run(numbers: list[int]) -> list[int]:
    """The places of those that follow one another; of two runs as long the later one.

    >>> _longest_run([5, 1, 2, 2, 4, 9])
    [1, 2, 3, 4]
    """
    ends: dict[int, int] = {}
    lengths: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        known = (ends[number - step] for step in range(_MOST_SKIPPED + 1) if number - step in ends)
        last = max(known, key=lengths.__getitem__, default=None)
        lengths.append(1 if last is None else 1 + lengths[last])
        before.append(last)
        ends[number] = place
    at: int | None = max(range(len(numbers)), key=lambda place: (lengths[place], place))
    run = []
    while at is not None:
        run.append(at)
        at = before[at]
    return run[::-1]


def _notice(reading: Reading, title: str, head: list[str]) -> Recruit | None:
    """When, where and for how many: what stands above the names. A title keeps its 周末 and 端午."""
    if not title:
        return None
    text = "\n".join(line for line in (squeezed(_HEADING.sub(" ", each)) for each in head) if line)
    above = read_alone(text, reading)
    notice = recruit_of(above, recruit_slots(above))
    is_shorter = bool(_CLOCKED.search(title)) and len(notice.title) > 1 and notice.title in title
    return notice if is_shorter else replace(notice, title=title)


def _line_of(entry: str) -> ChainLine | None:
    name = " ".join(_UNNAMED.sub(" ", _AT_HOME.sub("", _name(entry), count=1)).split())
    return ChainLine(name, _party(entry)) if name else None


def _party(entry: str) -> int | None:
    """With 带 or + the writer comes too."""
    if beside := _BESIDE.search(entry):
        return 1 + (whole_number(beside["n"]) or 0)
    total = _TOTAL.search(entry)
    return (whole_number(total["n"] or total["x"]) or None) if total else None


def _name(entry: str) -> str:
    """Without remarks, and without the door where that is a word of its own; it may be all the name there is."""
    written = _HOME_APART.sub("", entry.strip(), count=1)
    door = _DOOR.match(written)
    begin = door.end() if door else 0
    return (written[:begin] + _REMARK.sub("", written[begin:], count=1)).strip()


def _is_bare_list(listed: _Listed) -> bool:
    entries = listed.entries
    return (
        not listed.head
        and _is_in_order(listed)
        and all(_PLAIN_NAME.match(name) and not _NO_NAME.search(name) for name in entries)
    )


def _goes_on(listed: _Listed) -> bool:
    """接着上面的: 21. 22. 23. go on from a list that stands above."""
    return (
        listed.numbers[0] > 1
        and _is_in_order(listed)
        and (not listed.head or (len(listed.head) == 1 and _GOES_ON.search(listed.head[0]) is not None))
        and _are_names(listed)
    )


def _are_names(listed: _Listed) -> bool:
    return all(len(name) <= _LONGEST_NAME and not _NO_FURTHER_NAME.search(name) for name in listed.entries)


def _is_in_order(listed: _Listed) -> bool:
    in_order = all(later == earlier + 1 for earlier, later in pairwise(listed.numbers))
    return in_order and len(listed.entries) >= _CONTINUING


def _title(head: list[str]) -> str:
    """What stands beside the word, or next to it where it stands alone; no example of how to write one's name."""
    at = next(place for place, line in enumerate(head) if _WORD in line)
    beside = squeezed(_HEADING.sub(" ", head[at]))
    near = (line for line in (beside, *head[at + 1 :], *head[:at][::-1]) if not _EXAMPLE.match(line))
    return _NOTE.sub("", next(filter(None, (line.strip(_TITLE_EDGE) for line in near)), ""))
