"""What is wrong with a file, by row and column, in the words of those who fill it in."""

from dataclasses import dataclass


class BadCell(Exception):
    """The message says what was expected."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts from 1 as the spreadsheet does; 0 is the sheet as a whole."""

    sheet: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        row = f" 第{self.row}行" if self.row else ""
        column = f"「{self.column}」" if self.column else ""
        return f"{self.sheet}{row}{column}: {self.what}"


class ImportRefused(Exception):
    """Nothing was written; these are the reasons."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems
