"""What happens every day at a local hour."""

from datetime import date, datetime, time, timedelta

from storage.vocabulary import LOCAL_ZONE


def local_day(at: datetime) -> date:
    return at.astimezone(LOCAL_ZONE).date()


def midnight(now: datetime) -> datetime:
    """When the local day began."""
    return datetime.combine(local_day(now), time(), LOCAL_ZONE)


def day_ends(now: datetime) -> datetime:
    return midnight(now) + timedelta(days=1)


def today_at(clock: time, now: datetime) -> datetime:
    return datetime.combine(local_day(now), clock, LOCAL_ZONE)


def next_at(clock: time, now: datetime) -> datetime:
    """The next time that the clock shows that hour: later today, or tomorrow."""
    today = today_at(clock, now)
    return today if today > now else today + timedelta(days=1)


def date_words(day: date) -> str:
    """The date by its full name, whatever day it is read on.

    >>> date_words(date(2026, 5, 20))
    '5月20日 周三'
    """
    return f"{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"
