"""What doctor looks at around the accounts: gateway, presence, rooms, and what could not be sent."""

import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.findings import Finding, bad, good, notice
from bot.settings import OneBotAccount, Settings, WebSettings, WechatyAccount
from bot.transports import Presence
from bot.transports.onebot_settings import PATH
from storage.models.places import Room
from storage.models.talk import Account
from storage.repositories.condition import Parked
from storage.vocabulary import LOCAL_ZONE

_PATIENCE: Final = 3.0
_LATE: Final = timedelta(minutes=10)
_FAR_TOO_LATE: Final = timedelta(hours=1)


def account_findings(settings: Settings, seen: Sequence[Account]) -> Iterator[Finding]:
    if not settings.accounts:
        yield notice("accounts", "none", "add a section [accounts.NAME], see config.example.toml")
    known = {account.name: account for account in seen}
    for name, account in settings.accounts.items():
        if isinstance(account, WechatyAccount):
            yield _gateway_finding(name, account)
        if isinstance(account, OneBotAccount):
            yield _door_finding(name, settings.web)
        if name in known:
            yield from _presence_findings(known[name])
        else:
            yield notice(name, "was never on-line", "yihu run")


def _gateway_finding(name: str, account: WechatyAccount) -> Finding:
    """Whether anything listens there; the token is known to be right only on-line."""
    host, _, port = account.endpoint.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return bad(
            name, f"gateway {account.endpoint}: {reason}", f"start the gateway, or mend accounts.{name}.endpoint"
        )
    return good(name, f"gateway {account.endpoint} answers")


def _door_finding(name: str, web: WebSettings) -> Finding:
    """An implementation is told an address once: a port that changes with each start is none."""
    if not web.port:
        return bad(name, "web.port = 0 is another one at each start", "set web.port, and the same there")
    return good(name, f"awaits its implementation at ws://{web.host}:{web.port}{PATH}")


def _presence_findings(account: Account) -> Iterator[Finding]:
    since = f"{account.presence} since {account.changed_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"
    match account.presence:
        case Presence.ONLINE:
            yield good(account.name, since)
        case Presence.SCAN:
            yield bad(account.name, since, "scan the QR code that yihu run shows")
        case Presence.REJECTED:
            yield bad(account.name, since, f"the token is wrong: accounts.{account.name}.token")
        case _:
            yield notice(account.name, since, "start yihu run; if it runs, look at its log")
    if account.not_handled:
        what = f"{account.not_handled} messages were received but not handled when it stopped"
        yield notice(account.name, what, "whoever got no answer says it again")


def room_findings(rooms: Sequence[Room]) -> Iterator[Finding]:
    here = [room for room in rooms if room.left_at is None]
    silent = sum(room.site_id is None for room in here)
    if silent:
        yield notice("rooms", f"{len(here)}, {silent} not bound to a site and silent", "yihu rooms")
    else:
        yield good("rooms", f"{len(here)}, all bound" if here else "none yet: invite the account into one")


def outbox_findings(
    parked: Iterable[Parked],
    overdue: Mapping[str, tuple[datetime, int]],
    waiting_for_friends: int,
    rooms: Sequence[Room],
    *,
    now: datetime,
) -> Iterator[Finding]:
    topics = {room.id: room.topic or f"room {room.id}" for room in rooms}
    is_clear = True
    for each in parked:
        where = topics.get(each.room_id, f"room {each.room_id}") if each.room_id else "private"
        what = f"{each.count} parked ({each.account}, {where}): {each.reason or 'no reason given'}"
        yield notice("outbox", what, "they are not sent any more; is the account still in that room?")
        is_clear = False
    for account, (since, count) in overdue.items():
        if (late := now - since) >= _LATE:
            finding = bad if late >= _FAR_TOO_LATE else notice
            minutes = int(late.total_seconds() // 60)
            yield finding("outbox", f"{count} due at {account}, the oldest for {minutes} min", "is yihu run on-line?")
            is_clear = False
    if waiting_for_friends:
        what = f"{waiting_for_friends} private texts wait for a friend request"
        yield notice("outbox", what, "nothing to do: the room was told")
    elif is_clear:
        yield good("outbox", "nothing late, nothing parked")
