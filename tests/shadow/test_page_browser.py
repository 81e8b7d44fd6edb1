"""The page in a real browser, on a desk and on a phone: it asks nobody for anything, and can be read."""

from pathlib import Path

from playwright.async_api import BrowserContext, Page

from tests.shadow.chats import TALK, export, said, yihu
from tests.web.support.browser import chromium

CONTRAST = (Path(__file__).parents[1] / "web/support/contrast.js").read_text("utf-8")


async def opened(device: BrowserContext, page_file: Path, asked: list[str], trouble: list[str]) -> Page:
    page = await device.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    await page.goto(page_file.as_uri())
    return page


async def test_the_page_is_read_on_a_desk_and_on_a_phone(folder: Path) -> None:
    long = said("赵姐", "点单 修水龙头 " + "x" * 300, "15:00")
    talk = (*TALK, long, *(said(f"邻居{n}", "早", f"16:{n:02}") for n in range(40)))
    export(folder / "chat.jsonl", *talk)
    assert yihu("shadow", "chat.jsonl").exit_code == 0
    file = folder / "chat.shadow.html"
    asked: list[str] = []
    trouble: list[str] = []
    async with chromium() as devices:
        for device in (devices.desk, devices.phone):
            page = await opened(device, file, asked, trouble)
            for scheme in ("light", "dark"):
                await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                assert await page.evaluate(CONTRAST) == []
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            titles = await page.locator("summary h2").all_inner_texts()
            assert [title.split()[0] for title in titles] == ["危急", "会办", "不理", "没人问,自己会说的"]
            folded = page.locator(".entry.ignore").first
            assert not await folded.is_visible()  # much small talk is folded away
            await page.locator("summary", has_text="不理").click()
            assert await folded.is_visible()
            await page.close()
    assert asked == [file.as_uri()] * 2
    assert trouble == []
