"""The accounts that the settings name, each with its transport, its pace, and who may invite it."""

import random
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.pacing import Pacing
from bot.settings import OneBotAccount, Settings, WebchatAccount, WechatyAccount
from bot.transports import Transport
from bot.transports.onebot import OneBotTransport
from bot.transports.webchat import WebChat
from bot.web.chat_platform import ChatPlatform
from bot.web.chat_world import ChatClock, ChatPerson, ChatRoom, ChatWorld
from storage.store import Store, UnitOfWork
from storage.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Platform:
    """One account. `gives_again`: what was not brought to its end is given again after a restart."""

    transport: Transport
    pacing: Pacing
    gives_again: bool = False


def open_chat(settings: Settings, folder: Path, store: Store, clock: Clock) -> ChatPlatform | None:
    """The embedded chat, with the people that the database knows there; None where no account is on it."""
    names = [name for name, account in settings.accounts.items() if isinstance(account, WebchatAccount)]
    if not names:
        return None
    chat = ChatPlatform(folder / "chat", ChatClock(clock.now), bot_name=settings.house.bot_names[0])
    with store.read() as uow:
        chat.seed(chat_world(uow, names[0]))
    return chat


def chat_world(uow: UnitOfWork, account: str) -> ChatWorld:
    identities = {member.id: uow.members.identity_of(member.id or 0, account) for member in uow.members.everyone()}
    known = {member_id: identity for member_id, identity in identities.items() if identity is not None}
    rooms = [room for room in uow.rooms.everywhere() if room.account == account]
    return ChatWorld(
        people=tuple(ChatPerson(identity.external_id, identity.name) for identity in known.values()),
        rooms=tuple(
            ChatRoom(room.external_id, room.topic, tuple(each.external_id for each in known.values())) for room in rooms
        ),
    )


def open_platforms(
    settings: Settings, store: Store, clock: Clock, chat: ChatPlatform | None, chance: random.Random
) -> list[Platform]:
    platforms: list[Platform] = []
    for name, account in settings.accounts.items():
        trusts = TrustedInviters(store, name).trusts
        if isinstance(account, WechatyAccount):
            from bot.transports.wechaty import WechatyTransport  # noqa: PLC0415 - gRPC, which only these accounts need

            gateway = account.gateway(name, settings.house.bot_names)
            wechaty = WechatyTransport(gateway, is_trusted_inviter=trusts, clock=clock, jitter=chance)
            platforms.append(Platform(wechaty, account.pacing()))
        elif isinstance(account, OneBotAccount):
            door = account.door(name, settings.house.bot_names)
            platforms.append(Platform(OneBotTransport(door, is_trusted_inviter=trusts, clock=clock), account.pacing()))
        elif chat is not None:
            platforms.append(Platform(named_webchat(chat, name), account.pacing(), gives_again=True))
    return platforms


def named_webchat(chat: ChatPlatform, name: str) -> WebChat:
    transport = WebChat(chat)
    transport.account = name
    return transport


class TrustedInviters:
    """Room invitations are accepted from the community's own staff."""

    def __init__(self, store: Store, account: str) -> None:
        self._store = store
        self._account = account

    def trusts(self, external_id: str) -> bool:
        with self._store.read() as uow:
            identity = uow.members.identity(self._account, external_id)
            roles = uow.members.roles_anywhere(identity.member_id) if identity is not None else frozenset()
        return bool(roles & {Role.GRID_WORKER, Role.ADMIN})
