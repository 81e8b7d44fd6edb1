"""How many a call wants in all: which of its numbers say so is learnt from what stands around each (`make wording`).

20人 may be all, or a part beside others (理发2人 磨刀1人), or those who are served; nobody can list how people say it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import exp, log
from typing import Final, NamedTuple

from handlers.understanding import masks
from handlers.understanding.learnt import FIGURE_PLACES, FIGURES, LINE_END, SCALE
from handlers.understanding.reading import Reading
from handlers.understanding.spans import people_said

#: What a number is: all that are wanted, some of them, or something else.
ALL, SOME, OTHER = "count:all", "count:some", "count:other"
_FIGURE: Final = r"(?:(?<!\d)\d{1,5}(?!\d)|[一二两三四五六七八九十百零廿卅俩仨]{1,5})"
_COUNT: Final = re.compile(rf"(?<!第)(?<!岗位){_FIGURE}(?:[-~到至]{_FIGURE})?")
#: Times, telephones and doors count nobody.
_NO_COUNT: Final = masks.LETTERS - {masks.PEOPLE}
_MOST: Final = 24
_CLAUSE_END: Final = re.compile(r"[,。;\n!?]")
#: Words shortly before a number, in its clause.
_BEFORE: Final = (
    ("each", re.compile(r"[每各][^,。;\n]{0,7}\Z")),
    ("in_all", re.compile(r"(?:共|合|计|总|限|凑|够|满|封顶)[^,。;\n]{0,4}\Z")),
    ("wanted", re.compile(r"[招募需缺差要请找来收征凑][^,。;\n]{0,12}\Z")),
)
_VOLUNTEERS: Final = re.compile(r"志愿|义工|帮手|人手")
_LABEL: Final = re.compile(r"(?:^|\n)[^\u4e00-\u9fff\n]{0,6}([\u4e00-\u9fff]{1,6})[^\u4e00-\u9fff\n]{1,4}\Z")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_NEXT_IN_ROW: Final = re.compile(r".?[^,。;!?、\n]{0,8}[、,/;+|\s)]{1,3}[^,。;!?\d]{0,24}")
_SIZES: Final = (1, 2, 5, 10, 20, 60, 200)
#: So many numbers in a row may add up to one beside them.
_MOST_PARTS: Final = 7
_FEWEST_PARTS: Final = 2
#: Most calls say how many.
_DOUBT: Final = 1.0


class Count(NamedTuple):
    """Where a number stands in the text."""

    begin: int
    end: int
    number: int


def wanted(reading: Reading) -> int | None:
    """The likeliest of three: one number says all, some say parts that add up, none says anything."""
    counts = counts_in(reading)
    weighed = [*map(_weighed, count_traits(reading, counts))]
    if not weighed:
        return None
    beside = [max(each.some, each.other) for each in weighed]  # what an all may stand among
    whole = max(range(len(weighed)), key=lambda place: weighed[place].all - beside[place])
    parts = _parts(weighed)
    none = sum(each.other for each in weighed)
    said = sum(beside) + weighed[whole].all - beside[whole], counts[whole].number
    if len(parts) >= _FEWEST_PARTS:
        gained = sum(weighed[place].some - weighed[place].other for place in parts)
        said = max(said, (none + gained, sum(counts[place].number for place in parts)))
    likely, number = said
    return number if likely > none - _DOUBT else None


class _Weighed(NamedTuple):
    """Log likelihoods of a number."""

    all: float
    some: float
    other: float


def _weighed(traits: set[str]) -> _Weighed:
    odds = FIGURES.unpacked(FIGURES.sums(traits))
    each = [odds[FIGURE_PLACES[name]] / SCALE for name in (ALL, SOME, OTHER)]
    whole = log(sum(map(exp, each)))
    return _Weighed(*(one - whole for one in each))


def _parts(weighed: list[_Weighed]) -> list[int]:
    """Those that are rather some than nothing, two at least: one alone is no part."""
    by_odds = sorted(range(len(weighed)), key=lambda place: weighed[place].other - weighed[place].some)
    some = sum(each.some > each.other for each in weighed)
    return by_odds[: max(some, _FEWEST_PARTS)]


def counts_in(reading: Reading) -> list[Count]:
    """The first two dozen; of 7-10 the larger end."""
    return [*_counts(reading)][:_MOST]


def _counts(reading: Reading) -> Iterator[Count]:
    for match in _COUNT.finditer(reading.text):
        number = people_said(match[0]) if _NO_COUNT.isdisjoint(reading.masked[match.start() : match.end()]) else None
        if number is not None:
            yield Count(*match.span(), number)


def count_traits(reading: Reading, counts: list[Count]) -> list[set[str]]:
    """What is known of each: the letters and words around it, its place among the others, and whether they add up."""
    text = reading.text
    shown = text.replace("\n", LINE_END)
    numbers = [count.number for count in counts]
    added, rows = _added(numbers), _rows(reading.masked, counts) if counts else []
    found = []
    for place, (begin, end, number) in enumerate(counts):
        before, behind = f"^^{shown[:begin]}"[-2:], f"{shown[end : end + 2]}$$"[:2]
        line = text[text.rfind("\n", 0, begin) + 1 : begin]
        traits = {
            *(f"<{before[1]}", f"<{before}", f">{behind[0]}", f">{behind}", f"{before[1]}<>{behind[0]}"),
            f"line:{''.join(_HAN.findall(line[:6]))[:2]}",
            f"size:{sum(number > size for size in _SIZES)}",
            f"counts:{min(len(counts), 6)}",
            f"at:{min(place, 4)}",
            f"row:{min(rows[place], 4)}",
            *added[place],
            *(name for name, words in _BEFORE if words.search(text, max(0, begin - 16), begin)),
        }
        if label := _LABEL.search(text[max(0, begin - 14) : begin]):
            traits.add(f"label:{label[1]}")
        facts = (
            ("last", place == len(counts) - 1),
            ("largest", number == max(numbers)),
            ("twice", numbers.count(number) > 1),
            ("bracketed", text.count("(", 0, begin) > text.count(")", 0, begin)),
            ("people", reading.masked[begin] == masks.PEOPLE),
            ("volunteers", _VOLUNTEERS.search(_clause(text, begin, end)) is not None),
        )
        found.append(traits.union(name for name, holds in facts if holds))
    return found


def _clause(text: str, begin: int, end: int) -> str:
    ends = _CLAUSE_END.search(text, end)
    begins = max(text.rfind(mark, 0, begin) for mark in ",。;\n!?")
    return text[begins + 1 : ends.start() if ends else len(text)]


def _rows(masked: str, counts: Sequence[Count]) -> list[int]:
    """How many stand in a row with each, a word and a comma apart, and count alike: 理发2人 磨刀1人 量血压2人."""
    is_next = [
        masked[first.end : first.end + 1] == masked[second.end : second.end + 1]
        and _NEXT_IN_ROW.fullmatch(masked, first.end, second.begin) is not None
        for first, second in pairwise(counts)
    ]
    found: list[int] = []
    row = 1
    for goes_on in (*is_next, False):
        if goes_on:
            row += 1
        else:
            found += [row] * row
            row = 1
    return found


def _added(numbers: list[int]) -> list[set[str]]:
    """Which are the sum of others right before or behind, and which are parts of such a sum."""
    sums = [*accumulate(numbers, initial=0)]
    found: list[set[str]] = [set() for _ in numbers]
    for begin in range(len(numbers)):
        for end in range(begin + 2, min(len(numbers), begin + _MOST_PARTS) + 1):
            whole = sums[end] - sums[begin]
            is_behind, is_before = numbers[end : end + 1] == [whole], numbers[max(0, begin - 1) : begin] == [whole]
            if is_behind:
                found[end] |= {"sum_of_before"}
            if is_before:
                found[begin - 1] |= {"sum_of_behind"}
            for place in range(begin, end) if is_behind or is_before else ():
                found[place] |= {"part_of_sum"}
    return found
