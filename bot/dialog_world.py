"""The world of a golden chat: sites, rooms, people, menus from its `!` lines."""

import re
from collections.abc import Callable
from datetime import datetime, time

from bot.dialog import Dialog, DialogBroken, Said, World
from handlers.act import key
from storage.models.people import Identity, Member
from storage.models.places import MenuItem, Room, Site, Team
from storage.store import UnitOfWork
from storage.vocabulary import Category, Role, SiteLevel

ACCOUNT = "replay"
DEFAULT = (World(0, "site 下涧槽站 station"), World(0, "room 邻里群 of 下涧槽站"))


class WorldBuilder:
    """Writes the world into an empty database. Everyone who speaks or is spoken to is in the room they speak in."""

    def __init__(self, uow: UnitOfWork, dialog: Dialog, now: datetime) -> None:
        self._uow = uow
        self._dialog = dialog
        self._now = now
        self.rooms: dict[str, Room] = {}
        self._rules: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], None]], ...] = (
            (re.compile(r"site (\S+) (\S+?)(?: under (\S+))?(?: at ([\d.]+),\s*([\d.]+))?"), self._site),
            (re.compile(r"room (\S+) of (\S+)"), self._room),
            (re.compile(r"digest (\d\d?:\d\d) in (\S+)"), self._digest),
            (re.compile(r"quiet (\d\d?:\d\d)\s*[-–]\s*(\d\d?:\d\d) in (\S+)"), self._quiet),
            (re.compile(r"switch (\w+) (on|off) in (\S+)"), self._switch),
            (re.compile(r"(\S+) is no friend"), self._no_friend),
            (re.compile(r"(\S+) is (leader|volunteer|member) of team (\S+) of (\S+)"), self._in_team),
            (re.compile(r"(\S+) is (\w+) of (\S+)"), self._role),
            (re.compile(r"menu (\S+?)[::]\s*(\d+) (.+?) (\w+)"), self._menu),
            (re.compile(r"landmarks (\S+?)[::]\s*(.+)"), self._landmarks),
        )

    def build(self) -> dict[str, Room]:
        """Raises DialogBroken."""
        lines = self._dialog.world
        if not any(line.words.startswith(("site ", "room ")) for line in lines):
            lines = DEFAULT + lines
        later = [line for line in lines if not line.words.startswith(("site ", "room "))]
        for line in [line for line in lines if line not in later]:
            self._read(line)
        self._people()
        for line in later:
            self._read(line)
        return self.rooms

    def _read(self, line: World) -> None:
        for pattern, write in self._rules:
            if (found := pattern.fullmatch(line.words)) is not None:
                try:
                    write(found)
                except (KeyError, ValueError) as error:
                    raise DialogBroken(f"{self._dialog.path}:{line.line}: unknown name or word: {error}") from error
                return
        raise DialogBroken(f"{self._dialog.path}:{line.line}: no such world line: ! {line.words}")

    # places

    def _site(self, found: re.Match[str]) -> None:
        name, level, parent, latitude, longitude = found.groups()
        self._uow.sites.add(
            Site(
                name=name,
                level=SiteLevel(level),
                parent_id=self._site_id(parent) if parent else None,
                latitude=float(latitude) if latitude else None,
                longitude=float(longitude) if longitude else None,
            )
        )

    def _site_id(self, name: str) -> int:
        site = self._uow.sites.named(name)
        if site is None:
            raise KeyError(name)
        return key(site.id)

    def _room(self, found: re.Match[str]) -> None:
        name, site = found.groups()
        room = Room(account=ACCOUNT, external_id=name, topic=name, site_id=self._site_id(site), bound_at=self._now)
        self.rooms[name] = self._uow.rooms.add(room)

    def _change(self, name: str, **values: object) -> None:
        self._uow.rooms.change(key(self.rooms[name].id), **values)

    def _digest(self, found: re.Match[str]) -> None:
        self._change(found[2], digest_time=_clock(found[1]))

    def _quiet(self, found: re.Match[str]) -> None:
        self._change(found[3], quiet_from=_clock(found[1]), quiet_until=_clock(found[2]))

    def _switch(self, found: re.Match[str]) -> None:
        if found[1] == "time_bank":
            since = self._now if found[2] == "on" else None
            self._uow.sites.change(key(self.rooms[found[3]].site_id), time_bank_since=since)
            return
        switches = {"ranking": "is_ranking_on", "shadow": "is_shadowed"}
        self._change(found[3], **{switches[found[1]]: found[2] == "on"})

    def _menu(self, found: re.Match[str]) -> None:
        site, number, name, category = found.groups()
        item = MenuItem(site_id=self._site_id(site), number=int(number), name=name, category=Category(category))
        self._uow.menu.add(item)

    def _landmarks(self, found: re.Match[str]) -> None:
        names = [name.strip() for name in re.split(r"[,、,]", found[2])]
        self._uow.snapshots.set_landmarks(self._site_id(found[1]), names)

    # people

    def _people(self) -> None:
        first = next(iter(self.rooms), None)
        if first is None:
            raise DialogBroken(f"{self._dialog.path}: a world with sites needs a `! room NAME of SITE`")
        for step in self._dialog.steps:
            if isinstance(step, Said):
                self._speaker(step, first)
            for expected in step.expected:
                if expected.person not in (None, "*"):
                    self._person(expected.person or "", None)
        for line in self._dialog.world:
            if (found := re.match(r"(\S+) is ", line.words)) is not None:
                self._person(found[1], None)
        for member in self._uow.members.everyone():
            if not self._uow.members.rooms_of(key(member.id)):
                self._uow.members.met(key(self.rooms[first].id), key(member.id), now=self._now)

    def _speaker(self, step: Said, first: str) -> None:
        if step.room is not None and step.room not in self.rooms:
            raise DialogBroken(f"{self._dialog.path}:{step.line}: no such room: {step.room}")
        self._person(step.person, step.room or (None if step.is_private else first))

    def _person(self, name: str, room: str | None) -> int:
        identity = self._uow.members.identity(ACCOUNT, name)
        member_id = identity.member_id if identity is not None else self._stranger(name)
        if room is not None:
            self._uow.members.met(key(self.rooms[room].id), member_id, now=self._now)
        return member_id

    def _stranger(self, name: str) -> int:
        member_id = key(self._uow.members.add(Member(name=name, created_at=self._now)).id)
        self._uow.members.add_identity(
            Identity(
                member_id=member_id,
                account=ACCOUNT,
                external_id=name,
                name=name,
                is_friend=True,
                seen_at=self._now,
            )
        )
        return member_id

    def _no_friend(self, found: re.Match[str]) -> None:
        for identity in self._uow.members.identities_of(self._person(found[1], None)):
            self._uow.members.change_identity(key(identity.id), is_friend=False)

    def _role(self, found: re.Match[str]) -> None:
        name, role, site = found.groups()
        self._uow.members.grant(self._person(name, None), Role(role), self._site_id(site))

    def _in_team(self, found: re.Match[str]) -> None:
        name, role, team_name, site = found.groups()
        site_id = self._site_id(site)
        team = self._uow.sites.team_named(team_name, [site_id])
        if team is None:
            team = self._uow.sites.add_team(Team(site_id=site_id, name=team_name))
        member_id = self._person(name, None)
        self._uow.members.join_team(key(team.id), member_id, is_leader=role == "leader")
        if role == "leader":
            self._uow.members.grant(member_id, Role.LEADER, site_id)


def _clock(words: str) -> time:
    hour, minute = words.split(":")
    return time(int(hour), int(minute))
