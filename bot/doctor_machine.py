"""What doctor looks at on the machine: clock, calendar, disk, key file."""

import shutil
import stat
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import chinese_calendar

from bot.findings import Finding, bad, good, notice
from bot.settings import DatabaseSettings
from storage.vocabulary import LOCAL_ZONE

_MEGABYTE: Final = 1024 * 1024
_LITTLE_SPACE: Final = 1024
_NO_SPACE: Final = 200
#: Two machines' clocks may differ by this much without harm.
_SLACK: Final = timedelta(minutes=2)
#: The state announces next year's holidays in November.
_DECEMBER: Final = 12


def clock_finding(now: datetime, newest: datetime | None) -> Finding:
    """Whether the clock stands before something that was already done."""
    here = f"{now.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M} Asia/Shanghai"
    if newest is not None and newest > now + _SLACK:
        then = newest.astimezone(LOCAL_ZONE)
        return bad("clock", f"{here}, but the database knows {then:%Y-%m-%d %H:%M}", "set the clock (NTP)")
    return good("clock", here)


def calendar_finding(now: datetime) -> Finding:
    today = now.astimezone(LOCAL_ZONE)
    wanted = today.year + (today.month == _DECEMBER)
    for year in range(today.year, wanted + 1):
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            advice = "update yihu (its chinese-calendar); until then Monday to Friday count as working days"
            return notice("calendar", f"holidays of {year} are not known", advice)
    return good("calendar", f"holidays of {wanted} are known")


def disk_finding(folder: Path, *, little: int = _LITTLE_SPACE, none: int = _NO_SPACE) -> Finding:
    """On the disk of the folder, or of the nearest one above it that exists; the limits are megabytes."""
    here = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(here).free // _MEGABYTE
    what = f"{free:,} MB free at {here}"
    if free < none:
        return bad("disk", what, "make room: without it nothing can be written")
    if free < little:
        return notice("disk", what, "make room soon")
    return good("disk", what)


def key_file_finding(database: DatabaseSettings) -> Finding:
    if database.key is not None:
        return good("key", "given in the settings or the environment")
    file = database.key_file
    if not file.exists():
        return notice("key", f"{file} is not there yet", "made on first start; put the backup there if there was one")
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return bad("key", f"{file} can be read by others (mode {mode:04o})", f"chmod 600 {file}")
    return good("key", f"{file}, mode {mode:04o}; is it in a backup?")
