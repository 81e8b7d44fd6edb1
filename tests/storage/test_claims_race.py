"""A thousand claims for one place at once: one winner, whoever writes."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from storage.models.orders import Claim, Posting
from storage.states import ClaimStatus, OrderStatus
from storage.store import Store, is_retryable
from storage.vocabulary import PostingKind
from tests.storage.builders import NOW, World, add_member, add_order, add_room, number, world_in

CLAIMS = 1000
THREADS = 8


def retried(claim: Callable[[int], bool], each: int) -> bool:
    while True:
        try:
            return claim(each)
        except Exception as error:
            if not is_retryable(error):
                raise


def everyone(claim: Callable[[int], bool]) -> list[bool]:
    """What became of each of the claims; every thread begins at the same moment."""
    at_once = Barrier(THREADS)

    def work(thread: int) -> list[bool]:
        at_once.wait()
        return [retried(claim, each) for each in range(thread, CLAIMS, THREADS)]

    with ThreadPoolExecutor(THREADS) as threads:
        return [won for found in threads.map(work, range(THREADS)) for won in found]


def placed(store: Store, world: World) -> int:
    with store.write() as uow:
        return number(add_order(uow, world).id)


def test_one_of_a_thousand_claims_wins(store: Store) -> None:
    world = world_in(store)
    order_id = placed(store, world)
    with store.read() as uow:
        as_all_saw_it = uow.orders.get(order_id)
    assert as_all_saw_it is not None
    with store.write() as uow:
        helpers = [add_member(uow, f"助人者{each}") for each in range(CLAIMS)]

    def claim(each: int) -> bool:
        with store.write() as uow:
            if not uow.orders.moved(as_all_saw_it, OrderStatus.CLAIMED):
                return False
            uow.claims.add(Claim(order_id=order_id, member_id=helpers[each], status=ClaimStatus.ACTIVE, made_at=NOW))
            return True

    assert Counter(everyone(claim)) == {True: 1, False: CLAIMS - 1}
    with store.read() as uow:
        order = uow.orders.get(order_id)
        assert order is not None
        assert (order.status, order.version) == (OrderStatus.CLAIMED, 2)
        assert len(uow.claims.active(order_id)) == 1


def test_claims_that_read_first_give_three_places_to_three_helpers(store: Store) -> None:
    """As a handler does it: read, decide, and change what is still as it was read; a lost race is done again."""
    world = world_in(store)
    order_id = placed(store, world)
    places = 3

    def claim(_: int) -> bool:
        while True:
            with store.write() as uow:
                order = uow.orders.get(order_id)
                assert order is not None
                taken = len(uow.claims.active(order_id))
                if taken == places:
                    return False
                if uow.orders.edited(order, {"what": f"{taken + 1} taken"}):
                    uow.claims.add(
                        Claim(order_id=order_id, member_id=world.helper, status=ClaimStatus.ACTIVE, made_at=NOW)
                    )
                    return True

    assert sum(everyone(claim)) == places
    with store.read() as uow:
        assert len(uow.claims.active(order_id)) == places


def test_numbers_are_given_once_and_without_gaps(store: Store) -> None:
    world = world_in(store)
    order_id = placed(store, world)
    with store.write() as uow:
        ids = [add_room(uow, f"x{each}", world.station) for each in range(2)]

    def post(each: int) -> bool:
        room_id = ids[each % 2]
        with store.write() as uow:
            shown_as = uow.rooms.next_number(room_id)
            uow.postings.add(
                Posting(room_id=room_id, number=shown_as, kind=PostingKind.ORDER, target_id=order_id, posted_at=NOW)
            )
        return True

    everyone(post)
    with store.read() as uow:
        posted = [(posting.room_id, posting.number) for posting in uow.postings.of(PostingKind.ORDER, order_id)]
    assert sorted(posted) == [(room, shown) for room in ids for shown in range(1, CLAIMS // 2 + 1)]
