"""Every setting on one list: what config.example.toml and the README's table must hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.settings import OneBotAccount, WechatyAccount
from bot.settings_file import SECTIONS


@dataclass(frozen=True, slots=True)
class Documented:
    """A key, its default as TOML (None: there is none), and its meaning."""

    key: str
    default: str | None
    meaning: str


def documented() -> Iterator[Documented]:
    """Every key in the order of the model; accounts as `accounts.NAME.…` of WeChat, `accounts.QQ.…` of OneBot."""
    sections: dict[str, type[BaseModel]] = {**SECTIONS, "accounts.NAME": WechatyAccount, "accounts.QQ": OneBotAccount}
    for section, model in sections.items():
        for name, field in model.model_fields.items():
            yield Documented(f"{section}.{name}", _default(field), field.description or "")


def as_markdown() -> str:
    """The table of the README."""
    rows = (
        f"| `{each.key}` | {f'`{each.default}`' if each.default else '–'} | {each.meaning} |" for each in documented()
    )
    return "\n".join(["| key | default | meaning |", "|---|---|---|", *rows])


def _default(field: FieldInfo) -> str | None:
    if field.default is None or field.default is PydanticUndefined:
        return None
    return spell(field.default)


def spell(value: object) -> str:
    """A value as TOML.

    >>> spell((timedelta(minutes=10), timedelta(hours=2)))
    '["10m", "2h"]'
    """
    match value:
        case bool():
            return str(value).lower()
        case timedelta():
            return f'"{_short(value)}"'
        case time():
            return f'"{value:%H:%M}"'
        case tuple():
            return f"[{', '.join(spell(each) for each in value)}]"
        case int() | float():
            return str(value)
    return f'"{value}"'


def _short(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        # 24h and 48h read better than 1d and 2d
        if seconds >= size and seconds % size == 0 and (unit != "d" or seconds > 2 * size):
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
