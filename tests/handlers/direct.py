"""Commands given as such, for what no sentence says so plainly; everything behind them is real."""

from bot.outbox_rows import OutboxRows
from bot.rendering import Renderer
from handlers.act import Act, key
from handlers.errors import Refusal
from handlers.members import Sighting, meet
from handlers.replies import Reply, to_member
from handlers.routes import answer
from handlers.understanding.commands import Command
from storage.store import UnitOfWork
from tests.chat import ACCOUNT, Chat


def do(chat: Chat, name: str, command: Command, *, private: bool = False) -> list[str]:
    """What the bot says to the command, in the first room or privately."""
    with chat.store.write() as uow:
        act = act_of(chat, uow, name, private=private)
        try:
            with uow.savepoint():
                replies = answer(command, act)
        except Refusal as refusal:
            replies = [_refusal(refusal, act)]
        OutboxRows(Renderer(), chat.rules).write(uow, replies, now=act.now, cause=act.message_id)
    return chat.delivered()


def act_of(chat: Chat, uow: UnitOfWork, name: str, *, private: bool = False) -> Act:
    now = chat.clock.now()
    member = meet(uow, Sighting(ACCOUNT, name, name), now=now)
    room = uow.rooms.bound()[0]
    uow.members.met(key(room.id), key(member.id), now=now)
    return Act(
        uow=uow,
        now=now,
        rules=chat.rules,
        new_id=lambda: f"direct-{now.timestamp()}-{len(uow.orders.of_room(key(room.id)))}",
        member=member,
        room=room,
        roles=uow.members.roles_at(key(member.id), room.site_id),
        is_private=private,
        message_id="direct",
    )


def _refusal(refusal: Refusal, act: Act) -> Reply:
    return to_member(act.member_id, refusal.template, about_room=act.room_id, **refusal.facts)
