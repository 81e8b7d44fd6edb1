"""Warnings of the weather as they were entered, and what organisers were asked because of them."""

from datetime import datetime

from sqlmodel import Field

from storage.models.columns import at, word
from storage.models.row import Row
from storage.vocabulary import WarningLevel, WeatherKind


class WeatherWarning(Row, table=True):
    """It holds at the site and below it, from `holds_from` until just before `holds_until`, unless lifted.

    `entered_by_id` None: by the operator.
    """

    __tablename__ = "weather_warnings"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="sites.id", index=True)
    kind: WeatherKind = word(WeatherKind)
    level: WarningLevel | None = word(WarningLevel, default=None)
    holds_from: datetime = at()
    holds_until: datetime = at()
    entered_at: datetime = at()
    entered_by_id: int | None = Field(default=None, foreign_key="members.id", index=True)
    lifted_at: datetime | None = at(default=None)


class WeatherCheck(Row, table=True):
    """An organiser was asked about a warning: once for each day on which the activity was to take place.

    `settled_at`: they said that it goes ahead.
    """

    __tablename__ = "weather_checks"

    id: int | None = Field(default=None, primary_key=True)
    warning_id: int = Field(foreign_key="weather_warnings.id", index=True)
    activity_id: int = Field(foreign_key="activities.id", index=True)
    asked_for: datetime = at()
    asked_at: datetime = at()
    settled_at: datetime | None = at(default=None)
