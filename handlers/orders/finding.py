"""From a number that somebody said to the order they mean."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.access import COORDINATORS
from handlers.act import Act, House, key, quiet_hours
from handlers.errors import NumberNotFound, WhichRoom
from handlers.one_by_one import one_by_one
from handlers.replies import Reply
from handlers.rules import QuietHours
from storage.models.orders import DemandOrder, Posting
from storage.models.places import Room
from storage.states import ClaimStatus
from storage.vocabulary import PostingKind

#: In so many rooms a number that a coordinator says privately is looked for.
MOST_ROOMS = 50


@dataclass(frozen=True, slots=True)
class Found:
    """An order, and the room and number by which it was meant."""

    order: DemandOrder
    number: int
    room: Room

    @property
    def order_id(self) -> int:
        return key(self.order.id)

    @property
    def room_id(self) -> int:
        return key(self.room.id)

    @property
    def quiet(self) -> QuietHours:
        return quiet_hours(self.room)


def find_order(act: Act, number: int) -> Found:
    """Said in a room, the room's number. Said privately, that of a room where the member has to do with it.

    Raises NumberNotFound, or WhichRoom where two rooms fit.
    """
    found = _meant(act, number) if act.is_private else _having(act, [act.room_id], number)
    if not found:
        raise NumberNotFound(number=number)
    if len(found) > 1:
        raise WhichRoom(number=number, meant=[{"room": each.room.topic, "what": each.order.what} for each in found])
    return found[0]


def _having(act: Act, rooms: Iterable[int], number: int) -> list[Found]:
    return [found for room_id in rooms if (found := _numbered(act, room_id, number)) is not None]


def _numbered(act: Act, room_id: int, number: int) -> Found | None:
    posting = act.numbered(room_id, number)
    return _found(act, posting, room=act.room if room_id == act.room_id else None) if posting is not None else None


def _meant(act: Act, number: int) -> list[Found]:
    """What they were asked about, else where the number is theirs, else where they last spoke, else where there is one.

    All of it in rooms that know them.
    """
    having = orders_numbered(act, number)
    theirs = [found for found in having if has_to_do_with(act, found)]
    here = [found for found in having if found.room_id == act.room_id]
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    asked = [found for found in theirs if question is not None and found.order_id == question.order_id]
    return asked or theirs or here or having


def orders_numbered(act: Act, number: int) -> list[Found]:
    return _having(act, rooms_known(act), number) or _having(act, rooms_in_charge(act), number)


def rooms_known(act: Act) -> list[int]:
    """Where they were met or have something in hand. Who is a stranger everywhere means no number at all."""
    asked = act.uow.orders.asked_by(act.member_id)
    taken = act.uow.claims.orders_of(act.member_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    rooms = act.uow.members.rooms_of(act.member_id)
    return list(dict.fromkeys([*rooms, *(order.room_id for order in [*asked, *taken])]))


def rooms_in_charge(act: Act) -> list[int]:
    """The rooms that a coordinator looks after; of too many, none is meant."""
    sites: dict[int, None] = {}
    for role in COORDINATORS:
        for site_id in act.uow.members.sites_of(act.member_id, role):
            sites |= dict.fromkeys(act.uow.sites.below(site_id))
    rooms = act.uow.rooms.of_sites(list(sites)) if sites else []
    return [key(room.id) for room in rooms] if len(rooms) <= MOST_ROOMS else []


def has_to_do_with(act: Act, found: Found) -> bool:
    helpers = {claim.member_id for claim in act.uow.claims.of_order(found.order_id)}
    return act.member_id in {found.order.asker_id, found.order.placed_by_id, *helpers}


def _found(house: House, posting: Posting, *, room: Room | None = None) -> Found | None:
    """`room` is the posting's, where it has been read."""
    if posting.kind is not PostingKind.ORDER:
        return None
    order = house.uow.orders.get(posting.target_id)
    room = room or house.uow.rooms.get(posting.room_id)
    return Found(order, posting.number, room) if order is not None and room is not None else None


def found_by_id(house: House, order_id: int | None) -> Found | None:
    """The order under the number of the room that it was placed in."""
    postings = house.uow.postings.of(PostingKind.ORDER, order_id) if order_id is not None else []
    return _found(house, postings[0]) if postings else None


def each(numbers: Sequence[int], act: Act, do: Callable[[Found, Act], list[Reply]]) -> list[Reply]:
    """Does it to every number."""
    return one_by_one([partial(_do_to, number, act, do) for number in dict.fromkeys(numbers)], act)


def _do_to(number: int, act: Act, do: Callable[[Found, Act], list[Reply]]) -> list[Reply]:
    return do(find_order(act, number), act)
