"""The bots beside one another as bars: `docs/beside.svg`, drawn by rich from the figures of `compare`."""

import re
from io import StringIO
from pathlib import Path
from typing import Any, Final

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.bar import Bar
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

CHART: Final = Path("docs/beside.svg")
#: Figure, setting, and whether less is better.
DRAWN: Final = (
    ("CPU s per 1,000", "NORMAL", True),
    ("messages/s", "NORMAL", False),
    ("messages/s", "FULL", False),
    ("p99 ms at 200", "NORMAL", True),
    ("RSS under load MB", "NORMAL", True),
)
_WIDTH: Final = 96
_BAR: Final = 48
#: A picture that fetches its letters from elsewhere shows none where there is no network.
_FETCHED: Final = re.compile(r"@font-face \{\{.*?\}\}", re.DOTALL)


def draw(results: dict[str, dict[str, Any]], runs: int) -> str:
    console = Console(record=True, width=_WIDTH, file=StringIO())
    console.print(Group(*(_bars(results, *each) for each in DRAWN)))
    return console.export_svg(
        title=f"the same group chat, medians of {runs}", code_format=_FETCHED.sub("", CONSOLE_SVG_FORMAT)
    )


def _bars(results: dict[str, dict[str, Any]], figure: str, setting: str, is_less_better: bool) -> Table:
    values = {name: settings[setting].get(figure) for name, settings in results.items() if setting in settings}
    longest = max((value for value in values.values() if value is not None), default=1.0)
    table = Table.grid(padding=(0, 1))
    heading = f"{figure}, {setting} ({'less' if is_less_better else 'more'} is better)"
    table.add_row("", Text(heading, style="bold"), "")
    for name, value in values.items():
        bar = Bar(longest, 0, value or 0, width=_BAR, color="green" if name == "yihu" else "bright_black")
        table.add_row(Text(name.rjust(8)), bar, "not reached" if value is None else f"{value:g}")
    table.add_row("", "", "")
    return table
