"""What is known of the account behind the gateway while the bot runs."""

from collections import Counter, OrderedDict
from typing import Final

import structlog

from bot.transports import Presence, PresenceEvent

log = structlog.get_logger()
ECHOES_REMEMBERED: Final = 1000


class AccountState:
    """`me` is the contact id of the last login; `passed_over` counts by reason what never became an event."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.me = ""
        self.passed_over: Counter[str] = Counter()
        self._presence: PresenceEvent | None = None
        self._wordings: OrderedDict[tuple[str, str], str] = OrderedDict()

    def change(self, presence: Presence, detail: str = "") -> PresenceEvent | None:
        """The event, if this is news. Off-line for another reason is none, another code to scan is."""
        old = self._presence
        if old is not None and old.presence is presence and (presence is not Presence.SCAN or old.detail == detail):
            return None
        self._presence = PresenceEvent(self.name, presence, detail)
        log.info("presence_changed", account=self.name, presence=presence.value)
        return self._presence

    def pass_over(self, reason: str) -> None:
        self.passed_over[reason] += 1
        log.info("message_passed_over", account=self.name, reason=reason)

    def remember_wording(self, conversation: str, wire: str, text: str) -> None:
        """Mentions change a text on its way out; its echo must read like what the outbox sent."""
        if wire == text:
            return
        self._wordings[conversation, wire] = text
        if len(self._wordings) > ECHOES_REMEMBERED:
            self._wordings.popitem(last=False)

    def wording(self, conversation: str, wire: str) -> str:
        return self._wordings.get((conversation, wire), wire)
