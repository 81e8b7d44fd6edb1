"""Questions about what people said of activities that are over, and who follows which kind of them."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.direct import prepared
from storage.models.activities import Activity, Enrolment
from storage.models.afterwards import ActivityReview, Follow
from storage.repositories.rows import Rows, given, one_of
from storage.states import TOOK_PART, ActivityStatus


@prepared
def _quotable() -> SelectOfScalar[ActivityReview]:
    return (
        select(ActivityReview)
        .join(Activity, col(Activity.id) == col(ActivityReview.activity_id))
        .where(
            Activity.room_id == given("room_id"),
            col(ActivityReview.withdrawn_at).is_(None),
            col(ActivityReview.agreed_at) >= given("since"),
            col(ActivityReview.agreed_at) < given("until"),
        )
        .order_by(col(ActivityReview.id))
    )


@prepared
def _over_with() -> Select[Activity, Enrolment]:
    return (
        select(Activity, Enrolment)
        .join(Enrolment, col(Enrolment.activity_id) == col(Activity.id))
        .where(
            Enrolment.member_id == given("member_id"),
            one_of(Enrolment.status, TOOK_PART),
            Activity.status == ActivityStatus.OVER,
            col(Activity.closed_at) >= given("since"),
        )
        .order_by(col(Activity.closed_at), col(Activity.id))
    )


@prepared
def _earlier() -> SelectOfScalar[Enrolment]:
    return (
        select(Enrolment)
        .join(Activity, col(Enrolment.activity_id) == col(Activity.id))
        .where(
            Enrolment.member_id == given("member_id"),
            one_of(Enrolment.status, TOOK_PART),
            Activity.series_id == given("series_id"),
            Activity.status == ActivityStatus.OVER,
            col(Activity.id) < given("activity_id"),
        )
        .limit(1)
    )


class ActivityReviews:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, review: ActivityReview) -> ActivityReview:
        """It takes the place of what the member said before."""
        self._rows.update(
            ActivityReview,
            {"activity_id": review.activity_id, "member_id": review.member_id, "withdrawn_at": None},
            {"withdrawn_at": review.reviewed_at},
        )
        return self._rows.insert(review)

    def get(self, review_id: int) -> ActivityReview | None:
        return self._rows.by_id(ActivityReview, review_id)

    def of_member(self, activity_id: int, member_id: int) -> ActivityReview | None:
        """The one that counts."""
        return self._rows.one(ActivityReview, activity_id=activity_id, member_id=member_id, withdrawn_at=None)

    def agree(self, review: ActivityReview, *, now: datetime) -> None:
        self._rows.update(ActivityReview, {"id": review.id}, {"agreed_at": now})

    def withdraw(self, review: ActivityReview, *, now: datetime) -> None:
        self._rows.update(ActivityReview, {"id": review.id}, {"withdrawn_at": now})

    def quotable_between(self, room_id: int, since: datetime, until: datetime) -> list[ActivityReview]:
        """Of the room's activities, by the moment of their authors' yes."""
        return self._rows.all(_quotable(), room_id=room_id, since=since, until=until)

    def over_with(self, member_id: int, since: datetime) -> list[tuple[Activity, Enrolment]]:
        """What the member was signed up for, did not miss, and is over since then; the oldest first."""
        return self._rows.pairs(_over_with(), member_id=member_id, since=since)

    def was_at_earlier(self, activity: Activity, member_id: int) -> bool:
        """Whether they had a part in one of its series before."""
        known = {"member_id": member_id, "series_id": activity.series_id, "activity_id": activity.id}
        return bool(self._rows.all(_earlier(), **known))


class Follows:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, follow: Follow) -> Follow:
        return self._rows.insert(follow)

    def of_member(self, member_id: int) -> list[Follow]:
        return self._rows.every(Follow, member_id=member_id, ended_at=None)

    def of_kind(self, site_id: int, kind: str) -> list[Follow]:
        return self._rows.every(Follow, site_id=site_id, kind=kind, ended_at=None)

    def end(self, follow: Follow, *, now: datetime) -> None:
        self._rows.update(Follow, {"id": follow.id}, {"ended_at": now})
