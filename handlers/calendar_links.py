"""日历, 重置日历, 停止日历: the secret link of one's own calendar. Always answered privately."""

from typing import Any

import structlog

from handlers.act import Act
from handlers.errors import NoCalendar, NoPages, NothingToUndo
from handlers.feeds import hash_of
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import AskCalendar, CloseCalendar, RenewCalendar
from storage.intents import Intent
from storage.models.calendars import CalendarLink
from storage.models.talk import AuditEvent

log = structlog.get_logger()

VERBS = (Intent.CALENDAR, Intent.RENEW_CALENDAR, Intent.CLOSE_CALENDAR)


def show_link(_: AskCalendar, act: Act) -> list[Reply]:
    """The link that there is, else a new one. Raises NoPages."""
    _require_pages(act)
    link = act.uow.calendar_links.open_of(act.member_id) or _make(Intent.CALENDAR, act)
    return [_told(link, act, is_renewed=False)]


def renew_link(_: RenewCalendar, act: Act) -> list[Reply]:
    """Whoever has the old one reads nothing more. Raises NoPages."""
    _require_pages(act)
    closed = act.uow.calendar_links.close_all(act.member_id, now=act.now)
    return [_told(_make(Intent.RENEW_CALENDAR, act), act, is_renewed=closed > 0)]


def close_link(_: CloseCalendar, act: Act) -> list[Reply]:
    """Raises NoCalendar."""
    if not act.uow.calendar_links.close_all(act.member_id, now=act.now):
        raise NoCalendar
    _note(Intent.CLOSE_CALENDAR, None, act)
    return [_closed(act)]


def undo_link(event: AuditEvent, act: Act) -> list[Reply]:
    """撤销 of a first link closes it; what was closed stays closed. Raises NothingToUndo."""
    if event.verb is Intent.RENEW_CALENDAR:
        raise NothingToUndo(reason="旧链接已经作废,恢复不了。新的也不要,就说「停止日历」")
    if event.verb is Intent.CLOSE_CALENDAR or not act.uow.calendar_links.close_all(act.member_id, now=act.now):
        raise NothingToUndo(reason="停掉的日历链接恢复不了。需要的话再说一次「日历」")
    act.uow.audit.undone(event, now=act.now)
    return [_closed(act)]


def _require_pages(act: Act) -> None:
    if not act.rules.public_url:
        raise NoPages


def _make(verb: Intent, act: Act) -> CalendarLink:
    """Of two random ids: 144 bits."""
    token = act.new_id() + act.new_id()
    link = act.uow.calendar_links.add(
        CalendarLink(
            member_id=act.member_id, token_hash=hash_of(token), token_sealed=act.uow.seal(token), made_at=act.now
        )
    )
    _note(verb, link, act)
    return link


def _note(verb: Intent, link: CalendarLink | None, act: Act) -> None:
    inverse: dict[str, Any] = {"calendar_link": link.id if link is not None else None}
    act.note(verb, inverse)
    log.info("calendar_link_changed", verb=verb.value, member=act.member_id)


def _told(link: CalendarLink, act: Act, *, is_renewed: bool) -> Reply:
    site = act.uow.sites.get(act.room.site_id) if act.room.site_id is not None else None
    return to_member(
        act.member_id,
        "calendar/link.j2",
        about_room=act.room_id,
        is_renewed=is_renewed,
        public_url=act.rules.public_url,
        token=act.uow.open(link.token_sealed),
        site=site.name if site is not None else "",
        site_id=site.public_id if site is not None else "",
    )


def _closed(act: Act) -> Reply:
    return to_member(act.member_id, "calendar/closed.j2", about_room=act.room_id)
