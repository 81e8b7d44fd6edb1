"""The embedded chat platform: people say lines, the bot says lines, every open tab sees those meant for it."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.web.chat_lines import Line, LineKind, NewLine, Picture
from bot.web.chat_pictures import NotAPicture, PictureFolder
from bot.web.chat_store import ChatStore
from bot.web.chat_words import MENTION_END, clean_text
from bot.web.chat_world import ChatClock, ChatPerson, ChatRoom, ChatWorld

MAX_TEXT: Final = 2_000
#: A line that the bot was not given before a restart is given afterwards, unless it is older than this.
STILL_FRESH: Final = timedelta(minutes=10)

Frame = dict[str, Any]


class NotSaid(Exception):
    """The platform does not take this line; the text is what the person reads."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a tab asks to be said by the person it speaks as; `room` None is privately to the bot."""

    person: str
    room: str | None
    text: str
    quote: int | None = None
    picture: str | None = None
    page_key: str | None = None


@dataclass(eq=False, slots=True)
class Tab:
    """One open page. `push` must not block; it may drop the tab, which then reconnects and reads what it missed."""

    person: str
    push: Callable[[Frame], None]


class ChatPlatform:
    def __init__(self, folder: Path, clock: ChatClock, *, bot_name: str = "一呼") -> None:
        self.store = ChatStore(folder / "chat.sqlite3")
        self.pictures = PictureFolder(folder / "pictures")
        self.clock = clock
        self.bot_name = bot_name
        self.news = asyncio.Event()  # something waits for the transport
        self.rooms_joined: deque[ChatRoom] = deque()
        self._tabs: set[Tab] = set()
        self._read_world()

    def seed(self, world: ChatWorld) -> None:
        """As often as wanted: adds what is missing, renames what changed, keeps every line."""
        self.store.seed(world)
        self._read_world()

    def close(self) -> None:
        self.store.close()

    def _read_world(self) -> None:
        self.world = self.store.world()
        self.people: dict[str, ChatPerson] = {person.id: person for person in self.world.people}
        self.rooms: dict[str, ChatRoom] = {room.id: room for room in self.world.rooms}

    def rooms_of(self, person: str) -> tuple[ChatRoom, ...]:
        return tuple(room for room in self.world.rooms if person in room.members)

    def name_of(self, line: NewLine) -> str:
        return self.people[line.sender].name if line.sender is not None else self.bot_name

    def platform_id(self, line: Line) -> str:
        """Unique for ever, over all files that this platform ever had."""
        return f"{self.store.token}-{line.id}"

    def enter(self, tab: Tab) -> None:
        self._tabs.add(tab)

    def leave(self, tab: Tab) -> None:
        self._tabs.discard(tab)

    def say(self, saying: Saying) -> Line:
        text = clean_text(saying.text)
        self._check(saying, text)
        said = NewLine(
            kind=LineKind.PERSON,
            text=text,
            sent_at=self.clock.now(),
            room=saying.room,
            private_to=saying.person if saying.room is None else None,
            sender=saying.person,
            quote=self._quoted(saying),
            picture=self._picture(saying.picture),
            page_key=saying.page_key,
        )
        has_bot = saying.room is None or self.rooms[saying.room].has_bot
        line, is_new = self.store.add(said, handed_over=not has_bot)
        if is_new:
            self._show(line)
            self.news.set()
        return line

    def _check(self, saying: Saying, text: str) -> None:
        if saying.person not in self.people:
            raise NotSaid("没有这个人")
        if saying.room is not None and saying.person not in self._members(saying.room):
            raise NotSaid("你不在这个群里")
        if not text and saying.picture is None:
            raise NotSaid("没有内容")
        if len(text) > MAX_TEXT:
            raise NotSaid(f"太长了,一条最多 {MAX_TEXT} 个字(现在 {len(text)} 个)")

    def _members(self, room: str | None) -> tuple[str, ...]:
        return self.rooms[room].members if room in self.rooms else ()

    def _quoted(self, saying: Saying) -> int | None:
        if saying.quote is None:
            return None
        line = self.store.line(saying.quote)
        private_to = saying.person if saying.room is None else None
        if line is None or (line.said.room, line.said.private_to) != (saying.room, private_to):
            raise NotSaid("引用的那条消息不在这里")
        return line.id

    def _picture(self, name: str | None) -> Picture | None:
        if name is None:
            return None
        picture = self.pictures.find(name)
        if picture is None:
            raise NotSaid("图片没有传上来,请再选一次")
        return picture

    async def keep_picture(self, content: bytes) -> Picture:
        try:
            return await asyncio.to_thread(self.pictures.keep, content)
        except NotAPicture as refused:
            raise NotSaid(str(refused)) from None

    def bot_says(
        self,
        text: str,
        *,
        room: str | None,
        person: str | None,
        mentions: tuple[str, ...] = (),
        picture: Picture | None = None,
    ) -> Line:
        """Raises NotSaid where it can never arrive."""
        if room is not None and not (room in self.rooms and self.rooms[room].has_bot):
            raise NotSaid("the bot is not in this room")
        if room is None and person not in self.people:
            raise NotSaid("no such person")
        private_to = person if room is None else None
        return self._add(LineKind.BOT, text, room=room, private_to=private_to, mentions=mentions, picture=picture)

    def take_bot_out(self, room: str) -> None:
        if self.store.set_has_bot(room, has_bot=False):
            self._read_world()
            self._add(LineKind.NOTICE, f"{self.bot_name}退出了群聊", room=room)
            self.tell_all({"type": "rooms_changed"})

    def invite_bot(self, room: str, person: str) -> None:
        if person in self._members(room) and self.store.set_has_bot(room, has_bot=True):
            self._read_world()
            self._add(LineKind.NOTICE, f"{self.people[person].name}邀请{self.bot_name}加入了群聊", room=room)
            self.tell_all({"type": "rooms_changed"})
            self.rooms_joined.append(self.rooms[room])
            self.news.set()

    def _add(
        self,
        kind: LineKind,
        text: str,
        *,
        room: str | None = None,
        private_to: str | None = None,
        mentions: tuple[str, ...] = (),
        picture: Picture | None = None,
    ) -> Line:
        said = NewLine(
            kind, text, self.clock.now(), room=room, private_to=private_to, mentions=mentions, picture=picture
        )
        line, _ = self.store.add(said)
        self._show(line)
        return line

    def waiting(self) -> list[Line]:
        return self.store.waiting(since=self.clock.now() - STILL_FRESH)

    def _show(self, line: Line) -> None:
        private_to, members = line.said.private_to, self._members(line.said.room)
        shown = {"type": "line", "line": self.frame(line)}
        for tab in tuple(self._tabs):
            if tab.person == private_to or tab.person in members:
                tab.push(shown)
            elif private_to is not None and line.said.kind is LineKind.BOT:
                tab.push({"type": "whisper", "person": private_to, "id": line.id})

    def tell_all(self, frame: Frame) -> None:
        for tab in tuple(self._tabs):
            tab.push(frame)

    def frame(self, line: Line) -> Frame:
        """A line as the page gets it."""
        said = line.said
        return {
            "id": line.id,
            "kind": said.kind,
            "room": said.room,
            "sender": said.sender,
            "text": self._shown_text(said),
            "at": int(said.sent_at.timestamp() * 1000),
            "key": said.page_key,
            "mentions": said.mentions,
            "quote": self._quote_frame(said.quote),
            "picture": _picture_frame(said.picture),
        }

    def _shown_text(self, said: NewLine) -> str:
        """The bot's line with the @ that its text does not have yet: WeChat adds it in the same way."""
        names = (self.people[person].name for person in said.mentions if person in self.people)
        return "".join(f"@{name}{MENTION_END}" for name in names if f"@{name}" not in said.text) + said.text

    def _quote_frame(self, number: int | None) -> Frame | None:
        line = self.store.line(number) if number is not None else None
        if line is None:
            return None
        picture = _picture_frame(line.said.picture)
        return {"id": line.id, "name": self.name_of(line.said), "text": line.said.text, "picture": picture}


def _picture_frame(picture: Picture | None) -> Frame | None:
    return {"name": picture.name, "width": picture.width, "height": picture.height} if picture else None
