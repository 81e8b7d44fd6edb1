"""A pattern taken apart at its topmost bars: each branch is searched for only in what has the letters that it needs.

Half of the 1,800 branches of the feature patterns are told by letters alone. Of the others a need leaves 19 to search,
where it left 36 whole patterns; small talk 2 in place of 9.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from handlers.understanding.beginnings import gated, parsed
from handlers.understanding.prefilter import Grams, needed_twice, strings_of

_LETTER: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
#: What looks around takes no letter, and is no string.
_LOOKS: Final = re.compile(r"\(\?[=!<]|[\^$]|\\[AbBZ]")
_LONGEST_GRAM: Final = 2


Search = Callable[[str], re.Match[str] | None]


class Branch(NamedTuple):
    """Searched for where one of `needed` is there, and one of `also`."""

    search: Search
    needed: Grams | None
    also: Grams | None


class Branches(NamedTuple):
    """The pattern is found where any of `told` is there, or any branch is found."""

    told: Grams
    searched: list[Branch]


def branches_of(pattern: str) -> Branches:
    """What letters and pairs of letters tell, and what is left to search for.

    >>> sorted(branches_of("陪聊|水管|修(?:灯|门)锁").told)
    ['水管', '陪聊']
    """
    told: Grams = frozenset()
    searched = []
    for each in split(pattern):
        strings = None if _LOOKS.search(each) else strings_of(each)
        if strings and all(0 < len(string) <= _LONGEST_GRAM for string in strings):
            told |= strings
        else:
            searched.append(Branch(_search_for(each), *needed_twice(each)))
    return Branches(told, searched)


def _search_for(branch: str) -> Search:
    """`re` itself knows where to look for what begins with a plain letter or a class, and is faster than a gate."""
    items = [*parsed(branch, 0)]
    if items and items[0] == (op.AT, op.AT_BEGINNING):
        return re.compile(branch).match
    return (re.compile(branch) if _tells_its_beginning(items) else gated(branch)).search


def _tells_its_beginning(items: Sequence[tuple[Any, Any]]) -> bool:
    if not items:
        return False
    kind, value = items[0]
    if kind is op.BRANCH:
        return all(branch and branch[0][0] is op.LITERAL for branch in value[1])
    return kind in (op.LITERAL, op.IN)


def split(pattern: str) -> Iterator[str]:
    """At the bars outside all brackets.

    >>> list(split(r"修(?:灯|锁)|[|]|\\|"))
    ['修(?:灯|锁)', '[|]', '\\\\|']
    """
    depth, branch = 0, ""
    for each in _LETTER.findall(pattern):
        depth += (each == "(") - (each == ")")
        if each == "|" and not depth:
            yield branch
            branch = ""
        else:
            branch += each
    yield branch
