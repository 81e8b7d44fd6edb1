"""One text on its way out, and what its failure means: did it arrive, may it be tried again, can it ever work?"""

import re
from typing import Final

from bot.transports import Outgoing, SendOutcome, Sent
from bot.transports.account_state import AccountState
from bot.transports.onebot_facts import Facts, as_number, is_number
from bot.transports.onebot_link import AnswerLost, Link, NotConnected, Refused
from bot.transports.onebot_messages import conversation, squeezed
from bot.transports.onebot_seen import Seen, SeenMessages
from bot.transports.onebot_segments import as_wire, plain, segments_of
from bot.transports.onebot_settings import OneBotSettings

#: The protocol has one code for every failure; implementations say in words, or in QQ's own numbers, what is the case.
_BY_WORDS: Final[tuple[tuple[re.Pattern[str], SendOutcome, str], ...]] = (
    (re.compile(r"time[ -]?d?[ -]?out|超时", re.IGNORECASE), SendOutcome.UNKNOWN, "the implementation waited in vain"),
    (re.compile(r"禁言|\bmuted?\b|result\W{0,4}120\b", re.IGNORECASE), SendOutcome.RETRY, "muted in the room"),
    (re.compile(r"频繁|过快|风控|rate.?limit|too (fast|many)", re.IGNORECASE), SendOutcome.RETRY, "too many messages"),
    (re.compile(r"未登录|离线|off-?line|not log+ed ?in", re.IGNORECASE), SendOutcome.RETRY, "not logged in"),
    (
        re.compile(
            r"不在(该|此|本)?群|非群成员|未加入|已?退(出)?群|被(踢|移出)|群聊?(不存在|已解散)|result\W{0,4}110\b|"
            r"not (a |an )?(group )?member|not in (the |this )?group|(no such|unknown) group|"
            r"group[^\n]{0,40}not (found|exist)",
            re.IGNORECASE,
        ),
        SendOutcome.NEVER,
        "not a member of the room",
    ),
    (
        re.compile(
            r"(不是|非|添加)[^\n]{0,10}好友|拉黑|not (a |your )?friend|blacklist|result\W{0,4}16\b", re.IGNORECASE
        ),
        SendOutcome.NEVER,
        "no friend of the account",
    ),
    (re.compile(r"不存在|not (found|exist)|no such user", re.IGNORECASE), SendOutcome.NEVER, "no such room or person"),
)
_BY_CODE: Final[dict[int, tuple[SendOutcome, str]]] = {
    1400: (SendOutcome.NEVER, "the implementation does not take this message"),
    1401: (SendOutcome.RETRY, "the implementation wants a token"),
    1403: (SendOutcome.RETRY, "the implementation refuses the token"),
    1404: (SendOutcome.NEVER, "the implementation cannot send texts"),
}
_WORDS_READ: Final = 1000


async def send(
    link: Link, settings: OneBotSettings, state: AccountState, seen: SeenMessages, outgoing: Outgoing
) -> Sent:
    recipient = outgoing.room or outgoing.person or ""
    if not is_number(recipient):
        return Sent(SendOutcome.NEVER, "no recipient")
    segments = segments_of(outgoing)
    state.remember_wording(conversation(outgoing.room, outgoing.person), squeezed(plain(segments)), outgoing.text)
    action, key = ("send_group_msg", "group_id") if outgoing.room else ("send_private_msg", "user_id")
    parameters = {key: as_number(recipient), "message": as_wire(segments)}
    try:
        answer = await link.call(action, patience=settings.send_patience, **parameters)
    except NotConnected:
        return Sent(SendOutcome.RETRY, "off-line")
    except AnswerLost as lost:
        return Sent(SendOutcome.UNKNOWN, str(lost))
    except Refused as refused:
        return outcome_of(refused)
    return _sent(answer, settings, seen, outgoing)


def _sent(answer: Facts, settings: OneBotSettings, seen: SeenMessages, outgoing: Outgoing) -> Sent:
    if answer.text("status") == "async":  # accepted, not done
        return Sent(SendOutcome.UNKNOWN, "the implementation does it later")
    message_id = answer.inner("data").message_id("message_id")
    seen.remember(message_id, Seen(settings.self_id, settings.bot_names[0], outgoing.text))
    return Sent(SendOutcome.SENT, message_id=message_id)


def outcome_of(refused: Refused) -> Sent:
    """The reason is ours: the implementation's own words may hold anything. A failure that says nothing is one."""
    for pattern, outcome, reason in _BY_WORDS:
        if pattern.search(refused.words[:_WORDS_READ]):
            return Sent(outcome, reason)
    return Sent(*_BY_CODE.get(refused.code, (SendOutcome.RETRY, str(refused))))
