"""What of the outbox goes out when, and what becomes of a row for each outcome of its send."""

from datetime import timedelta

import pytest

from bot.delivery import ECHO_WITHIN, FIRST_RETRY, LEFT, LONGEST_RETRY, MOST_ATTEMPTS
from bot.transports import SendOutcome
from storage.seal import Seal, new_key
from storage.states import OutboxStatus
from storage.store import Store
from tests.post import ACCOUNT, MORNING, NIGHT, NOON, SECOND, PostOffice

HOUR = timedelta(hours=1)


@pytest.fixture
def post(store: Store) -> PostOffice:
    return PostOffice(store)


# what goes out


def test_due_texts_go_out_in_order_of_due_time(post: PostOffice) -> None:
    post.line("second", due_at=NOON - SECOND)
    post.line("first", due_at=NOON - 2 * SECOND)
    post.letter("third")
    post.line("not yet", due_at=NOON + SECOND)
    assert post.go() == ["r1: first", "r1: second", ">>id-小李: third"]
    assert post.go() == []


def test_a_taken_row_is_being_sent_until_it_is_settled(post: PostOffice) -> None:
    row = post.line("hello")
    post.take()
    taken = post.row(row)
    assert (taken.status, taken.attempts, taken.sending_at) == (OutboxStatus.SENDING, 1, NOON)
    post.settle(row, SendOutcome.SENT, NOON + SECOND)
    assert (post.status(row), post.row(row).sent_at) == (OutboxStatus.SENT, NOON + SECOND)


def test_no_more_is_taken_than_asked_for(post: PostOffice) -> None:
    for number in range(5):
        post.line(str(number))
    assert post.take(limit=2) == ["r1: 0", "r1: 1"]


def test_a_long_queue_is_read_page_by_page(post: PostOffice) -> None:
    for number in range(120):
        post.line(str(number))
    assert post.go() == [f"r1: {number}" for number in range(50)]
    assert len(post.take(limit=100)) == 70


def test_nothing_overtakes_a_text_on_its_way_to_the_same_room(post: PostOffice) -> None:
    post.line("on its way")
    post.take(limit=1)
    post.line("behind it")
    post.line("elsewhere", room="r2")
    post.letter("a letter")
    assert post.take() == ["r2: elsewhere", ">>id-小李: a letter"]


def test_nothing_overtakes_a_letter_that_will_be_tried_again(post: PostOffice) -> None:
    row = post.letter("first")
    post.take()
    post.settle(row, SendOutcome.RETRY)
    post.letter("second")
    assert post.take(NOON + SECOND) == []
    assert post.take(NOON + FIRST_RETRY) == [">>id-小李: first"]


def test_a_busy_place_is_passed_over(post: PostOffice) -> None:
    post.line("one")
    post.line("two", room="r2")
    post.letter("three")
    busy = [(post.rooms["r1"], None), (None, post.member)]
    assert post.take(busy=busy) == ["r2: two"]


def test_the_person_a_line_speaks_to_is_mentioned(post: PostOffice, store: Store) -> None:
    post.line("come", mention_id=post.member)
    with store.write() as uow:
        (parcel,) = post.delivery.take(uow, ACCOUNT, NOON)
    assert [person.id for person in parcel.outgoing.mention] == ["id-小李"]


def test_what_is_pointless_by_now_is_dropped(post: PostOffice) -> None:
    row = post.line("reminder", expires_at=NOON)
    assert post.go() == []
    assert (post.status(row), post.row(row).reason) == (OutboxStatus.DROPPED, "expired")


# quiet hours, hushed and left rooms


def test_unasked_texts_late_for_their_evening_wait_for_the_morning(post: PostOffice) -> None:
    line = post.line("digest", is_unasked=True)
    letter = post.letter("how was it", is_unasked=True)
    assert post.go(NIGHT) == []
    assert (post.row(line).due_at, post.row(letter).due_at) == (MORNING, MORNING)
    assert post.go(MORNING) == ["r1: digest", ">>id-小李: how was it"]


def test_answers_and_danger_pass_quiet_hours(post: PostOffice) -> None:
    post.line("answer")
    post.line("danger", is_unasked=True, is_danger=True)
    assert post.go(NIGHT) == ["r1: answer", "r1: danger"]


def test_who_was_never_met_in_a_room_sleeps_at_the_usual_hours(post: PostOffice) -> None:
    post.change_room(left_at=NOON)
    row = post.letter("how was it", is_unasked=True)
    assert post.go(NIGHT) == []
    assert post.row(row).due_at == MORNING


def test_a_hushed_room_hears_answers_only(post: PostOffice) -> None:
    post.change_room(hushed_until=NOON + HOUR)
    row = post.line("nudge", is_unasked=True)
    post.line("answer")
    assert post.go() == ["r1: answer"]
    assert (post.status(row), post.row(row).reason) == (OutboxStatus.DROPPED, "hushed")


def test_nothing_is_sent_to_a_room_that_was_left(post: PostOffice) -> None:
    row = post.line("hello")
    post.change_room(left_at=NOON)
    assert post.go() == []
    assert (post.status(row), post.row(row).reason) == (OutboxStatus.PARKED, LEFT)


def test_leaving_parks_everything_for_that_room(post: PostOffice, store: Store) -> None:
    here = [post.line("due"), post.line("later", due_at=NOON + HOUR)]
    there = post.line("elsewhere", room="r2")
    with store.write() as uow:
        post.delivery.room_left(uow, ACCOUNT, "r1", NOON)
        post.delivery.room_left(uow, ACCOUNT, "never heard of", NOON)
        room = uow.rooms.get(post.rooms["r1"])
    assert [post.status(row) for row in here] == [OutboxStatus.PARKED] * 2
    assert post.status(there) is OutboxStatus.DUE
    assert room is not None
    assert room.left_at == NOON


# outcomes


def test_a_send_that_failed_is_tried_again_ever_later(post: PostOffice) -> None:
    row = post.line("hello")
    waits = []
    now = NOON
    for _ in range(4):
        assert post.go(now, SendOutcome.RETRY) == ["r1: hello"]
        waits.append(post.row(row).due_at - now)
        now = post.row(row).due_at
    assert waits == [FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY, 8 * FIRST_RETRY]
    assert post.row(row).reason == "said so"


def test_in_the_end_it_is_parked_with_its_reason(post: PostOffice) -> None:
    row = post.line("hello")
    now = NOON
    for _ in range(MOST_ATTEMPTS):
        assert post.go(now, SendOutcome.RETRY) == ["r1: hello"]
        assert post.row(row).due_at - now <= LONGEST_RETRY
        now = max(post.row(row).due_at, now)
    assert post.go(now + HOUR) == []
    assert (post.status(row), post.row(row).reason) == (OutboxStatus.PARKED, "said so")


def test_a_line_that_can_never_arrive_is_parked_alone(post: PostOffice) -> None:
    row = post.line("hello")
    post.go(outcome=SendOutcome.NEVER)
    assert (post.status(row), post.row(row).reason) == (OutboxStatus.PARKED, "said so")
    post.line("the next one")
    assert post.go() == ["r1: the next one"]


def test_what_was_not_tried_is_put_back_as_it_was(post: PostOffice, store: Store) -> None:
    row = post.line("hello")
    post.take()
    with store.write() as uow:
        post.delivery.put_back(uow, row)
        post.delivery.put_back(uow, row)  # twice does no harm
        post.delivery.put_back(uow, 999)
    assert (post.status(row), post.row(row).attempts) == (OutboxStatus.DUE, 0)


def test_settling_what_is_settled_changes_nothing(post: PostOffice) -> None:
    row = post.line("hello")
    post.go()
    post.settle(row, SendOutcome.RETRY)
    post.settle(999, SendOutcome.RETRY)
    assert post.status(row) is OutboxStatus.SENT


# unknown outcomes and echoes


def test_an_unknown_send_without_an_echo_is_repeated_once_then_parked(post: PostOffice) -> None:
    row = post.line("hello")
    assert post.go(NOON, SendOutcome.UNKNOWN) == ["r1: hello"]
    assert post.status(row) is OutboxStatus.UNKNOWN
    assert post.next_due_at() == NOON + ECHO_WITHIN
    assert post.go(NOON + ECHO_WITHIN - SECOND) == []
    assert post.go(NOON + ECHO_WITHIN, SendOutcome.UNKNOWN) == ["r1: hello"]
    assert post.go(NOON + 2 * ECHO_WITHIN) == []
    assert post.status(row) is OutboxStatus.PARKED


def test_a_failure_between_does_not_make_a_third_time(post: PostOffice) -> None:
    row = post.line("hello")
    post.go(NOON, SendOutcome.UNKNOWN)
    post.go(NOON + ECHO_WITHIN, SendOutcome.RETRY)
    assert post.go(NOON + 2 * ECHO_WITHIN, SendOutcome.UNKNOWN) == ["r1: hello"]
    assert post.go(NOON + 3 * ECHO_WITHIN) == []
    assert post.status(row) is OutboxStatus.PARKED


@pytest.mark.parametrize("echo", ["hel lo", "@小李\u2005hel lo", "hel  lo\n"], ids=["same", "mention", "white space"])
def test_an_echo_settles_an_unknown_send(post: PostOffice, echo: str) -> None:
    row = post.line("hel lo")
    post.go(NOON, SendOutcome.UNKNOWN)
    assert post.hear(echo, NOON + SECOND)
    assert post.status(row) is OutboxStatus.SENT
    assert not post.hear(echo, NOON + SECOND)


def test_an_echo_that_is_faster_than_the_answer_wins(post: PostOffice) -> None:
    row = post.line("hello")
    post.take()
    assert post.hear("hello", NOON)
    post.settle(row, SendOutcome.UNKNOWN)
    assert post.status(row) is OutboxStatus.SENT


def test_an_echo_settles_a_letter(post: PostOffice) -> None:
    row = post.letter("hello")
    post.take()
    assert post.hear("hello", NOON, room=None, person="id-小李")
    assert post.status(row) is OutboxStatus.SENT


@pytest.mark.parametrize(
    ("text", "room", "person", "seconds"),
    [
        ("another text", "r1", None, 1),
        ("hello", "r2", None, 1),
        ("hello", "unheard of", None, 1),
        ("hello", None, "id-小李", 1),
        ("hello", None, "nobody", 1),
        ("hello", None, None, 1),
        ("hello", "r1", None, -60),  # of an earlier line with the same words
    ],
)
def test_another_echo_settles_nothing(
    post: PostOffice, text: str, room: str | None, person: str | None, seconds: int
) -> None:
    row = post.line("hello")
    post.go(NOON, SendOutcome.UNKNOWN)
    assert not post.hear(text, NOON + seconds * SECOND, room=room, person=person)
    assert post.status(row) is OutboxStatus.UNKNOWN


def test_of_two_equal_lines_an_echo_settles_the_older(post: PostOffice) -> None:
    rows = [post.line("hello"), post.line("hello")]
    post.take()
    post.hear("hello", NOON)
    assert [post.status(row) for row in rows] == [OutboxStatus.SENT, OutboxStatus.SENDING]


def test_what_was_being_sent_at_a_crash_is_unknown(post: PostOffice, store: Store) -> None:
    row = post.line("hello")
    post.take()
    with store.write() as uow:
        assert post.delivery.recover(uow, ACCOUNT, NOON + HOUR) == 1
    assert (post.status(row), post.row(row).due_at) == (OutboxStatus.UNKNOWN, NOON + HOUR + ECHO_WITHIN)
    assert post.hear("hello", NOON)


def test_after_an_outage_an_unknown_send_waits_anew_for_its_echo(post: PostOffice, store: Store) -> None:
    row = post.line("hello")
    post.go(outcome=SendOutcome.UNKNOWN)
    with store.write() as uow:
        assert post.delivery.recover(uow, ACCOUNT, NOON + HOUR) == 1
    assert post.go(NOON + HOUR) == []
    assert post.hear("hello", NOON)
    assert post.status(row) is OutboxStatus.SENT


def test_back_online_nothing_waits_longer(post: PostOffice, store: Store) -> None:
    post.line("hello")
    for _ in range(3):
        post.go(NOON + HOUR, SendOutcome.RETRY)
    with store.write() as uow:
        post.delivery.hasten(uow, ACCOUNT, NOON + SECOND)
    assert post.go(NOON + SECOND) == ["r1: hello"]


# friends


def test_a_letter_to_a_stranger_waits_and_the_room_is_told(post: PostOffice) -> None:
    row = post.letter("contact")
    assert post.go(outcome=SendOutcome.NEVER) == [">>id-小李: contact"]
    assert post.status(row) is OutboxStatus.WAITING
    assert post.go() == ["r1: @小李 请加我好友,有话私下发给您。"]
    assert post.befriend() == 1
    assert post.go(NOON + SECOND) == [">>id-小李: contact"]


def test_who_left_every_room_is_told_nowhere(post: PostOffice) -> None:
    post.letter("contact")
    post.change_room(left_at=NOON)
    post.go(outcome=SendOutcome.NEVER)
    assert post.go() == []


def test_a_new_friend_is_known_by_the_lasting_handle(post: PostOffice) -> None:
    post.letter("contact", status=OutboxStatus.WAITING)
    assert post.befriend(new_id="after-a-new-login") == 1
    assert post.befriend("nobody") == 0


def test_what_waited_too_long_for_a_friend_is_dropped(post: PostOffice) -> None:
    row = post.letter("contact", status=OutboxStatus.WAITING, expires_at=NOON + HOUR)
    post.befriend(at=NOON + HOUR)
    assert post.go(NOON + HOUR) == []
    assert post.status(row) is OutboxStatus.DROPPED


def test_a_friend_of_the_night_reads_unasked_things_in_the_morning(post: PostOffice) -> None:
    post.letter("how was it", status=OutboxStatus.WAITING, is_unasked=True)
    post.befriend(at=NIGHT)
    assert post.go(NIGHT) == []
    assert post.go(MORNING) == [">>id-小李: how was it"]


# what cannot be sent at all


def test_a_letter_to_somebody_whom_the_account_never_saw_is_parked(post: PostOffice, store: Store) -> None:
    with store.write() as uow:
        identity = uow.members.identity(ACCOUNT, "id-小李")
        assert identity is not None
        uow.members.change_identity(identity.id or 0, account="another")
    row = post.letter("hello")
    assert post.go() == []
    assert (post.status(row), post.row(row).reason) == (OutboxStatus.PARKED, "nobody known by this account")


def test_a_row_without_text_is_parked(post: PostOffice) -> None:
    row = post.line(None)
    letter = post.letter("")
    assert post.go() == []
    assert [post.status(each) for each in (row, letter)] == [OutboxStatus.PARKED] * 2


def test_a_letter_of_another_key_is_parked(post: PostOffice) -> None:
    other = Seal(new_key())
    row = post.letter("", text_sealed=other.close("hello"))
    assert not post.hear("hello", NOON, room=None, person="id-小李")
    assert post.go() == []
    assert (post.status(row), post.row(row).reason) == (OutboxStatus.PARKED, "sealed with another key")


def test_nothing_to_do_is_said_so(post: PostOffice) -> None:
    assert post.next_due_at() is None
    post.letter("waits", status=OutboxStatus.WAITING)
    assert post.next_due_at() is None
