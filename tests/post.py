"""An outbox without a conversation: rows that somebody wrote, and what of them goes out when."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery import Delivery
from bot.outbox_rows import OutboxRows
from bot.rendering import Renderer
from bot.transports import Echo, Outgoing, Person, SendOutcome, Sent
from handlers.act import key
from handlers.replies import Reply
from handlers.rules import HouseRules
from storage.models.people import Identity, Member
from storage.models.places import Room, Site
from storage.models.talk import OutboxMessage
from storage.states import OutboxStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import SiteLevel

ACCOUNT = "a"
NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)  # 12:00 in Chengdu
NIGHT = datetime(2026, 5, 20, 15, 0, tzinfo=UTC)  # 23:00
MORNING = datetime(2026, 5, 20, 23, 30, tzinfo=UTC)  # 07:30 the next day, the end of quiet hours
SECOND = timedelta(seconds=1)


class PostOffice:
    """Rooms r1 and r2, and 小李, a friend. `go` takes what is due and says what became of all of it."""

    def __init__(self, store: Store, rules: HouseRules | None = None) -> None:
        self.store = store
        self.rows = OutboxRows(Renderer(), rules or HouseRules())
        self.delivery = Delivery(self.rows)
        with store.write() as uow:
            site = key(uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION)).id)
            self.rooms = {
                name: key(uow.rooms.add(Room(account=ACCOUNT, external_id=name, topic=name, site_id=site)).id)
                for name in ("r1", "r2")
            }
        self.member = self.person("小李")

    def person(self, name: str, *, is_friend: bool | None = True) -> int:
        with self.store.write() as uow:
            member_id = key(uow.members.add(Member(name=name, created_at=NOON)).id)
            uow.members.add_identity(
                Identity(
                    member_id=member_id,
                    account=ACCOUNT,
                    external_id=f"id-{name}",
                    handle=f"handle-{name}",
                    name=name,
                    is_friend=is_friend,
                    seen_at=NOON,
                )
            )
            uow.members.met(self.rooms["r1"], member_id, now=NOON)
            return member_id

    def line(self, text: str | None, room: str = "r1", **values: Any) -> int:
        """A line for a room, due at noon."""
        return self._add(**{"room_id": self.rooms[room], "text": text, **values})

    def letter(self, text: str, **values: Any) -> int:
        """A private text to 小李, due at noon."""
        with self.store.read() as uow:
            text_sealed = uow.seal(text)
        return self._add(**{"member_id": self.member, "text_sealed": text_sealed, **values})

    def _add(self, **values: Any) -> int:
        with self.store.write() as uow:
            return written(uow, **values)

    def write(self, *replies: Reply, at: datetime = NOON) -> int:
        with self.store.write() as uow:
            return self.rows.write(uow, replies, now=at, cause="m1")

    def take(self, at: datetime = NOON, **options: Any) -> list[str]:
        with self.store.write() as uow:
            return [shown(parcel.outgoing) for parcel in self.delivery.take(uow, ACCOUNT, at, **options)]

    def settle(self, row: int, outcome: SendOutcome, at: datetime = NOON, reason: str = "") -> None:
        with self.store.write() as uow:
            self.delivery.settle(uow, row, Sent(outcome, reason), at)

    def go(self, at: datetime = NOON, outcome: SendOutcome = SendOutcome.SENT) -> list[str]:
        """Takes and settles."""
        with self.store.write() as uow:
            parcels = self.delivery.take(uow, ACCOUNT, at)
            for parcel in parcels:
                self.delivery.settle(uow, parcel.outbox_id, Sent(outcome, "said so"), at)
        return [shown(parcel.outgoing) for parcel in parcels]

    def hear(self, text: str, at: datetime, *, room: str | None = "r1", person: str | None = None) -> bool:
        with self.store.write() as uow:
            return self.delivery.settle_echo(uow, Echo(ACCOUNT, room, person, text, at), at)

    def befriend(self, name: str = "小李", at: datetime = NOON, *, new_id: str | None = None) -> int:
        person = Person(new_id or f"id-{name}", name, handle=f"handle-{name}")
        with self.store.write() as uow:
            return self.delivery.befriended(uow, ACCOUNT, person, at)

    def change_room(self, room: str = "r1", **values: Any) -> None:
        with self.store.write() as uow:
            uow.rooms.change(self.rooms[room], **values)

    def row(self, row_id: int) -> OutboxMessage:
        with self.store.read() as uow:
            row = uow.outbox.get(row_id)
        assert row is not None
        return row

    def status(self, row_id: int) -> OutboxStatus:
        return self.row(row_id).status

    def next_due_at(self) -> datetime | None:
        with self.store.read() as uow:
            return self.delivery.next_due_at(uow, ACCOUNT)


def written(uow: UnitOfWork, **values: Any) -> int:
    """A row, due at noon."""
    row: dict[str, Any] = {
        "account": ACCOUNT,
        "status": OutboxStatus.DUE,
        "due_at": NOON,
        "template": "t.j2",
        "created_at": NOON,
    }
    return key(uow.outbox.add(OutboxMessage(**(row | values))).id)


def shown(outgoing: Outgoing) -> str:
    return f"{outgoing.room or f'>>{outgoing.person}'}: {outgoing.text}"
