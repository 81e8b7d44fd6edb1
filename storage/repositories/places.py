"""Questions about sites, rooms, teams and menus."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, UpdateBase
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.direct import prepared
from storage.models.places import BindingCode, MenuItem, Room, Site, Team
from storage.public_ids import new_public_id
from storage.repositories.rows import Rows, given, table_of


class Sites:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, site: Site) -> Site:
        """It gets a public id where it has none."""
        site.public_id = site.public_id or new_public_id()
        return self._rows.insert(site)

    def known_as(self, public_id: str) -> Site | None:
        """By the id that addresses have."""
        return self._rows.one(Site, public_id=public_id)

    def get(self, site_id: int) -> Site | None:
        return self._rows.by_id(Site, site_id)

    def change(self, site_id: int, **values: object) -> None:
        self._rows.update(Site, {"id": site_id}, values)

    def named(self, name: str) -> Site | None:
        return self._rows.one(Site, name=name)

    def everywhere(self) -> list[Site]:
        return self._rows.all(select(Site).order_by(col(Site.id)))

    def upwards(self, site_id: int) -> list[Site]:
        """The site itself, then its ancestors up to the root."""
        path: list[Site] = []
        seen: set[int] = set()
        here: int | None = site_id
        while here is not None and here not in seen:
            seen.add(here)
            site = self.get(here)
            if site is None:
                break
            path.append(site)
            here = site.parent_id
        return path

    def below(self, site_id: int) -> list[int]:
        """Ids of the site and everything under it."""
        found, level = {site_id: None}, [site_id]
        while level:
            children = self._rows.all(select(Site).where(col(Site.parent_id).in_(level)).order_by(col(Site.id)))
            level = [site.id for site in children if site.id is not None and site.id not in found]
            found.update(dict.fromkeys(level))
        return list(found)

    def add_code(self, code: BindingCode) -> BindingCode:
        return self._rows.insert(code)

    def code(self, code: str) -> BindingCode | None:
        return self._rows.by_id(BindingCode, code)

    def use_code(self, code: str, *, now: datetime) -> bool:
        return self._rows.update(BindingCode, {"code": code, "used_at": None}, {"used_at": now}) == 1

    def codes(self, *, now: datetime) -> list[BindingCode]:
        """Codes that can still be used."""
        return self._rows.all(
            select(BindingCode).where(col(BindingCode.used_at).is_(None), BindingCode.expires_at > now)
        )

    def add_team(self, team: Team) -> Team:
        return self._rows.insert(team)

    def team_named(self, name: str, site_ids: Sequence[int]) -> Team | None:
        return self._rows.first(select(Team).where(Team.name == name, col(Team.site_id).in_(site_ids)))

    def team(self, team_id: int) -> Team | None:
        return self._rows.by_id(Team, team_id)

    def teams_of(self, site_ids: Sequence[int]) -> list[Team]:
        return self._rows.all(select(Team).where(col(Team.site_id).in_(site_ids)).order_by(col(Team.id)))


@prepared
def _bound() -> SelectOfScalar[Room]:
    return select(Room).where(col(Room.site_id).is_not(None), col(Room.left_at).is_(None)).order_by(col(Room.id))


@prepared
def _counted_up() -> UpdateBase:
    table = table_of(Room)
    counted = table.update().where(table.c.id == given("room_id")).values(numbers_given=table.c.numbers_given + 1)
    return counted.returning(table.c.numbers_given)


class Rooms:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, room: Room) -> Room:
        return self._rows.insert(room)

    def get(self, room_id: int) -> Room | None:
        kept = self._rows.kept
        return kept.room(kept.rooms, room_id, lambda: self._rows.by_id(Room, room_id))

    def known_as(self, account: str, external_id: str) -> Room | None:
        kept = self._rows.kept
        ask = partial(self._rows.one, Room, account=account, external_id=external_id)
        return kept.room(kept.rooms_by_name, (account, external_id), ask)

    def everywhere(self) -> list[Room]:
        return self._rows.all(select(Room).order_by(col(Room.id)))

    def bound(self) -> list[Room]:
        """Rooms in which the bot may speak."""
        return self._rows.all(_bound())

    def of_sites(self, site_ids: Sequence[int]) -> list[Room]:
        return self._rows.all(
            select(Room).where(col(Room.site_id).in_(site_ids), col(Room.left_at).is_(None)).order_by(col(Room.id))
        )

    def change(self, room_id: int, **values: object) -> None:
        self._rows.update(Room, {"id": room_id}, values)

    def next_number(self, room_id: int) -> int:
        """The next posting number of the room; two transactions never get the same."""
        return int(self._rows.value(_counted_up(), room_id=room_id))


class Menu:
    def __init__(self, rows: Rows, sites: Sites) -> None:
        self._rows = rows
        self._sites = sites

    def add(self, item: MenuItem) -> MenuItem:
        return self._rows.insert(item)

    def change(self, item_id: int, **values: object) -> None:
        self._rows.update(MenuItem, {"id": item_id}, values)

    def own_item(self, site_id: int, number: int) -> MenuItem | None:
        return self._rows.one(MenuItem, site_id=site_id, number=number)

    def of_site(self, site_id: int, *, month: int) -> list[MenuItem]:
        """What the site offers in that month, its own lines hiding inherited ones of the same number."""
        lines: dict[int, MenuItem] = {}
        for site in reversed(self._sites.upwards(site_id)):
            in_season = or_(col(MenuItem.season_from).is_(None), _covers(month))
            for item in self._rows.all(select(MenuItem).where(MenuItem.site_id == site.id, in_season)):
                lines[item.number] = item
        return [lines[number] for number in sorted(lines)]


def _covers(month: int) -> ColumnElement[bool]:
    first, last = col(MenuItem.season_from), col(MenuItem.season_to)
    within = (first <= month) & (last >= month)
    over_new_year = (first > last) & ((first <= month) | (last >= month))
    return within | over_new_year
