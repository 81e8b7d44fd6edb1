"""One message door to door: repeats, rooms, people, failures. What is answered is the golden chats' business."""

from datetime import timedelta
from itertools import count

import pytest
from jinja2 import BaseLoader, DictLoader, FunctionLoader

from bot.outbox_rows import OutboxRows
from bot.pipeline import REMEMBERED_IDS, TIMER_RETRY, TIMERS_A_SWEEP, Outcome, Pipeline
from bot.remembered import Remembered
from bot.rendering import Renderer
from bot.transports import Incoming, Person
from handlers.act import key
from handlers.errors import LostRace
from handlers.rules import HouseRules
from storage.models.places import Room
from storage.models.talk import OutboxMessage, Timer
from storage.states import OutboxStatus
from storage.store import Store
from storage.vocabulary import Role, TimerKind
from tests.chat import ACCOUNT, MORNING, Chat

NEED = "点单 修水龙头 5栋"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def chat(store: Store) -> Chat:
    return Chat(store, rooms=("邻里群", "二号群"))


def with_templates(store: Store, loader: BaseLoader) -> Chat:
    """A chat whose house lacks templates: handlers fail when their words are wanted."""
    chat = Chat(store)
    numbers = count(1)
    rows = OutboxRows(Renderer(loader), chat.rules)
    chat.pipeline = Pipeline(chat.rules, rows, new_id=lambda: f"x{next(numbers)}")
    return chat


def outbox(store: Store) -> list[OutboxMessage]:
    with store.read() as uow:
        return uow.outbox.in_status(ACCOUNT, *OutboxStatus)


# repeats


def test_a_repeated_message_does_nothing(chat: Chat) -> None:
    first = chat.say("王婆婆", NEED, message_id="m")
    assert first[0].startswith("邻里群: 📋 #1")
    assert chat.say("王婆婆", NEED, message_id="m") == []
    assert chat.outcome is Outcome.REPEATED


def test_repeats_end_after_a_restart_too(chat: Chat, store: Store) -> None:
    chat.say("王婆婆", NEED, message_id="m")
    chat.pipeline = Pipeline(chat.rules, OutboxRows(Renderer(), chat.rules), new_id=str)
    chat.say("王婆婆", NEED, message_id="m")
    assert chat.outcome is Outcome.REPEATED
    assert len({row.cause for row in outbox(store)}) == 1


def test_chatter_is_ignored_and_not_looked_at_twice(chat: Chat, store: Store) -> None:
    assert chat.say("王婆婆", "今天天气真好", message_id="m") == []
    outcomes = [chat.outcome]
    chat.say("王婆婆", "今天天气真好", message_id="m")
    assert [*outcomes, chat.outcome] == [Outcome.IGNORED, Outcome.REPEATED]
    with store.read() as uow:
        assert uow.members.everyone() == []


def test_an_old_message_never_acts(chat: Chat, store: Store) -> None:
    old = incoming(NEED, room="邻里群", sent_at_minutes=-11)
    with store.write() as uow:
        assert chat.pipeline.handle(uow, old, MORNING) is Outcome.TOO_OLD


def test_only_so_much_is_remembered() -> None:
    remembered: Remembered[int] = Remembered(2)
    for number in range(3):
        remembered.put(("a", str(number)), number)
    remembered.put(("a", "1"), 10)
    remembered.put(("a", "3"), 3)
    assert [remembered.get(("a", str(number))) for number in range(4)] == [None, 10, None, 3]
    assert ("a", "1") in remembered
    assert REMEMBERED_IDS > 0


# rooms


def incoming(
    text: str,
    *,
    room: str | None = None,
    sender: Person | None = None,
    topic: str = "",
    account: str = ACCOUNT,
    sent_at_minutes: int = 0,
    mentions_bot: bool = False,
) -> Incoming:
    return Incoming(
        account=account,
        id=f"{text}-{room}-{sent_at_minutes}-{topic}",
        room=room,
        room_topic=topic,
        sender=sender or Person("王婆婆", "王婆婆"),
        text=text,
        sent_at=MORNING + sent_at_minutes * MINUTE,
        mentions_bot=mentions_bot,
    )


def handle(chat: Chat, message: Incoming) -> Outcome:
    with chat.store.write() as uow:
        return chat.pipeline.handle(uow, message, MORNING)


def test_a_new_room_is_written_down_and_stays_silent(chat: Chat, store: Store) -> None:
    assert handle(chat, incoming(NEED, room="新群", topic="新来的")) is Outcome.IGNORED
    with store.read() as uow:
        room = uow.rooms.known_as(ACCOUNT, "新群")
    assert room is not None
    assert (room.topic, room.site_id) == ("新来的", None)


def test_a_room_that_was_left_hears_nothing(chat: Chat, store: Store) -> None:
    with store.write() as uow:
        room = uow.rooms.known_as(ACCOUNT, "邻里群")
        uow.rooms.change(key(room.id if room else None), left_at=MORNING)
    assert chat.say("王婆婆", NEED) == []


def test_a_new_topic_is_noticed(chat: Chat, store: Store) -> None:
    handle(chat, incoming("早", room="邻里群", topic="改名了"))
    handle(chat, incoming("早上好", room="邻里群"))
    with store.read() as uow:
        room = uow.rooms.known_as(ACCOUNT, "邻里群")
    assert room is not None
    assert room.topic == "改名了"


def test_private_words_belong_to_the_room_last_spoken_in(chat: Chat) -> None:
    chat.say("赵姐", NEED, room="二号群")
    chat.say("赵姐", "早", room="邻里群")
    chat.say("小李", "早", room="二号群")
    assert chat.say("赵姐", NEED, private=True)[0].startswith("邻里群: 📋")
    assert chat.say("小李", "点单 换灯泡 3栋", private=True)[0].startswith("二号群: 📋")


def test_after_a_restart_the_room_they_last_did_something_in(chat: Chat) -> None:
    chat.say("赵姐", NEED, room="二号群")
    chat.pipeline = Pipeline(chat.rules, OutboxRows(Renderer(), chat.rules), new_id=lambda: "after")
    assert chat.say("赵姐", "点单 换灯泡 3栋", private=True)[0].startswith("二号群: 📋")


def test_rooms_that_are_silent_or_of_another_account_are_passed_over(chat: Chat, store: Store) -> None:
    with store.write() as uow:
        uow.rooms.add(Room(account="another", external_id="別", topic="別", site_id=chat.site_id))
    chat.say("赵姐", "早", room="没绑定的群")
    assert chat.say("赵姐", NEED, private=True)[0].startswith("邻里群: 📋")


def test_without_any_room_nobody_is_answered(store: Store) -> None:
    rules = HouseRules()
    pipeline = Pipeline(rules, OutboxRows(Renderer(), rules), new_id=str)
    with store.write() as uow:
        assert pipeline.handle(uow, incoming("帮助"), MORNING) is Outcome.IGNORED


# people


def test_who_writes_privately_is_a_friend(chat: Chat, store: Store) -> None:
    chat.say("赵姐", NEED, private=True)
    with store.read() as uow:
        identity = uow.members.identity(ACCOUNT, "赵姐")
    assert identity is not None
    assert identity.is_friend is True


def test_a_new_login_gives_new_ids_to_the_same_people(chat: Chat, store: Store) -> None:
    handle(chat, incoming(NEED, room="邻里群", sender=Person("old-id", "王婆婆", handle="wx_wang")))
    handle(chat, incoming("取消 1", room="邻里群", sender=Person("new-id", "王婆婆(新手机)", handle="wx_wang")))
    with store.read() as uow:
        (member,) = uow.members.everyone()
    assert member.name == "王婆婆(新手机)"


# failures


def test_a_handler_that_fails_costs_only_its_message(store: Store) -> None:
    chat = with_templates(store, DictLoader({"refusals/failed.j2": "出错了"}))
    assert chat.say("王婆婆", NEED, message_id="m") == []
    assert chat.outcome is Outcome.FAILED
    with store.read() as uow:
        assert uow.orders.get(1) is None
        assert uow.inbox.has(ACCOUNT, "m")
        assert uow.audit.decision_on(ACCOUNT, "m") is not None


@pytest.mark.parametrize(
    ("is_mentioned", "is_private", "answer"),
    [
        (True, False, ["邻里群: 出错了"]),
        (False, True, [">>王婆婆: 出错了"]),
        (False, False, []),
    ],
    ids=["mentioned", "private", "by the way"],
)
def test_whoever_spoke_to_the_bot_is_told(
    store: Store, *, is_mentioned: bool, is_private: bool, answer: list[str]
) -> None:
    chat = with_templates(store, DictLoader({"refusals/failed.j2": "出错了"}))
    assert chat.say("王婆婆", NEED, mentions_bot=is_mentioned, private=is_private) == answer


def test_a_refusal_goes_to_the_asker_alone_and_changes_nothing(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    assert [line.partition(":")[0] for line in chat.say("王婆婆", "接单 1")] == [">>王婆婆"]
    assert chat.outcome is Outcome.REFUSED


def test_a_lost_race_is_the_writers_business(store: Store) -> None:
    chat = with_templates(store, FunctionLoader(_lose))
    with pytest.raises(LostRace):
        chat.say("王婆婆", NEED)


def _lose(_: str) -> str:
    raise LostRace


# timers


def test_a_sweep_runs_so_much_at_a_time(chat: Chat, store: Store) -> None:
    with store.write() as uow:
        for _ in range(TIMERS_A_SWEEP + 1):
            uow.timers.add(Timer(kind=TimerKind.DISPATCH_RUNS_OUT, due_at=MORNING))
        assert chat.pipeline.sweep(uow, MORNING) == TIMERS_A_SWEEP
        assert chat.pipeline.sweep(uow, MORNING) == 1
        assert chat.pipeline.sweep(uow, MORNING) == 0


@pytest.fixture
def finished(chat: Chat) -> Chat:
    """王婆婆 is to be asked how it was in an hour."""
    chat.say("王婆婆", NEED)
    chat.say("小李", "接单 1")
    chat.say("小李", "完成 1")
    return chat


LATER = MORNING + timedelta(hours=1)


def test_a_timer_that_fails_is_tried_again_later(finished: Chat, store: Store) -> None:
    broken = with_templates_of(finished, DictLoader({}))
    with store.write() as uow:
        assert broken.sweep(uow, LATER) == 1
        (timer,) = uow.timers.of_order(1)
    assert (timer.kind, timer.due_at) == (TimerKind.ASK_REVIEW, LATER + TIMER_RETRY)
    assert finished.wait_until(LATER + TIMER_RETRY)[0].startswith(">>王婆婆: #1")


def test_a_timer_that_loses_a_race_is_left_to_the_writer(finished: Chat, store: Store) -> None:
    with pytest.raises(LostRace), store.write() as uow:
        with_templates_of(finished, FunctionLoader(_lose)).sweep(uow, LATER)
    with store.read() as uow:
        assert [timer.due_at for timer in uow.timers.of_order(1)] == [LATER]


def with_templates_of(chat: Chat, loader: BaseLoader) -> Pipeline:
    return Pipeline(chat.rules, OutboxRows(Renderer(loader), chat.rules), new_id=str)


def test_every_day_has_its_timers(chat: Chat, store: Store) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    with store.write() as uow:
        chat.pipeline.plan(uow, MORNING)
        chat.pipeline.plan(uow, MORNING)
        kinds = [timer.kind for timer in uow.timers.due(now=MORNING + timedelta(days=1))]
    assert sorted(kinds) == sorted([TimerKind.DIGEST, TimerKind.DIGEST, TimerKind.MORNING_LIST, TimerKind.LEFTOVERS])
