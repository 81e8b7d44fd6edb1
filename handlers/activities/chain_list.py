"""The bot's own list as a 接龙."""

from handlers.act import Act, key
from handlers.activities.facts import who
from handlers.activities.finding import find_activity, require_open
from handlers.errors import ChainInRoom
from handlers.replies import Reply, to_room
from handlers.understanding.activity_commands import ShowChain
from storage.states import EnrolmentStatus


def show_chain(command: ShowChain, act: Act) -> list[Reply]:
    """Names only; people copy it on. Raises ChainInRoom."""
    if act.is_private:
        raise ChainInRoom
    found = find_activity(act, command.number)
    require_open(found)
    listed = act.uow.enrolments.of_activity(found.activity_id)
    lines = [
        {"name": who(each, act), "party": each.party, "waits": each.status is EnrolmentStatus.WAITING}
        for each in listed
    ]
    for each in listed:
        if each.listed_at is None:
            act.uow.enrolments.change(each, listed_at=act.now)
    shown = [(key(each.id), each.party if each.party > 1 else None) for each in listed]
    act.uow.chains.remember(found.activity_id, shown, now=act.now)
    return [to_room(act.room_id, "activities/chain.j2", title=found.activity.title, lines=lines)]
