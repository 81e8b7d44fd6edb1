"""Whom a line of a 接龙 means: a member of the room by the name they have here, else the name itself."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.act import Act, key
from handlers.activities.facts import who
from handlers.understanding.activity_commands import ChainLine
from storage.models.activities import Enrolment
from storage.states import TAKES_PART

_OTHER: Final = re.compile(r"[\W_]+")

#: A member by id, somebody else by the folded name.
Person = int | str


def folded(words: str) -> str:
    """Without width, case, signs and emoji."""
    return _OTHER.sub("", unicodedata.normalize("NFKC", words).casefold())


class Roll:
    """The names of a room: those of its members, and those by which its account sees them."""

    def __init__(self, act: Act) -> None:
        self._author = act.member_id
        self._named: dict[str, set[int]] = defaultdict(set)
        for member in act.uow.members.in_room(act.room_id):
            self._named[folded(member.name)].add(key(member.id))
        for seen in act.uow.members.seen_in_room(act.room_id, act.room.account):
            self._named[folded(seen.name)].add(seen.member_id)
        self._named.pop("", None)

    def person(self, name: str) -> Person:
        """The writer of the copy before anybody else; where two are called that, nobody but the name."""
        wanted = folded(name)
        fitting = self._named.get(wanted, set())
        if self._author in fitting:
            return self._author
        return next(iter(fitting)) if len(fitting) == 1 else wanted


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a copy. `here` is its part in the activity, `gone` the newest that ended where there is none."""

    line: ChainLine
    person: Person
    here: Enrolment | None
    gone: Enrolment | None


def person_of(enrolment: Enrolment, roll: Roll) -> Person:
    return enrolment.member_id if enrolment.member_id is not None else roll.person(enrolment.name)


def entries_of(lines: Sequence[ChainLine], parts: Iterable[Enrolment], roll: Roll, act: Act) -> list[Entry]:
    """Each person once, where they stand first."""
    known: dict[Person, Enrolment] = {}
    for part in sorted(parts, key=lambda each: each.status in TAKES_PART):  # what goes on comes last, and is kept
        known[person_of(part, roll)] = part
        if part.member_id is not None:
            known.setdefault(folded(who(part, act)), part)
    entries: dict[Person, Entry] = {}
    for line in lines:
        person = roll.person(line.name)
        found = known.get(person)
        if found is not None:
            person = person_of(found, roll)
        is_here = found is not None and found.status in TAKES_PART
        entries.setdefault(person, Entry(line, person, found if is_here else None, None if is_here else found))
    return [each for each in entries.values() if each.person]
