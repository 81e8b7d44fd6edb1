"""What tabs see of each other, over real WebSockets."""

import asyncio
import contextlib
from datetime import datetime, timedelta

import aiohttp
import pytest

from bot.transports import Outgoing
from bot.web.chat_world import ChatWorld
from storage.vocabulary import LOCAL_ZONE
from tests.web.support.echo_bot import START, EchoBot
from tests.web.support.tab import open_tab


async def test_a_line_reaches_every_tab_in_the_room(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang, open_tab(server, "xiaoli") as xiaoli:
        await wang.say("哪个有空帮我买哈药嘛", key="wang-key-1")
        mine, theirs = await wang.line(), await xiaoli.line()
    assert mine == theirs
    assert (mine["sender"], mine["text"], mine["room"]) == ("wang", "哪个有空帮我买哈药嘛", "neighbours")
    assert (mine["key"], mine["at"]) == ("wang-key-1", START.timestamp() * 1000)


async def test_the_bot_answers_in_the_room_and_is_quoted(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang, open_tab(server, "xiaoli") as xiaoli:
        await wang.say("@一呼 帮我买药")
        await xiaoli.line()
        posting = await xiaoli.line()
        assert (posting["kind"], posting["sender"]) == ("bot", None)
        await xiaoli.say("我来", quote=posting["id"])
        claim = await wang.line()
        while claim["sender"] != "xiaoli":
            claim = await wang.line()
    assert claim["quote"] == {"id": posting["id"], "name": "一呼", "text": posting["text"], "picture": None}


async def test_private_lines_reach_only_the_tabs_of_that_person(bot: EchoBot) -> None:
    async with (
        bot.running() as server,
        open_tab(server, "wang") as wang,
        open_tab(server, "wang") as second,
        open_tab(server, "xiaoli") as xiaoli,
    ):
        await wang.say("我的电话是 13800001234", room=None)
        assert (await wang.line())["room"] is None
        answer = await wang.line()
        assert answer["text"] == "只有你看得见:我的电话是 13800001234"
        assert (await second.line())["sender"] == "wang"
        assert (await second.line()) == answer
        # Others learn that there is something to read, not what: the page marks the person in the list.
        assert await xiaoli.next("whisper") == {"type": "whisper", "person": "wang", "id": 2}
        await xiaoli.say("在吗")
        assert (await xiaoli.line())["text"] == "在吗"


async def test_rooms_one_is_not_in_stay_closed(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server) as wang, open_tab(server, "xiaoli") as xiaoli:
        welcome = await wang.enter("wang")
        assert [room["id"] for room in welcome["rooms"]] == ["neighbours"]
        await xiaoli.say("志愿者的事", room="volunteers")
        await xiaoli.line()
        await wang.say("让我看看", room="volunteers")
        assert (await wang.next("refused"))["text"] == "你不在这个群里"
        await wang.send(type="older", room="volunteers", before=99)
        assert (await wang.next("refused"))["text"] == "你不在这个群里"
        await wang.say("看得到吗", quote=1)
        assert (await wang.next("refused"))["text"] == "引用的那条消息不在这里"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        pytest.param({"text": "  \n "}, "没有内容", id="blank"),
        pytest.param({"text": "字" * 2001}, "太长了,一条最多 2000 个字(现在 2001 个)", id="too long"),
        pytest.param({"text": "好", "room": "nowhere"}, "你不在这个群里", id="no such room"),
        pytest.param({"text": "好", "quote": 77}, "引用的那条消息不在这里", id="no such quote"),
        pytest.param({"text": "", "picture": "x.jpg"}, "图片没有传上来,请再选一次", id="no such picture"),
    ],
)
async def test_refusals_say_why_and_which(bot: EchoBot, said: dict[str, object], why: str) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        await wang.send(**({"type": "say", "key": "refused-1", "room": "neighbours"} | said))
        assert await wang.next("refused") == {"type": "refused", "key": "refused-1", "text": why}
    assert bot.said == []


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"type":"say"}', '{"type":"enter","who":1}', '{"type":"ping","x":1}']
)
async def test_frames_that_are_none_are_refused(bot: EchoBot, text: str) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        await wang.send_text(text)
        assert "刷新" in (await wang.next("refused"))["text"]
        await wang.send(type="ping")
        await wang.next("pong")


async def test_two_thousand_characters_are_not_too_long(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        await wang.say("𠮷" * 2000)
        assert len((await wang.line())["text"]) == 2000


async def test_saying_it_again_after_a_broken_line_says_it_once(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        for _ in range(2):
            await wang.say("我来", key="same-key")
        assert (await wang.next("said"))["id"] == (await wang.next("said"))["id"]
        assert len(bot.said) == 1


async def test_a_tab_reads_what_it_missed(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        await wang.say("一")
        seen = (await wang.line())["id"]
        for text in ("二", "三"):
            await wang.say(text)
            await wang.line()
        async with open_tab(server) as late:
            token = (await late.enter("wang"))["token"]
            await late.next("history")
            await late.enter("wang", after=seen, token=token)
            assert [line["text"] for line in (await late.next("missed"))["lines"]] == ["二", "三"]
            await late.enter("wang", after=seen, token=token[::-1])
            rooms = {page["room"]: page for page in (await late.next("history"))["conversations"]}
    assert [line["text"] for line in rooms["neighbours"]["lines"]] == ["一", "二", "三"]
    assert rooms[None] == {"room": None, "has_older": False, "lines": []}


async def test_whoever_missed_very_much_starts_afresh_and_reads_older_pages(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server) as wang:
        for number in range(520):
            await bot.transport.send(Outgoing("neighbours", None, str(number)))
        token = (await wang.enter("wang", after=1))["token"]
        await wang.next("history")
        await wang.enter("wang", after=1, token=token)
        page = (await wang.next("history"))["conversations"][0]
        assert [page["has_older"], len(page["lines"]), page["lines"][-1]["text"]] == [True, 80, "519"]
        await wang.send(type="older", room="neighbours", before=page["lines"][0]["id"])
        older = await wang.next("older")
        assert [older["lines"][0]["text"], older["lines"][-1]["text"]] == ["360", "439"]
        await wang.send(type="older", room=None, before=1)
        assert (await wang.next("older"))["lines"] == []


async def test_a_restart_keeps_the_conversation(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        await wang.say("@一呼 帮助")
        await wang.line()
        await wang.line()
    async with bot.running() as server, open_tab(server) as again:
        await again.enter("nobody known")
        lines = (await again.next("history"))["conversations"][0]["lines"]
    assert [line["kind"] for line in lines] == ["person", "bot"]


async def test_a_stop_tells_the_tabs_to_come_back(bot: EchoBot) -> None:
    stack = contextlib.AsyncExitStack()
    server = await stack.enter_async_context(bot.running())
    async with open_tab(server, "wang") as wang:
        closing = asyncio.ensure_future(wang.closed())
        await stack.aclose()
        assert await closing == aiohttp.WSCloseCode.GOING_AWAY


async def test_the_clock_is_moved_and_everyone_sees_it(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "xiaoli") as other, open_tab(server) as wang:
        clock = (await wang.enter("wang"))["clock"]
        assert clock["movable"]
        assert clock["now"] == START.timestamp() * 1000
        assert clock["morning"] == datetime(2026, 5, 21, 8, tzinfo=LOCAL_ZONE).timestamp() * 1000

        async def moved(**to: object) -> datetime:
            await wang.send(type="move_clock", **to)
            await other.next("clock")
            return bot.clock.now()

        assert await moved(seconds=30) == START + timedelta(seconds=30)
        assert await moved() == datetime(2026, 5, 21, 8, tzinfo=LOCAL_ZONE)
        assert await moved(to="2026-05-22T06:30") == datetime(2026, 5, 22, 6, 30, tzinfo=LOCAL_ZONE)
        assert await moved() == datetime(2026, 5, 22, 8, tzinfo=LOCAL_ZONE)
        assert await moved(to="2026-05-23T00:00:00+00:00") == datetime(2026, 5, 23, 8, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize("to", ["2026-05-20T09:00", "2028-01-01T00:00"])
async def test_the_clock_goes_only_forward_and_not_for_ever(bot: EchoBot, to: str) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        await wang.send(type="move_clock", to=to)
        assert (await wang.next("clock"))["now"] == START.timestamp() * 1000
        assert (await wang.next("refused"))["text"] == "时间只能往后拨,最多一年"


async def test_where_the_clock_is_fixed_nobody_moves_it(bot: EchoBot) -> None:
    bot.is_movable = False
    async with bot.running() as server, open_tab(server) as wang:
        assert not (await wang.enter("wang"))["clock"]["movable"]
        await wang.send(type="move_clock", seconds=30)
        assert (await wang.next("refused"))["text"] == "这里的时间不能拨"


async def test_a_platform_without_people_says_so(bot: EchoBot) -> None:
    bot.world = ChatWorld()
    async with bot.running() as server, open_tab(server) as tab:
        await tab.send(type="enter")
        assert (await tab.next("refused"))["text"] == "这里还没有人"
        await tab.say("有人吗", room=None)
        assert (await tab.next("refused"))["text"] == "没有这个人"


async def test_a_tab_that_reads_nothing_is_dropped(bot: EchoBot) -> None:
    async with bot.running() as server, open_tab(server, "wang") as wang:
        for _ in range(2_100):  # nothing is awaited in between that would let the tab's own writer run
            bot.chat.tell_all({"type": "pong"})
        assert await wang.closed() == aiohttp.WSCloseCode.TRY_AGAIN_LATER
