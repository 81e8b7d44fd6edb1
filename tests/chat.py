"""A talk with the bot in a test: real understanding, handlers, templates, outbox and database, a clock that is set."""

from datetime import datetime, timedelta
from functools import cache
from itertools import count

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.outbox_rows import OutboxRows
from bot.parcels import Parcel
from bot.pipeline import Outcome, Pipeline
from bot.rendering import Renderer
from bot.time_travel import TimeTravel
from bot.transports import Incoming, Person
from handlers.act import key
from handlers.rules import HouseRules
from handlers.understanding.message import Quote
from storage.models.orders import DemandOrder
from storage.models.people import Identity, Member
from storage.models.places import Room, Site, Team
from storage.states import ClaimStatus
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, PostingKind, Role, SiteLevel, TimerKind

ACCOUNT = "test"
MORNING = datetime(2026, 5, 20, 10, 0, tzinfo=LOCAL_ZONE)


class Chat:
    """One station and its rooms. `say` returns what the bot said, as `room: text` or `>>person: text`."""

    def __init__(
        self,
        store: Store,
        *,
        rules: HouseRules | None = None,
        at: datetime = MORNING,
        rooms: tuple[str, ...] = ("邻里群",),
    ) -> None:
        self.store = store
        self.rules = rules or HouseRules(merge_window=timedelta(), digest_jitter=timedelta())
        self.clock = MovableClock(at)
        self._numbers = count(1)
        outbox_rows = OutboxRows(_renderer(), self.rules)
        self.pipeline = Pipeline(self.rules, outbox_rows, new_id=lambda: f"p{next(self._numbers)}")
        self.delivery = Delivery(outbox_rows)
        self._travel = TimeTravel(store, self.pipeline, self.delivery, self.clock, [ACCOUNT])
        self._first_room = rooms[0]
        self.outcome: Outcome | None = None
        with store.write() as uow:
            self.site_id = key(uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION)).id)
            for room in rooms:
                uow.rooms.add(Room(account=ACCOUNT, external_id=room, topic=room, site_id=self.site_id, bound_at=at))

    def person(self, name: str, *roles: Role, is_friend: bool = True, is_in_room: bool = True) -> int:
        """Somebody known to the account, and met in the first room."""
        with self.store.write() as uow:
            now = self.clock.now()
            member_id = key(uow.members.add(Member(name=name, created_at=now)).id)
            uow.members.add_identity(
                Identity(
                    member_id=member_id,
                    account=ACCOUNT,
                    external_id=name,
                    name=name,
                    is_friend=is_friend,
                    seen_at=now,
                )
            )
            room = uow.rooms.known_as(ACCOUNT, self._first_room)
            if is_in_room:
                uow.members.met(key(room.id if room else None), member_id, now=now)
            for role in roles:
                uow.members.grant(member_id, role, self.site_id)
            return member_id

    def team(self, name: str, *people: str) -> int:
        """A team of the station; the first is its leader."""
        with self.store.write() as uow:
            team_id = key(uow.sites.add_team(Team(site_id=self.site_id, name=name)).id)
            for position, person in enumerate(people):
                member_id = self.member(person).id
                uow.members.join_team(team_id, key(member_id), is_leader=position == 0)
            return team_id

    def member(self, name: str) -> Member:
        """Whom the account knows by that id."""
        with self.store.read() as uow:
            identity = uow.members.identity(ACCOUNT, name)
            member = uow.members.get(identity.member_id) if identity is not None else None
            assert member is not None
            return member

    def say(
        self,
        name: str,
        text: str,
        *,
        room: str | None = None,
        private: bool = False,
        quote: str | None = None,
        quoted: str = "一呼",
        message_id: str | None = None,
        mentions_bot: bool = False,
        called: str | None = None,
        is_friend: bool | None = None,
        pictures: tuple[str, ...] = (),
        voice: str = "",
    ) -> list[str]:
        """`name` is the platform's id, and the nickname unless that is `called` otherwise."""
        incoming = Incoming(
            account=ACCOUNT,
            id=message_id or f"m{next(self._numbers)}",
            room=None if private else room or self._first_room,
            room_topic=room or self._first_room,
            sender=Person(name, name if called is None else called, is_friend=is_friend),
            text=text,
            sent_at=self.clock.now(),
            quote=Quote(quoted, quote) if quote is not None else None,
            mentions_bot=mentions_bot,
            images=pictures,
            voice=voice,
        )
        with self.store.write() as uow:
            self.outcome = self.pipeline.handle(uow, incoming, self.clock.now())
        return self.delivered()

    def delivered(self) -> list[str]:
        """What is due now."""
        return [told(parcel) for parcel in self._travel.deliver()]

    def wait(self, duration: timedelta) -> list[str]:
        return self.wait_until(self.clock.now() + duration)

    def wait_until(self, at: datetime) -> list[str]:
        return [told(parcel) for parcel in self._travel.advance(at)]

    def order(self, number: int, room: str | None = None) -> DemandOrder:
        with self.store.read() as uow:
            here = uow.rooms.known_as(ACCOUNT, room or self._first_room)
            posting = uow.postings.numbered(key(here.id if here else None), number)
            assert posting is not None
            assert posting.kind is PostingKind.ORDER
            order = uow.orders.get(posting.target_id)
            assert order is not None
            return order

    def claims(self, number: int, room: str | None = None) -> list[tuple[str, ClaimStatus]]:
        """(name, state) of every part that anybody has or had in the order."""
        with self.store.read() as uow:
            claims = uow.claims.of_order(key(self.order(number, room).id))
            members = [uow.members.get(claim.member_id or 0) for claim in claims]
            return [(m.name if m is not None else "", c.status) for m, c in zip(members, claims, strict=True)]

    def timers(self, number: int, room: str | None = None) -> list[tuple[TimerKind, datetime]]:
        """(kind, due) of everything that will happen to the order."""
        with self.store.read() as uow:
            return [(timer.kind, timer.due_at) for timer in uow.timers.of_order(key(self.order(number, room).id))]


@cache
def _renderer() -> Renderer:
    """Templates are compiled once for all talks."""
    return Renderer()


def told(parcel: Parcel) -> str:
    outgoing = parcel.outgoing
    return (
        f">>{outgoing.person}: {outgoing.text}" if outgoing.person is not None else f"{outgoing.room}: {outgoing.text}"
    )
