"""`yihu members`: who is known, and two ids that are one person made one member, or parted again."""

from typing import Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.clock import SystemClock
from bot.database import migrated_store
from bot.failures import MISUSED, fail
from bot.settings import Settings
from handlers.act import House, key
from handlers.members import merge_members, split_member
from handlers.rules import HouseRules
from storage.models.people import Member
from storage.store import UnitOfWork

#: Without a name to look for.
MOST_SHOWN: Final = 50


def show_members(settings: Settings, name: str) -> None:
    with migrated_store(settings.database) as store, store.read() as uow:
        found = [each for each in uow.members.everyone() if each.name and name in each.name]
        table = Table("编号", "名字", "账号", "角色")
        for member in found[:MOST_SHOWN]:
            identities = uow.members.identities_of(key(member.id))
            ids = "\n".join(f"{each.account}: {each.external_id}" for each in identities)
            roles = ", ".join(sorted(role.value for role in uow.members.roles_anywhere(key(member.id))))
            table.add_row(str(member.id), escape(member.name), escape(ids), roles)
    Console().print(table)
    if len(found) > MOST_SHOWN:
        typer.echo(f"还有 {len(found) - MOST_SHOWN} 位;yihu members --name 名字 找人")


def merge(settings: Settings, into: int, gone: int) -> None:
    with migrated_store(settings.database) as store, store.write() as uow:
        first, second = _known(uow, into), _known(uow, gone)
        if first.id == second.id:
            fail("members: 同一个编号", MISUSED)
        merge_members(_house(uow), into_id=into, gone_id=gone)
        typer.echo(f"{gone} {second.name} 并入 {into} {first.name}。撤回:yihu members split {into}")


def split(settings: Settings, member_id: int) -> None:
    with migrated_store(settings.database) as store, store.write() as uow:
        member = _known(uow, member_id)
        again = split_member(_house(uow), member_id)
        if again is None:
            fail(f"members: {member_id} {member.name} 没有合并过", MISUSED)
        typer.echo(f"{member_id} {member.name} 和 {again} {_known(uow, again).name} 分开了")


def _house(uow: UnitOfWork) -> House:
    return House(uow=uow, now=SystemClock().now(), rules=HouseRules(), new_id=str)


def _known(uow: UnitOfWork, member_id: int) -> Member:
    member = uow.members.get(member_id)
    if member is None or not member.name:
        fail(f"members: 没有编号 {member_id}。yihu members 看编号", MISUSED)
    return member
