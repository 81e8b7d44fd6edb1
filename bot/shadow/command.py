"""`yihu shadow`: what the bot would have done, for those who decide whether it may."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from bot.clock import SystemClock
from bot.database import migrated_store
from bot.failures import MISUSED, fail
from bot.importing.problems import ImportRefused
from bot.room_choice import chosen_room
from bot.settings import Settings
from bot.shadow.cases import cases_of
from bot.shadow.hiding import Hiding
from bot.shadow.live import heard_in
from bot.shadow.marks import Mark, csv_of, read_marks
from bot.shadow.overheard import Overheard
from bot.shadow.page import page_of
from bot.shadow.playing import bot_names, play
from bot.shadow.reading import read_chat
from bot.shadow.report import Report, hidden
from bot.shadow.terminal import show, show_scores


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the report goes. `html` None: beside the chat, or for a room into the folder one is in."""

    html: Path | None = None
    marks: Path | None = None
    pseudonyms: bool = True


def report_on_file(file: Path, settings: Settings, wanted: Wanted) -> None:
    """Reads the chat and tells; writes nothing but the page and the marks."""
    html = wanted.html or file.parent / f"{file.stem}.shadow.html"
    _refuse_overwriting([file], [html, wanted.marks])
    _tell(_report_on(file, settings, wanted), wanted, html)


def report_on_room(name: str, settings: Settings, wanted: Wanted) -> None:
    """What was kept of a room that the bot only listens in."""
    with migrated_store(settings.database) as store, store.read() as uow:
        room = chosen_room(uow.rooms.everywhere(), name, command="shadow")
        heard = heard_in(uow, room, now=SystemClock().now())
    if not heard:
        off = "" if room.is_shadowed else f";它没有在试听,打开:yihu rooms shadow --room {room.id}"
        typer.echo(f"「{room.topic}」没有记录:还没听到它会办或会问的话{off}", err=True)
        return
    report = _hidden(Report(room.topic, heard, is_live=True, has_pseudonyms=wanted.pseudonyms), settings)
    _tell(report, wanted, wanted.html or Path(f"shadow-room-{room.id}.html"))


def score_marks(file: Path, settings: Settings, *, chat: Path | None, cases: Path | None, wanted: Wanted) -> None:
    """With the chat that was marked, cases say also what was quoted and open."""
    _refuse_overwriting([file, *([chat] if chat is not None else [])], [cases])
    marks = _marks(file)
    show_scores(marks, Console())
    if cases is not None:
        heard = _report_on(chat, settings, wanted).heard if chat is not None else ()
        write_private(cases, cases_of(marks, _by_number(heard), name=file.stem))
        typer.echo(f"用例:{cases}({len(marks)} 条;放进 tests/understanding/cases/ 以后 pytest 会跑)")


def _report_on(file: Path, settings: Settings, wanted: Wanted) -> Report:
    lines = read_chat(file)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("试读", total=len(lines))
        played = play(lines, settings, lambda: progress.advance(task))
    report = Report(file.name, played.heard, played.unasked, own=played.own, has_pseudonyms=wanted.pseudonyms)
    return _hidden(report, settings)


def _hidden(report: Report, settings: Settings) -> Report:
    names = bot_names(settings.rules())
    return hidden(report, Hiding(with_pseudonyms=report.has_pseudonyms, bot_names=names))


def _tell(report: Report, wanted: Wanted, html: Path) -> None:
    show(report, Console())
    write_private(html, page_of(report, made_at=SystemClock().now()))
    typer.echo(f"网页:{html}")
    if wanted.marks is not None:
        write_private(wanted.marks, csv_of(report.heard))
        typer.echo(f"打分表:{wanted.marks}(填好后:yihu shadow --score {wanted.marks})")


def _marks(file: Path) -> list[Mark]:
    if not file.is_file():
        fail(f"{file}: no such file", MISUSED)
    try:
        marks = read_marks(file)
    except ImportRefused as refused:
        for problem in refused.problems:
            typer.echo(str(problem), err=True)
        fail(f"{file}: {len(refused.problems)} 处要改", MISUSED)
    if not marks:
        fail(f"{file}: 还没有打分:在「right?」那一列填 对 或 错", MISUSED)
    return marks


def _by_number(heard: Sequence[Overheard]) -> Mapping[int, Overheard]:
    return {each.number: each for each in heard}


def write_private(file: Path, text: str) -> None:
    """For the eyes of whoever runs the command: it is people's talk."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    except OSError as error:
        fail(f"{file}: cannot be written ({error.strerror})", MISUSED)


def _refuse_overwriting(inputs: Sequence[Path], outputs: Sequence[Path | None]) -> None:
    for file in outputs:
        if file is not None and any(file.absolute() == each.absolute() for each in inputs):
            fail(f"{file}: is read here; name another file to write", MISUSED)
