"""Who may do what, every verb × role; and that each verb is asked for where it is done."""

import pytest

from handlers.access import ALLOWED, Verb
from storage.states import OrderStatus
from storage.vocabulary import Role
from tests.chat import Chat

RESIDENT, VOLUNTEER, LEADER, GRID_WORKER, ADMIN = Role
TABLE = {
    #                           居民   志愿者 队长   网格员 管理员
    Verb.PLACE: (True, True, True, True, True),
    Verb.CLAIM: (True, True, True, True, True),
    Verb.REVIEW: (True, True, True, True, True),
    Verb.DISPATCH: (False, False, True, True, True),
    Verb.RELEASE_FOR_ANOTHER: (False, False, True, True, True),
    Verb.FINISH_FOR_ANOTHER: (False, False, True, True, True),
    Verb.CANCEL_FOR_ANOTHER: (False, False, True, True, True),
    Verb.EDIT_FOR_ANOTHER: (False, False, True, True, True),
    Verb.REOPEN_FOR_ANOTHER: (False, False, False, True, True),
    Verb.REFUSE: (False, False, True, True, True),
    Verb.UNDO_FOR_ANOTHER: (False, False, True, True, True),
    Verb.CLOSE_REPORT: (False, False, False, True, True),
    Verb.HAND_REPORT_ON: (False, False, False, True, True),
    Verb.HUSH: (False, False, True, True, True),
    Verb.BIND: (False, False, False, True, True),
    Verb.WARN: (False, False, False, True, True),
    Verb.RECRUIT: (True, True, True, True, True),
    Verb.BEGIN_CHAIN: (False, False, True, True, True),
    Verb.ORGANISE_FOR_ANOTHER: (False, False, True, True, True),
}
CASES = [
    pytest.param(verb, role, may, id=f"{role} {verb}")
    for verb, row in TABLE.items()
    for role, may in zip(Role, row, strict=True)
]
#: What is said to do it, and before it; `{}` is quoted.
SAID = {
    Verb.PLACE: ([], "点单 换灯泡 5栋"),
    Verb.CLAIM: ([], "接单 1"),
    Verb.DISPATCH: ([], "派 1 给 小李"),
    Verb.RELEASE_FOR_ANOTHER: ([("小李", "接单 1")], "退单 1"),
    Verb.FINISH_FOR_ANOTHER: ([("小李", "接单 1")], "完成 1"),
    Verb.CANCEL_FOR_ANOTHER: ([], "取消 1"),
    Verb.EDIT_FOR_ANOTHER: ([], "改单 1 明天下午3点"),
    Verb.REOPEN_FOR_ANOTHER: ([("小李", "接单 1"), ("小李", "完成 1")], "重开 1"),
    Verb.REFUSE: ([], "拒单 1 找物业"),
    Verb.HUSH: ([], "机器人安静"),
}
SAYINGS = [pytest.param(*case.values, id=case.id) for case in CASES if case.values[0] in SAID]


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(ALLOWED) == set(Verb)


@pytest.mark.parametrize(("verb", "role", "may"), CASES)
def test_the_table_is_as_agreed(verb: Verb, role: Role, may: bool) -> None:
    assert (role in ALLOWED[verb]) is may


@pytest.mark.parametrize(("verb", "role", "may"), SAYINGS)
def test_each_is_asked_for(chat: Chat, verb: Verb, role: Role, may: bool) -> None:
    before, words = SAID[verb]
    chat.person("小李")
    chat.person("他", role)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    for name, first in before:
        chat.say(name, first)
    then = world(chat)
    said = chat.say("他", words)
    is_refused = len(said) == 1 and said[0].startswith((">>他: 这一步要由", ">>他: #1 要由"))
    assert is_refused is not may
    assert (world(chat) == then) is not may


def world(chat: Chat) -> tuple[object, ...]:
    with chat.store.read() as uow:
        return uow.orders.of_room(1, list(OrderStatus)), uow.rooms.get(1)
