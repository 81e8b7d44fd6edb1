"""The embedded platform through the eyes of the bot."""

import asyncio
from datetime import timedelta

import pytest

from bot.transports import (
    PICTURE,
    Echo,
    Incoming,
    Outgoing,
    Person,
    Presence,
    PresenceEvent,
    RoomChange,
    RoomEvent,
    SendOutcome,
    Transport,
)
from bot.transports.webchat import WebChat
from bot.web.chat_platform import Saying
from handlers.understanding.message import Quote
from tests.web.support.echo_bot import START, EchoBot
from tests.web.support.pictures import picture
from tests.web.support.tab import open_tab


async def silence(_transport: WebChat, _said: Incoming) -> None:
    pass


@pytest.fixture
def quiet(bot: EchoBot) -> EchoBot:
    bot.answer = silence
    return bot


async def test_it_is_a_transport_that_reaches_everybody(bot: EchoBot) -> None:
    async with bot.running():
        transport: Transport = bot.transport
        assert (transport.account, transport.abilities.private_to_anyone) == ("webchat", True)


async def test_what_people_say_comes_in_whole(quiet: EchoBot) -> None:
    async with quiet.running() as server, open_tab(server, "wang") as wang:
        sent = await quiet.transport.send(Outgoing("neighbours", None, "📋 #12 帮买药"))
        kept = await quiet.chat.keep_picture(picture())
        await wang.say("@一呼 我来", quote=1, picture=kept.name)
        await wang.next("said")
        await wang.say("五星", room=None)
        await wang.next("said")
        image = await quiet.transport.image(kept.name)
    token = sent.message_id.split("-")[0]
    assert quiet.received[0] == PresenceEvent("webchat", Presence.ONLINE)
    in_room, private = quiet.said
    assert in_room == Incoming(
        account="webchat",
        id=f"{token}-2",
        room="neighbours",
        room_topic="下涧槽邻里群",
        sender=Person("wang", "王婆婆", handle="wang", is_friend=True),
        text="我来",
        sent_at=START,
        quote=Quote("一呼", "📋 #12 帮买药"),
        mentions_bot=True,
        images=(kept.name,),
    )
    assert (private.room, private.room_topic, private.text, private.mentions_bot) == (None, "", "五星", False)
    assert image.startswith(b"\xff\xd8")


async def test_a_quoted_picture_has_a_name(quiet: EchoBot) -> None:
    async with quiet.running() as server, open_tab(server, "wang") as wang:
        kept = await quiet.chat.keep_picture(picture())
        await wang.say("", picture=kept.name)
        await wang.say("这是哪里", quote=1)
        await wang.next("said")
        await wang.next("said")
    assert quiet.said[1].quote == Quote("王婆婆", "[图片]")


async def test_pictures_it_never_had_are_not_found(bot: EchoBot) -> None:
    async with bot.running():
        with pytest.raises(FileNotFoundError):
            await bot.transport.image("../chat.sqlite3")


async def test_a_mention_that_the_text_lacks_is_shown(bot: EchoBot) -> None:
    xiaoli, zhao = Person("xiaoli", "小李"), Person("zhao", "赵姐")
    async with bot.running() as server, open_tab(server, "xiaoli") as tab:
        await bot.transport.send(Outgoing("neighbours", None, "@赵姐 到你了", mention=(xiaoli, zhao)))
        line = await tab.line()
    assert (line["text"], line["mentions"]) == ("@小李\u2005@赵姐 到你了", ["xiaoli", "zhao"])


async def test_a_picture_of_the_bot_is_shown_and_known_again(quiet: EchoBot) -> None:
    async with quiet.running() as server, open_tab(server, "wang") as wang:
        sent = await quiet.transport.send(Outgoing("neighbours", None, PICTURE, picture=picture("PNG")))
        line = await wang.line()
        broken = await quiet.transport.send(Outgoing("neighbours", None, PICTURE, picture=b"no picture"))
    assert (sent.outcome, broken.outcome) == (SendOutcome.SENT, SendOutcome.NEVER)
    assert (line["text"], line["picture"]["width"]) == ("", 64)
    quiet.received.clear()
    async with quiet.running():
        await quiet.until(lambda: len(quiet.received) == 2)
    assert quiet.received[1:] == [Echo("webchat", "neighbours", None, PICTURE, START)]


@pytest.mark.parametrize("outgoing", [Outgoing("nowhere", None, "在吗"), Outgoing(None, "nobody", "在吗")])
async def test_where_nobody_is_it_can_never_arrive(bot: EchoBot, outgoing: Outgoing) -> None:
    async with bot.running():
        sent = await bot.transport.send(outgoing)
    assert (sent.outcome, sent.reason != "") == (SendOutcome.NEVER, True)


async def test_it_leaves_a_room_and_is_asked_back(quiet: EchoBot) -> None:
    async with quiet.running() as server, open_tab(server, "wang") as wang:
        await quiet.transport.leave_room("neighbours")
        await quiet.transport.leave_room("neighbours")
        assert (await wang.line())["text"] == "一呼退出了群聊"
        assert (await quiet.transport.send(Outgoing("neighbours", None, "在吗"))).outcome is SendOutcome.NEVER
        await wang.say("它听不到")
        await wang.next("said")
        assert not (await wang.enter("wang"))["rooms"][0]["has_bot"]
        await wang.send(type="invite", room="neighbours")
        assert (await wang.line())["text"] == "王婆婆邀请一呼加入了群聊"
        await wang.next("rooms_changed")
        await wang.say("它听得到")
        await wang.next("said")
    assert [said.text for said in quiet.said] == ["它听得到"]
    assert RoomEvent("webchat", "neighbours", RoomChange.JOINED, "下涧槽邻里群") in quiet.received


async def test_order_is_kept_while_the_bot_is_slow(bot: EchoBot) -> None:
    slow = asyncio.Semaphore(0)

    async def wait(_transport: WebChat, _said: Incoming) -> None:
        await slow.acquire()

    bot.answer = wait
    async with bot.running() as server, open_tab(server, "wang") as wang:
        for number in range(150):
            await wang.say(str(number))
        for _ in range(150):
            await wang.next("said")
            slow.release()
        await bot.until(lambda: len(bot.said) == 150)
    assert [said.text for said in bot.said] == [str(number) for number in range(150)]


async def test_what_was_not_handed_over_comes_after_a_restart_if_it_is_fresh(bot: EchoBot) -> None:
    reached, never = asyncio.Event(), asyncio.Event()

    async def hang(_transport: WebChat, _said: Incoming) -> None:
        reached.set()
        await never.wait()

    bot.answer = hang
    async with bot.running():
        bot.chat.say(Saying("wang", "neighbours", "太旧了"))
        bot.clock.move_to(START + timedelta(minutes=11))
        for text in ("一", "二"):
            bot.chat.say(Saying("wang", "neighbours", text))
        await reached.wait()
    bot.received.clear()
    bot.answer = silence
    async with bot.running():
        await bot.until(lambda: len(bot.said) == 2)
    async with bot.running():
        bot.chat.say(Saying("wang", "neighbours", "三"))
        await bot.until(lambda: bot.said[-1].text == "三")
    assert [said.text for said in bot.said] == ["一", "二", "三"]
    assert len({said.id for said in bot.said}) == 3


async def test_the_newest_own_lines_are_seen_again_after_a_restart(quiet: EchoBot) -> None:
    async with quiet.running():
        await quiet.transport.send(Outgoing("neighbours", None, "旧的"))
        quiet.clock.move_to(START + timedelta(minutes=3))
        await quiet.transport.send(Outgoing("neighbours", None, "群里的", mention=(Person("wang", "王婆婆"),)))
        await quiet.transport.send(Outgoing(None, "wang", "私下的"))
    quiet.received.clear()
    async with quiet.running():
        await quiet.until(lambda: len(quiet.received) == 3)
    at = START + timedelta(minutes=3)
    assert quiet.received[1:] == [
        Echo("webchat", "neighbours", None, "群里的", at),
        Echo("webchat", None, "wang", "私下的", at),
    ]


async def test_stop_ends_the_run_even_in_the_middle(bot: EchoBot) -> None:
    async def stop(transport: WebChat, _said: Incoming) -> None:
        await transport.stop()

    bot.answer = stop
    async with bot.running():
        for text in ("一", "二"):
            bot.chat.say(Saying("wang", "neighbours", text))
        await bot.until(lambda: bot.said != [])
        assert len(bot.chat.waiting()) == 1
        assert [said.text for said in bot.said] == ["一"]
