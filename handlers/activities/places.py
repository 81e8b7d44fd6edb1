"""How many places are left, for whom: those of a role are for it alone, the rest for everybody else.

Of a series some of the rest are kept for newcomers, until the day before.
"""

from dataclasses import dataclass, replace

from handlers.act import House, key
from handlers.activities.newcomers import kept_at
from storage.models.activities import Activity, ActivityRole, Enrolment
from storage.states import EnrolmentStatus

RoleId = int | None


@dataclass(frozen=True, slots=True)
class Places:
    """`taken` counts people by role, `newcomers` those of the default role. A pool without a limit has None left."""

    capacity: int | None
    roles: tuple[ActivityRole, ...]
    taken: dict[RoleId, int]
    kept: int = 0
    newcomers: int = 0

    def of(self, role_id: RoleId) -> int | None:
        """How many the pool has in all."""
        for role in self.roles:
            if role.id == role_id:
                return role.capacity
        return None if self.capacity is None else self.capacity - sum(role.capacity for role in self.roles)

    def left(self, role_id: RoleId) -> int | None:
        capacity = self.of(role_id)
        return None if capacity is None else capacity - self.taken.get(role_id, 0)

    @property
    def kept_left(self) -> int:
        """How many of those that are left only a newcomer may have."""
        kept, left = max(self.kept - self.newcomers, 0), self.left(self.default_role)
        return kept if left is None else min(kept, max(left, 0))

    def left_for(self, enrolment: Enrolment, role_id: RoleId) -> int | None:
        """How many the party could have in that pool."""
        left = self.left(role_id)
        is_kept_from = role_id == self.default_role and not enrolment.is_newcomer
        return left - self.kept_left if left is not None and is_kept_from else left

    def fits(self, enrolment: Enrolment) -> bool:
        left = self.left_for(enrolment, enrolment.role_id)
        return left is None or enrolment.party <= left

    def holds(self, party: int, role_id: RoleId) -> bool:
        left = self.left(role_id)
        return left is None or party <= left

    def without(self, enrolment: Enrolment) -> "Places":
        """The same if that party were not there."""
        return self._with(enrolment, -enrolment.party)

    def less(self, enrolment: Enrolment) -> "Places":
        """The same after that party has sat down."""
        return self._with(enrolment, enrolment.party)

    def _with(self, enrolment: Enrolment, people: int) -> "Places":
        taken = {**self.taken, enrolment.role_id: self.taken.get(enrolment.role_id, 0) + people}
        is_counted = enrolment.is_newcomer and enrolment.role_id == self.default_role
        return replace(self, taken=taken, newcomers=self.newcomers + (people if is_counted else 0))

    @property
    def left_in_all(self) -> int | None:
        return None if self.capacity is None else max(self.capacity - sum(self.taken.values()), 0)

    @property
    def main_role(self) -> ActivityRole | None:
        """Where every place has a role, the one with most: whoever names none is for it, and it takes what is added."""
        if self.roles and self.of(None) == 0:
            return max(self.roles, key=lambda role: role.capacity)
        return None

    @property
    def default_role(self) -> RoleId:
        role = self.main_role
        return role.id if role is not None else None

    @property
    def least_capacity(self) -> int:
        """With fewer, people would lose the places that they have, or roles theirs."""
        main = self.default_role
        return sum(role.capacity for role in self.roles if role.id != main) + self.taken.get(main, 0)

    def role_in(self, words: str) -> ActivityRole | None:
        """The role that somebody names, the longest name first."""
        by_length = sorted(self.roles, key=lambda role: -len(role.name))
        return next((role for role in by_length if role.name in words), None)

    def name_of(self, role_id: RoleId) -> str:
        return next((role.name for role in self.roles if role.id == role_id), "")


def places_of(activity: Activity, house: House) -> Places:
    activity_id = key(activity.id)
    taken = house.uow.enrolments.people_by_role(activity_id)
    places = Places(activity.capacity, tuple(house.uow.activities.roles(activity_id)), taken)
    if not (kept := kept_at(activity, house.now)):
        return places
    newcomers = house.uow.enrolments.newcomers_in(activity_id, places.default_role)
    return replace(places, kept=kept, newcomers=newcomers)


def waiting_line(activity: Activity, house: House) -> list[Enrolment]:
    """Who waits, first in line first."""
    return house.uow.enrolments.of_activity(key(activity.id), EnrolmentStatus.WAITING)


def position_of(enrolment: Enrolment, house: House) -> int:
    """From 1, among those who wait for the same role."""
    line = house.uow.enrolments.of_activity(enrolment.activity_id, EnrolmentStatus.WAITING)
    return 1 + sum(
        (each.enrolled_at, each.id or 0) < (enrolment.enrolled_at, enrolment.id or 0)
        for each in line
        if each.role_id == enrolment.role_id
    )


def people_coming(activity: Activity, house: House) -> int:
    return house.uow.enrolments.people_in(key(activity.id))
