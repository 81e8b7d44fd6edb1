"""Questions about activities, their places, and who comes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.direct import prepared
from storage.models.activities import Activity, ActivityRole, Enrolment, WrongCode
from storage.models.orders import Posting
from storage.models.places import Room
from storage.repositories.ends import tell_postings
from storage.repositories.rows import Rows, given, one_of, table_of
from storage.states import HOLDS_PLACES, TAKES_PART, ActivityStatus, EnrolmentStatus
from storage.vocabulary import PostingKind


@prepared
def _open_in_room() -> Select[int, Activity]:
    return (
        select(Posting.number, Activity)
        .join(Activity, col(Activity.id) == col(Posting.target_id))
        .where(
            Posting.room_id == given("room_id"),
            col(Posting.is_over).is_(False),
            Posting.kind == PostingKind.ACTIVITY,
            Activity.status == ActivityStatus.OPEN,
        )
        .order_by(col(Posting.number))
    )


class Activities:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, activity: Activity, roles: Sequence[tuple[str, int]] = ()) -> Activity:
        """`roles`: name and how many."""
        added = self._rows.insert(activity)
        for name, capacity in roles:
            self._rows.insert(ActivityRole(activity_id=added.id or 0, name=name, capacity=capacity))
        return added

    def get(self, activity_id: int) -> Activity | None:
        return self._rows.by_id(Activity, activity_id)

    def known_as(self, public_id: str) -> Activity | None:
        """By the id that pages and links have."""
        return self._rows.one(Activity, public_id=public_id)

    def of_call(self, call_id: str) -> list[Activity]:
        """The sessions of one call, in its order."""
        return sorted(self._rows.every(Activity, call_id=call_id), key=lambda each: each.id or 0)

    def roles(self, activity_id: int) -> list[ActivityRole]:
        return self._rows.every(ActivityRole, activity_id=activity_id)

    def resize(self, role: ActivityRole, capacity: int) -> None:
        self._rows.update(ActivityRole, {"id": role.id}, {"capacity": capacity})

    def changed(self, activity: Activity, values: Mapping[str, Any]) -> bool:
        """Whether the activity was still as we knew it, and now has these values (one version on)."""
        known = {"id": activity.id, "status": activity.status, "version": activity.version}
        is_changed = self._rows.update(Activity, known, {**values, "version": activity.version + 1}) == 1
        if is_changed:
            tell_postings(self._rows, PostingKind.ACTIVITY, activity, values, (ActivityStatus.OPEN,))
        return is_changed

    def open_in(self, room_id: int) -> list[tuple[int, Activity]]:
        """(number, activity) of everything that goes on and that the room can refer to, by number."""
        return self._rows.pairs(_open_in_room(), room_id=room_id)

    def organised_by(self, member_id: int) -> list[Activity]:
        return self._rows.every(Activity, organiser_id=member_id, status=ActivityStatus.OPEN)

    def posted_at_sites(self, site_ids: Sequence[int], *, since: datetime, most: int) -> list[Activity]:
        """What begins after `since`, by start, wherever the bot speaks in a room of these sites."""
        rooms = select(Room.id).where(
            col(Room.site_id).in_(site_ids), col(Room.left_at).is_(None), col(Room.is_shadowed).is_(False)
        )
        return self._rows.all(
            select(Activity)
            .where(col(Activity.room_id).in_(rooms), col(Activity.starts_at) >= since)
            .order_by(col(Activity.starts_at), col(Activity.id))
            .limit(most)
        )

    # check-in

    def wrong_code(self, member_id: int, *, now: datetime) -> None:
        self._rows.insert(WrongCode(member_id=member_id, said_at=now))

    def wrong_codes_since(self, member_id: int, since: datetime) -> int:
        return sum(each.said_at >= since for each in self._rows.every(WrongCode, member_id=member_id))


@prepared
def _of_activity(*statuses: EnrolmentStatus) -> SelectOfScalar[Enrolment]:
    return (
        select(Enrolment)
        .where(Enrolment.activity_id == given("activity_id"), one_of(Enrolment.status, statuses))
        .order_by(col(Enrolment.enrolled_at), col(Enrolment.id))
    )


@prepared
def _of_member() -> Select[Enrolment, Activity]:
    return (
        select(Enrolment, Activity)
        .join(Activity, col(Activity.id) == col(Enrolment.activity_id))
        .where(
            Enrolment.member_id == given("member_id"),
            one_of(Enrolment.status, TAKES_PART),
            Activity.status == ActivityStatus.OPEN,
        )
        .order_by(col(Activity.starts_at), col(Activity.id))
    )


@prepared
def _of_member_since(*statuses: EnrolmentStatus) -> Select[Enrolment, Activity]:
    return (
        select(Enrolment, Activity)
        .join(Activity, col(Activity.id) == col(Enrolment.activity_id))
        .where(
            Enrolment.member_id == given("member_id"),
            one_of(Enrolment.status, statuses),
            col(Activity.starts_at) >= given("since"),
        )
        .order_by(col(Enrolment.id))
    )


@prepared
def _people_in() -> sa.Select[Any]:
    enrolment = table_of(Enrolment).c
    return sa.select(sa.func.coalesce(sa.func.sum(enrolment.party), 0)).where(
        enrolment.activity_id == given("activity_id"), one_of(enrolment.status, HOLDS_PLACES)
    )


@prepared
def _people_by_role() -> sa.Select[Any]:
    enrolment = table_of(Enrolment).c
    return (
        sa.select(enrolment.role_id, sa.func.sum(enrolment.party))
        .where(enrolment.activity_id == given("activity_id"), one_of(enrolment.status, HOLDS_PLACES))
        .group_by(enrolment.role_id)
    )


@prepared
def _parts_that_go_on() -> Select[int, str]:
    return select(Enrolment.activity_id, Enrolment.status).where(
        Enrolment.member_id == given("member_id"), one_of(Enrolment.status, TAKES_PART)
    )


class Enrolments:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, enrolment: Enrolment) -> Enrolment:
        return self._rows.insert(enrolment)

    def get(self, enrolment_id: int) -> Enrolment | None:
        return self._rows.by_id(Enrolment, enrolment_id)

    def moved(self, enrolment: Enrolment, to: EnrolmentStatus, **also: object) -> bool:
        """Whether it was still in the state we knew, and now is in the new one."""
        known = {"id": enrolment.id, "status": enrolment.status}
        return self._rows.update(Enrolment, known, {"status": to, **also}) == 1

    def change(self, enrolment: Enrolment, **values: object) -> None:
        self._rows.update(Enrolment, {"id": enrolment.id}, values)

    def of_activity(self, activity_id: int, *statuses: EnrolmentStatus) -> list[Enrolment]:
        """The list in these states (none named: those that go on), in the order of the line."""
        return self._rows.all(_of_activity(*(statuses or TAKES_PART)), activity_id=activity_id)

    def of_member(self, member_id: int) -> list[tuple[Enrolment, Activity]]:
        """What the member is signed up or waits for, by start; those without one as the engine sorts them."""
        return self._rows.pairs(_of_member(), member_id=member_id)

    def parts_of(self, member_id: int) -> list[tuple[int, str]]:
        """(activity id, status) of the same, at a glance."""
        kept = self._rows.kept
        ask = partial(self._rows.pairs, _parts_that_go_on(), member_id=member_id)
        return list(kept.or_ask(kept.sign_ups, member_id, ask) or ())

    def of_member_since(
        self, member_id: int, since: datetime, statuses: Sequence[EnrolmentStatus]
    ) -> list[tuple[Enrolment, Activity]]:
        """Parts in these states, of activities that begin after `since`, whatever became of those; oldest first."""
        return self._rows.pairs(_of_member_since(*statuses), member_id=member_id, since=since)

    def missed_by(self, member_id: int, since: datetime) -> list[Enrolment]:
        """Where they were signed up and did not come, from then on."""
        missed = self._rows.every(Enrolment, member_id=member_id, status=EnrolmentStatus.NO_SHOW)
        return [each for each in missed if each.ended_at is not None and each.ended_at >= since]

    def people_in(self, activity_id: int) -> int:
        """How many people have places, or have them kept."""
        return int(self._rows.value(_people_in(), activity_id=activity_id))

    def people_by_role(self, activity_id: int) -> dict[int | None, int]:
        """The same by role; None: those of no role."""
        rows = self._rows.values(_people_by_role(), activity_id=activity_id)
        return {role_id: int(people) for role_id, people in rows}

    def newcomers_in(self, activity_id: int, role_id: int | None) -> int:
        """How many people with places in that role never took part in the series."""
        held = self._rows.every(Enrolment, activity_id=activity_id, role_id=role_id, is_newcomer=True)
        return sum(each.party for each in held if each.status in HOLDS_PLACES)

    def part_of(self, member_id: int, activity_id: int, *statuses: EnrolmentStatus) -> Enrolment | None:
        """The member's newest part in the activity in one of these states (none named: one that goes on)."""
        found = self._rows.every(Enrolment, member_id=member_id, activity_id=activity_id)
        wanted = statuses or TAKES_PART
        return next((each for each in reversed(found) if each.status in wanted), None)
