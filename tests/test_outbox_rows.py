"""Replies become rows: private facts stay private, answers are merged, unasked lines keep hours and budget."""

from datetime import timedelta
from typing import Any

import pytest
from jinja2 import DictLoader, UndefinedError

from bot.delivery import Delivery
from bot.outbox_rows import LONGEST_WAIT, OutboxRows
from bot.rendering import Renderer
from handlers.replies import Reply, to_member, to_room
from handlers.rules import HouseRules
from storage.private import Private, PrivateTextLeak
from storage.states import OutboxStatus
from storage.store import Store
from tests.post import ACCOUNT, MORNING, NIGHT, NOON, SECOND, PostOffice

TEMPLATES = {
    "plain.j2": "{{ words }}",
    "about.j2": "#{{ number }} {{ words }}",
    "joined.j2": "{% for item in items %}#{{ item.number }} {{ item.name }};{% endfor %}",
    "members/befriend.j2": "@{{ name }} 加我好友",
}
WINDOW = HouseRules().merge_window


@pytest.fixture
def post(store: Store) -> PostOffice:
    post = PostOffice(store)
    post.rows = OutboxRows(Renderer(DictLoader(TEMPLATES)), HouseRules())
    post.delivery = Delivery(post.rows)
    return post


def line(post: PostOffice, words: object, room: str = "r1", **options: Any) -> Reply:
    return to_room(post.rooms[room], "plain.j2", words=words, **options)


def letter(post: PostOffice, words: object, *, member: int | None = None, **options: Any) -> Reply:
    return to_member(member or post.member, "plain.j2", about_room=post.rooms["r1"], words=words, **options)


def answer(post: PostOffice, number: int, name: str = "小李", room: str = "r1", merge: str = "claimed") -> Reply:
    return to_room(post.rooms[room], "joined.j2", merge=merge, number=number, name=name)


# rooms


def test_a_line_is_due_at_once(post: PostOffice) -> None:
    assert post.write(line(post, "hello"), line(post, "there", "r2")) == 2
    assert post.go() == ["r1: hello", "r2: there"]


def test_nothing_is_written_to_a_room_that_was_left_or_never_was(post: PostOffice) -> None:
    post.change_room(left_at=NOON)
    assert post.write(line(post, "hello"), letter(post, "hello"), to_room(999, "plain.j2", words="hello")) == 0


def test_a_private_fact_never_gets_into_a_room(post: PostOffice) -> None:
    with pytest.raises(PrivateTextLeak):
        post.write(line(post, "written first"), line(post, Private("13800001234")))
    assert post.go() == []


def test_a_fact_that_is_missing_undoes_what_was_written(post: PostOffice) -> None:
    with pytest.raises(UndefinedError):
        post.write(line(post, "written first"), to_room(post.rooms["r1"], "plain.j2"))
    assert post.go() == []


def test_a_phone_that_slipped_into_a_name_is_masked(post: PostOffice) -> None:
    post.write(line(post, "王姐13800001234"))
    assert post.go() == ["r1: 王姐〔电话〕"]


# unasked lines


def test_an_unasked_line_waits_for_the_end_of_quiet_hours(post: PostOffice) -> None:
    post.write(line(post, "digest", unasked=True), line(post, "danger", unasked=True, is_danger=True), at=NIGHT)
    assert post.go(NIGHT) == ["r1: danger"]
    assert post.go(MORNING) == ["r1: digest"]


def test_two_unasked_lines_a_day_and_no_more(post: PostOffice) -> None:
    assert post.write(*(line(post, word, unasked=True) for word in ("one", "two", "three"))) == 2
    assert post.write(line(post, "another room", "r2", unasked=True)) == 1
    assert post.write(line(post, "danger", unasked=True, is_danger=True), line(post, "answer")) == 2


def test_a_line_of_the_night_is_on_the_next_days_budget(post: PostOffice) -> None:
    post.write(*(line(post, word, unasked=True) for word in ("one", "two")))
    assert post.write(line(post, "for tomorrow", unasked=True), at=NIGHT) == 1
    assert post.write(line(post, "tomorrow", unasked=True), at=MORNING) == 1
    assert post.write(line(post, "too much", unasked=True), at=MORNING) == 0


def test_a_hushed_room_gets_no_unasked_line_of_that_day(post: PostOffice) -> None:
    post.change_room(hushed_until=NOON + timedelta(hours=12))
    assert post.write(line(post, "nudge", unasked=True)) == 0
    assert post.write(line(post, "answer")) == 1
    assert post.write(line(post, "for tomorrow", unasked=True), at=NIGHT) == 1


# merging


def test_the_first_answer_goes_out_at_once_and_the_rest_as_one_line(post: PostOffice) -> None:
    post.write(answer(post, 1))
    for second, number in ((1, 2), (29, 3)):
        post.write(answer(post, number), at=NOON + second * SECOND)
    assert post.go(NOON + 29 * SECOND) == ["r1: #1 小李;"]
    assert post.go(NOON + WINDOW) == ["r1: #2 小李;#3 小李;"]
    assert post.go(NOON + 10 * WINDOW) == []


def test_the_next_window_opens_when_the_last_has_ended(post: PostOffice) -> None:
    for seconds in (0, 10, 31, 40):
        post.write(answer(post, seconds), at=NOON + seconds * SECOND)
    assert post.go(NOON + 40 * SECOND) == ["r1: #0 小李;", "r1: #10 小李;", "r1: #31 小李;"]
    assert post.go(NOON + 61 * SECOND) == ["r1: #40 小李;"]


def test_rooms_and_kinds_are_not_mixed(post: PostOffice) -> None:
    post.write(answer(post, 1), answer(post, 2, room="r2"), answer(post, 3, merge="taken"))
    assert post.go() == ["r1: #1 小李;", "r2: #2 小李;", "r1: #3 小李;"]


def test_without_a_window_nothing_is_held(post: PostOffice) -> None:
    post.rows = OutboxRows(Renderer(DictLoader(TEMPLATES)), HouseRules(merge_window=timedelta()))
    post.write(answer(post, 1), answer(post, 2))
    assert post.go() == ["r1: #1 小李;", "r1: #2 小李;"]


def test_a_held_answer_is_rendered_on_trial(post: PostOffice) -> None:
    post.write(answer(post, 1))
    with pytest.raises(UndefinedError):
        post.write(to_room(post.rooms["r1"], "joined.j2", merge="claimed", number=2))


def test_held_answers_do_not_come_after_what_follows_them(post: PostOffice) -> None:
    post.write(answer(post, 1), answer(post, 2), answer(post, 3), answer(post, 9, merge="taken"))
    post.write(answer(post, 8, merge="taken"))
    about = to_room(post.rooms["r1"], "about.j2", number=2, words="is open again")
    post.write(about, at=NOON + SECOND)
    assert post.go(NOON + SECOND) == ["r1: #1 小李;", "r1: #9 小李;", "r1: #2 小李;#3 小李;", "r1: #2 is open again"]
    assert post.go(NOON + WINDOW) == ["r1: #8 小李;"]


def test_answers_held_at_a_crash_go_out_after_it(post: PostOffice, store: Store) -> None:
    post.write(answer(post, 1), answer(post, 2))
    with store.write() as uow:
        statuses = [row.status for row in uow.outbox.in_status(ACCOUNT, *OutboxStatus)]
    assert statuses == [OutboxStatus.DUE, OutboxStatus.HELD]
    assert post.go(NOON + timedelta(days=1)) == ["r1: #1 小李;", "r1: #2 小李;"]


# letters


def test_a_letter_may_hold_private_facts_and_is_sealed(post: PostOffice, store: Store) -> None:
    post.write(letter(post, Private("13800001234")))
    with store.read() as uow:
        (row,) = uow.outbox.in_status(ACCOUNT, OutboxStatus.DUE)
    assert row.text is None
    assert b"1380" not in (row.text_sealed or b"")
    assert post.go() == [">>id-小李: 13800001234"]


def test_unasked_letters_of_the_night_are_one_in_the_morning(post: PostOffice) -> None:
    post.write(letter(post, "one", unasked=True), letter(post, "two", unasked=True), at=NIGHT)
    post.write(letter(post, "asked for"), letter(post, "danger", unasked=True, is_danger=True), at=NIGHT)
    assert post.go(NIGHT) == [">>id-小李: asked for", ">>id-小李: danger"]
    assert post.go(MORNING) == [">>id-小李: one\n\ntwo"]


def test_a_letter_that_ends_sooner_stays_alone(post: PostOffice) -> None:
    post.write(letter(post, "one", unasked=True), at=NIGHT)
    post.write(letter(post, "two", unasked=True, expires_at=MORNING + SECOND), at=NIGHT)
    assert post.go(MORNING) == [">>id-小李: one", ">>id-小李: two"]


def test_a_stranger_is_asked_to_befriend_once_a_day(post: PostOffice) -> None:
    stranger = post.person("赵姐", is_friend=False)
    assert post.write(letter(post, "one", member=stranger), letter(post, "two", member=stranger)) == 3
    assert post.go() == ["r1: @赵姐 加我好友"]
    tomorrow = NOON + timedelta(days=1)
    post.write(letter(post, "three", member=stranger), at=tomorrow)
    assert post.go(tomorrow) == ["r1: @赵姐 加我好友"]
    assert post.befriend("赵姐", tomorrow) == 3
    assert post.go(tomorrow) == [">>id-赵姐: one", ">>id-赵姐: two", ">>id-赵姐: three"]


def test_where_another_line_says_it_the_room_is_not_told_again(post: PostOffice) -> None:
    stranger = post.person("赵姐", is_friend=False)
    post.write(letter(post, "one", member=stranger, tells_to_befriend=False))
    assert post.go() == []


def test_a_letter_of_the_night_tells_the_room_in_the_morning(post: PostOffice) -> None:
    stranger = post.person("赵姐", is_friend=False)
    post.write(letter(post, "how was it", member=stranger, unasked=True), at=NIGHT)
    assert post.go(NIGHT) == []
    assert post.go(MORNING) == ["r1: @赵姐 加我好友"]


def test_a_letter_does_not_wait_for_ever(post: PostOffice) -> None:
    stranger = post.person("赵姐", is_friend=False)
    post.write(letter(post, "contact", member=stranger))
    post.befriend("赵姐", NOON + LONGEST_WAIT)
    assert post.go(NOON + LONGEST_WAIT) == ["r1: @赵姐 加我好友"]


def test_who_may_be_a_friend_is_written_to(post: PostOffice) -> None:
    unknown = post.person("赵姐", is_friend=None)
    post.write(letter(post, "contact", member=unknown))
    assert post.go() == [">>id-赵姐: contact"]
