"""日报: what a room wants to know in the morning, on one screen, and nothing where there is nothing to say."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

import structlog

from handlers.act import House, key, quiet_hours
from handlers.daily import date_words, day_ends, local_day, today_at
from handlers.news import LONGEST_NEED, News, gather
from handlers.replies import Reply, to_room
from handlers.rules import HouseRules
from handlers.unasked import unasked_left
from handlers.wording import one_line
from storage.models.places import Room
from storage.models.talk import Timer
from storage.store import UnitOfWork
from storage.vocabulary import TimerKind

log = structlog.get_logger()

#: How many numbers a joined line names, how many reviews are quoted, how many activities are told.
NAMED_IN_A_LINE: Final = 5
MOST_QUOTES: Final = 3
MOST_ACTIVITIES: Final = 3
MOST_POLLS: Final = 2
#: What open needs may keep for themselves, where there is much else to say.
LINES_FOR_NEEDS: Final = 7
#: Old needs alone are a reason for a digest every second day.
DAYS_BETWEEN_OLD: Final = 2


# when


def plan_rooms(house: House) -> None:
    """No room is without its digest timer: called at the start, and once a day for good measure."""
    for room in house.uow.rooms.bound():
        plan_room(room, house)


def plan_room(room: Room, house: House) -> None:
    """The room's next digest. What is due stays due; what waits for an hour that is no longer the room's is moved."""
    timers = house.uow.timers
    due_at = _next_due(room, house.now, house.rules)
    timer = timers.of_room(key(room.id), TimerKind.DIGEST)
    if timer is None:
        timers.add(Timer(kind=TimerKind.DIGEST, due_at=due_at, room_id=room.id))
    elif timer.due_at > house.now and timer.due_at != due_at:
        timers.move(timer, due_at)


def digest_time(room: Room, now: datetime, rules: HouseRules) -> datetime:
    """Today's. Rooms of one hour are spread a little, each always alike; an hour in quiet hours waits for their end."""
    quiet = quiet_hours(room)
    hour = today_at(room.digest_time, now)
    if quiet.holds(hour):
        hour = today_at(quiet.end, now)
    spread = hour + rules.digest_jitter * (crc32(f"digest:{room.id}".encode()) / 2**32)
    return hour if quiet.holds(spread) else spread


def _next_due(room: Room, now: datetime, rules: HouseRules) -> datetime:
    today = digest_time(room, now, rules)
    return today if today > now else digest_time(room, now + timedelta(days=1), rules)


def send_digest(timer: Timer, house: House) -> list[Reply]:
    """Today's digest if its time has come, however late; never yesterday's. The next one is planned either way."""
    room = house.uow.rooms.get(timer.room_id or 0)
    if room is None or room.site_id is None or room.left_at is not None:
        return []
    plan_room(room, house)
    is_time = digest_time(room, house.now, house.rules) <= house.now and not quiet_hours(room).holds(house.now)
    if not is_time or unasked_left(house.uow, room, house.now) == 0:
        return []
    digest = preview_digest(house.uow, room, house.now, house.rules)
    if digest is None:
        return []
    house.uow.rooms.change(key(room.id), digested_at=house.now)
    log.info("digest_written", room=room.id)
    return [digest]


# what


def preview_digest(uow: UnitOfWork, room: Room, now: datetime, rules: HouseRules) -> Reply | None:
    """What the room would be told at that moment; None where that is not worth a line, or was said today."""
    since = room.digested_at or room.bound_at or now - timedelta(days=1)
    news = gather(uow, key(room.id), since, now)
    if not is_worth_saying(news, room.digested_at, now):
        return None
    fitted = fit(news, rules.digest_lines)
    return to_room(
        key(room.id),
        "digest/daily.j2",
        unasked=True,
        expires_at=day_ends(now),
        title=one_line(room.topic, LONGEST_NEED),
        day=date_words(local_day(now)),
        news=fitted,
        finished_count=len(news.finished) + news.health_finished,
        more=len(news.needs) - len(fitted.needs),
        named=NAMED_IN_A_LINE,
    )


def is_worth_saying(news: News, digested_at: datetime | None, now: datetime) -> bool:
    """Something new since the last one, an activity today or tomorrow, or old needs and nothing said yesterday."""
    has_news = news.has_new or bool(news.activities)
    if digested_at is None:
        return has_news or news.has_needs
    days = (local_day(now) - local_day(digested_at)).days
    return days > 0 and (has_news or (news.has_needs and days >= DAYS_BETWEEN_OLD))


def fit(news: News, lines: int) -> News:
    """As much as goes on so many lines: title, needs under their heading and the rest counted, then a line each."""
    wanted = len(news.needs) + 1 if news.needs else 0
    left = max(lines - 1 - min(wanted, LINES_FOR_NEEDS), 0)
    kept: dict[str, bool] = {}
    for name in ("health", "finished", "waiting", "today", "reports", "reports_done"):
        has = bool(getattr(news, name)) or (name == "finished" and news.health_finished > 0)
        kept[name] = has and left > 0
        left -= kept[name]
    activities = news.activities[: min(left, MOST_ACTIVITIES)]
    left -= len(activities)
    polls = news.polls[: min(left, MOST_POLLS)]
    left -= len(polls)
    quotes = news.quotes[: min(left, MOST_QUOTES)]
    room = lines - 1 - sum(kept.values()) - len(quotes) - len(activities) - len(polls)
    return replace(
        news,
        needs=news.needs if wanted <= room else news.needs[: max(room - 2, 0)],
        health=news.health if kept["health"] else 0,
        finished=news.finished if kept["finished"] else (),
        health_finished=news.health_finished if kept["finished"] else 0,
        waiting=news.waiting if kept["waiting"] else (),
        today=news.today if kept["today"] else (),
        activities=activities,
        polls=polls,
        reports=news.reports if kept["reports"] else (),
        reports_done=news.reports_done if kept["reports_done"] else (),
        quotes=quotes,
    )
