"""What is counted from now: 三天后, 两小时前, 过去两周, 未来7天, 上两个月."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handlers.understanding.time_dates import Days
from handlers.understanding.time_numbers import number
from handlers.understanding.time_words import TimeWord

_DAY: Final = timedelta(days=1)
_MONTHS: Final = {"月": 1, "季度": 3, "年": 12}
_DAYS: Final = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_SECONDS: Final = {
    "小时": 3600,
    "钟头": 3600,
    "钟": 3600,
    "刻钟": 900,
    "分钟": 60,
    "分": 60,
    "分半钟": 60,
    "秒": 1,
    "秒钟": 1,
}
#: Half of a month is 15 days, half a year six months; half a day and less is hours.
_HALF_MONTH: Final = 15
_WORKDAYS: Final = 5
_WHOLE_UNITS: Final = ("前", "头", "上", "后", "下")
#: The kinds of words that are read here.
COUNTED: Final = frozenset(("after", "ago", "until_now", "within", "few"))
_PAST: Final = ("过去", "最近", "近", "前", "头", "上")


@dataclass(frozen=True, slots=True)
class Amount:
    months: int = 0
    days: int = 0
    seconds: int = 0
    workdays: int = 0

    def back(self) -> "Amount":
        return Amount(-self.months, -self.days, -self.seconds, -self.workdays)

    def plus(self, more: "Amount") -> "Amount":
        """1小时20分钟"""
        return Amount(self.months + more.months, self.days + more.days, self.seconds + more.seconds, self.workdays)

    def on(self, at: datetime) -> datetime:
        day = workdays_on(months_on(at.date(), self.months), self.workdays)
        return datetime.combine(day, at.timetz()) + timedelta(days=self.days, seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Moments counted in hours, minutes, seconds: a point has no `end`, a deadline no `start`."""

    start: datetime | None
    end: datetime | None = None
    is_past: bool = False


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last where there is none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def workdays_on(day: date, count: int) -> date:
    """Mondays to Fridays; what a government moves at a festival is not known years ahead."""
    step = _DAY if count > 0 else -_DAY
    weeks, rest = divmod(abs(count), _WORKDAYS)
    found = day
    while count and found.weekday() >= _WORKDAYS:
        found -= step
    found += step * 7 * weeks
    while rest:
        found += step
        rest -= found.weekday() < _WORKDAYS
    return found


def counted(word: TimeWord, at: datetime) -> Days | Stretch | None:
    """None where nothing is counted (几天后)."""
    amount = _amount(word.parts)
    if amount is None:
        return None
    try:
        return _few(word, amount, at) if word.kind == "few" else _from_now(word.kind, amount, at)
    except (ValueError, OverflowError):
        return None


def _amount(p: dict[str, str]) -> Amount | None:
    if "days" in p:
        return Amount(days=number(p["days"]))
    said, unit = next((p[f"n{i}"], p[f"unit{i}"]) for i in ("", 2, 3, 4) if f"unit{i}" in p)
    count = number(said.removesuffix(".5"))
    is_half = said == "半" or said.endswith(".5") or unit == "分半钟" or any(name.startswith("half") for name in p)
    found = _counted_units(count, unit, is_half=is_half) if count or is_half else None
    return found.plus(_counted_units(number(p["more"]), p["more_unit"])) if found and "more" in p else found


def _counted_units(count: int, unit: str, *, is_half: bool = False) -> Amount:
    if unit == "工作日":
        return Amount(workdays=count)
    if unit in _MONTHS:
        halves = count * 2 + is_half
        months, rest = divmod(halves * _MONTHS[unit], 2)
        return Amount(months=months, days=rest * _HALF_MONTH)
    seconds = _DAYS[unit] * 86_400 if unit in _DAYS else _SECONDS[unit]
    if unit in _DAYS and not is_half:
        return Amount(days=count * _DAYS[unit])
    return Amount(seconds=count * seconds + is_half * seconds // 2)


def _from_now(kind: str, amount: Amount, at: datetime) -> Days | Stretch:
    is_past = kind in ("ago", "until_now")
    then = (amount.back() if is_past else amount).on(at)
    if amount.seconds:
        if kind == "until_now":
            return Stretch(then, at, is_past=True)
        return Stretch(None, then) if kind == "within" else Stretch(then, is_past=is_past)
    today = at.date()
    match kind:
        case "within":
            return Days(today, then.date())
        case "until_now":
            return Days(then.date(), today, ends_now=True)
    return Days(then.date())


def _few(word: TimeWord, amount: Amount, at: datetime) -> Days | Stretch | None:
    """上/前/后/下 count whole units beside this one, 过去/最近/未来/接下来 from this moment; 最后 from no end."""
    lead = word.parts["lead"].rstrip("的")
    if lead == "最后":
        return None
    is_past, is_whole = lead in _PAST, lead in _WHOLE_UNITS
    if amount.seconds:
        base = _floor(at, word.parts["unit"], 0 if is_past else 1) if is_whole else at
        edge = (amount.back() if is_past else amount).on(base)
        return Stretch(edge, base, is_past=True) if is_past else Stretch(base, edge)
    if lead in ("上", "下") and word.parts["unit"] not in ("天", "日", "工作日"):
        return _whole_units(word.parts["unit"], amount, at.date(), is_past=is_past)
    today = at.date()
    if is_past:
        return Days(amount.back().on(at).date(), today - _DAY * is_whole, ends_now=not is_whole)
    return Days(today + _DAY, amount.on(at).date())


def _floor(at: datetime, unit: str, units_on: int) -> datetime:
    """The beginning of this hour, minute or second, or of the next."""
    length = _SECONDS.get(unit, 3600)
    past = (at.minute * 60 + at.second) % length if length > 1 else 0
    return at.replace(microsecond=0) - timedelta(seconds=past) + timedelta(seconds=length * units_on)


def _whole_units(unit: str, amount: Amount, today: date, *, is_past: bool) -> Days:
    if unit in _DAYS:
        monday = today - _DAY * today.weekday()
        if is_past:
            return Days(monday - _DAY * amount.days, monday - _DAY)
        return Days(monday + 7 * _DAY, monday + _DAY * (6 + amount.days))
    length = _MONTHS[unit]
    month = (today.month - 1) // length * length + 1
    first = date(today.year, month, 1)
    if is_past:
        return Days(months_on(first, -amount.months), first - _DAY)
    begin = months_on(first, length)
    return Days(begin, months_on(begin, amount.months) - _DAY)
