"""What is written beside the code is true: examples in docstrings, the README, the licence."""

import doctest
import importlib
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pytest
import typer

from bot.cli import app
from bot.settings_table import as_markdown
from storage.states import ENROLMENT_MOVES, LEGAL_MOVES, EnrolmentStatus, OrderStatus

S = TypeVar("S", bound=StrEnum)
ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: Lines of code blocks, and what stands between backticks.
CODE = [line for block in _FENCED.findall(README) for line in block.splitlines()]
CODE += re.findall(r"`([^`\n]+)`", _FENCED.sub("", README))


def _with_examples() -> list[str]:
    files = (file for package in ("bot", "handlers", "storage") for file in sorted((ROOT / package).rglob("*.py")))
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files if ">>> " in file.read_text("utf-8")
    ]


@pytest.mark.parametrize("module", _with_examples())
def test_examples_in_docstrings(module: str) -> None:
    tried = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert tried.attempted > 0
    assert tried.failed == 0


def commands() -> set[str]:
    """`run`, `rooms`, `rooms code`, …: everything that stands after `yihu`."""
    found: set[str] = set()

    def add(command: object, words: tuple[str, ...]) -> None:
        found.add(" ".join(words))
        for name, inner in getattr(command, "commands", {}).items():
            add(inner, (*words, name))

    add(typer.main.get_command(app), ())
    return found


def options(words: str) -> set[str]:
    command: object = typer.main.get_command(app)
    for word in words.split():
        command = getattr(command, "commands", {}).get(word, command)
    return {name for each in getattr(command, "params", []) for name in (*each.opts, *each.secondary_opts)}


def test_every_command_of_the_readme_is_one() -> None:
    lines = [found[1] for line in CODE if (found := re.match(r"(?:\S*/)?yihu ([a-z][^#]*)", line.strip()))]
    assert lines
    for line in lines:
        words = line.split()
        command = " ".join(words[:2]) if " ".join(words[:2]) in commands() else words[0]
        assert command in commands(), line
        for option in re.findall(r"--[a-z-]+", line):
            assert option in options(command), line


def test_every_target_of_the_readme_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {found[1] for line in CODE if (found := re.match(r"make (\w+)", line.strip()))}
    assert {"run", "test"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_the_readme_links_to_is_there() -> None:
    for link in re.findall(r"\]\(([^)#]+)", README):
        assert "://" in link or (ROOT / link).exists(), link


def section(name: str) -> str:
    """What stands in the README between two markers."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found is not None, name
    return found[1]


def test_the_settings_table_is_complete() -> None:
    assert section("settings").strip() == as_markdown().strip()


def state_graph(table: Mapping[S, frozenset[S]], *begins: S) -> str:
    starts = [f"    [*] --> {each.value}" for each in begins]
    moves = [f"    {old.value} --> {new.value}" for old, news in table.items() for new in sorted(news)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *starts, *moves, "```"])


def test_the_state_graphs_are_the_tables_of_legal_moves() -> None:
    assert section("states").strip() == state_graph(LEGAL_MOVES, OrderStatus.PLACED)
    assert section("sign-ups").strip() == state_graph(ENROLMENT_MOVES, EnrolmentStatus.WAITING)


def test_every_feature_listed_has_its_tests() -> None:
    """tests/features.md: id → the files, and the tests in them, that show it."""
    listed = (ROOT / "tests" / "features.md").read_text("utf-8")
    rows = re.findall(r"^\| ([A-KS]\d+) \| (.+?) \|$", listed, re.MULTILINE)
    assert rows
    for feature, named in rows:
        for path in re.findall(r"`([^`]+)`", named):
            file, _, test = path.partition("::")
            assert (ROOT / "tests" / file).exists(), (feature, file)
            assert not test or f"{test}(" in (ROOT / "tests" / file).read_text("utf-8"), (feature, test)


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert text.rstrip().endswith("limitations under the License.")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "Apache-2.0"
