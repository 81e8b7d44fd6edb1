"""What is done to orders and not to activities: 完成 5 before it has begun, 派 5, 附议 5, 重开 5, 拒单 5."""

from handlers.act import Act
from handlers.activities.finding import find_activity, is_in_charge
from handlers.errors import NotOfActivities
from handlers.replies import Reply
from handlers.understanding.activity_commands import SayOfActivity
from storage.states import ActivityStatus


def refuse_verb(command: SayOfActivity, act: Act) -> list[Reply]:
    """Says that it is an activity, and what to say instead."""
    found = find_activity(act, command.number)
    raise NotOfActivities(
        number=found.number,
        title=found.activity.title,
        verb=command.verb.value,
        is_open=found.activity.status is ActivityStatus.OPEN,
        is_in_charge=is_in_charge(act, found),
    )
