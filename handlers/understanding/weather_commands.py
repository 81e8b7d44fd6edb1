"""What is said because of the weather, in types."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.understanding.contents import Moment
from storage.vocabulary import WarningLevel, WeatherKind


@dataclass(frozen=True, slots=True)
class EnterWarning:
    """预警 暴雨橙 明天. `kind` None: no kind that we know."""

    kind: WeatherKind | None
    level: WarningLevel | None = None
    start: Moment | None = None
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class LiftWarning:
    """解除预警 高温; `kind` None: all of them."""

    kind: WeatherKind | None = None


class Way(StrEnum):
    """What an organiser does about a warning."""

    AS_PLANNED = "as_planned"
    ANOTHER_TIME = "another_time"
    CALL_OFF = "call_off"


@dataclass(frozen=True, slots=True)
class AnswerWeather:
    """照常 5, 改期 5; `number` None: of what was asked."""

    way: Way
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SetOutdoor:
    """户外 5, 室内 5."""

    number: int
    is_outdoor: bool
