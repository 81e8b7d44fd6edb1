"""Records into the database: what is known is brought up to date, what is new is added."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.importing.problems import Problem
from bot.importing.tables import MENU, PEOPLE, ROOMS, SITES, Record
from handlers.act import key
from storage.models.people import Identity, Member
from storage.models.places import MenuItem, Room, Site, Team
from storage.store import UnitOfWork
from storage.vocabulary import Category, Role


class Import:
    """One import inside one unit of work. Whoever opened it must undo it if there are problems in the end."""

    def __init__(self, uow: UnitOfWork, *, account: str | None, now: datetime) -> None:
        self._uow = uow
        self._account = account
        self._now = now
        self._seen: dict[tuple[object, ...], Record] = {}
        self.problems: list[Problem] = []
        self.strangers = 0

    def write(self, records: Iterable[Record], *, tick: Callable[[], None]) -> None:
        """Sites first, whatever the order of the files: everything else refers to them."""
        ways = ((SITES, self._site), (PEOPLE, self._person), (ROOMS, self._room), (MENU, self._menu_item))
        records = list(records)
        for kind, way in ways:
            own = [record for record in records if record.kind is kind]
            for record in own:
                way(record)
                tick()
            if kind is SITES:
                self._write_parents(own)

    # sites

    def _site(self, record: Record) -> None:
        name = record.values["name"]
        if self._is_repeated(record, "name", "site", name):
            return
        values = {each: record.values[each] for each in ("level", "latitude", "longitude") if each in record.values}
        known = self._uow.sites.named(name)
        if known is None:
            known = self._uow.sites.add(Site(name=name, **values))
        elif values:
            self._uow.sites.change(key(known.id), **values)
        if "landmarks" in record.values:
            self._uow.snapshots.set_landmarks(key(known.id), record.values["landmarks"])

    def _write_parents(self, records: list[Record]) -> None:
        """Once every site of the files is there."""
        for record in records:
            site = self._uow.sites.named(record.values["name"])
            parent = self._site_of(record, "parent")
            if site is None or parent is None:
                continue
            if site.id in {each.id for each in self._uow.sites.upwards(key(parent.id))}:
                self.problems.append(
                    record.problem("parent", f"「{parent.name}」在「{site.name}」下面,不能又是它的上级")
                )
                continue
            self._uow.sites.change(key(site.id), parent_id=parent.id)

    def _site_of(self, record: Record, column: str = "site") -> Site | None:
        """None where the cell is empty, or names no site: then that is a problem."""
        name = record.values.get(column)
        site = self._uow.sites.named(name) if name else None
        if name and site is None:
            self.problems.append(record.problem(column, f"没有站点「{name}」,先在站点表里加上"))
        return site

    # people

    def _person(self, record: Record) -> None:
        member = self._member(record)
        site = self._site_of(record)
        if member is None:
            return
        if phone := record.values.get("phone"):
            self._uow.members.change(key(member.id), phone_sealed=self._uow.seal(phone))
        role = record.values["role"]
        if site is not None:
            self._uow.members.grant(key(member.id), role, key(site.id))
            self._join_team(record, member, site)
        elif "site" not in record.values and (role is not Role.RESIDENT or "team" in record.values):
            self.problems.append(record.problem("site", "这个角色要写明在哪个站点"))

    def _member(self, record: Record) -> Member | None:
        """By the handle, else by a name that only one person has whom we were told of before; else somebody new."""
        name, handle = record.values["name"], record.values.get("handle")
        account = self._account_of(record)
        if handle and account is None:
            self.problems.append(record.problem("account", "配置里不止一个账号(或还没有),请写明是哪一个"))
            return None
        known = self._behind(account, handle) if account and handle else None
        if known is not None:
            self._uow.members.change(key(known.id), name=name)
            return known
        namesakes = self._namesakes(name, account if handle else None)
        if len(namesakes) > 1:
            self.problems.append(record.problem("name", f"有 {len(namesakes)} 位「{name}」,请填微信号来区分"))
            return None
        member = namesakes[0] if namesakes else self._uow.members.add(Member(name=name, created_at=self._now))
        if account and handle:
            self._add_identity(member, account, handle)
        elif not namesakes:
            self.strangers += 1
        return member

    def _behind(self, account: str, handle: str) -> Member | None:
        found = self._uow.members.identity_by_handle(account, handle) or self._uow.members.identity(account, handle)
        return self._uow.members.get(found.member_id) if found is not None else None

    def _namesakes(self, name: str, account: str | None) -> list[Member]:
        """Never somebody known from a room alone: anyone can call themselves like a grid worker there.

        With an account, only those who are not yet known to it: another handle there is another person.
        """
        members = self._uow.members
        return [
            each
            for each in members.named(name)
            if (not members.identities_of(key(each.id)) or members.roles_anywhere(key(each.id)))
            and (account is None or members.identity_of(key(each.id), account) is None)
        ]

    def _add_identity(self, member: Member, account: str, handle: str) -> None:
        self._uow.members.add_identity(
            Identity(
                member_id=key(member.id),
                account=account,
                external_id=handle,
                handle=handle,
                name=member.name,
                seen_at=self._now,
            )
        )

    def _account_of(self, record: Record) -> str | None:
        account: str | None = record.values.get("account", self._account)
        return account

    def _join_team(self, record: Record, member: Member, site: Site) -> None:
        name = record.values.get("team")
        if not name:
            return
        above = [key(each.id) for each in self._uow.sites.upwards(key(site.id))]
        team = self._uow.sites.team_named(name, above) or self._uow.sites.add_team(
            Team(site_id=key(site.id), name=name)
        )
        self._uow.members.join_team(key(team.id), key(member.id), is_leader=record.values["role"] is Role.LEADER)

    # rooms

    def _room(self, record: Record) -> None:
        site = self._site_of(record)
        room = self._known_room(record)
        if site is None or room is None or self._is_repeated(record, "topic", "room", room.id):
            return
        values: dict[str, Any] = {"site_id": site.id}
        if "digest_time" in record.values:
            values["digest_time"] = record.values["digest_time"]
        if "quiet" in record.values:
            values["quiet_from"], values["quiet_until"] = record.values["quiet"]
        if room.bound_at is None:
            values["bound_at"] = self._now
        self._uow.rooms.change(key(room.id), **values)

    def _known_room(self, record: Record) -> Room | None:
        """Only rooms the bot is in: a name alone is not proof of being that room."""
        topic, account = record.values["topic"], record.values.get("account")
        found = [
            room
            for room in self._uow.rooms.everywhere()
            if room.topic == topic and room.left_at is None and account in {None, room.account}
        ]
        if len(found) == 1:
            return found[0]
        what = (
            f"有 {len(found)} 个群叫「{topic}」,改个群名或用绑定码" if found else f"机器人不在「{topic}」里,先拉它进群"
        )
        self.problems.append(record.problem("topic", what))
        return None

    # menu

    def _menu_item(self, record: Record) -> None:
        site = self._site_of(record)
        if site is None or self._is_repeated(record, "number", "item", site.id, record.values["number"]):
            return
        values: dict[str, Any] = {
            each: record.values[each] for each in ("name", "provider", "weekly_capacity") if each in record.values
        }
        if "category" in record.values:
            values["category"] = record.values["category"]
        if "season" in record.values:
            values["season_from"], values["season_to"] = record.values["season"] or (None, None)
        known = self._uow.menu.own_item(key(site.id), record.values["number"])
        if known is not None:
            self._uow.menu.change(key(known.id), **values)
            return
        values.setdefault("category", Category.OTHER)
        self._uow.menu.add(MenuItem(site_id=key(site.id), number=record.values["number"], **values))

    def _is_repeated(self, record: Record, column: str, *what: object) -> bool:
        first = self._seen.setdefault(what, record)
        if first is not record:
            self.problems.append(record.problem(column, f"和「{first.sheet}」第{first.row}行重复"))
        return first is not record
