"""`yihu import`: files in, everything or nothing."""

import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from bot.clock import SystemClock
from bot.database import migrated_store
from bot.failures import FAILED
from bot.importing.example import example_workbook
from bot.importing.problems import ImportRefused, Problem
from bot.importing.sheets import read_sheets
from bot.importing.tables import KINDS, Record, read_records
from bot.importing.writing import Import
from bot.settings import Settings
from handlers.act import House
from handlers.routes import plan_days
from storage.store import Store


def import_files(settings: Settings, files: Sequence[Path]) -> None:
    """Prints what was imported, or everything that is wrong (exit 1)."""
    try:
        records = read_files(files)
        with migrated_store(settings.database) as store:
            strangers = write_records(store, settings, records)
    except ImportRefused as refused:
        for problem in refused.problems:
            typer.echo(str(problem), err=True)
        typer.echo(f"{len(refused.problems)} 处要改,什么都没有导入。", err=True)
        raise typer.Exit(FAILED) from None
    counts = (f"{kind.titles[0]} {sum(record.kind is kind for record in records)} 行" for kind in KINDS)
    typer.echo(f"已导入:{'、'.join(counts)}")
    if strangers:
        typer.echo(f"{strangers} 人没有微信号:他们在群里说话时,机器人还认不出是同一个人。补上微信号再导入一次即可。")


def write_example(file: Path) -> None:
    example_workbook().save(file)
    typer.echo(f"{file}: 填好以后 yihu import {file}")


def read_files(files: Iterable[Path]) -> list[Record]:
    """Raises ImportRefused with the problems of all files."""
    records: list[Record] = []
    problems: list[Problem] = []
    for file in files:
        try:
            sheets = read_sheets(file)
        except ImportRefused as refused:
            problems += refused.problems
            continue
        for reading in map(read_records, sheets):
            records += reading.records
            problems += reading.problems
    if problems:
        raise ImportRefused(problems)
    return records


def write_records(store: Store, settings: Settings, records: Sequence[Record]) -> int:
    """How many new people have no handle. Raises ImportRefused; then nothing was written."""
    accounts = list(settings.accounts)
    now = SystemClock().now()
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    with bar as progress, store.write() as uow:
        task = progress.add_task("导入", total=len(records))
        work = Import(uow, account=accounts[0] if len(accounts) == 1 else None, now=now)
        work.write(records, tick=lambda: progress.advance(task))
        if work.problems:
            raise ImportRefused(work.problems)
        plan_days(House(uow=uow, now=now, rules=settings.rules(), new_id=secrets.token_urlsafe))
    return work.strangers
