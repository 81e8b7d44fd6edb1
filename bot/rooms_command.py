"""`yihu rooms`: which rooms there are, and the code that binds one to its site."""

import secrets
from datetime import datetime, time, timedelta
from typing import Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.clock import SystemClock
from bot.database import migrated_store
from bot.failures import MISUSED, fail
from bot.room_choice import chosen_room
from bot.settings import Settings
from storage.models.places import BindingCode, Room, Site
from storage.store import UnitOfWork
from storage.vocabulary import LOCAL_ZONE

CODE_HOLDS: Final = timedelta(days=7)
#: Without letters and digits that look or sound alike when read out in a room.
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 6


def show_rooms(settings: Settings) -> None:
    with migrated_store(settings.database) as store, store.read() as uow:
        found = uow.rooms.everywhere()
        sites = {site.id: site for site in uow.sites.everywhere()}
    if not found:
        typer.echo("没有群。先把机器人拉进群,它进群以后这里就有了。")
        return
    Console().print(_table(found, sites))
    if any(room.site_id is None and room.left_at is None for room in found):
        typer.echo("未绑定的群里机器人不说话。yihu rooms code --site 站点 生成绑定码,由网格员在群里发「绑定 码」。")


def make_code(settings: Settings, site_name: str) -> None:
    """Prints a new code for the site."""
    with migrated_store(settings.database) as store, store.write() as uow:
        site = _site(uow, site_name)
        made = uow.sites.add_code(new_code(site, SystemClock().now()))
    until = made.expires_at.astimezone(LOCAL_ZONE)
    typer.echo(f"绑定 {made.code}")
    typer.echo(f"({site.name}, {until:%Y-%m-%d %H:%M} 前有效,用一次;由网格员或管理员在群里发)", err=True)


def switch_shadow(settings: Settings, name: str, *, is_on: bool) -> None:
    """From the next message on, also in a bot that runs."""
    with migrated_store(settings.database) as store, store.write() as uow:
        known = [room for room in uow.rooms.everywhere() if room.left_at is None]
        room = chosen_room(known, name, command="rooms shadow")
        uow.rooms.change(room.id or 0, is_shadowed=is_on)
    if is_on:
        typer.echo(f"「{room.topic}」试听中:只听,不说,不办。看它本来会怎么做:yihu shadow --room {room.id}")
    else:
        typer.echo(f"「{room.topic}」不再试听:从现在起它会说话、会办事。")


def new_code(site: Site, now: datetime) -> BindingCode:
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return BindingCode(code=code, site_id=site.id or 0, expires_at=now + CODE_HOLDS)


def _site(uow: UnitOfWork, name: str) -> Site:
    site = uow.sites.named(name)
    if site is None:
        names = [each.name for each in uow.sites.everywhere()]
        known = f"有:{'、'.join(names)}" if names else "还没有站点,先 yihu import"
        fail(f"rooms: 没有站点「{name}」。{known}", MISUSED)
    return site


def _table(found: list[Room], sites: dict[int | None, Site]) -> Table:
    table = Table("编号", "群名", "账号", "站点", "日报", "免打扰", "状态")
    for room in found:
        site = sites.get(room.site_id)
        quiet = f"{_clock(room.quiet_from)}–{_clock(room.quiet_until)}"
        table.add_row(
            str(room.id),
            escape(room.topic),
            escape(room.account),
            escape(site.name) if site else "–",
            _clock(room.digest_time),
            quiet,
            _state(room),
        )
    return table


def _state(room: Room) -> str:
    if room.left_at is not None:
        return "已离开"
    state = "未绑定" if room.site_id is None else "在用"
    return f"{state}(试听)" if room.is_shadowed else state


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
