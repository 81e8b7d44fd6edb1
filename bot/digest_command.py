"""`yihu digest --dry-run`: the digest a room would get, printed and not sent."""

from datetime import date, datetime, time

import typer

from bot.clock import SystemClock
from bot.database import migrated_store
from bot.rendering import Renderer
from bot.room_choice import chosen_room
from bot.settings import Settings
from handlers.digest import digest_time, preview_digest
from storage.vocabulary import LOCAL_ZONE


def show_digest(settings: Settings, room_name: str, on: date | None) -> None:
    """On a day: at that day's hour. Else: now."""
    rules = settings.rules()
    with migrated_store(settings.database) as store, store.read() as uow:
        room = chosen_room(uow.rooms.bound(), room_name, command="digest", kind="绑定站点的群")
        now = SystemClock().now()
        if on is not None:
            now = digest_time(room, datetime.combine(on, time(12), LOCAL_ZONE), rules)
            if room.digested_at is not None and room.digested_at >= now:
                room.digested_at = room.bound_at = None  # that day is over: its own 24 hours, whatever was said since
        reply = preview_digest(uow, room, now, rules)
    if reply is None:
        typer.echo("(没有日报:没有新事,或今天已经发过)", err=True)
    else:
        typer.echo(Renderer().room(reply.template, reply.facts))
