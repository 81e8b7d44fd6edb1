"""A person at the chat page: a tab of a real Chromium, with the few gestures that tests need."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, BrowserContext, Locator, Page, Playwright, async_playwright, expect

from bot.web.server import WebServer

#: Chromium asks the network for updates and the like unless told not to.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=8_000)


@dataclass(frozen=True)
class Devices:
    """A browser on a desk and one on a phone. Each test has a port of its own, so what pages store is kept apart."""

    desk: BrowserContext
    phone: BrowserContext


def _chinese_type(folder: str) -> Path:
    """For fontconfig: the font that posters are drawn with, so that pages show real Chinese type wherever tests run."""
    fonts = resources.files("manimgx_fonts_cjk")
    families = "".join(
        f"<alias><family>{each}</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>"
        for each in ("sans-serif", "system-ui")
    )
    written = Path(folder) / "fonts.conf"
    written.write_text(
        f"<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}</cachedir>{families}</fontconfig>"
    )
    return written


@asynccontextmanager
async def chromium() -> AsyncIterator[Devices]:
    with TemporaryDirectory() as folder:
        async with async_playwright() as playwright, _browser(playwright, _chinese_type(folder)) as browser:
            yield Devices(
                desk=await browser.new_context(viewport={"width": 1280, "height": 800}),
                phone=await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True),
            )


@asynccontextmanager
async def _browser(playwright: Playwright, fonts: Path) -> AsyncIterator[Browser]:
    # None where Debian's is missing: then the one that `playwright install chromium` brings.
    browser = await playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=_ARGUMENTS, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
    )
    yield browser
    await browser.close()


class ChatTab:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.trouble: list[str] = []
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("dialog", lambda dialog: self.trouble.append(dialog.message))
        page.on("console", lambda said: self.trouble.append(said.text) if said.type == "error" else None)

    @property
    def log(self) -> Locator:
        return self.page.locator("#room-log")

    @property
    def private(self) -> Locator:
        return self.page.locator("#private-log")

    def line(self, text: str) -> Locator:
        return self.log.locator(".line", has_text=text)

    async def say(self, text: str) -> None:
        await self.page.locator("#room-text").fill(text)
        await self.page.keyboard.press("Enter")

    async def sees(self, text: str) -> None:
        await expect(self.line(text).last).to_be_visible()

    async def focused(self) -> str:
        """The id, or else the visible words, of what has the focus."""
        found: str = await self.page.evaluate(
            "(document.activeElement.id || document.activeElement.dataset.id || document.activeElement.innerText)"
        )
        return found

    async def spills(self) -> list[str]:
        """What holds more than its width: then the page, or a conversation, can be pushed sideways."""
        wider: list[str] = await self.page.evaluate(
            "[...document.querySelectorAll('html, .scroller, .side, .talk-head, .clockbar, .sheet')]"
            ".filter((it) => it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0)"
            ".map((it) => it.id || it.className || it.tagName)"
        )
        return wider


@asynccontextmanager
async def sit_down(device: BrowserContext, server: WebServer, person: str) -> AsyncIterator[ChatTab]:
    tab = ChatTab(await device.new_page())
    try:
        await tab.page.goto(f"{server.url}/chat?as={person}")
        await expect(tab.page.locator("#room-name")).not_to_be_empty()
        yield tab
    finally:
        await tab.page.close()
