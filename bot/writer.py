"""The one thread that writes. Waiting work is committed as a group, each piece in its own savepoint."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from handlers.errors import LostRace
from storage.checkpoints import Checkpoints
from storage.store import Batch, Store, UnitOfWork, is_retryable

log = structlog.get_logger()

T = TypeVar("T")

LARGEST_GROUP = 64
#: Waits before work is done again: a lost race is over at once, a database that restarts takes its time.
PAUSES = (0.0, 0.05, 0.2, 1.0, 3.0, 6.0)


@dataclass(slots=True)
class _Job:
    work: Callable[[UnitOfWork], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None
    tries: int = 0


class WriterStopped(Exception):
    """Work was given to a writer that has stopped; nothing was written."""


class Writer:
    """Work is done in the order it is given in, each in a unit of work, on the writer thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._largest = LARGEST_GROUP if store.commits_groups else 1
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._checkpoints = Checkpoints(store.engine)
        self._standing: dict[str, _Job] = {}
        self._is_open = False

    def start(self) -> None:
        self._is_open = True
        self._checkpoints.start()
        self._thread.start()

    async def stop(self) -> None:
        """Ends after everything given so far is committed."""
        if not self._is_open:
            return
        self._is_open = False
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._checkpoints.stop)

    def submit(self, work: Callable[[UnitOfWork], T]) -> asyncio.Future[T]:
        """What the work returned, once it is committed; or what it raised, then nothing of it was written."""
        if not self._is_open:
            raise WriterStopped
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(work, future))
        return future

    async def do(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.submit(work)

    def stand_by(self, account: str, work: Callable[[UnitOfWork], T]) -> asyncio.Future[T]:
        """As `submit`, but in the commit of whatever next writes a text for that account, and once."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._standing[account] = _Job(work, future)
        return future

    def recall(self, account: str) -> bool:
        """Whether what stands by was not begun, and will not be."""
        return self._standing.pop(account, None) is not None

    def _run(self) -> None:
        is_open = True
        while is_open:
            group, is_open = self._next_group()
            if group:
                self._commit(group)
                self._checkpoints.committed()
                _tell(group)

    def _next_group(self) -> tuple[list[_Job], bool]:
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) >= self._largest:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _commit(self, group: list[_Job]) -> None:
        """Every job of the group is committed or has its error; what may succeed if it is done again, is: alone."""
        self._try(group, with_standing=True)
        for job in group:
            while job.error is not None and job.tries <= len(PAUSES) and _may_retry(job.error):
                time.sleep(PAUSES[job.tries - 1])
                self._try([job])

    def _try(self, group: list[_Job], *, with_standing: bool = False) -> None:
        """`with_standing`: what stands by for the texts of the group joins it."""
        try:
            for job in group:
                job.tries += 1
                job.error = None
            with self._store.batch() as batch:
                for job in group:
                    _do(job, batch)
                for job in self._called(batch) if with_standing else ():
                    group.append(job)
                    _do(job, batch)
        except Exception as error:  # noqa: BLE001 - a failed commit concerns every job of the group
            log.warning("commit_failed", jobs=len(group), error=type(error).__name__)
            for job in group:
                job.error = job.error or error

    def _called(self, batch: Batch) -> list[_Job]:
        waiting = (self._standing.pop(account, None) for account in batch.accounts_written_for())
        return [job for job in waiting if job is not None]


def _do(job: _Job, batch: Batch) -> None:
    try:
        with batch.message() as uow:
            job.result = job.work(uow)
    except Exception as error:  # noqa: BLE001 - a job's error is its own, whatever it is
        job.error = error


def _may_retry(error: Exception) -> bool:
    return isinstance(error, LostRace) or is_retryable(error)


def _tell(group: list[_Job]) -> None:
    def settle() -> None:
        for job in group:
            if job.future.cancelled():
                continue
            if job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.result)

    group[0].future.get_loop().call_soon_threadsafe(settle)
