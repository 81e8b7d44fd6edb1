"""Sites are a tree; rooms, teams and menus hang on it."""

import pytest

from storage.models.places import BindingCode, MenuItem, Team
from storage.store import UnitOfWork
from storage.vocabulary import Category, SiteLevel
from tests.storage.builders import HOUR, NOW, World, add_room, add_site, number


def test_sites_are_found_by_id_and_by_name(uow: UnitOfWork, world: World) -> None:
    station = uow.sites.named("下涧槽站")
    assert station is not None
    assert station == uow.sites.get(world.station)
    assert station.level is SiteLevel.STATION
    assert uow.sites.named("无此站") is None
    assert uow.sites.get(999) is None
    assert [site.id for site in uow.sites.everywhere()] == [world.centre, world.institute, world.station]


def test_a_site_is_changed_alone(uow: UnitOfWork, world: World) -> None:
    uow.sites.change(world.station, is_paused=True, latitude=30.68)
    assert [site.is_paused for site in uow.sites.everywhere()] == [False, False, True]


def test_upwards_leads_to_the_root(uow: UnitOfWork, world: World) -> None:
    assert [site.name for site in uow.sites.upwards(world.station)] == ["下涧槽站", "双桥子所", "双桥子中心"]
    assert uow.sites.upwards(999) == []


def test_below_is_the_site_and_everything_under_it(uow: UnitOfWork, world: World) -> None:
    home = add_site(uow, "王姐微家", SiteLevel.MICRO_HOME, world.station)
    other = add_site(uow, "新鸿站", SiteLevel.STATION, world.institute)
    assert set(uow.sites.below(world.centre)) == {world.centre, world.institute, world.station, home, other}
    assert sorted(uow.sites.below(world.station)) == [world.station, home]
    assert uow.sites.below(other) == [other]


def test_a_ring_of_sites_ends_somewhere(uow: UnitOfWork, world: World) -> None:
    """An import may have made one before anybody noticed."""
    uow.sites.change(world.centre, parent_id=world.station)
    assert [site.id for site in uow.sites.upwards(world.station)] == [world.station, world.institute, world.centre]
    assert sorted(uow.sites.below(world.institute)) == [world.centre, world.institute, world.station]


def test_a_binding_code_is_used_once(uow: UnitOfWork, world: World) -> None:
    for code, expires_at in (("ABC", NOW + HOUR), ("OLD", NOW)):
        uow.sites.add_code(BindingCode(code=code, site_id=world.station, expires_at=expires_at))
    assert [code.code for code in uow.sites.codes(now=NOW)] == ["ABC"]
    assert uow.sites.use_code("ABC", now=NOW)
    assert not uow.sites.use_code("ABC", now=NOW)
    assert uow.sites.codes(now=NOW) == []
    used = uow.sites.code("ABC")
    assert used is not None
    assert used.used_at == NOW
    assert uow.sites.code("XYZ") is None


def test_teams_are_found_where_they_are(uow: UnitOfWork, world: World) -> None:
    team = uow.sites.add_team(Team(site_id=world.station, name="康乐队", skills="health,escort"))
    uow.sites.add_team(Team(site_id=world.centre, name="康乐队"))
    assert uow.sites.team(number(team.id)) == team
    assert uow.sites.team_named("康乐队", [world.station]) == team
    assert uow.sites.team_named("康乐队", [world.institute]) is None
    assert uow.sites.teams_of([world.station, world.institute]) == [team]
    assert uow.sites.teams_of([]) == []


def test_rooms_are_known_by_account_and_platform_id(uow: UnitOfWork, world: World) -> None:
    same_id = add_room(uow, "r1", account="b")
    found = uow.rooms.known_as("a", "r1")
    assert found is not None
    assert found.id == world.room
    assert found == uow.rooms.get(world.room)
    assert [room.id for room in uow.rooms.everywhere()] == [world.room, same_id]
    assert uow.rooms.known_as("a", "r2") is None


def test_the_bot_speaks_only_in_rooms_that_are_bound_and_not_left(uow: UnitOfWork, world: World) -> None:
    unbound, left = add_room(uow, "unbound"), add_room(uow, "left", world.station)
    uow.rooms.change(left, left_at=NOW)
    assert [room.id for room in uow.rooms.bound()] == [world.room]
    assert [room.id for room in uow.rooms.of_sites([world.station])] == [world.room]
    assert uow.rooms.of_sites([world.centre]) == []
    uow.rooms.change(unbound, site_id=world.centre)
    assert [room.id for room in uow.rooms.bound()] == [world.room, unbound]


def test_numbers_count_up_in_each_room(uow: UnitOfWork, world: World) -> None:
    other = add_room(uow, "r2")
    assert [uow.rooms.next_number(room) for room in (world.room, world.room, other, world.room)] == [1, 2, 1, 3]


def offer(uow: UnitOfWork, site_id: int, shown_as: int, name: str, *season: int) -> MenuItem:
    first, last = season or (None, None)
    return uow.menu.add(
        MenuItem(
            site_id=site_id,
            number=shown_as,
            name=name,
            category=Category.OTHER,
            season_from=first,
            season_to=last,
        )
    )


def menu(uow: UnitOfWork, site_id: int, month: int = 5) -> list[tuple[int, str]]:
    return [(item.number, item.name) for item in uow.menu.of_site(site_id, month=month)]


def test_menus_are_inherited_and_own_numbers_hide_inherited_ones(uow: UnitOfWork, world: World) -> None:
    offer(uow, world.centre, 3, "理发")
    offer(uow, world.institute, 1, "法律咨询")
    own = offer(uow, world.station, 3, "上门理发")
    assert menu(uow, world.station) == [(1, "法律咨询"), (3, "上门理发")]
    assert menu(uow, world.institute) == [(1, "法律咨询"), (3, "理发")]
    assert menu(uow, world.centre) == [(3, "理发")]
    assert uow.menu.own_item(world.station, 3) == own
    assert uow.menu.own_item(world.station, 1) is None
    uow.menu.change(number(own.id), name="理发到家")
    assert menu(uow, world.station)[1] == (3, "理发到家")


@pytest.mark.parametrize(
    ("season", "months"),
    [
        ((), range(1, 13)),
        ((6, 8), (6, 7, 8)),
        ((5, 5), (5,)),
        ((11, 2), (11, 12, 1, 2)),  # over new year
        ((1, 12), range(1, 13)),
    ],
    ids=str,
)
def test_a_line_of_the_menu_has_its_season(
    uow: UnitOfWork, world: World, season: tuple[int, ...], months: tuple[int, ...]
) -> None:
    offer(uow, world.station, 1, "清凉驿站", *season)
    assert {month for month in range(1, 13) if menu(uow, world.station, month)} == set(months)


def test_out_of_season_an_inherited_line_shows_again(uow: UnitOfWork, world: World) -> None:
    offer(uow, world.centre, 1, "送餐")
    offer(uow, world.station, 1, "清凉驿站", 6, 8)
    assert menu(uow, world.station, 7) == [(1, "清凉驿站")]
    assert menu(uow, world.station, 9) == [(1, "送餐")]
