"""Names of people and rooms, and who is a friend."""

from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.transports import Person
from bot.transports.onebot_facts import Facts, as_number
from bot.transports.onebot_link import AnswerLost, Link, NotConnected, Refused, why
from bot.transports.onebot_settings import OneBotSettings
from bot.transports.shelf import Shelf

log = structlog.get_logger()
FAILURES = (AnswerLost, NotConnected, Refused)


class Directory:
    """`friends` by number with their names; None until the implementation has said who they are."""

    def __init__(self, link: Link, settings: OneBotSettings, clock: Clock) -> None:
        keep = timedelta(seconds=settings.names_kept_for)
        self._link = link
        self._settings = settings
        self._friends: dict[str, str] | None = None
        self.topics: Shelf[str] = Shelf(self._ask_topic, bool, clock=clock, keep=keep)
        self.cards: Shelf[str] = Shelf(self._ask_card, bool, clock=clock, keep=keep)

    def person(self, facts: Facts, *, wrote_privately: bool = False) -> Person:
        """The sender of a message; in a group by the name that they have there."""
        number = facts.account_id("user_id")
        sender = facts.inner("sender")
        name = sender.text("card").strip() or sender.text("nickname").strip()
        is_friend = True if wrote_privately else None if self._friends is None else number in self._friends
        return Person(number, name, handle=number, is_friend=is_friend)

    def friend(self, number: str) -> Person:
        return Person(number, (self._friends or {}).get(number, ""), handle=number, is_friend=True)

    async def topic(self, room: str) -> str:
        return await self.topics.get(room) or ""

    async def name_in(self, room: str, number: str) -> str:
        """What somebody is called in a room; their number, where that cannot be had."""
        return await self.cards.get(card_key(room, number)) or number

    async def refresh_friends(self) -> None:
        try:
            answer = await self._link.call("get_friend_list", patience=self._settings.call_patience)
        except FAILURES as error:
            log.warning("friends_not_known", account=self._settings.account, why=why(error))
            return
        friends = answer.raw("data")
        everyone = [Facts(each) for each in friends] if isinstance(friends, list) else []
        self._friends = {
            each.account_id("user_id"): each.text("nickname") for each in everyone if each.account_id("user_id")
        }

    async def _ask_topic(self, room: str) -> str | None:
        answer = await self._ask("get_group_info", group_id=as_number(room))
        return answer.text("group_name") if answer is not None else None

    async def _ask_card(self, key: str) -> str | None:
        room, _, number = key.partition("\n")
        answer = await self._ask("get_group_member_info", group_id=as_number(room), user_id=as_number(number))
        return answer.text("card").strip() or answer.text("nickname").strip() if answer is not None else None

    async def _ask(self, action: str, **parameters: int | str) -> Facts | None:
        try:
            answer = await self._link.call(action, patience=self._settings.call_patience, **parameters)
        except FAILURES:  # without a name a message is still a message
            return None
        return answer.inner("data")


def card_key(room: str, number: str) -> str:
    return f"{room}\n{number}"
