"""What `yihu doctor` found: one line each, with what to do about it."""

from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    GOOD = "✓"
    NOTICE = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` is a fact, `advice` the next thing to do."""

    mark: Mark
    about: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        line = f"{self.mark.value} {self.about:<9} {self.what}"
        return f"{line} → {self.advice}" if self.advice else line


def good(about: str, what: str) -> Finding:
    return Finding(Mark.GOOD, about, what)


def notice(about: str, what: str, advice: str) -> Finding:
    return Finding(Mark.NOTICE, about, what, advice)


def bad(about: str, what: str, advice: str) -> Finding:
    return Finding(Mark.BAD, about, what, advice)
