"""`yihu`: each command is a few lines. What it needs is imported in it, so that `--help` and `parse` start fast."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.failures import FAILED, MISUSED, fail, told

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    name="yihu",
    help="一呼: a chat-group bot that runs a community's volunteer work inside its WeChat groups.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
rooms_app = typer.Typer(
    invoke_without_command=True, help="The rooms the bot is in, and codes that bind them to a site."
)
app.add_typer(rooms_app, name="rooms")
members_app = typer.Typer(
    invoke_without_command=True, help="The people the bot has met; two ids that are one person, made one or parted."
)
app.add_typer(members_app, name="members")

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="YIHU_CONFIG", help="Settings in TOML; ./config.toml if there is one."),
]


def main() -> None:
    app()


@app.command()
def run(config: Config = None) -> None:
    """Run the bot for the accounts in the settings."""
    with told():
        settings = _settings(config)
        if not settings.accounts:
            fail(f"{_file(config) or 'settings'}: accounts: none; expected a section [accounts.NAME]", MISUSED)

        import asyncio

        from bot.logs import configure_logs
        from bot.process import run as run_app

        configure_logs(settings.logs.level, settings.logs.format)
        asyncio.run(run_app(settings))


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="Port of the page; a free one is taken if it is in use.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    data: Annotated[Path, typer.Option(help="Folder of the conversation and its database.")] = Path("data/demo"),
) -> None:
    """Try it: a seeded community in a web chat, no account needed."""
    import asyncio

    from bot.demo import run_demo
    from bot.logs import configure_logs

    with told():
        configure_logs("warning")
        asyncio.run(run_demo(data, port=port, open_browser=browser))


@app.command()
def parse(file: Annotated[Path | None, typer.Argument(help="JSONL; stdin if left out.")] = None) -> None:
    """Messages in, understanding out: JSONL, one line each, same order."""
    from bot.parse_lines import parse_file

    with told():
        parse_file(file)


@app.command()
def replay(
    files: Annotated[list[Path], typer.Argument(help="Golden chats (see tests/dialogs).")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a bot line.")] = False,
) -> None:
    """Play golden chats through the real bot; exit 1 where it says something else."""
    from rich.console import Console

    from bot.replay import replay as play

    _require(files)
    with told():
        _log_little()
        if not play(files, as_jsonl=jsonl, console=Console()):
            raise typer.Exit(FAILED)


@app.command()
def shadow(
    file: Annotated[Path | None, typer.Argument(help="An exported chat: JSONL with text, sender, at, room.")] = None,
    *,
    room: Annotated[str | None, typer.Option(help="Instead: a room in which the bot only listens.")] = None,
    html: Annotated[Path | None, typer.Option(help="The report's page; beside the chat if left out.")] = None,
    pseudonyms: Annotated[bool, typer.Option(help="甲, 乙, 丙 instead of names.")] = True,
    marks: Annotated[Path | None, typer.Option(help="Write a CSV in which somebody marks 对 or 错.")] = None,
    score: Annotated[Path | None, typer.Option(help="Read the marked CSV: precision and recall.")] = None,
    cases: Annotated[Path | None, typer.Option(help="With --score: the marked lines as regression cases.")] = None,
    config: Config = None,
) -> None:
    """Show what the bot would have done, asked and ignored. It says nothing to anybody."""
    from bot.shadow.command import Wanted, report_on_file, report_on_room, score_marks

    if sum(each is not None for each in (file if score is None else None, room, score)) != 1:
        fail("shadow: expected FILE.jsonl, --room NAME or --score FILE.csv", MISUSED)
    if cases is not None and score is None:
        fail("shadow: --cases needs the marked file: --score FILE.csv", MISUSED)
    wanted = Wanted(html, marks, pseudonyms)
    with told():
        _log_little()
        settings = _settings(config)
        if score is not None:
            score_marks(score, settings, chat=file, cases=cases, wanted=wanted)
        elif room is not None:
            report_on_room(room, settings, wanted)
        elif file is not None:
            report_on_file(file, settings, wanted)


@app.command()
def migrate(config: Config = None) -> None:
    """Bring the database up to this program's schema."""
    from bot.database import open_store, shown
    from storage.schema import migrate as bring_up

    with told():
        _log_little()
        database = _settings(config).database
        store = open_store(database)
        try:
            applied = bring_up(store.engine)
        finally:
            store.dispose()
        done = f"applied {', '.join(applied)}" if applied else "up to date"
        typer.echo(f"{shown(database.url)}: {done}")


@app.command()
def digest(
    room: Annotated[str, typer.Option(help="Topic of the room, or its number in `yihu rooms`.")],
    date: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Now if left out.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print it, send nothing.")] = False,
    config: Config = None,
) -> None:
    """Show the digest a room would get on that day, at its hour."""
    from bot.digest_command import show_digest

    if not dry_run:
        fail("digest: the running bot sends digests; add --dry-run to see one", MISUSED)
    with told():
        _log_little()
        show_digest(_settings(config), room, date.date() if date else None)


@app.command()
def warn(
    site: Annotated[str, typer.Option(help="Name of the site; it holds there and below.")],
    kind: Annotated[str, typer.Option(help="暴雨 高温 大风 雷电 寒潮 大雾 暴雪 空气重污染.")],
    *,
    level: Annotated[str | None, typer.Option(help="蓝 黄 橙 红.")] = None,
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Today if left out.")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its last day; one day if left out.")
    ] = None,
    lift: Annotated[bool, typer.Option("--lift", help="It holds no more.")] = False,
    config: Config = None,
) -> None:
    """Enter a warning of the weather: organisers of what takes place in the open are asked what to do."""
    from bot.warn_command import enter_warning, lift_warning

    with told():
        _log_little()
        settings = _settings(config)
        if lift:
            lift_warning(settings, site, kind)
        else:
            enter_warning(settings, site, kind, level, (since, until))


@rooms_app.callback()
def rooms(context: typer.Context, config: Config = None) -> None:
    """List the rooms: bound or silent, digest, quiet hours."""
    from bot.rooms_command import show_rooms

    context.obj = config
    if context.invoked_subcommand is None:
        with told():
            show_rooms(_settings(config))


@rooms_app.command()
def code(context: typer.Context, site: Annotated[str, typer.Option(help="Name of the site.")]) -> None:
    """Make a code: 绑定 CODE, said in a room by a grid worker or admin, binds that room to the site (7 days)."""
    from bot.rooms_command import make_code

    with told():
        make_code(_settings(context.obj), site)


@rooms_app.command(name="shadow")
def shadow_room(
    context: typer.Context,
    room: Annotated[str, typer.Option(help="Topic of the room, or its number in `yihu rooms`.")],
    off: Annotated[bool, typer.Option("--off", help="The bot speaks and acts there from now on.")] = False,
) -> None:
    """Let the bot only listen in a room: what it would have done is kept for 14 days, nothing is done or said."""
    from bot.rooms_command import switch_shadow

    with told():
        _log_little()
        switch_shadow(_settings(context.obj), room, is_on=not off)


@members_app.callback()
def members(
    context: typer.Context,
    config: Config = None,
    name: Annotated[str, typer.Option(help="Only names with this in them.")] = "",
) -> None:
    """List the members: number, name, ids by account, roles."""
    from bot.members_command import show_members

    context.obj = config
    if context.invoked_subcommand is None:
        with told():
            show_members(_settings(config), name)


@members_app.command()
def merge(context: typer.Context, into: int, gone: int) -> None:
    """INTO and GONE are one person: what GONE has and may is INTO's from now on."""
    from bot.members_command import merge as make_one

    with told():
        _log_little()
        make_one(_settings(context.obj), into, gone)


@members_app.command()
def split(context: typer.Context, member: int) -> None:
    """Take back the last merge into MEMBER."""
    from bot.members_command import split as part

    with told():
        _log_little()
        part(_settings(context.obj), member)


@app.command(name="import")
def import_(
    files: Annotated[list[Path] | None, typer.Argument(help="XLSX or CSV.")] = None,
    example: Annotated[Path | None, typer.Option(help="Write an example workbook instead.")] = None,
    config: Config = None,
) -> None:
    """Import people, sites, rooms and menus: all of it, or nothing and a list of what is wrong."""
    from bot.importing.command import import_files, write_example

    with told():
        if example:
            write_example(example)
        elif not files:
            fail("import: name an .xlsx or .csv file, or --example FILE.xlsx", MISUSED)
        else:
            _require(files)
            _log_little()
            import_files(_settings(config), files)


@app.command()
def doctor(config: Config = None) -> None:
    """Check settings, database, key, clock, disk and accounts; say what to do."""
    from bot.doctor import examine

    with told():
        if not examine(_file(config)):
            raise typer.Exit(FAILED)


def _log_little() -> None:
    """What a command prints is not to be mixed with its log."""
    from bot.logs import configure_logs

    configure_logs("error")


def _file(config: Path | None) -> Path | None:
    usual = Path("config.toml")
    return config or (usual if usual.exists() else None)


def _settings(config: Path | None) -> "Settings":
    from bot.settings_file import load_settings

    return load_settings(_file(config))


def _require(files: list[Path]) -> None:
    for file in files:
        if not file.is_file():
            fail(f"{file}: no such file", MISUSED)
