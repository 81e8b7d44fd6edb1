"""One message of the gateway made into an Incoming or an Echo, or passed over with a reason that is counted."""

import re
from datetime import timedelta
from typing import Final

from bot.clock import Clock
from bot.transports import PICTURE, Echo, Incoming, Recalled
from bot.transports.account_state import AccountState
from bot.transports.wechaty_directory import Directory
from bot.transports.wechaty_link import Link
from bot.transports.wechaty_payloads import MessageFacts, MessageKind, kind_name, said_at
from bot.transports.wechaty_settings import WechatySettings
from bot.transports.wechaty_text import split_quote, take_mention
from handlers.understanding.message import Quote

TOO_OLD: Final = timedelta(minutes=10)
#: A post and a group note carry their words as text where a puppet hands them through at all.
_IN_WORDS: Final = frozenset({MessageKind.TEXT, MessageKind.POST, MessageKind.GROUP_NOTE})
#: Some puppets say by its id what was taken back, others say no more than that something was.
_ID: Final = re.compile(r"[\w.@-]{1,128}", re.ASCII)
_WITHOUT_WORDS: Final = frozenset({MessageKind.IMAGE, MessageKind.AUDIO})


class MessageReader:
    def __init__(
        self, settings: WechatySettings, account: AccountState, link: Link, directory: Directory, clock: Clock
    ) -> None:
        self._settings = settings
        self._account = account
        self._link = link
        self._directory = directory
        self._clock = clock

    async def read(self, message_id: str, facts: MessageFacts) -> Incoming | Recalled | Echo | None:
        if facts.type == MessageKind.RECALLED and _ID.fullmatch(facts.text):
            return Recalled(self._account.name, facts.room_id or None, facts.text)
        reason = self._why_not(facts)
        if reason:
            self._account.pass_over(reason)
            return None
        if facts.from_id == self._account.me:
            return self._echo(facts)
        return await self._incoming(message_id, facts)

    def _why_not(self, facts: MessageFacts) -> str:
        if not facts.from_id:
            return "system"
        if self._clock.now() - said_at(facts, now=self._clock.now()) > TOO_OLD:
            return "old"
        if facts.type == MessageKind.AUDIO and facts.from_id == self._account.me:
            return "own_audio"
        if facts.type in _WITHOUT_WORDS:
            return ""
        if facts.type not in _IN_WORDS and "<refermsg>" not in facts.text:
            return kind_name(facts.type)
        return "" if facts.text.strip() else "empty"

    def _echo(self, facts: MessageFacts) -> Echo:
        conversation = facts.room_id or facts.to_id
        return Echo(
            self._account.name,
            room=facts.room_id or None,
            person=None if facts.room_id else facts.to_id,
            text=PICTURE if facts.type == MessageKind.IMAGE else self._account.wording(conversation, facts.text),
            sent_at=said_at(facts, now=self._clock.now()),
        )

    async def _incoming(self, message_id: str, facts: MessageFacts) -> Incoming | None:
        is_private = not facts.room_id
        if is_private and await self._is_official(facts.from_id):
            self._account.pass_over("official_account")
            return None
        is_image, is_voice = facts.type == MessageKind.IMAGE, facts.type == MessageKind.AUDIO
        quote, text = (None, "") if is_image or is_voice else split_quote(facts.text)
        mentions_bot, text = await self._take_mention(facts, text)
        return Incoming(
            self._account.name,
            message_id,
            room=facts.room_id or None,
            room_topic="" if is_private else await self._directory.topic(facts.room_id),
            sender=await self._directory.person(facts.from_id, wrote_privately=is_private),
            text=text.strip(),
            sent_at=said_at(facts, now=self._clock.now()),
            quote=quote or await self._quote_by_id(facts.quote_id),
            mentions_bot=mentions_bot,
            images=(message_id,) if is_image else (),
            voice=message_id if is_voice else "",
        )

    async def _is_official(self, contact_id: str) -> bool:
        contact = await self._directory.contacts.get(contact_id)
        return contact is not None and contact.is_official

    async def _take_mention(self, facts: MessageFacts, text: str) -> tuple[bool, str]:
        me = self._account.me
        if "@" not in text or not facts.room_id:
            return take_mention(text, self._settings.bot_names, ids=facts.mention_ids, me=me)
        names = [*self._settings.bot_names]
        if me:
            names.append((await self._directory.person(me)).name)
            names.append(await self._directory.nickname(facts.room_id, me))
        return take_mention(text, names, ids=facts.mention_ids, me=me)

    async def _quote_by_id(self, quote_id: str) -> Quote | None:
        """Newer gateways name the quoted message instead of writing it into the text."""
        if not quote_id:
            return None
        try:
            facts = await self._link.message(quote_id)
        except Exception:  # noqa: BLE001 - the client library's edge: the reply counts without what it is about
            return Quote("", "")
        sender = await self._directory.person(facts.from_id)
        return Quote(sender.name, split_quote(facts.text)[1] or PICTURE)
