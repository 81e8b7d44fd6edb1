"""What a member wants of the time bank."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskTimeBank:
    """`ask`: on, off, join, leave, balance, lines or more_lines."""

    ask: str


@dataclass(frozen=True, slots=True)
class UseTime:
    """用时间 12 2小时; 不用时间 12 is none. None for a number or for minutes: it was not said."""

    number: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class GiveTime:
    """转 2小时 给 张婆婆."""

    minutes: int
    name: str
