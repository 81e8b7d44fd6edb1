"""What went wrong, as one line and an exit code: 1 failed, 2 wrong usage or settings. Bugs keep their traceback."""

import contextlib
import sys
from collections.abc import Iterator
from typing import Final, NoReturn

import typer

FAILED: Final = 1
MISUSED: Final = 2


def fail(line: str, code: int = FAILED) -> NoReturn:
    typer.echo(f"yihu: {line}", err=True)
    raise typer.Exit(code)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Around a command: the errors that an operator can mend become one line."""
    try:
        yield
    except (typer.Exit, typer.Abort, SystemExit, KeyboardInterrupt):
        raise
    except BrokenPipeError:
        _close_quietly()
        raise typer.Exit(FAILED) from None
    except Exception as error:
        known = line_about(error)
        if known is None:
            raise
        fail(*known)


def line_about(error: Exception) -> tuple[str, int] | None:
    """The line and the exit code for an error that is no bug.

    The imports stand here because most commands need none of these modules, and none of them if nothing fails.
    """
    from sqlalchemy.exc import DBAPIError

    from bot.database import BadKey, DatabaseUnreachable, first_line
    from bot.dialog import DialogBroken
    from bot.process import CannotRun
    from bot.settings_file import BadConfig
    from bot.transports import TransportRejected
    from storage.account_lock import AccountHeld
    from storage.schema import SchemaUnknown

    match error:
        case BadConfig() | BadKey() | TransportRejected() | DialogBroken() | AccountHeld():
            return str(error), MISUSED
        case SchemaUnknown():
            return f"the database was migrated by a newer yihu (revision {error.revision}): update this one", MISUSED
        case DatabaseUnreachable() | CannotRun():
            return str(error), FAILED
        case DBAPIError():
            return f"the database refused: {first_line(error)}", FAILED
    return None


def _close_quietly() -> None:
    """Whoever read our output has gone (`| head`); Python would complain once more when it ends."""
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.close()
