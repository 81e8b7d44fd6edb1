"""The morning of 12,300 rooms: every digest rendered and queued by the sweep, as the scheduler runs it."""

import resource
import tempfile
import time
from datetime import timedelta
from typing import Any, Final

from bot.outbox_rows import OutboxRows
from bot.pipeline import Pipeline
from bot.rendering import Renderer
from handlers.act import key
from storage.models.orders import DemandOrder, Posting
from storage.models.people import Member
from storage.models.places import Room, Site
from storage.models.talk import Timer
from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store, UnitOfWork
from storage.vocabulary import PostingKind, SiteLevel, TimerKind
from tests.bench.load import NOON, RULES

ROOMS: Final = 12_300
NEEDS_A_ROOM: Final = 3
_AGO: Final = timedelta(hours=6)


def run(rooms: int = ROOMS) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/bench.db", Seal(new_key()))
        migrate(store.engine)
        with store.write() as uow:
            found_rooms(uow, rooms)
        pipeline = Pipeline(RULES, OutboxRows(Renderer(), RULES), new_id=lambda: "-")
        began, cpu = time.perf_counter(), time.process_time()
        ran = 1
        while ran:
            with store.write() as uow:
                ran = pipeline.sweep(uow, NOON)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        with store.read() as uow:
            queued = sum(
                row.template.startswith("digest") for row in uow.outbox.due("bench", now=NOON, limit=rooms * 2)
            )
        store.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rooms": rooms,
        "queued": queued,
        "s": round(seconds, 2),
        "CPU s": round(cpu, 2),
        "RSS MB": round(memory, 1),
    }


def found_rooms(uow: UnitOfWork, rooms: int) -> None:
    """Each with needs that were placed since its last digest, and its digest due now."""
    site = key(uow.sites.add(Site(name="站", level=SiteLevel.STATION)).id)
    asker = key(uow.members.add(Member(name="王婆婆", created_at=NOON)).id)
    for number in range(rooms):
        room = key(
            uow.rooms.add(Room(account="bench", external_id=str(number), site_id=site, bound_at=NOON - 9 * _AGO)).id
        )
        for need in range(1, NEEDS_A_ROOM + 1):
            order = DemandOrder(
                public_id=f"{number}-{need}",
                room_id=room,
                asker_id=asker,
                placed_by_id=asker,
                what="修水龙头",
                placed_at=NOON - _AGO,
            )
            order_id = key(uow.orders.add(order).id)
            uow.postings.add(
                Posting(room_id=room, number=need, kind=PostingKind.ORDER, target_id=order_id, posted_at=NOON - _AGO)
            )
        uow.timers.add(Timer(kind=TimerKind.DIGEST, due_at=NOON, room_id=room))
