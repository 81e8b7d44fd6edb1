"""The chat page in a real browser, as people use it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.transports import Outgoing
from bot.web.chat_platform import Saying
from bot.web.chat_world import ChatPerson, ChatRoom, ChatWorld
from tests.web.support.browser import Devices, chromium, sit_down
from tests.web.support.echo_bot import EchoBot
from tests.web.support.pictures import picture

_CONTRAST = (Path(__file__).parent / "support" / "contrast.js").read_text(encoding="utf-8")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def devices() -> AsyncIterator[Devices]:
    async with chromium() as devices:
        yield devices


async def test_two_tabs_as_two_people(bot: EchoBot, devices: Devices) -> None:
    async with (
        bot.running() as server,
        sit_down(devices.desk, server, "wang") as wang,
        sit_down(devices.desk, server, "xiaoli") as xiaoli,
    ):
        await wang.say("@一呼 帮我买药")
        await expect(wang.line("帮我买药").first).to_contain_class("mine")
        await expect(xiaoli.line("帮我买药").first).to_contain_class("theirs")
        posting = xiaoli.line("#12").last
        await expect(posting).to_contain_class("from-bot")
        await posting.hover()
        await posting.get_by_label("引用").click()
        await expect(xiaoli.page.locator("#room-composer .quoting")).to_contain_text("一呼:📋 #12")
        await xiaoli.say("我来")
        await expect(wang.line("我来").locator(".quote")).to_contain_text("一呼:📋 #12")
        await wang.page.locator("#private-text").fill("五星")
        await wang.page.keyboard.press("Enter")
        await expect(wang.private).to_contain_text("只有你看得见:五星")
        await expect(xiaoli.private.locator(".line")).to_have_count(0)
        assert (wang.trouble, xiaoli.trouble) == ([], [])
    assert bot.said[1].quote is not None
    assert bot.said[1].quote.sender == "一呼"


async def test_speaking_as_somebody_else_is_remembered_in_the_tab(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        await tab.page.locator("#room-text").fill("半句话")
        await bot.transport.send(Outgoing(None, "zhao", "给赵姐的"))
        await expect(tab.page.locator(".face", has_text="赵姐").locator(".whisper")).to_have_count(1)
        await expect(tab.private.locator(".line")).to_have_count(0)
        await tab.page.locator(".face", has_text="赵姐").click()
        await expect(tab.page.locator("#me-name")).to_have_text("赵姐")
        await expect(tab.private).to_contain_text("给赵姐的")
        await expect(tab.page.locator(".whisper")).to_have_count(0)
        await expect(tab.page.locator("#room-text")).to_have_value("")
        assert tab.page.url.endswith("?as=zhao")
        await tab.page.goto(f"{server.url}/chat")
        await expect(tab.page.locator("#me-name")).to_have_text("赵姐")
        await expect(tab.page.locator(".room-item")).to_have_count(2)


_HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>&amp;\"'`"


@pytest.mark.parametrize("kind", ["desk", "phone"])
async def test_hostile_and_endless_words_stay_words(bot: EchoBot, devices: Devices, kind: str) -> None:
    people = (
        ChatPerson("wang", _HOSTILE, _HOSTILE),
        ChatPerson("long", "很长的名字" * 30 + "x" * 200, "角色" * 20),
        ChatPerson("emoji", "👨‍👩‍👧\u202eabc", ""),
    )
    bot.world = ChatWorld(people, (ChatRoom("neighbours", _HOSTILE + "群" * 60, ("wang", "long", "emoji")),))
    async with bot.running() as server, sit_down(getattr(devices, kind), server, "wang") as tab:
        for person in people:
            for text in (
                _HOSTILE,
                "a" * 1500,
                "行\n" * 30 + "末",
                '「<b>x</b>」 javascript:alert(3) http://x/"onclick=alert(4)',
            ):
                bot.chat.say(Saying(person.id, "neighbours", text, quote=1 if person.id == "long" else None))
        await bot.transport.send(Outgoing("neighbours", None, f"#1 {_HOSTILE} 「{_HOSTILE[:20]}」 https://x/<b>"))
        await expect(tab.log.locator(".line")).to_have_count(13)
        assert await tab.log.locator("img, script, b:not(.number)").count() == 0
        assert _HOSTILE in await tab.log.locator(".words").first.inner_text()
        assert await tab.spills() == []
        await tab.page.locator("#speaker").click()
        assert await tab.spills() == []
        assert tab.trouble == []


async def test_the_page_comes_back_by_itself_after_a_restart(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        await tab.say("以前说的")
        await tab.sees("以前说的")
        await server.stop()
        await expect(tab.page.locator("#offline")).to_have_text("连接中断,正在重连…")
        await tab.say("断线时说的")
        await expect(tab.line("断线时说的")).to_contain_class("pending")
        bot.chat.say(Saying("zhao", "neighbours", "你没看到的"))
        port = server.port
        async with bot.running(port):
            await expect(tab.page.locator("#offline")).to_be_hidden()
            await tab.sees("你没看到的")
            await expect(tab.line("断线时说的")).to_have_count(1)
            await expect(tab.line("断线时说的")).not_to_contain_class("pending")
            await expect(tab.log.locator(".line")).to_have_count(3)
    assert [said.text for said in bot.said].count("断线时说的") == 1


async def test_everything_goes_by_keyboard(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "xiaoli") as tab:
        press = tab.page.keyboard.press
        bot.chat.say(Saying("wang", "neighbours", "哪个有空"))
        bot.chat.say(Saying("zhao", "neighbours", "我没得空"))
        await tab.sees("我没得空")
        await tab.page.locator("#room-text").focus()
        await tab.page.keyboard.type("第一行")
        await press("Shift+Enter")
        await tab.page.keyboard.type("第二行")
        await press("Enter")
        await expect(tab.line("第一行").locator(".words")).to_have_text("第一行\n第二行", use_inner_text=True)
        for _ in range(3):
            await press("ArrowUp")
        assert await tab.focused() == "1"
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert await tab.page.evaluate(outline) == "solid"
        await press("Enter")
        assert await tab.focused() == "引用"
        await press("Enter")
        await expect(tab.page.locator("#room-composer .quoting")).to_contain_text("王婆婆:哪个有空")
        assert await tab.focused() == "room-text"
        await press("Escape")
        await expect(tab.page.locator("#room-composer .quoting")).to_be_hidden()
        await tab.page.locator(".room-item[aria-current]").focus()
        await press("ArrowDown")
        await press("Enter")
        await expect(tab.page.locator("#room-name")).to_have_text("康乐志愿队")
        await tab.page.locator("#me-open").focus()
        await press("Enter")
        await press("ArrowUp")
        await press("Enter")
        await expect(tab.page.locator("#me-name")).to_have_text("王婆婆")


async def test_a_line_that_has_the_focus_keeps_it_when_it_arrives(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "xiaoli") as tab:
        await tab.page.evaluate(
            """() => { const send = WebSocket.prototype.send;
                 WebSocket.prototype.send = function (frame) { window.letGo = () => send.call(this, frame); }; }"""
        )
        await tab.page.locator("#room-text").fill("马上到")
        await tab.page.keyboard.press("Enter")
        await expect(tab.line("马上到")).to_contain_class("pending")
        await tab.page.keyboard.press("ArrowUp")
        await tab.page.evaluate("window.letGo()")
        await expect(tab.line("马上到")).not_to_contain_class("pending")
        await expect(tab.line("马上到")).to_be_focused()


async def test_tab_reaches_every_control_once_in_reading_order(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "xiaoli") as tab:
        seen = []
        for _ in range(22):
            await tab.page.keyboard.press("Tab")
            seen.append(await tab.page.evaluate("document.activeElement.id || document.activeElement.className"))
        order = [
            "skip",
            "large",
            "me-open",
            "room-item",
            "face",
            "room-log",
            "speaker",
            "room-text",
            "room-call",
            "send",
        ]
        assert [name for name in seen if name in order][: len(order)] == order
        assert "private-text" in seen


async def test_a_picture_is_sent_seen_and_enlarged(bot: EchoBot, devices: Devices, tmp_path: Path) -> None:
    good, text, large = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.png"
    good.write_bytes(picture("PNG", (600, 400)))
    text.write_bytes(b"<html>")
    large.write_bytes(b"x" * (8 * 1024 * 1024 + 1))
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        file = tab.page.locator("#room-composer input[type=file]")
        refusal = tab.page.locator("#room-composer .refusal")
        await file.set_input_files(large)
        await expect(refusal).to_have_text("图片太大了,最大 8 MB")
        await file.set_input_files(text)
        await expect(refusal).to_have_text("只能发 JPG、PNG、WebP、GIF 图片")
        assert "415" in tab.trouble.pop()
        await file.set_input_files(good)
        await expect(tab.page.locator("#room-composer .attached")).to_contain_text("图片准备好了")
        await expect(refusal).to_be_hidden()
        await tab.say("井盖坏了")
        shown = tab.log.locator(".line:not(.pending) .picture img")
        await expect(shown).to_have_js_property("naturalWidth", 480)
        await shown.click()
        await expect(tab.page.locator("#viewer img")).to_have_js_property("naturalWidth", 600)
        await tab.page.keyboard.press("Escape")
        await expect(tab.page.locator("#viewer")).to_be_hidden()
        assert tab.trouble == []
    assert (bot.said[0].text, len(bot.said[0].images)) == ("井盖坏了", 1)


async def test_five_hundred_lines_and_the_way_back_to_the_newest(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server:
        for number in range(500):
            bot.chat.say(Saying("zhao", "neighbours", f"第 {number} 条"))
        async with sit_down(devices.desk, server, "wang") as tab:
            await expect(tab.line("第 499 条")).to_be_in_viewport()
            await tab.page.locator("#room-scroller").evaluate("(it) => { it.scrollTop = 0; }")
            await expect(tab.log.locator(".line")).to_have_count(160)
            bot.chat.say(Saying("zhao", "neighbours", "刚说的"))
            await expect(tab.page.locator("#room-newest")).to_have_text("1 条新消息")
            await expect(tab.line("刚说的")).not_to_be_in_viewport()
            await tab.page.locator("#room-newest").click()
            await expect(tab.line("刚说的")).to_be_in_viewport()
            await expect(tab.page.locator("#room-newest")).to_be_hidden()


async def test_a_phone_has_rooms_a_drawer_and_long_presses(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.phone, server, "xiaoli") as tab:
        private = tab.page.locator("#private")
        await expect(private).not_to_be_visible()
        bot.chat.say(Saying("zhao", "volunteers", "@小李 在吗"))
        bot.chat.say(Saying("xiaoli", "neighbours", "私信"))
        await expect(tab.page.locator("#toast")).to_contain_text("一呼给你发了私信:只有你看得见:私信")
        await expect(tab.page.locator("#private-badge")).to_have_text("1")
        await tab.page.locator("#private-open").click()
        await expect(private.locator(".from-bot")).to_be_in_viewport(ratio=1)
        await expect(tab.page.locator("#private-badge")).to_be_hidden()
        await tab.page.locator("#private-close").click()
        await expect(private).not_to_be_visible()
        await expect(tab.page.locator("#elsewhere")).to_have_text("1")
        await tab.page.locator("#to-rooms").click()
        called = tab.page.locator(".room-item", has_text="康乐志愿队")
        await expect(called).to_contain_text("[有人@我] 赵姐:@小李 在吗")
        await called.click()
        await expect(tab.log.locator(".since")).to_have_count(0)
        await expect(tab.page.locator("#elsewhere")).to_be_hidden()
        bubble = tab.line("在吗").locator(".bubble")
        await bubble.dispatch_event("pointerdown", {"pointerType": "touch"})
        await tab.page.get_by_role("menuitem", name="引用").click()
        await expect(tab.page.locator("#room-composer .quoting")).to_contain_text("赵姐:@小李 在吗")
        assert await tab.spills() == []
        await tab.page.locator("#to-rooms").click()
        await tab.page.locator(".face", has_text="赵姐").click()
        await expect(tab.line("在吗")).to_contain_class("mine")
        await expect(tab.page.locator("#room-text")).to_have_attribute("placeholder", "以赵姐的身份说话")
        assert tab.trouble == []


async def test_unread_lines_are_marked_where_they_begin(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "xiaoli") as tab:
        bot.chat.say(Saying("zhao", "volunteers", "早先说的"))
        volunteers = tab.page.locator(".room-item", has_text="康乐志愿队")
        await expect(volunteers.locator(".badge")).to_contain_text("1")
        await volunteers.click()
        await tab.page.locator("#room-text").fill("说了一半")
        await tab.page.locator(".room-item", has_text="邻里群").click()
        await expect(tab.page.locator("#room-text")).to_have_value("")
        for number in range(3):
            bot.chat.say(Saying("zhao", "volunteers", f"新的{number}"))
        await expect(volunteers.locator(".badge")).to_contain_text("3")
        await expect(tab.page).to_have_title("(3) 下涧槽邻里群 · 小李")
        await volunteers.click()
        await expect(tab.log.locator(".since + .line, .since + .when + .line")).to_contain_text("新的0")
        await expect(volunteers.locator(".badge")).to_have_count(0)
        await expect(tab.page.locator("#room-text")).to_have_value("说了一半")


async def test_the_clock_bar_moves_the_bots_time(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        await tab.say("今天说的")
        await expect(tab.log.locator(".when")).to_have_text("10:00")
        await tab.page.get_by_role("button", name="+1 小时").click()
        await expect(tab.page.locator("#clock-time")).to_contain_text("5月20日周三11:00")
        await tab.page.get_by_role("button", name="到明早 8 点日报").click()
        await expect(tab.page.locator("#clock-time")).to_contain_text("5月21日周四08:00")
        await expect(tab.log.locator(".when")).to_have_text("昨天 10:00")
        await tab.page.get_by_role("button", name="到指定时间").click()
        await tab.page.locator("#pick-value").fill("2026-05-22T07:30")
        await tab.page.get_by_role("button", name="拨过去").click()
        await expect(tab.page.locator("#clock-time")).to_contain_text("5月22日周五07:30")
        await expect(tab.page.get_by_role("button", name="到今早 8 点日报")).to_be_enabled()
        await expect(tab.log.locator(".when")).to_have_text("周三 10:00")
        assert bot.clock.now() - bot.at == timedelta(days=1, hours=21, minutes=30)


async def test_a_clock_that_stands_has_no_buttons(bot: EchoBot, devices: Devices) -> None:
    bot.is_movable = False
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        await expect(tab.page.locator("#clock-time")).to_contain_text("10:00")
        await expect(tab.page.locator("#clock-moves")).to_be_hidden()


async def test_the_bot_is_called_by_a_button_and_by_typing(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        text = tab.page.locator("#room-text")
        await tab.page.locator("#room-call").click()
        await expect(text).to_have_value("@一呼\u2005")
        await tab.page.keyboard.type("帮助")
        await tab.page.keyboard.press("Enter")
        await expect(tab.line("#12 帮助")).to_be_visible()
        await text.press_sequentially("问下@赵")
        await expect(tab.page.get_by_role("option")).to_have_text(["赵赵姐志愿者"])
        await tab.page.keyboard.press("Enter")
        await expect(text).to_have_value("问下@赵姐\u2005")
        await tab.line("#12 帮助").get_by_text("「接单 12」").click()
        await expect(text).to_have_value("接单 12")
    assert (bot.said[0].text, bot.said[0].mentions_bot) == ("帮助", True)


async def test_a_line_that_is_too_long_is_refused_before_it_is_sent(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        await tab.say("字" * 2001)
        refusal = tab.page.locator("#room-composer .refusal")
        await expect(refusal).to_have_text("太长了,一条最多 2000 个字(现在 2001 个)")
        await tab.page.locator("#room-text").fill("短")
        await expect(refusal).to_be_hidden()
    assert bot.said == []


async def test_the_bot_can_be_asked_back_into_a_room(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        await bot.transport.leave_room("neighbours")
        await expect(tab.log.locator(".notice")).to_have_text("一呼退出了群聊")
        await tab.page.get_by_role("button", name="请一呼回来").click()
        await expect(tab.page.locator(".invite")).to_have_count(0)
        await expect(tab.log.locator(".notice").last).to_have_text("王婆婆邀请一呼加入了群聊")


async def test_words_stand_out_from_their_ground_by_day_and_by_night(bot: EchoBot, devices: Devices) -> None:
    async with bot.running() as server, sit_down(devices.desk, server, "wang") as tab:
        await tab.say("@一呼 看看「接单 12」")
        await tab.sees("接单 12")
        await tab.page.locator("#large").click()
        await expect(tab.page.locator("html")).to_contain_class("large")
        assert await tab.page.evaluate(_CONTRAST) == []
        await tab.page.emulate_media(color_scheme="dark")
        assert await tab.page.evaluate(_CONTRAST) == []
