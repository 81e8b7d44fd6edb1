"""开证明, of everything or of a period (今年, 2026年, 1月到6月), and 作废证明: each is the whole message."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from handlers.understanding.activity_commands import AskCertificate, RevokeCertificate
from handlers.understanding.decision import Decision
from handlers.understanding.numerals import whole_number
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

#: 证明 of something else (居住证明, 收入证明) is none of ours; 帮我开个证明 may be a need.
_OURS: Final = r"(?:志愿(?:者)?(?:服务)?|服务|工时|时长)(?:记录|时长|工时)?(?:的)?"
#: What a period is written with; whether it is one is seen after.
_PERIOD: Final = r"[\d\s年度月份到至~—\-上下半第季全部今去前明本这个最近一二三四五六七八九十零〇]{0,24}"
_ASKED: Final = re.compile(
    rf"(?:(?:请|我要|我想|我)?开(?:一下|一?[个份张])?\s?(?:(?P<before>{_PERIOD})的)?(?:我的)?(?:{_OURS})?"
    rf"|(?:请?[帮给]我|麻烦)开(?:一下|一?[个份张])?\s?(?:(?P<before_ours>{_PERIOD})的)?{_OURS})"
    rf"证明(?:[\s:,]{{0,2}}(?P<after>{_PERIOD}))?(?:的)?[。!\s]*"
)
_REVOKED: Final = re.compile(
    rf"(?:作废(?:我的|最新的?|上一?[张份]|刚才的?){{0,2}}(?:{_OURS})?证明"
    rf"|(?:把(?:我的|刚才的?)?|我的)(?:{_OURS})?证明作废掉?)[。!\s]*"
)

_N: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_YEAR: Final = r"(?:\d{4}|[今去前本]|[一二三四五六七八九零〇]{4})年度?"
_SPOKEN_YEARS: Final = {"今": 0, "本": 0, "去": 1, "前": 2}
_MONTHS: Final = re.compile(
    rf"(?P<year>{_YEAR})?(?P<first>{_N})月份?(?:[到至~—-]+(?P<last_year>{_YEAR})?(?P<last>{_N})月份?)?"
)
_YEARS: Final = re.compile(rf"(?P<year>{_YEAR})全?年?(?:[到至~—-]+(?P<last_year>{_YEAR}))?")
_PART: Final = re.compile(rf"(?P<year>{_YEAR})?(?:(?P<half>[上下])半年|第?(?P<quarter>[1-4一二三四])季度?)")
_MONTH: Final = re.compile(r"(?:本月|这个月|(?P<gone>上个?月))份?")
NEEDED: Final = needed_grams(_ASKED, _REVOKED)


def certificate_command(reading: Reading) -> Decision | None:
    text = reading.text.strip()
    if _REVOKED.fullmatch(text):
        return sure(reading, Intent.REVOKE_CERTIFICATE, "revokes_certificate", RevokeCertificate())
    asked = _ASKED.fullmatch(text)
    if asked is None:
        return None
    written = re.sub(r"\s", "", "".join(part or "" for part in asked.group("before", "before_ours", "after")))
    return sure(reading, Intent.CERTIFICATE, "asks_certificate", _of(written, reading.message.at.date()))


def _of(written: str, today: date) -> AskCertificate:
    if written in {"", "全部"}:
        return AskCertificate()
    found = period(written, today)
    return AskCertificate(*found) if found is not None else AskCertificate(is_unclear=True)


def period(written: str, today: date) -> tuple[date, date] | None:
    """First and last day; months without a year are the newest that have begun. None where it is no period.

    >>> [str(day) for day in period("11月到2月", date(2026, 5, 20))]
    ['2025-11-01', '2026-02-28']
    """
    if found := _MONTH.fullmatch(written):
        months = today.year * 12 + today.month - 1 - (1 if found["gone"] else 0)
        return _months(months, months)
    if found := _YEARS.fullmatch(written):
        first, last = _year(found["year"], today), _year(found["last_year"] or found["year"], today)
        return _months(first * 12, last * 12 + 11)
    if found := _PART.fullmatch(written):
        return _part(found, today)
    found = _MONTHS.fullmatch(written)
    return _named_months(found, today) if found is not None else None


def _part(found: re.Match[str], today: date) -> tuple[date, date] | None:
    if found["half"]:
        begins, length = (0 if found["half"] == "上" else 6), 6
    else:
        begins, length = 3 * ((whole_number(found["quarter"]) or 1) - 1), 3
    first = _begun(found["year"], begins, today)
    return _months(first, first + length - 1)


def _named_months(found: re.Match[str], today: date) -> tuple[date, date] | None:
    first_month, last_month = whole_number(found["first"]), whole_number(found["last"] or found["first"])
    if first_month is None or last_month is None or not {first_month, last_month} <= set(range(1, 13)):
        return None
    first = _begun(found["year"], first_month - 1, today)
    last = (_year(found["last_year"], today) if found["last_year"] else first // 12) * 12 + last_month - 1
    return _months(first, last if last >= first or found["last_year"] else last + 12)


def _begun(year: str | None, month: int, today: date) -> int:
    """Months since the year 0; where no year was said, of the newest that has begun."""
    if year is not None:
        return _year(year, today) * 12 + month
    return (today.year if month < today.month else today.year - 1) * 12 + month


def _year(written: str, today: date) -> int:
    """今年, 2026年, 二〇二六年."""
    if written[0] in _SPOKEN_YEARS:
        return today.year - _SPOKEN_YEARS[written[0]]
    return int("".join(str(whole_number(digit)) for digit in written[:4]))


def _months(first: int, last: int) -> tuple[date, date] | None:
    if not date.min.year <= first // 12 <= last // 12 <= date.max.year or last < first:
        return None
    year, month = last // 12, last % 12 + 1
    return date(first // 12, first % 12 + 1, 1), date(year, month, monthrange(year, month)[1])
