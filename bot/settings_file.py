"""Settings from a TOML file and the environment; whatever is wrong with them is said in one line."""

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.settings import (
    HouseSettings,
    LogSettings,
    OneBotAccount,
    RoomSettings,
    Settings,
    WebchatAccount,
    WebSettings,
    WechatyAccount,
)

_PREFIX: Final = "YIHU_"
#: Every section but the accounts, in the order of the model.
SECTIONS: Final[Mapping[str, type[BaseModel]]] = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
}
_ACCOUNTS: Final[Mapping[str, type[BaseModel]]] = {
    "wechaty": WechatyAccount,
    "onebot": OneBotAccount,
    "webchat": WebchatAccount,
}
#: Elsewhere a wrong value may be a token or a password that slipped into the wrong line: it is not shown.
_SHOWN: Final = (HouseSettings, LogSettings, RoomSettings, WebSettings)
_EXPECTED: Final = {
    "union_tag_invalid": "wechaty, onebot or webchat",
    "union_tag_not_found": "wechaty, onebot or webchat",
    "model_type": "a section with keys of its own",
    "model_attributes_type": "a section with keys of its own",
    "dict_type": "a section with keys of its own",
    "string_pattern_mismatch": "a name of small letters, digits and single _",
    "string_too_short": "something, not nothing",
    "too_short": "something, not nothing",
}


class BadConfig(Exception):
    """One line naming file, key and what was expected. Never a secret's value."""


def load_settings(path: Path | None = None) -> Settings:
    """Raises BadConfig. Without a file the defaults hold, changed by the environment."""
    values = _read(path) if path else {}
    _refuse_unknown_variables(os.environ)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise BadConfig(_line(error.errors(), path, os.environ)) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadConfig(f"{path}: no such file; config.example.toml is one to start from") from None
    except OSError as error:
        raise BadConfig(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise BadConfig(f"{path}: expected text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"{path}: not TOML: {error}") from None


def _refuse_unknown_variables(environ: Mapping[str, str]) -> None:
    """Only names with `__`: container platforms set YIHU_PORT and the like of their own accord."""
    for name in sorted(environ):
        section, nested, _ = name.upper().removeprefix(_PREFIX).lower().partition("__")
        if name.upper().startswith(_PREFIX) and nested and section not in Settings.model_fields:
            raise BadConfig(f"environment: {name}: unknown key{_meant(section, list(Settings.model_fields))}")


def _line(errors: Sequence[ErrorDetails], path: Path | None, environ: Mapping[str, str]) -> str:
    error = errors[0]
    places = [str(part) for part in error["loc"]]
    owner = _owner(places)
    if places[0] == "accounts" and len(places) > 2:  # noqa: PLR2004 - accounts.NAME.transport.key
        del places[2]
    if error["type"].startswith("union_tag"):
        places.append("transport")
    key = ".".join(places)
    variable = _PREFIX + "__".join(places).upper()
    is_from_environment = any(name.upper() == variable for name in environ)
    where = f"environment: {variable}" if is_from_environment else f"{path or 'settings'}: {key}"
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{where}: {_what(error, owner, variable)}{more}"


def _owner(places: Sequence[str]) -> type[BaseModel] | None:
    """The section that the last of `places` is a key of."""
    if places[0] == "accounts":
        return _ACCOUNTS.get(places[2]) if len(places) > 2 else None  # noqa: PLR2004 - as above
    return SECTIONS.get(places[0]) if len(places) > 1 else Settings


def _what(error: ErrorDetails, owner: type[BaseModel] | None, variable: str) -> str:
    kind, name = error["type"], str(error["loc"][-1])
    fields = owner.model_fields if owner else {}
    if kind == "extra_forbidden":
        return f"unknown key{_meant(name, list(fields))}"
    if kind == "missing":
        return f"missing (here or as {variable}): {fields[name].description}"
    if kind == "string_pattern_mismatch" and name in fields:
        return f"expected: {fields[name].description}"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}"
    shown = f", not {error['input']!r}" if owner in _SHOWN and isinstance(error["input"], str | int | float) else ""
    return f"expected {error['msg'].removeprefix('Input should be ')}{shown}"


def _meant(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f", did you mean {close[0]}?" if close else f"; known here: {', '.join(known)}"
