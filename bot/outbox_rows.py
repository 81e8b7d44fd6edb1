"""Replies become outbox rows: rendered, merged, held for quiet hours, kept within the room's budget."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.pictures_made import MAKERS, Maker
from bot.rendering import Renderer
from bot.transports import PICTURE
from handlers.act import key, quiet_hours
from handlers.replies import Reply
from handlers.rules import HouseRules
from storage.models.places import Room
from storage.models.talk import OutboxMessage
from storage.states import OutboxStatus
from storage.store import UnitOfWork
from storage.vocabulary import LOCAL_ZONE

log = structlog.get_logger()

BEFRIEND = "members/befriend.j2"
#: A private text that has no clock of its own waits that long for a friend request: a contact is kept no longer.
LONGEST_WAIT = timedelta(days=7)


class OutboxRows:
    """Writes rows inside the transaction of their cause; a broken template undoes the change."""

    def __init__(self, renderer: Renderer, rules: HouseRules, *, makers: Mapping[str, Maker] = MAKERS) -> None:
        self._renderer = renderer
        self._makers = makers
        self._rules = rules

    def write(self, uow: UnitOfWork, replies: Iterable[Reply], *, now: datetime, cause: str = "") -> int:
        """How many rows were written."""
        rooms: dict[int, Room | None] = {}
        written = 0
        for reply in replies:
            room_id = reply.room_id or reply.about_room or 0
            if room_id not in rooms:
                rooms[room_id] = uow.rooms.get(room_id)
            written += self._write(uow, reply, rooms[room_id], now=now, cause=cause)
        return written

    def _write(self, uow: UnitOfWork, reply: Reply, room: Room | None, *, now: datetime, cause: str) -> int:
        if room is None or room.left_at is not None:
            return 0
        if reply.member_id is not None and (reply.is_danger or not room.is_shadowed):
            return self._to_member(uow, reply, room, now=now, cause=cause)
        if room.is_shadowed:
            return 0
        return self._to_room(uow, reply, room, now=now, cause=cause)

    def text_of(self, reply: Reply) -> str:
        """As it would be said, by itself."""
        shown = f"\n{PICTURE}" if reply.picture else ""
        if reply.member_id is not None:
            return self._letter(reply) + shown
        if reply.merge is None:
            return self._renderer.room(reply.template, reply.facts) + shown
        return self._merged(reply.template, [_plain(reply.facts)])

    def _letter(self, reply: Reply) -> str:
        render = self._renderer.room if reply.is_for_all else self._renderer.private
        return render(reply.template, reply.facts)

    def _merged(self, template: str, items: list[Any]) -> str:
        return self._renderer.room(template, {"items": items})

    # rooms

    def _to_room(self, uow: UnitOfWork, reply: Reply, room: Room, *, now: datetime, cause: str) -> int:
        is_bidden = not reply.unasked or reply.is_danger
        due_at = now if is_bidden else quiet_hours(room).waking(now)
        if not is_bidden and self._is_over_budget(uow, room, due_at):
            log.info("unasked_line_dropped", room=room.id, template=reply.template)
            return 0
        row = OutboxMessage(
            account=room.account,
            room_id=room.id,
            mention_id=reply.mention_id,
            status=OutboxStatus.DUE,
            due_at=due_at,
            expires_at=reply.expires_at,
            is_unasked=reply.unasked,
            is_danger=reply.is_danger,
            template=reply.template,
            cause=cause,
            created_at=now,
        )
        if reply.merge is None:
            row.text = self._renderer.room(reply.template, reply.facts)
            _bring_forward(uow, room, reply.facts.get("number"), now)
        else:
            self._merge(uow, row, reply, now=now)
        uow.outbox.add(row)
        return 1 + self._picture_after(uow, row, reply)

    def _picture_after(self, uow: UnitOfWork, words: OutboxMessage, reply: Reply) -> int:
        """A row of its own: platforms send it as a message of its own, which fails and is tried again by itself."""
        if not reply.picture:
            return 0
        content = self._makers[reply.picture](reply.facts)
        is_private = words.member_id is not None
        shared = words.model_dump(exclude={"id", "text", "text_sealed", "mention_id", "picture_sealed"})
        uow.outbox.add(
            OutboxMessage(
                **shared,
                text=None if is_private else PICTURE,
                text_sealed=uow.seal(PICTURE) if is_private else None,
                picture_sealed=uow.seal_content(content),
            )
        )
        return 1

    def _is_over_budget(self, uow: UnitOfWork, room: Room, due_at: datetime) -> bool:
        """The budget is that of the day on which the line would be read."""
        if room.hushed_until is not None and room.hushed_until > due_at:
            return True
        return uow.outbox.unasked_since(key(room.id), _midnight(due_at)) >= room.unasked_per_day

    def _merge(self, uow: UnitOfWork, row: OutboxMessage, reply: Reply, *, now: datetime) -> None:
        """The first answer of its kind goes out at once and opens the window; those within it are held to its end."""
        facts = _plain(reply.facts)
        text = self._merged(reply.template, [facts])
        row.merge_key = f"{row.room_id}:{reply.merge}"
        window_ends = self._window_end(uow, row.merge_key)
        if window_ends is None or window_ends <= now:
            row.text = text
        else:
            row.status = OutboxStatus.HELD
            row.due_at = window_ends
            row.facts = facts

    def _window_end(self, uow: UnitOfWork, merge_key: str) -> datetime | None:
        last = uow.outbox.last_with_key(merge_key) if self._rules.merge_window else None
        if last is None:
            return None
        return last.due_at if last.facts is not None else last.created_at + self._rules.merge_window

    def release_held(self, uow: UnitOfWork, first: OutboxMessage) -> OutboxMessage | None:
        """Joins everything held beside this row into it; None where another row of the kind has taken it along."""
        rows = uow.outbox.held_with_key(first.merge_key or "")
        rows = [row for row in rows if row.due_at <= first.due_at]
        if not any(row.id == first.id for row in rows):
            return None
        text = self._merged(rows[0].template, [row.facts for row in rows])
        for row in rows[1:]:
            uow.outbox.change(row, status=OutboxStatus.DROPPED, reason="merged")
        uow.outbox.change(rows[0], status=OutboxStatus.DUE, text=text)
        return uow.outbox.get(key(rows[0].id))

    # members

    def _to_member(self, uow: UnitOfWork, reply: Reply, room: Room, *, now: datetime, cause: str) -> int:
        text = self._letter(reply)
        member_id = key(reply.member_id)
        is_reachable = uow.members.is_reachable(member_id, room.account)
        if not is_reachable and uow.members.is_deleted(member_id):
            return 0
        due_at = quiet_hours(room).waking(now) if reply.unasked and not reply.is_danger else now
        if due_at > now and self._joined(uow, reply, room.account, text, due_at):
            return 1
        row = uow.outbox.add(
            OutboxMessage(
                account=room.account,
                member_id=member_id,
                status=OutboxStatus.DUE if is_reachable else OutboxStatus.WAITING,
                due_at=due_at,
                expires_at=reply.expires_at if is_reachable else reply.expires_at or now + LONGEST_WAIT,
                is_unasked=reply.unasked,
                is_danger=reply.is_danger,
                template=reply.template,
                text_sealed=uow.seal(text),
                cause=cause,
                created_at=now,
            )
        )
        written = 1 + self._picture_after(uow, row, reply)
        if not is_reachable and reply.tells_to_befriend:
            return written + self.ask_to_befriend(uow, member_id, room, now=now, due_at=due_at, cause=cause)
        return written

    def _joined(self, uow: UnitOfWork, reply: Reply, account: str, text: str, due_at: datetime) -> bool:
        """Whether the text was added to one that already waits for the same morning."""
        row = uow.outbox.held_until(account, key(reply.member_id), due_at)
        before = uow.open(row.text_sealed) if row is not None else None
        if row is None or before is None or row.expires_at != reply.expires_at:
            return False
        return uow.outbox.change(row, text_sealed=uow.seal(f"{before.reveal()}\n\n{text}"))

    def ask_to_befriend(
        self, uow: UnitOfWork, member_id: int, room: Room, *, now: datetime, due_at: datetime, cause: str
    ) -> int:
        """One line a day and person at most: what waits cannot be said in the room. How many rows were written."""
        if room.is_shadowed or uow.members.has_left(key(room.id), member_id):
            return 0
        if uow.outbox.said_since(key(room.id), BEFRIEND, member_id, _midnight(now)):
            return 0
        member = uow.members.get(member_id)
        uow.outbox.add(
            OutboxMessage(
                account=room.account,
                room_id=room.id,
                mention_id=member_id,
                status=OutboxStatus.DUE,
                due_at=due_at,
                template=BEFRIEND,
                text=self._renderer.room(BEFRIEND, {"name": member.name if member else ""}),
                cause=cause,
                created_at=now,
            )
        )
        return 1


def _bring_forward(uow: UnitOfWork, room: Room, number: object, now: datetime) -> None:
    """Held answers that name the same number must not come after this line: the room would read it backwards."""
    held = uow.outbox.held_for(room.account, key(room.id)) if number is not None else []
    kinds = {row.merge_key for row in held if row.facts is not None and row.facts.get("number") == number}
    for row in held:
        if row.merge_key in kinds:
            uow.outbox.change(row, due_at=now)


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """As a held row gives them back."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(facts)))
    return plain


def _midnight(at: datetime) -> datetime:
    """The start of that day in the community."""
    return at.astimezone(LOCAL_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
