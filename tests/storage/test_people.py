"""Members, how accounts see them, what they may do, who was shown their private fields."""

from typing import Any

import pytest

from storage.models.people import Identity
from storage.models.places import Team
from storage.store import UnitOfWork
from storage.vocabulary import Role
from tests.storage.builders import DAY, HOUR, NOW, World, add_member, add_order, add_room, number


def names(members: list[Any]) -> list[str]:
    return [member.name for member in members]


def seen(uow: UnitOfWork, member_id: int, external_id: str, **values: Any) -> Identity:
    identity: dict[str, Any] = {"account": "a", "member_id": member_id, "external_id": external_id, "seen_at": NOW}
    return uow.members.add_identity(Identity(**(identity | values)))


def test_members_are_found_by_id_and_name(uow: UnitOfWork, world: World) -> None:
    namesake = add_member(uow, "小李")
    assert names(uow.members.everyone()) == ["王婆婆", "小李", "小李"]
    assert [member.id for member in uow.members.named("小李")] == [world.helper, namesake]
    assert uow.members.named("无名") == []
    uow.members.change(namesake, name="小李二号")
    renamed = uow.members.get(namesake)
    assert renamed is not None
    assert renamed.name == "小李二号"
    assert uow.members.get(999) is None


def test_an_account_sees_a_member_under_the_newest_identity(uow: UnitOfWork, world: World) -> None:
    old = seen(uow, world.helper, "wx-old", handle="xiaoli", seen_at=NOW - DAY)
    new = seen(uow, world.helper, "wx-new", handle="xiaoli")
    seen(uow, world.helper, "wx-new", account="b", handle="xiaoli", seen_at=NOW + DAY)
    seen(uow, world.asker, "wx-other", seen_at=NOW + DAY)
    assert uow.members.identity("a", "wx-old") == old
    assert uow.members.identity("a", "wx-none") is None
    assert uow.members.identity_of(world.helper, "a") == new
    assert uow.members.identity_of(world.helper, "c") is None
    assert [each.external_id for each in uow.members.identities_of(world.helper)] == ["wx-old", "wx-new", "wx-new"]
    assert uow.members.identity_by_handle("a", "xiaoli") == new
    assert uow.members.identity_by_handle("a", "") is None, "no handle is nobody's"


@pytest.mark.parametrize(("is_friend", "reachable"), [(True, True), (None, True), (False, False)])
def test_only_known_strangers_cannot_be_written_to(
    uow: UnitOfWork, world: World, is_friend: bool | None, reachable: bool
) -> None:
    identity = seen(uow, world.helper, "wx", is_friend=is_friend)
    assert uow.members.is_reachable(world.helper, "a") is reachable
    uow.members.change_identity(number(identity.id), is_friend=True)
    assert uow.members.is_reachable(world.helper, "a")
    assert not uow.members.is_reachable(world.helper, "b")


def test_a_room_knows_whom_it_met(uow: UnitOfWork, world: World) -> None:
    other_room = add_room(uow, "r2")
    uow.members.met(world.room, world.helper, now=NOW)
    uow.members.met(world.room, world.asker, now=NOW)
    uow.members.met(other_room, world.helper, now=NOW - HOUR)
    assert uow.members.rooms_of(world.helper) == [world.room, other_room]
    uow.members.met(other_room, world.helper, now=NOW + HOUR)
    assert uow.members.rooms_of(world.helper) == [other_room, world.room]
    assert names(uow.members.in_room(world.room)) == ["王婆婆", "小李"]
    assert names(uow.members.named_in_room(world.room, "小李")) == ["小李"]
    assert uow.members.named_in_room(other_room, "王婆婆") == []


def test_a_role_holds_where_it_was_given_and_below(uow: UnitOfWork, world: World) -> None:
    uow.members.grant(world.helper, Role.GRID_WORKER, world.institute)
    uow.members.grant(world.helper, Role.GRID_WORKER, world.institute)
    uow.members.grant(world.helper, Role.LEADER, world.station)
    roles_at = uow.members.roles_at
    assert roles_at(world.helper, world.centre) == frozenset()
    assert roles_at(world.helper, world.institute) == {Role.GRID_WORKER}
    assert roles_at(world.helper, world.station) == {Role.GRID_WORKER, Role.LEADER}
    assert roles_at(world.helper, None) == {Role.GRID_WORKER, Role.LEADER}, "said privately, of no site yet"
    assert roles_at(world.asker, world.station) == frozenset()
    assert uow.members.sites_of(world.helper, Role.GRID_WORKER) == [world.institute]
    assert uow.members.sites_of(world.helper, Role.ADMIN) == []


def test_the_nearest_who_holds_a_role_is_asked(uow: UnitOfWork, world: World) -> None:
    above = add_member(uow, "中心管理员")
    near = add_member(uow, "站管理员")
    assert uow.members.nearest_holding(Role.ADMIN, world.station) == []
    uow.members.grant(above, Role.ADMIN, world.centre)
    assert names(uow.members.nearest_holding(Role.ADMIN, world.station)) == ["中心管理员"]
    uow.members.grant(near, Role.ADMIN, world.station)
    uow.members.grant(world.helper, Role.ADMIN, world.station)
    assert names(uow.members.nearest_holding(Role.ADMIN, world.station)) == ["小李", "站管理员"]
    assert names(uow.members.nearest_holding(Role.ADMIN, world.institute)) == ["中心管理员"]
    assert names(uow.members.holding(Role.ADMIN, world.centre)) == ["中心管理员"]
    assert uow.members.holding(Role.ADMIN, world.institute) == []


def test_holders_of_a_role_anywhere_are_named_once(uow: UnitOfWork, world: World) -> None:
    for site in (world.station, world.institute):
        uow.members.grant(world.helper, Role.GRID_WORKER, site)
    assert names(uow.members.holding_anywhere(Role.GRID_WORKER)) == ["小李"]


def test_teams_have_members_and_leaders(uow: UnitOfWork, world: World) -> None:
    team = number(uow.sites.add_team(Team(site_id=world.station, name="康乐队")).id)
    uow.members.join_team(team, world.helper)
    uow.members.join_team(team, world.asker, is_leader=True)
    assert names(uow.members.of_team(team)) == ["王婆婆", "小李"]
    assert names(uow.members.of_team(team, leaders_only=True)) == ["王婆婆"]
    uow.members.join_team(team, world.helper, is_leader=True)
    assert names(uow.members.of_team(team, leaders_only=True)) == ["王婆婆", "小李"]
    assert uow.members.teams_led_by(world.helper) == [team]
    uow.members.join_team(team, world.helper)
    assert uow.members.teams_led_by(world.helper) == []


def test_receipts_say_who_was_shown_what(uow: UnitOfWork, world: World) -> None:
    order = number(add_order(uow, world).id)

    def show(*fields: str, at: Any) -> None:
        uow.receipts.write(owner_id=world.asker, reader_id=world.helper, order_id=order, fields=fields, now=at)

    assert not uow.receipts.was_shown(order, world.helper)
    show("phone", "address", at=NOW)
    show("detail", at=NOW + HOUR)
    assert [receipt.field for receipt in uow.receipts.about(world.asker)] == ["detail", "address", "phone"]
    assert uow.receipts.about(world.helper) == []
    assert uow.receipts.was_shown(order, world.helper)
    assert not uow.receipts.was_shown(order, world.asker)
