"""The marks of a coordinator: a CSV with a line for each message, filled in with 对 or 错, read back.

Spreadsheets take `+1` for a number and `=…` for a formula, and 5/20 for a date: such a text gets an apostrophe.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from bot.importing.cells import one_of, read_number
from bot.importing.problems import BadCell, ImportRefused, Problem
from bot.importing.sheets import Row, Sheet, read_sheets
from bot.shadow.overheard import WOULD_LABELS, Overheard
from storage.intents import INTENT_LABELS, Intent
from storage.vocabulary import LOCAL_ZONE

COLUMNS: Final = ("line", "time", "text", "would", "intent", "confidence", "right?", "should_be")
_NEEDED: Final = ("line", "text", "intent", "right?", "should_be")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")
_TIME: Final = "%Y-%m-%d %H:%M"
_WHEN: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s+(\d{1,2}):(\d{2})(?::\d{2})?")
_INTENTS: Final[Mapping[str, Intent]] = {
    **{label: intent for intent, label in INTENT_LABELS.items()},
    **{intent.value: intent for intent in Intent},
}
_RIGHT: Final[Mapping[str, bool]] = {
    "对": True,
    "错": False,
    **dict.fromkeys(("对的", "√", "✓", "是", "y", "yes", "1"), True),
    **dict.fromkeys(("不对", "错的", "×", "✗", "x", "否", "n", "no", "0"), False),
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the bot took the message for, and what it was."""

    line: int
    at: datetime | None
    text: str
    taken_for: Intent
    was: Intent


@dataclass(frozen=True, slots=True)
class Score:
    """Of one intent: how often it was taken for it, was it, and both."""

    intent: Intent
    said: int
    was: int
    right: int

    @property
    def precision(self) -> float | None:
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        return self.right / self.was if self.was else None


# writing


def csv_of(heard: Iterable[Overheard]) -> str:
    """With a byte order mark: so Excel knows that it is UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for each in heard:
        rows.writerow(
            (
                each.number,
                f"{each.at.astimezone(LOCAL_ZONE):{_TIME}}",
                _guarded(each.text),
                WOULD_LABELS[each.would],
                INTENT_LABELS[each.intent],
                f"{each.confidence:.2f}",
                "",
                "",
            )
        )
    return "\ufeff" + out.getvalue()


def _guarded(text: str) -> str:
    is_plain = any(letter.isalpha() for letter in text) and not text.startswith(_FORMULA)
    return text if is_plain or not text else f"'{text}"


# reading


def read_marks(file: Path) -> list[Mark]:
    """The lines that somebody marked. Raises ImportRefused with every bad cell, by row and column."""
    sheets = read_sheets(file)
    if not sheets:
        raise ImportRefused([Problem(file.name, 0, "", "没有内容")])
    sheet = sheets[0]
    places = {title.strip().lower(): place for place, title in enumerate(sheet.header.cells)}
    missing = [name for name in _NEEDED if name not in places]
    if missing:
        what = f"没有这一列;应有 {'、'.join(COLUMNS)}"
        raise ImportRefused([Problem(sheet.title, sheet.header.number, name, what) for name in missing])
    marks, problems = _read(sheet, places)
    if problems:
        raise ImportRefused(problems)
    return marks


def _read(sheet: Sheet, places: Mapping[str, int]) -> tuple[list[Mark], list[Problem]]:
    marks: list[Mark] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        cells = _Cells(sheet.title, row, places, problems)
        mark = cells.mark()
        if mark is not None:
            marks.append(mark)
    return marks, problems


class _Cells:
    """One row; what is wrong with it is added to `problems`."""

    def __init__(self, title: str, row: Row, places: Mapping[str, int], problems: list[Problem]) -> None:
        self._title = title
        self._row = row
        self._places = places
        self._problems = problems

    def mark(self) -> Mark | None:
        """None where nobody marked it, or a cell is bad. A right intent alone is a mark too."""
        if not self._cell("right?") and not self._cell("should_be"):
            return None
        before = len(self._problems)
        line = self._get("line", read_number)
        taken_for = self._get("intent", one_of(_INTENTS))
        is_right = self._get("right?", one_of(_RIGHT))
        was = self._get("should_be", one_of(_INTENTS))
        if len(self._problems) == before:
            self._check(taken_for, is_right, was)
        if len(self._problems) > before or line is None or taken_for is None:
            return None
        return Mark(
            line, _moment(self._cell("time")), self._cell("text").removeprefix("'"), taken_for, was or taken_for
        )

    def _check(self, taken_for: Intent | None, is_right: bool | None, was: Intent | None) -> None:
        for name in ("line", "intent"):
            if not self._cell(name):
                self._refuse(name, "空着;这一列请不要改")
        if is_right and was not in {None, taken_for}:
            self._refuse("should_be", "写了「对」就不用填;不对的话请写「错」")
        if is_right is False and was is None:
            self._refuse("should_be", f"写了「错」,请填它本来是什么,比如 {INTENT_LABELS[Intent.CHATTER]}")
        if is_right is False and was is not None and was is taken_for:
            self._refuse("should_be", "和机器人的理解一样,那就是「对」")

    def _cell(self, name: str) -> str:
        place = self._places.get(name)
        return self._row.cells[place] if place is not None and place < len(self._row.cells) else ""

    def _get(self, name: str, read: Callable[[str], T]) -> T | None:
        cell = self._cell(name)
        try:
            return read(cell) if cell else None
        except BadCell as bad:
            self._refuse(name, str(bad))
            return None

    def _refuse(self, name: str, what: str) -> None:
        self._problems.append(Problem(self._title, self._row.number, name, what))


def _moment(cell: str) -> datetime | None:
    """A spreadsheet may have written it anew (2026/5/20 10:00); without the day it is no use."""
    found = _WHEN.fullmatch(cell)
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()
    try:
        return datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}").replace(tzinfo=LOCAL_ZONE)
    except ValueError:
        return None


# scoring


def scores(marks: Sequence[Mark]) -> list[Score]:
    """By how often the intent came up; small talk last."""
    said = Counter(mark.taken_for for mark in marks)
    was = Counter(mark.was for mark in marks)
    right = Counter(mark.was for mark in marks if mark.was is mark.taken_for)
    found = [Score(intent, said[intent], was[intent], right[intent]) for intent in {*said, *was}]
    return sorted(found, key=lambda each: (each.intent is Intent.CHATTER, -each.was, -each.said, each.intent))


def false_replies(marks: Sequence[Mark]) -> tuple[int, int]:
    """Small talk that was taken for something else, and all small talk."""
    talk = [mark for mark in marks if mark.was is Intent.CHATTER]
    return sum(mark.taken_for is not Intent.CHATTER for mark in talk), len(talk)


def wrong(marks: Iterable[Mark]) -> Iterator[Mark]:
    return (mark for mark in marks if mark.was is not mark.taken_for)
