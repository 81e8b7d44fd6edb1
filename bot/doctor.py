"""`yihu doctor`: looks at everything the bot stands on, changes nothing, says what to do."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import typer
from sqlalchemy.exc import DBAPIError

from bot.clock import SystemClock
from bot.database import BadKey, DatabaseUnreachable, file_of, first_line, open_store, schema_of, shown
from bot.doctor_accounts import account_findings, outbox_findings, room_findings
from bot.doctor_machine import calendar_finding, clock_finding, disk_finding, key_file_finding
from bot.findings import Finding, Mark, bad, good, notice
from bot.settings import DatabaseSettings, Settings
from bot.settings_file import BadConfig, load_settings
from storage.repositories.condition import Condition
from storage.schema import head
from storage.seal import SealBroken
from storage.store import Store


def examine(config: Path | None) -> bool:
    """Prints every finding; whether none of them is bad."""
    is_well = True
    for finding in findings(config, SystemClock().now()):
        colour = {Mark.GOOD: "green", Mark.NOTICE: "yellow", Mark.BAD: "red"}[finding.mark]
        line = str(finding)
        typer.echo(typer.style(line[0], fg=colour) + line[1:])
        is_well = is_well and finding.mark is not Mark.BAD
    return is_well


def findings(config: Path | None, now: datetime) -> Iterator[Finding]:
    try:
        settings = load_settings(config)
    except BadConfig as error:
        yield bad("settings", str(error), "mend it; config.example.toml shows every key")
        return
    yield good("settings", f"{config}" if config else "no file: defaults and environment")
    yield calendar_finding(now)
    folder = (file_of(settings.database.url) or Path("database")).absolute().parent
    yield disk_finding(folder)
    yield key_file_finding(settings.database)
    yield from _database_findings(settings, now)


def _database_findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    file, newest = file_of(settings.database.url), head()
    if file is not None and not file.exists():
        yield bad("database", f"{file} is not there yet", "yihu migrate")
        return
    try:
        here = schema_of(settings.database)
        if here != newest:
            yield bad("database", f"schema {here or 'none'}, this program needs {newest}", "yihu migrate")
            return
        store = open_store(settings.database)
    except DatabaseUnreachable as error:
        yield bad("database", str(error), "start the database, or mend database.url")
    except BadKey as error:
        yield bad("key", str(error), "without it phones and addresses cannot be read")
    else:
        try:
            yield from _inside(store, settings, now)
        except DBAPIError as error:
            yield bad("database", first_line(error), f"look after {shown(settings.database.url)}")
        finally:
            store.dispose()


def _inside(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    with store.engine.connect().execution_options(is_reader=True) as connection:
        condition = Condition(connection)
        yield good("database", f"{shown(settings.database.url)}, schema {head()}")
        if store.engine.dialect.name == "sqlite":
            yield sqlite_finding(condition, settings.database)
        yield clock_finding(now, condition.newest_moment())
        sample = condition.sealed_sample()
        parked, overdue, waiting = condition.parked(), condition.oldest_due(now=now), condition.waiting_for_friends()
    with store.read() as uow:
        if sample is not None:
            try:
                uow.open(sample)
                yield good("key", "opens what is sealed in this database")
            except SealBroken:
                yield bad("key", "does not open what is sealed in this database", "put the right key back")
        yield from room_findings(uow.rooms.everywhere())
        yield from account_findings(settings, uow.accounts.everyone())
        yield from outbox_findings(parked, overdue, waiting, uow.rooms.everywhere(), now=now)


def sqlite_finding(condition: Condition, database: DatabaseSettings) -> Finding:
    journal, synchronous = condition.pragma("journal_mode"), condition.pragma("synchronous")
    word = {"1": "NORMAL", "2": "FULL"}.get(synchronous, synchronous)
    what = f"journal {journal}, synchronous {word}"
    if journal != "wal":
        return bad("database", what, "WAL does not work here: put the file on a local disk, not a network one")
    if database.synchronous != "FULL":
        return notice("database", what, "a power cut may lose the last moments; FULL loses nothing")
    return good("database", what)
