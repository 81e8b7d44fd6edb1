"""One message event made into an Incoming or an Echo, or passed over with a reason that is counted."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.clock import Clock
from bot.transports import PICTURE, Echo, Incoming
from bot.transports.account_state import AccountState
from bot.transports.onebot_directory import FAILURES, Directory
from bot.transports.onebot_facts import Facts, as_number
from bot.transports.onebot_link import Link
from bot.transports.onebot_seen import Seen, SeenMessages
from bot.transports.onebot_segments import EVERYBODY, Segment, plain, read_segments
from bot.transports.onebot_settings import OneBotSettings
from handlers.understanding.message import Quote

TOO_OLD: Final = timedelta(minutes=10)
LONGEST_TEXT: Final = 10_000
MOST_IMAGES: Final = 20
NO_PERSONS: Final = {"anonymous": "anonymous", "notice": "system", "group": "temporary_session"}
KINDS: Final = frozenset({"record", "video", "file", "json", "xml", "forward", "node", "mface", "share", "location"})
_BLANKS: Final = re.compile(" {2,}")


class MessageReader:
    def __init__(
        self,
        settings: OneBotSettings,
        state: AccountState,
        link: Link,
        directory: Directory,
        *,
        seen: SeenMessages,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._state = state
        self._link = link
        self._directory = directory
        self._seen = seen
        self._clock = clock

    async def read(self, facts: Facts) -> Incoming | Echo | None:
        segments = read_segments(facts.raw("message"))
        if reason := self._why_not(facts, segments):
            self._state.pass_over(reason)
            return None
        if facts.account_id("user_id") == self._settings.self_id:
            return self._echo(facts, segments)
        return await self._incoming(facts, segments)

    def _why_not(self, facts: Facts, segments: Sequence[Segment]) -> str:
        is_own = facts.account_id("user_id") == self._settings.self_id
        is_private = facts.text("message_type") == "private"
        if not (facts.account_id("user_id") and facts.message_id("message_id")):
            return "incomplete"
        if not (is_private or facts.account_id("group_id")):
            return "no_room"
        if is_own and is_private and not facts.account_id("target_id"):
            return "own_to_nobody"
        if not is_own and facts.text("sub_type") in NO_PERSONS:
            return NO_PERSONS[facts.text("sub_type")]
        if self._clock.now() - facts.at(now=self._clock.now()) > TOO_OLD:
            return "old"
        has_words = bool(plain(segments)) or (not is_own and bool(_voice(segments)))
        return "" if has_words else _kind_of(segments)

    def _echo(self, facts: Facts, segments: Sequence[Segment]) -> Echo:
        room = facts.account_id("group_id") or None
        person = None if room else facts.account_id("target_id")
        text = self._state.wording(conversation(room, person), squeezed(plain(segments)))
        self._seen.remember(facts.message_id("message_id"), self._own(text))
        return Echo(self._settings.account, room, person, text, facts.at(now=self._clock.now()))

    def _own(self, text: str) -> Seen:
        return Seen(self._settings.self_id, self._settings.bot_names[0], text)

    async def _incoming(self, facts: Facts, segments: Sequence[Segment]) -> Incoming:
        is_private = facts.text("message_type") == "private"
        room = None if is_private else facts.account_id("group_id")
        sender = self._directory.person(facts, wrote_privately=is_private)
        replied_to, said = _split_reply(segments)
        about = await self._find(replied_to) if replied_to else None
        text = await self._words(room, _without_courtesy(said, about))
        images = tuple(_reference(segment) for segment in said if segment.is_photo)[:MOST_IMAGES]
        self._seen.remember(facts.message_id("message_id"), Seen(sender.id, sender.name, text or PICTURE))
        return Incoming(
            self._settings.account,
            facts.message_id("message_id"),
            room=room,
            room_topic=await self._topic(facts, room),
            sender=sender,
            text=text,
            sent_at=facts.at(now=self._clock.now()),
            quote=Quote(about.name, about.text) if about else None,
            mentions_bot=any(self._is_me(segment) for segment in said),
            images=tuple(image for image in images if image),
            voice="" if text else _voice(said),
        )

    async def _topic(self, facts: Facts, room: str | None) -> str:
        if room is None:
            return ""
        if topic := facts.text("group_name"):  # some implementations say it with each message
            self._directory.topics.put(room, topic)
        return await self._directory.topic(room)

    def _is_me(self, segment: Segment) -> bool:
        return segment.kind == "at" and segment.data.get("qq") == self._settings.self_id

    async def _words(self, room: str | None, segments: Sequence[Segment]) -> str:
        words: list[str] = []
        for segment in segments:
            if self._is_me(segment) or segment.kind == "image":
                words.append(" ")
            elif segment.kind == "at":
                words.append(f"@{await self._name(room, segment)} ")
            else:
                words.append(str(segment))
        return _joined(words)[:LONGEST_TEXT]

    async def _name(self, room: str | None, mention: Segment) -> str:
        if mention.data.get("qq") == EVERYBODY:
            return "全体成员"
        number = Facts(mention.data).account_id("qq")
        name = mention.data.get("name", "").removeprefix("@").strip()
        return name or (await self._directory.name_in(room, number) if room and number else number)

    async def _find(self, message_id: str) -> Seen:
        """What the reply is about; empty, where nobody knows: the reply counts without it."""
        if (seen := self._seen.get(message_id)) is not None:
            return seen
        try:
            answer = await self._link.call(
                "get_msg", patience=self._settings.call_patience, message_id=as_number(message_id)
            )
        except FAILURES:
            return Seen("", "", "")
        facts = answer.inner("data")
        sender = facts.inner("sender")
        number = sender.account_id("user_id") or facts.account_id("user_id")
        text = plain(_split_reply(read_segments(facts.raw("message")))[1])
        found = Seen(number, sender.text("card").strip() or sender.text("nickname").strip(), text)
        if number == self._settings.self_id:
            found = self._own(text)
        self._seen.remember(message_id, found)
        return found


def conversation(room: str | None, person: str | None) -> str:
    """Groups and people are numbered apart from one another."""
    return room or f"with {person}"


def squeezed(text: str) -> str:
    """Implementations fold white space, mostly around mentions."""
    return "".join(text.split())


def _kind_of(segments: Sequence[Segment]) -> str:
    return next((segment.kind for segment in segments if segment.kind in KINDS), "empty")


def _split_reply(segments: Sequence[Segment]) -> tuple[str, tuple[Segment, ...]]:
    replied_to = next((Facts(segment.data).message_id("id") for segment in segments if segment.kind == "reply"), "")
    return replied_to, tuple(segment for segment in segments if segment.kind != "reply")


def _without_courtesy(segments: Sequence[Segment], about: Seen | None) -> Sequence[Segment]:
    """Clients write a mention of the quoted person in front of a reply, unasked."""
    first = segments[0] if segments else None
    is_courtesy = about and first and first.kind == "at" and about.sender and first.data.get("qq") == about.sender
    return segments[1:] if is_courtesy else segments


def _voice(segments: Sequence[Segment]) -> str:
    return next((_reference(segment) for segment in segments if segment.kind == "record"), "")


def _reference(file: Segment) -> str:
    return file.data.get("url") or file.data.get("file", "")


def _joined(words: Sequence[str]) -> str:
    return _BLANKS.sub(" ", "".join(words)).strip()
