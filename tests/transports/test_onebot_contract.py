"""Against code that is not ours: NoneBot's models of OneBot v11 read what we send and write what we read."""

import ast
import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from nonebot.adapters.onebot.v11 import ActionFailed, Adapter, Bot, Message, MessageSegment
from nonebot.adapters.onebot.v11.event import (
    FriendAddNoticeEvent,
    FriendRequestEvent,
    GroupDecreaseNoticeEvent,
    GroupIncreaseNoticeEvent,
    GroupMessageEvent,
    GroupRecallNoticeEvent,
    GroupRequestEvent,
    HeartbeatMetaEvent,
    PrivateMessageEvent,
)
from nonebot.adapters.onebot.v11.utils import handle_api_result
from nonebot.utils import DataclassEncoder
from pydantic import TypeAdapter

from bot.transports import Befriended, Incoming, Outgoing, Person, RoomEvent
from handlers.understanding.message import Quote
from tests.transports.onebot_implementation import (
    ALICE,
    BOB,
    CAROL,
    GROUP,
    ME,
    failed,
    heartbeat,
    house,
    notice,
    ok,
    request,
    said,
)

ROOM = str(GROUP)


@pytest.mark.parametrize(
    ("frame", "model"),
    [
        (said([{"type": "text", "data": {"text": "好"}}]), GroupMessageEvent),
        (said("[CQ:at,qq=10001] 好"), GroupMessageEvent),
        (said("好", group=None), PrivateMessageEvent),
        (heartbeat(), HeartbeatMetaEvent),
        (
            notice("group_increase", sub_type="invite", group_id=GROUP, user_id=ME, operator_id=CAROL),
            GroupIncreaseNoticeEvent,
        ),
        (
            notice("group_decrease", sub_type="kick_me", group_id=GROUP, user_id=ME, operator_id=CAROL),
            GroupDecreaseNoticeEvent,
        ),
        (notice("group_recall", group_id=GROUP, user_id=BOB, operator_id=BOB, message_id=1), GroupRecallNoticeEvent),
        (notice("friend_add", user_id=BOB), FriendAddNoticeEvent),
        (request("friend", user_id=BOB, flag="f", comment=""), FriendRequestEvent),
        (request("group", sub_type="invite", group_id=GROUP, user_id=BOB, flag="g", comment=""), GroupRequestEvent),
    ],
)
def test_the_scripted_implementation_speaks_the_standard(frame: dict[str, Any], model: type) -> None:
    assert type(Adapter.json_to_event(frame)) is model


def written(message: Message, form: str) -> Any:
    return str(message) if form == "codes" else json.loads(json.dumps(message, cls=DataclassEncoder))


@pytest.mark.parametrize("form", ["codes", "array"])
async def test_what_its_messages_say_is_understood(form: str) -> None:
    message = (
        MessageSegment.reply(5)
        + MessageSegment.at(ME)
        + MessageSegment.text(" 点单 [急], 修灯&插座 ")
        + MessageSegment.face(76)
        + MessageSegment.at(BOB)
        + MessageSegment.image("https://example.org/a?b=1,2&c=[3]")
    )
    async with house() as there, there.connected() as implementation:
        await implementation.push(said("📋 #12", message_id=5), said(written(message, form)))
        event = (await there.ear.hear(Incoming, count=2))[-1]
    assert event.text == "点单 [急], 修灯&插座 [表情]@小李"
    assert (event.quote, event.mentions_bot) == (Quote("王婆婆", "📋 #12"), True)
    assert event.images == ("https://example.org/a?b=1,2&c=[3]",)


@pytest.mark.parametrize("words", ["[CQ:at,qq=all]", "a&#91;b", "1,2,[3]&4", "&amp;"])
@pytest.mark.parametrize("form", ["codes", "array"])
async def test_what_looks_like_a_code_is_what_somebody_typed(form: str, words: str) -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.push(said(written(Message(MessageSegment.text(words)), form)))
        (event,) = await there.ear.hear(Incoming)
    assert event.text == words


@pytest.mark.parametrize("words", ["✅ @小李 接了 #1", "[CQ:at,qq=all] 1,2&3", "多行\n文字"])
async def test_it_reads_what_we_send(words: str) -> None:
    async with house() as there, there.connected() as implementation:
        await there.transport.send(Outgoing(ROOM, None, words, mention=(Person(str(BOB), "小李"),)))
        (call,) = implementation.of("send_group_msg")
    message = TypeAdapter(Message).validate_python(call["message"])
    assert [each.data["qq"] for each in message["at"]] == [str(BOB)]
    assert "".join(message.extract_plain_text().split()) == "".join(words.replace("@小李", "").split())
    assert message.count("at") == 1
    assert str(Message(str(message))) == str(message)


def actions() -> dict[str, set[str]]:
    """The parameters of every action of the standard, as NoneBot declares them."""
    tree = ast.parse(Path(inspect.getfile(Bot)).with_suffix(".pyi").read_text("utf-8"))
    return {
        method.name: {argument.arg for argument in (*method.args.args, *method.args.kwonlyargs)}
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == "Bot"
        for method in node.body
        if isinstance(method, ast.AsyncFunctionDef)
    }


async def test_every_action_we_ask_for_is_in_the_standard() -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["get_image"] = ok({"url": "http://127.0.0.1:9/"})
        await implementation.push(
            said([{"type": "reply", "data": {"id": "9"}}, {"type": "at", "data": {"qq": str(BOB)}}]),
            notice("group_increase", sub_type="invite", group_id=GROUP, user_id=ME),
            request("friend", user_id=BOB, flag="f", comment=""),
            request("group", sub_type="invite", group_id=GROUP, user_id=CAROL, flag="g", comment=""),
        )
        await there.transport.send(Outgoing(ROOM, None, "好"))
        await there.transport.leave_room(ROOM)
        with pytest.raises(FileNotFoundError):
            await there.transport.image("a.jpg")
        await there.ear.hear(RoomEvent)
        await there.ear.hear(Befriended)
        await implementation.called("set_group_add_request")
        calls = implementation.calls
    assert {action for action, _ in calls} == {
        *("send_group_msg", "send_private_msg", "get_group_info", "get_group_member_info", "get_msg", "get_image"),
        *("get_friend_list", "set_friend_add_request", "set_group_add_request", "set_group_leave"),
    }
    for action, parameters in calls:
        assert set(parameters) <= actions()[action], action


def test_a_failure_is_one_for_both() -> None:
    assert handle_api_result(ok({"message_id": ALICE})) == {"message_id": ALICE}
    with pytest.raises(ActionFailed):
        handle_api_result(failed(100, "x"))
