"""Which list a copy was made from: what is missing then was taken off, or was never there.

A copy tells nothing of its base, so the bases that are known are weighed: people change one thing at a time, at the
end, and nobody posts a list again as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from handlers.activities.chain_names import Person

#: What makes a base less likely, in points.
_TOOK_ANOTHER_OFF: Final = 10
_TOOK_GONE_OFF: Final = 2
_TOOK_OWN_OFF: Final = 1
_ADDED_WHO_IS_HERE: Final = 2
_ADDED_WHO_IS_GONE: Final = 5
_CAME_BACK: Final = 2
_CAME_BACK_ON_A_NEWER: Final = 1
_CHANGED_NOTHING: Final = 1.5
_MOVED: Final = 1


@dataclass(frozen=True, slots=True)
class Base:
    """`people` in the order of the lines, each with the number that was written; `at` None: nobody posted it."""

    people: Mapping[Person, int | None]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list says when the copy comes in. `own`: whose lines are the author's; `gone`: when they left."""

    author: Person
    own: frozenset[Person]
    here: frozenset[Person]
    gone: Mapping[Person, datetime] = field(default_factory=dict)


def base_of(copy: Sequence[Person], bases: Sequence[Base], standing: Standing) -> Base:
    """The likeliest; of those that are equally likely the first."""
    return min(bases, key=lambda base: _points(copy, base, standing))


def _points(copy: Sequence[Person], base: Base, standing: Standing) -> float:
    dropped = [each for each in base.people if each not in set(copy)]
    added = [each for each in copy if each not in base.people]
    points: float = sum(_dropped_another(each, standing) for each in dropped if each not in standing.own)
    points += _TOOK_OWN_OFF * any(each in standing.own for each in dropped)
    points += sum(_added(each, base, standing) for each in added)
    points += _CHANGED_NOTHING * (not dropped and not added)
    kept = [each for each in base.people if each in set(copy)]
    return points + _MOVED * (list(copy[: len(kept)]) != kept)


def _dropped_another(person: Person, standing: Standing) -> float:
    return _TOOK_ANOTHER_OFF if person in standing.here else _TOOK_GONE_OFF


def _added(person: Person, base: Base, standing: Standing) -> float:
    if person == standing.author and person not in standing.gone:
        return 0
    if person in standing.here:
        return _ADDED_WHO_IS_HERE
    left_at = standing.gone.get(person)
    if left_at is None:
        return 0
    if person not in standing.own:
        return _ADDED_WHO_IS_GONE
    is_newer = base.at is not None and base.at >= left_at
    return _CAME_BACK_ON_A_NEWER if is_newer else _CAME_BACK
