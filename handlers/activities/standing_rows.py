"""The rows of who takes part every time: their changes, written down so that they can be undone."""

from typing import Any

from handlers.act import Act, House, key
from handlers.activities.finding import Found
from handlers.activities.moves import CHANGED_SINCE, dumped, loaded, write_down
from handlers.errors import NothingToUndo
from handlers.replies import Reply, to_member
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.series import Series, StandingMember
from storage.models.talk import AuditEvent


def row_of(member_id: int, series: Series, house: House) -> StandingMember | None:
    return next((each for each in house.uow.standing.of_series(key(series.id)) if each.member_id == member_id), None)


def undo_standing(found: Found, rows: list[dict[str, Any]], event: AuditEvent, act: Act) -> list[Reply]:
    """As it was, where it is still as that act left it. Raises NothingToUndo."""
    told: set[int] = {act.member_id}
    for each in rows:
        row = act.uow.standing.get(each["id"])
        if row is None or row_values(row) != loaded(each["is"]):
            raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
        act.uow.standing.change(each["id"], **loaded(each["was"]))
        told.add(row.member_id)
    return [
        to_member(
            member_id,
            "activities/standing_undone.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            number=found.number,
            title=found.activity.title,
            kind=event.verb.value,
            whose=name_of(act, event.actor_id),
        )
        for member_id in sorted(told)
    ]


def change_standing(changes: list[tuple[StandingMember, dict[str, Any]]], verb: Intent, found: Found, act: Act) -> None:
    for row, values in changes:
        act.uow.standing.change(key(row.id), **values)
    note_standing(act, verb, found, [(row, row_values(row), values) for row, values in changes])


def note_standing(
    act: Act, verb: Intent, found: Found, rows: list[tuple[StandingMember, dict[str, Any], dict[str, Any]]]
) -> None:
    """Each row as it was and as it is; told to nobody but the member."""
    written = [{"id": row.id, "was": dumped(was), "is": dumped(now)} for row, was, now in rows]
    write_down(act, verb, found, {"standing": written}, was_announced=False)


def row_values(row: StandingMember) -> dict[str, Any]:
    return {"party": row.party, "children": row.children, "role": row.role, "ended_at": row.ended_at}
