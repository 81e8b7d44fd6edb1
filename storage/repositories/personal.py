"""Everything that is kept about one person, as they may ask to see it, and the consents among it."""

from datetime import datetime

from storage.models.activities import Activity, Enrolment
from storage.models.afterwards import ActivityReview
from storage.models.orders import Claim, DemandOrder, Review
from storage.models.people import RoleGrant
from storage.models.polls import Ballot, Poll
from storage.models.snapshots import SnapshotReport
from storage.repositories.rows import Rows


class Personal:
    """Each list is the oldest first, whatever became of what it names."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def orders(self, member_id: int) -> list[DemandOrder]:
        return self._rows.every(DemandOrder, asker_id=member_id)

    def claims(self, member_id: int) -> list[Claim]:
        return self._rows.every(Claim, member_id=member_id)

    def enrolments(self, member_id: int) -> list[Enrolment]:
        return self._rows.every(Enrolment, member_id=member_id)

    def activities(self, member_id: int) -> list[Activity]:
        return self._rows.every(Activity, organiser_id=member_id)

    def polls(self, member_id: int) -> list[Poll]:
        return self._rows.every(Poll, organiser_id=member_id)

    def reports(self, member_id: int) -> list[SnapshotReport]:
        return self._rows.every(SnapshotReport, reporter_id=member_id)

    def roles(self, member_id: int) -> list[RoleGrant]:
        return self._rows.every(RoleGrant, member_id=member_id)

    def ballots(self, member_id: int) -> list[Ballot]:
        return self._rows.every(Ballot, member_id=member_id, withdrawn_at=None)

    def reviews(self, member_id: int) -> list[Review]:
        return self._rows.every(Review, member_id=member_id, is_withdrawn=False)

    def activity_reviews(self, member_id: int) -> list[ActivityReview]:
        return self._rows.every(ActivityReview, member_id=member_id, withdrawn_at=None)

    def let_quote(self, review_id: int, *, may: bool) -> None:
        self._rows.update(Review, {"id": review_id}, {"may_quote": may})

    def let_quote_of_activity(self, review_id: int, *, agreed_at: datetime | None) -> None:
        self._rows.update(ActivityReview, {"id": review_id}, {"agreed_at": agreed_at})
