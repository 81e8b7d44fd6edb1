"""The bot's own list as a 接龙, and whom a line of one means."""

import re
import unicodedata
from typing import Final

from handlers.act import Act
from handlers.activities.facts import who
from handlers.activities.finding import find_activity, require_open
from handlers.errors import ChainInRoom
from handlers.replies import Reply, to_room
from handlers.understanding.activity_commands import ShowChain
from storage.models.activities import Enrolment
from storage.models.people import Member
from storage.states import EnrolmentStatus

_OTHER: Final = re.compile(r"[\W_]+")


def show_chain(command: ShowChain, act: Act) -> list[Reply]:
    """Names only; people copy it on. Raises ChainInRoom."""
    if act.is_private:
        raise ChainInRoom
    found = find_activity(act, command.number)
    require_open(found)
    lines = [
        {"name": who(each, act), "party": each.party, "waits": each.status is EnrolmentStatus.WAITING}
        for each in act.uow.enrolments.of_activity(found.activity_id)
    ]
    for each in act.uow.enrolments.of_activity(found.activity_id):
        if each.listed_at is None:
            act.uow.enrolments.change(each, listed_at=act.now)
    return [to_room(act.room_id, "activities/chain.j2", title=found.activity.title, lines=lines)]


def folded(words: str) -> str:
    """Without width, case, signs and emoji."""
    return _OTHER.sub("", unicodedata.normalize("NFKC", words).casefold())


def member_named(name: str, act: Act) -> Member | None:
    """The only one of the room who is called that; the writer of the copy before anybody else."""
    wanted = folded(name)
    fitting = [each for each in act.uow.members.in_room(act.room_id) if wanted and folded(each.name) == wanted]
    if any(each.id == act.member_id for each in fitting):
        return act.member
    return fitting[0] if len(fitting) == 1 else None


def stands_for(enrolment: Enrolment, name: str, member: Member | None, act: Act) -> bool:
    if enrolment.member_id is not None and member is not None:
        return enrolment.member_id == member.id
    return folded(who(enrolment, act)) == folded(name)
