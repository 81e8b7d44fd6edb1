"""帮助: what one can say, answered where it was asked."""

from handlers.act import Act
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import AskHelp


def show_help(command: AskHelp, act: Act) -> list[Reply]:
    """更多 is answered privately: a room needs three lines at most."""
    is_coordinator = bool(act.roles)
    if act.is_private or command.more:
        template = "guide/more.j2" if command.more else "guide/help.j2"
        return [to_member(act.member_id, template, about_room=act.room_id, is_coordinator=is_coordinator)]
    return [to_room(act.room_id, "guide/help.j2", is_coordinator=is_coordinator)]
