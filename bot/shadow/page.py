"""The report as one HTML page that needs nothing else: no script, no picture, no address outside itself."""

from datetime import datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.shadow.overheard import WOULD_LABELS, Would
from bot.shadow.report import DOUBTFUL, Report
from handlers.daily import date_words
from handlers.understanding.reasons import WORDS
from storage.intents import INTENT_LABELS
from storage.vocabulary import LOCAL_ZONE, Band

BAND_LABELS: Final = {Band.ACT: "够把握就办", Band.ASK: "要问一句", Band.IGNORE: "不够把握"}
#: Every score begins below nothing: silence needs no reason.
_REASONS: Final = {**WORDS, "bias": "起点"}


def page_of(report: Report, *, made_at: datetime) -> str:
    environment = Environment(
        loader=PackageLoader("templates", "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clock=clock,
        intent=INTENT_LABELS.__getitem__,
        band=BAND_LABELS.__getitem__,
        would=WOULD_LABELS.__getitem__,
        reason=lambda name: _REASONS.get(name, name),
        percent=percent,
    )
    hours = report.by_hour()
    return environment.get_template("shadow.html").render(
        report=report,
        made_at=made_at,
        Would=Would,
        doubtful=DOUBTFUL,
        hours=hours,
        busiest=max(hour.heard for hour in hours),
        intents=report.by_intent(),
        has_rooms=len({each.room for each in report.heard}) > 1,
        span=span_of(report),
    )


def clock(at: datetime) -> str:
    local = at.astimezone(LOCAL_ZONE)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def percent(share: float) -> str:
    """
    >>> percent(0.6849)
    '68%'
    """
    return f"{share:.0%}"


def span_of(report: Report) -> str:
    """From the first to the last day."""
    days = sorted(each.at.astimezone(LOCAL_ZONE).date() for each in report.heard)
    if not days:
        return ""
    return date_words(days[0]) if days[0] == days[-1] else f"{date_words(days[0])} – {date_words(days[-1])}"
