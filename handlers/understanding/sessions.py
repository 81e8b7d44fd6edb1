"""第一场 9点 4人, 第二场 14点 6人: a call for several sessions, each with a label, a time and places of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from handlers.understanding.activity_commands import Recruit, Session
from handlers.understanding.lexicon_sessions import CIRCLED, IN_ALL, LABEL, MENTIONED, PLACES, TITLE_REST
from handlers.understanding.reading import Reading, read_alone
from handlers.understanding.recruits import RECRUIT, recruit_of, recruit_slots, stretch_slots
from handlers.understanding.session_days import Pair, days_of, has_hour, hours_of, latest_day, on_day, written
from handlers.understanding.session_labels import labels_by_day, labels_by_time
from handlers.understanding.session_parts import (
    Part,
    counted_parts,
    labelled_parts,
    session_times,
    shared_count,
    told_times,
)

_ENOUGH: Final = 2
#: Nobody can make reading slow.
_MOST_TIMES: Final = 40
_EARLIEST: Final = 5
_EDGE: Final = " ,、:-【】"
_NO_TITLES: Final = frozenset({"", "招募"})
#: What is left between stretches that were taken out.
_GAPS: Final = re.compile(r"(?<=招募)[ ,、:;/]+(?=\S)|[ ,、;/]{2,}(?=\S)")
_Named = tuple[str, Recruit]


def call_of(reading: Reading, slots: Mapping[str, Any]) -> Recruit:
    """The notice as a command; with its sessions, where it has several and comes once."""
    notice = recruit_of(reading, slots)
    if notice.every is not None or not 0 < len(reading.of("time")) <= _MOST_TIMES:
        return notice
    whole = _without_circles(reading)
    for parts in (labelled_parts(whole), counted_parts(whole)):
        told = [(part.begin, part.end) for part in parts]
        found = _told(parts, _without(whole, told), whole) if parts else ()
        if len(found) >= _ENOUGH:
            return _call(notice, found, told, whole)
    told = [(piece.begin, piece.end) for piece in session_times(whole)]
    found = _shared(whole)
    return _call(notice, found, told, whole) if len(found) >= _ENOUGH else notice


def _without_circles(reading: Reading) -> Reading:
    """① would be read as the figure before 6月."""
    sent = reading.message.text
    text = CIRCLED.sub(lambda match: f" 〔{ord(match[0]) - ord('①') + 1}〕 ", sent)
    return reading if text == sent else read_alone(text, reading)


def _without(reading: Reading, stretches: Sequence[tuple[int, int]]) -> Reading:
    text = reading.text
    for begin, end in stretches:
        text = text[:begin] + " " * (end - begin) + text[end:]
    return read_alone(_GAPS.sub(" ", MENTIONED.sub(" ", text)), reading)


def _call(notice: Recruit, found: Sequence[Session], told: Sequence[tuple[int, int]], whole: Reading) -> Recruit:
    """What is said once is said of all of them."""
    each = shared_count(whole)
    common = _without(whole, [*told, each.span()] if each else told)
    is_told_apart = _is_told_apart(notice, whole)
    rest = recruit_of(common, (recruit_slots if is_told_apart else stretch_slots)(common))
    if each is not None:
        begin, end = each.span("said") if each["said"] else each.span("said2")
        said = read_alone(whole.text[begin:end], whole)
        slots = stretch_slots(said)
        one = recruit_of(said, slots)
        rest = replace(rest, people=slots.get("people", one.people), roles=one.roles)
    place = rest.place or next((session.place for session in found if session.place), "")
    rest = replace(rest, place=place)
    is_in_all = each is None and IN_ALL.search(common.text) is not None
    shares = _shares(rest.people, len(found)) if is_in_all and rest.people else [rest.people] * len(found)
    return replace(
        rest,
        title=_without_rest(rest.title if is_told_apart else notice.title),
        start=notice.start,
        end=notice.end,
        deadline=notice.deadline,
        contact=notice.contact,
        phone=notice.phone,
        every=None,
        sessions=tuple(_filled(session, rest, share) for session, share in zip(found, shares, strict=True)),
    )


def _is_told_apart(notice: Recruit, whole: Reading) -> bool:
    """The title is of what is left, where it was said word by word, or a session's name is in that of the whole."""
    is_by_keyword = RECRUIT.match(whole.text) is not None
    return is_by_keyword or notice.title in _NO_TITLES or LABEL.search(notice.title) is not None


def _without_rest(title: str) -> str:
    said = "" if title in _NO_TITLES else title
    return TITLE_REST.sub("", said).strip(_EDGE) or said


def _filled(session: Session, rest: Recruit, share: int | None) -> Session:
    is_counted = session.people is not None
    return replace(
        session,
        people=session.people if is_counted else share,
        roles=session.roles if is_counted else rest.roles,
        place=session.place or rest.place,
    )


def _shares(people: int, sessions: int) -> list[int]:
    """共10人 of three sessions: 4, 3, 3."""
    return [people // sessions + (place < people % sessions) for place in range(sessions)]


# told one by one


def _told(parts: Sequence[Part], common: Reading, whole: Reading) -> tuple[Session, ...]:
    """Each read by itself, on the day that was said last; on each of several days, where they are said once."""
    stated = sorted(session_times(common), key=lambda piece: piece.time is not None and piece.time.is_weak)
    days = next((listed for piece in stated if (listed := days_of([piece], common))), [])
    day = days[0] if days else None
    is_moved, notices = len(days) > 1, []
    for part in parts:
        alone = read_alone(part.text, whole)
        own = days_of(session_times(alone), alone)
        day, is_moved = own[-1] if own else day, is_moved and not own
        notices.append((part.label, _alone(part, None if own else day, whole)))
    if day is None:  # 上午场8点 said at ten is tomorrow's, and so are the others
        notices = [(label, _moved(notice, latest_day(pair[1].start for pair in notices))) for label, notice in notices]
    if not any(isinstance(notice.start, datetime) for _, notice in notices):
        notices = [(label, _at_hour(notice, common)) for label, notice in notices]
    if is_moved:
        notices = [(label, _moved(notice, each)) for each in days for label, notice in notices]
    return _apart(notices, is_named=all(part.is_named for part in parts))


def _at_hour(notice: Recruit, common: Reading) -> Recruit:
    """Of a day alone: at the hour that is said once."""
    hourly = (piece for piece in session_times(common) if has_hour(piece) and notice.start is not None)
    piece = next((piece for piece in hourly if not days_of([piece], common)), None)
    hours = hours_of(piece, [], common) if piece is not None else None
    start, end = on_day(hours, latest_day([notice.start])) if hours else (notice.start, notice.end)
    return replace(notice, start=start, end=end)


def _alone(part: Part, day: date | None, whole: Reading) -> Recruit:
    """晚班2点到6点 is no night's, whatever it is called."""
    lead = f"{written(day)} " if day is not None else ""
    for text in (part.text, part.plain or part.text):
        alone = read_alone(lead + text, whole)
        notice = recruit_of(alone, stretch_slots(alone))
        if not (isinstance(notice.start, datetime) and notice.start.hour < _EARLIEST):
            break
    places = PLACES.search(alone.text) if notice.people is None else None
    return replace(notice, people=int(places["n"])) if places else notice


def _moved(notice: Recruit, day: date) -> Recruit:
    start, end = on_day((notice.start, notice.end), day)
    return replace(notice, start=start, end=end)


# several times, so many people each


def _shared(whole: Reading) -> tuple[Session, ...]:
    """周六、周日每天9点到11点,每天5人: every hour on every one of its days."""
    times = told_times(whole)
    if not times or shared_count(whole) is None:
        return ()
    days = [] if days_of(times[:1], whole) else days_of(times, whole)[:1]
    is_beside = False
    pairs: list[Pair] = []
    for piece in times:
        listed = days_of([piece], whole)
        days = [*days, *listed] if is_beside else listed or days
        is_beside = bool(listed) and not has_hour(piece)
        hours = hours_of(piece, days, whole)
        if hours is not None:
            pairs += [on_day(hours, day) for day in days] or [hours]
    pairs = pairs or [(day, None) for day in days]
    notices = [("", Recruit("", start, end)) for start, end in pairs]
    return tuple(sorted(_apart(notices), key=lambda session: session.start.isoformat()))


def _apart(notices: Sequence[_Named], *, is_named: bool = False) -> tuple[Session, ...]:
    """None where one of them has no time, or they are steps of one: 9:00签到 2人, 9:30搬运 4人."""
    labels = [label for label, _ in notices]
    times = [(notice.start, notice.end) for _, notice in notices]
    if not is_named:
        by_time = labels_by_time(times)
        labels = labels if by_time and all(labels) else by_time
    elif len(set(labels)) < len(labels):
        labels = labels_by_day(labels, times)
    if any(start is None for start, _ in times):
        return ()
    return tuple(
        Session(label, notice.start, notice.end, notice.people, notice.roles, notice.place)
        for label, (_, notice) in zip(labels, notices, strict=bool(labels))
        if notice.start is not None
    )
