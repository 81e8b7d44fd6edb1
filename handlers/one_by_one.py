"""Several things in one message: one that is refused does not stop the others."""

from collections.abc import Callable, Sequence

from handlers.act import Act
from handlers.errors import Refusal
from handlers.replies import Reply, to_member

Step = Callable[[], list[Reply]]


def one_by_one(steps: Sequence[Step], act: Act) -> list[Reply]:
    """The replies in order; a refusal is one private line. Raises the Refusal where there is only one step."""
    if len(steps) == 1:
        return steps[0]()
    replies: list[Reply] = []
    for step in steps:
        try:
            with act.uow.savepoint():
                replies += step()
        except Refusal as refusal:
            replies.append(to_member(act.member_id, refusal.template, about_room=act.room_id, **refusal.facts))
    return replies
