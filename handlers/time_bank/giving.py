"""转 2小时 给 张婆婆: from one's own account to a neighbour's at the same station; both are told, nobody else."""

from handlers.act import Act, key
from handlers.activities.hours import hours_words
from handlers.errors import TimeBankRefused
from handlers.replies import Reply, to_member
from handlers.time_bank.ledger import account_of, is_open, transfer
from handlers.time_bank.trail import note
from handlers.understanding.time_bank_commands import GiveTime
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.time_bank import TimeAccount, TimeLine
from storage.vocabulary import TimeKind


def give_time(command: GiveTime, act: Act) -> list[Reply]:
    """Raises TimeBankRefused. Silent in the rooms of a station that has no time bank: it was said to a neighbour."""
    own = account_of(act.member_id, act.room.site_id, act)
    if not is_open(act.room.site_id, act):
        if own is None and not act.is_private:
            return []
        raise TimeBankRefused(problem="off")
    if own is None:
        raise TimeBankRefused(problem="not_member")
    target = _named(command.name, own, act)
    line = TimeLine(account_id=key(target.id), minutes=command.minutes, kind=TimeKind.GIVEN, written_at=act.now)
    written = transfer(own, target, line, act)
    if written is None:
        raise TimeBankRefused(problem="short", balance=hours_words(own.balance))
    note(act, Intent.GIVE_TIME, lines=[written])
    return [
        _told(act.member_id, own, target, command.minutes, act),
        _told(target.member_id or 0, own, target, command.minutes, act),
    ]


def _named(name: str, own: TimeAccount, act: Act) -> TimeAccount:
    """Who has an account is not told to others: unknown, not taking part and two of one name are one answer."""
    open_there = act.uow.time_bank.at_site(own.site_id)
    found = [each for each in open_there if each.member_id is not None and name_of(act, each.member_id) == name]
    owners = {each.member_id for each in found} - {own.member_id}
    if len(owners) != 1:
        is_self = bool(found) and not owners
        raise TimeBankRefused(problem="self" if is_self else "nobody", name=name)
    target = account_of(owners.pop() or 0, own.site_id, act)
    if target is None:
        raise TimeBankRefused(problem="nobody", name=name)
    return target


def _told(member_id: int, own: TimeAccount, target: TimeAccount, minutes: int, act: Act) -> Reply:
    is_giver = member_id == own.member_id
    return to_member(
        member_id,
        "time_bank/given.j2",
        about_room=act.room_id,
        unasked=not is_giver,
        tells_to_befriend=is_giver,
        is_giver=is_giver,
        name=name_of(act, target.member_id if is_giver else own.member_id),
        hours=hours_words(minutes),
        balance=hours_words((own if is_giver else target).balance),
    )
