"""A picture is a row of its own behind its words: sealed, sent and tried again by itself, forgotten when seen."""

import random

import pytest
from jinja2 import DictLoader

from bot.clock import MovableClock
from bot.delivery import ECHO_WITHIN, Delivery
from bot.outbox import Sender
from bot.outbox_rows import OutboxRows
from bot.pacing import UNPACED
from bot.rendering import Renderer
from bot.transports import PICTURE, Abilities, SendOutcome
from bot.writer import Writer
from handlers.replies import Reply, to_member, to_room
from handlers.rules import HouseRules
from storage.seal import Seal
from storage.states import OutboxStatus
from storage.store import Store
from tests.post import ACCOUNT, NOON, SECOND, PostOffice
from tests.support import ScriptedPlatform

DRAWN = b"\x89PNG of a clinic"


def draw(facts: object) -> bytes:
    assert facts == {"words": "海报"}
    return DRAWN


@pytest.fixture
def post(store: Store) -> PostOffice:
    post = PostOffice(store)
    templates = DictLoader({"plain.j2": "{{ words }}", "members/befriend.j2": "@{{ name }} 加我好友"})
    post.rows = OutboxRows(Renderer(templates), HouseRules(), makers={"drawing": draw})
    post.delivery = Delivery(post.rows)
    return post


def in_room(post: PostOffice) -> Reply:
    return to_room(post.rooms["r1"], "plain.j2", picture="drawing", words="海报")


def in_private(post: PostOffice, member: int | None = None) -> Reply:
    return to_member(member or post.member, "plain.j2", about_room=post.rooms["r1"], picture="drawing", words="海报")


def pictures(post: PostOffice) -> list[bytes | None]:
    with post.store.write() as uow:
        return [parcel.outgoing.picture for parcel in post.delivery.take(uow, ACCOUNT, NOON)]


def test_it_follows_its_words(post: PostOffice) -> None:
    assert post.write(in_room(post), in_private(post)) == 4
    assert pictures(post) == [None, DRAWN, None, DRAWN]


def test_its_text_stands_for_it(post: PostOffice) -> None:
    post.write(in_room(post), in_private(post))
    assert post.go() == ["r1: 海报", f"r1: {PICTURE}", ">>id-小李: 海报", f">>id-小李: {PICTURE}"]
    assert post.rows.text_of(in_room(post)) == post.rows.text_of(in_private(post)) == f"海报\n{PICTURE}"


def test_it_is_sealed_and_forgotten_when_it_has_gone_out(post: PostOffice) -> None:
    post.write(in_private(post))
    sealed = post.row(2).picture_sealed
    assert sealed is not None
    assert DRAWN not in sealed
    post.go()
    assert (post.row(2).picture_sealed, post.row(2).status) == (None, OutboxStatus.SENT)


def test_what_fails_is_tried_again_without_the_words(post: PostOffice) -> None:
    post.write(in_room(post))
    post.take()
    post.settle(1, SendOutcome.SENT)
    post.settle(2, SendOutcome.RETRY)
    assert post.go(NOON + 3 * SECOND) == [f"r1: {PICTURE}"]


def test_an_echo_settles_it(post: PostOffice) -> None:
    post.write(in_room(post))
    post.take()
    post.settle(1, SendOutcome.SENT)
    post.settle(2, SendOutcome.UNKNOWN)
    assert post.hear(PICTURE, NOON + SECOND)
    assert (post.status(2), post.row(2).picture_sealed) == (OutboxStatus.SENT, None)
    assert post.go(NOON + ECHO_WITHIN) == []


def test_it_waits_for_the_friendship_too(post: PostOffice) -> None:
    stranger = post.person("小王", is_friend=False)
    assert post.write(in_private(post, stranger)) == 3
    assert post.go() == ["r1: @小王 加我好友"]
    assert post.befriend("小王") == 2
    assert pictures(post) == [None, DRAWN]


def test_a_friendship_that_ended_is_told_once(post: PostOffice) -> None:
    post.write(in_private(post))
    post.go(outcome=SendOutcome.NEVER)
    assert [post.status(row) for row in (1, 2)] == [OutboxStatus.WAITING] * 2
    assert post.go() == ["r1: @小李 加我好友"]


def test_a_picture_that_is_not_taken_is_no_end_of_a_friendship(post: PostOffice) -> None:
    post.write(in_private(post))
    post.take()
    post.settle(1, SendOutcome.SENT)
    post.settle(2, SendOutcome.NEVER)
    assert post.status(2) is OutboxStatus.PARKED
    assert post.go() == []


def test_with_another_key_it_is_parked(post: PostOffice, store: Store) -> None:
    post.write(in_room(post))
    other = Seal(b"0" * 43 + b"=").close_content(DRAWN)
    with store.write() as uow:
        uow.outbox.change(post.row(2), picture_sealed=other)
    assert post.go() == ["r1: 海报"]
    assert post.status(2) is OutboxStatus.PARKED


async def test_where_no_picture_can_be_shown_the_words_go_alone(post: PostOffice, store: Store) -> None:
    platform, writer = ScriptedPlatform(ACCOUNT), Writer(store)
    sender = Sender(platform, writer, post.delivery, MovableClock(NOON), pacing=UNPACED, chance=random.Random(1))
    sender.set_online(is_online=True)
    writer.start()
    post.write(in_room(post))
    await sender.drain()
    assert platform.texts == ["海报"]
    platform.abilities = Abilities(image=True)
    post.write(in_room(post))
    await sender.drain()
    await writer.stop()
    assert platform.texts == ["海报", "海报", PICTURE]
    assert platform.sent[-1].picture == DRAWN


@pytest.mark.parametrize("options", [{"unasked": True}, {"merge": "enrolled"}])
def test_only_what_was_asked_for_has_one(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="asked"):
        Reply(template="plain.j2", facts={}, room_id=1, picture="drawing", **options)  # type: ignore[arg-type]
