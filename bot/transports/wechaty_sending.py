"""One text on its way out, and what its failure means: did it arrive, may it be tried again, can it ever work?"""

import re
from typing import Final

from grpclib.const import Status
from grpclib.exceptions import GRPCError

from bot.transports import Outgoing, SendOutcome, Sent
from bot.transports.account_state import AccountState
from bot.transports.wechaty_link import Link, LinkDown, NotSent, say_why
from bot.transports.wechaty_text import with_mentions

_BY_STATUS: Final[dict[Status, tuple[SendOutcome, str]]] = {
    Status.UNAUTHENTICATED: (SendOutcome.RETRY, "the gateway refuses the token"),
    Status.PERMISSION_DENIED: (SendOutcome.RETRY, "the gateway refuses the token"),
    Status.UNAVAILABLE: (SendOutcome.RETRY, "the gateway is not available"),
    Status.RESOURCE_EXHAUSTED: (SendOutcome.RETRY, "too many messages"),
    Status.NOT_FOUND: (SendOutcome.NEVER, "no such room or person"),
    Status.INVALID_ARGUMENT: (SendOutcome.NEVER, "the gateway does not take this message"),
    Status.UNIMPLEMENTED: (SendOutcome.NEVER, "the gateway cannot send this"),
}
#: Puppets know one status for everything and say in words what is the case. The first that matches counts.
_BY_WORDS: Final[tuple[tuple[re.Pattern[str], SendOutcome, str], ...]] = (
    (
        re.compile(r"not log+ed ?in|logged ?out|__currentUserId|未登录|offline", re.IGNORECASE),
        SendOutcome.RETRY,
        "not logged in",
    ),
    (
        re.compile(r"too (fast|many|frequent)|rate.?limit|频繁|过快", re.IGNORECASE),
        SendOutcome.RETRY,
        "too many messages",
    ),
    (
        re.compile(
            r"not (a |an )?(room )?member|not in (the |this )?room|不在群|移出群|已退出|群聊已解散", re.IGNORECASE
        ),
        SendOutcome.NEVER,
        "not a member of the room",
    ),
    (
        re.compile(r"not (a |your )?friend|blacklist|不是(你的|对方)?好友|朋友验证|拒收", re.IGNORECASE),
        SendOutcome.NEVER,
        "no friend of the account",
    ),
    (
        re.compile(
            r"no payload|no such (room|contact|user)|(room|contact|user)[^\n]{0,60}not (found|exist)|不存在",
            re.IGNORECASE,
        ),
        SendOutcome.NEVER,
        "no such room or person",
    ),
)
_WORDS_READ: Final = 300


async def send(link: Link, account: AccountState, outgoing: Outgoing) -> Sent:
    conversation = outgoing.room or outgoing.person
    if not conversation:
        return Sent(SendOutcome.NEVER, "no recipient")
    if not link.is_up:
        return Sent(SendOutcome.RETRY, "off-line")
    return await _send(link, account, conversation, outgoing)


async def _send(link: Link, account: AccountState, conversation: str, outgoing: Outgoing) -> Sent:
    mention = outgoing.mention if outgoing.room else ()
    wire = with_mentions(outgoing.text, mention)
    account.remember_wording(conversation, wire, outgoing.text)
    try:
        message_id = (
            await link.send_picture(conversation, outgoing.picture)
            if outgoing.picture is not None
            else await link.send_text(conversation, wire, [person.id for person in mention])
        )
    except GRPCError as error:
        return outcome_of(error)
    except LinkDown as error:
        return Sent(SendOutcome.RETRY, say_why(error))
    except NotSent as error:
        return Sent(SendOutcome.RETRY, str(error))
    except Exception as error:  # noqa: BLE001 - the client library's edge: once on its way it may have arrived
        return Sent(SendOutcome.UNKNOWN, say_why(error))
    return Sent(SendOutcome.SENT, message_id=message_id)


def outcome_of(error: GRPCError) -> Sent:
    """The reason is ours: the gateway's own words are a stack trace with paths."""
    if error.status in _BY_STATUS:
        return Sent(*_BY_STATUS[error.status])
    words = (error.message or "")[:_WORDS_READ]
    for pattern, outcome, reason in _BY_WORDS:
        if pattern.search(words):
            return Sent(outcome, reason)
    return Sent(SendOutcome.UNKNOWN, say_why(error))
