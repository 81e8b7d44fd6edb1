"""Danger now: at once, at night, in a hushed room; and nothing promised that is not so."""

from datetime import datetime

import pytest

from handlers.understanding.commands import NoteEmergency
from handlers.understanding.contents import Place
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, Role
from tests.chat import Chat
from tests.handlers.direct import do

FIRE = "快来人!3栋起火了,救命!"
TOLD = "网格员已收到提醒。"


def test_without_a_grid_worker_none_is_promised(chat: Chat) -> None:
    (line,) = chat.say("王婆婆", FIRE)
    assert "119" in line
    assert TOLD not in line


def test_a_grid_worker_who_cannot_be_written_to_was_not_told(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER, is_friend=False)
    call, befriend = chat.say("王婆婆", FIRE)
    assert TOLD not in call
    assert befriend == "邻里群: @网格员小王 请加我好友,有话私下发给您。"


def test_every_nearest_grid_worker_but_the_caller_is_told(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.person("网格员小张", Role.GRID_WORKER)
    call, alert = chat.say("网格员小张", FIRE)
    assert call.endswith(TOLD)
    assert alert == ">>网格员小王: ⚠️ 「邻里群」网格员小张刚说了可能的险情(3栋),请马上去看群里。"


def test_it_passes_quiet_hours_and_a_hushed_room(store: Store) -> None:
    chat = Chat(store, at=datetime(2026, 5, 20, 23, 30, tzinfo=LOCAL_ZONE))
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.say("网格员小王", "机器人安静")
    assert [line.split(":")[0] for line in chat.say("王婆婆", FIRE)] == ["邻里群", ">>网格员小王"]


def test_it_is_in_no_digest(chat: Chat) -> None:
    chat.say("王婆婆", FIRE)
    assert chat.wait_until(datetime(2026, 5, 22, 12, 0, tzinfo=LOCAL_ZONE)) == []


def test_said_privately_the_room_hears_nothing_of_it(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.say("王婆婆", "帮助")
    said = do(chat, "王婆婆", NoteEmergency("suicide"), private=True)
    assert said[0].startswith(">>王婆婆: ⚠️ 请马上打 110,或心理援助热线 12356")
    assert said[1] == ">>网格员小王: ⚠️ 王婆婆私下跟我说了可能的险情,请马上联系。"


@pytest.mark.parametrize(
    ("kind", "number"), [("fire", "119"), ("gas", "119"), ("medical", "120"), ("suicide", "12356"), ("other", "110")]
)
def test_every_kind_has_its_number(chat: Chat, kind: str, number: str) -> None:
    (line,) = do(chat, "王婆婆", NoteEmergency(kind, Place("3栋2单元501", "3栋", "2单元501")))
    assert number in line
