"""Files to sheets: the rows of an XLSX workbook or a CSV file under their headers, cells as people typed them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.importing.problems import ImportRefused, Problem


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`title` is the workbook's sheet or the CSV file's name."""

    title: str
    header: Row
    rows: Sequence[Row]


def read_sheets(file: Path) -> list[Sheet]:
    """The sheets that hold anything. Raises ImportRefused for a file that is neither XLSX nor CSV."""
    match file.suffix.lower():
        case ".xlsx" | ".xlsm":
            found = _workbook(file)
        case ".csv" | ".tsv" | ".txt":
            found = [_sheet(file.stem, enumerate(_csv_rows(file), start=1))]
        case _:
            raise _refused(file, "只能导入 .xlsx 或 .csv 文件")
    return [sheet for sheet in found if sheet.header.cells]


def _workbook(file: Path) -> list[Sheet]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError):
        raise _refused(file, "打不开:不是 Excel 的 .xlsx 文件") from None
    try:
        return [
            _sheet(sheet.title, enumerate(([spell(cell) for cell in row] for row in sheet.values), start=1))
            for sheet in book.worksheets
        ]
    finally:
        book.close()


def _csv_rows(file: Path) -> Iterable[list[str]]:
    text = _decoded(file)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return ([cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _decoded(file: Path) -> str:
    """UTF-8, or what a Chinese Excel writes as CSV."""
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(file, "文字编码不认识:请存成 UTF-8 的 CSV 或 .xlsx")


def _sheet(title: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """The first row with anything in it is the header; empty rows are passed over, and keep their numbers."""
    filled = [Row(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        return Sheet(title, Row(0, ()), ())
    return Sheet(title, filled[0], filled[1:])


def spell(cell: object) -> str:
    """A cell as text: a phone that Excel took for a number has no .0, a time of day is HH:MM.

    >>> spell(13800001234.0)
    '13800001234'
    """
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | time():
            return f"{cell:%H:%M}"
    return str(cell).strip()


def _refused(file: Path, what: str) -> ImportRefused:
    return ImportRefused([Problem(file.name, 0, "", what)])
