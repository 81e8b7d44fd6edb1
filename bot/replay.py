"""`yihu replay`: golden chats through the real parser, handlers, templates and outbox, with a clock that is set."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.dialog import (
    Dialog,
    DialogBroken,
    Expected,
    Moved,
    Said,
    Spoken,
    Step,
    compare,
    filled_in,
    matches,
    read_dialog,
)
from bot.dialog_world import ACCOUNT, WorldBuilder
from bot.outbox_rows import OutboxRows
from bot.parcels import Parcel
from bot.pipeline import Pipeline
from bot.rendering import Renderer
from bot.time_travel import TimeTravel
from bot.transports import Incoming, PeopleMoved, Person
from handlers.act import House
from handlers.routes import plan_days
from handlers.rules import HouseRules
from handlers.understanding.message import Quote
from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE

BEGINNING = datetime(2026, 5, 20, 10, 0, tzinfo=LOCAL_ZONE)
BOT_NAME = "一呼"


@dataclass(frozen=True, slots=True)
class Heard:
    """One line of the bot and the line of the file that caused it."""

    cause: int
    spoken: Spoken
    was_expected: bool

    def as_json(self) -> str:
        row = {
            "cause": self.cause,
            "room": self.spoken.room,
            "to": self.spoken.person,
            "text": self.spoken.text,
            "expected": self.was_expected,
        }
        return json.dumps(row, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of the dialog, what the bot said to it, and what it should have said but did not."""

    step: Step
    heard: tuple[Heard, ...]
    missed: tuple[Expected, ...]

    @property
    def is_ok(self) -> bool:
        return not self.missed and all(each.was_expected for each in self.heard)


class Stage:
    """One dialog on a scratch database; `url` is another engine's empty database."""

    def __init__(self, dialog: Dialog, store: Store, rules: HouseRules | None = None) -> None:
        self._dialog = dialog
        self._store = store
        self._rules = rules or HouseRules(digest_jitter=timedelta(), bot_names=(BOT_NAME,))
        self._clock = MovableClock(_beginning(dialog))
        outbox_rows = OutboxRows(Renderer(), self._rules)
        numbers = count(1)
        self._pipeline = Pipeline(self._rules, outbox_rows, new_id=lambda: f"p{next(numbers)}")
        self._delivery = Delivery(outbox_rows)
        self._travel = TimeTravel(store, self._pipeline, self._delivery, self._clock, [ACCOUNT])
        self._said: list[tuple[str, str]] = []
        self._captured: dict[str, str] = {}
        self._first_room = ""

    def play(self) -> Iterator[Turn]:
        """Raises DialogBroken."""
        with self._store.write() as uow:
            rooms = WorldBuilder(uow, self._dialog, self._clock.now()).build()
            plan_days(House(uow=uow, now=self._clock.now(), rules=self._rules, new_id=str))
        self._first_room = next(iter(rooms))
        for step in self._dialog.steps:
            spoken = [self._spoken(parcel) for parcel in self._take(step)]
            missed, heard = compare(step.expected, spoken, self._first_room, self._captured)
            yield Turn(step, tuple(Heard(step.line, line, ok) for line, ok in heard), tuple(missed))

    def _take(self, step: Step) -> Iterator[Parcel]:
        if isinstance(step, Moved):
            now = self._clock.now()
            yield from self._travel.advance(step.to if step.to is not None else now + (step.by or timedelta()))
            return
        incoming = self._incoming(step)
        now = self._clock.now()
        with self._store.write() as uow:
            if step.is_private:
                self._delivery.befriended(uow, ACCOUNT, incoming.sender, now)
            if step.move:
                moved = PeopleMoved(ACCOUNT, incoming.room or "", (step.person,), has_left=step.move == "leaves")
                self._pipeline.moved(uow, moved, now)
            else:
                self._pipeline.handle(uow, incoming, now)
        yield from self._travel.deliver()

    def _incoming(self, step: Said) -> Incoming:
        quote = self._quote(step)
        text = filled_in(step.text, self._captured)
        self._said.append((step.person, text))
        mention = f"@{BOT_NAME}"
        room = None if step.is_private else step.room or self._first_room
        with self._store.read() as uow:
            identity = uow.members.identity(ACCOUNT, step.person)
        return Incoming(
            account=ACCOUNT,
            id=f"line-{step.line}",
            room=room,
            room_topic=room or "",
            sender=Person(step.person, step.person, is_friend=identity.is_friend if identity is not None else None),
            text=text.replace(mention, " ").strip() if mention in text else text,
            sent_at=self._clock.now(),
            quote=quote,
            mentions_bot=mention in text,
            images=tuple(f"photo-{number}" for number in range(step.photos)),
            voice=f"voice-{step.line}" if step.is_voice else "",
        )

    def _quote(self, step: Said) -> Quote | None:
        if step.quoted is None:
            return None
        name, pattern = step.quoted
        name = BOT_NAME if name == "bot" else name
        for sender, text in reversed(self._said):
            if sender == name and matches(pattern, text, dict(self._captured)):
                return Quote(sender, text)
        raise DialogBroken(f"{self._dialog.path}:{step.line}: nothing said before is 「{name}: {pattern}」")

    def _spoken(self, parcel: Parcel) -> Spoken:
        self._said.append((BOT_NAME, parcel.outgoing.text))
        return Spoken(parcel.outgoing.text, parcel.outgoing.room, parcel.outgoing.person)


def _beginning(dialog: Dialog) -> datetime:
    """The first clock line sets the clock even before the world is made."""
    first = dialog.steps[0] if dialog.steps else None
    return first.to if isinstance(first, Moved) and first.to is not None else BEGINNING


def play_file(path: Path, open_store: Callable[[], Store] | None = None) -> list[Turn]:
    """Plays one file on a fresh database: SQLite in a scratch folder unless another is given.

    Raises DialogBroken.
    """
    dialog = read_dialog(path)
    with tempfile.TemporaryDirectory() as folder:
        store = (
            open_store()
            if open_store is not None
            else Store(f"sqlite:///{folder}/replay.db", Seal(new_key()), synchronous="OFF")
        )
        try:
            migrate(store.engine)
            return list(Stage(dialog, store).play())
        finally:
            store.dispose()


def replay(paths: Sequence[Path], *, as_jsonl: bool, console: Console) -> bool:
    """Whether every expectation of every file was met; prints the talk. Raises DialogBroken."""
    is_ok = True
    for path in paths:
        turns = play_file(path)
        is_ok = is_ok and all(turn.is_ok for turn in turns)
        if as_jsonl:
            for row in _rows(path, turns):
                console.file.write(row + "\n")
        else:
            _print_talk(path, turns, console)
    return is_ok


def _rows(path: Path, turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        for heard in turn.heard:
            yield heard.as_json()
    missed = [each.line for turn in turns for each in turn.missed]
    last: dict[str, Any] = {"file": str(path), "ok": all(turn.is_ok for turn in turns), "missed": missed}
    yield json.dumps(last, ensure_ascii=False)


def _print_talk(path: Path, turns: Sequence[Turn], console: Console) -> None:
    console.print(Text(f"── {path}", style="bold"))
    for turn in turns:
        console.print(Text(_told(turn.step), style="cyan" if isinstance(turn.step, Said) else "dim"))
        for heard in turn.heard:
            mark, style = ("✓", "green") if heard.was_expected else ("✗", "red")
            console.print(Text(f"  {mark} {_addressed(heard.spoken)} {heard.spoken.text}", style=style))
        for each in turn.missed:
            console.print(Text(f"  ✗ line {each.line}: expected and not said: {each.pattern}", style="red"))


def _told(step: Step) -> str:
    if isinstance(step, Moved):
        return f"@ {step.to:%Y-%m-%d %H:%M}" if step.to is not None else f"+ {step.by}"
    where = f"[{step.room}] " if step.room else ""
    person = f"{step.person} ({step.move})" if step.move else step.person
    return f"{where}{person}{'>>' if step.is_private else '>'} {step.text}"


def _addressed(spoken: Spoken) -> str:
    return f"bot>>{spoken.person}" if spoken.person is not None else f"bot [{spoken.room}]>"
