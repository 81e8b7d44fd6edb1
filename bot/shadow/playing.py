"""An exported chat, played: the real parser, handlers, templates and outbox on a scratch database; nothing is sent.

A line that says itself what is open is read by itself, as `yihu parse` does: there nothing is known that could be
done. All others are played in the order of their times, so that numbers, claims and answers fit together.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any, Final

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.new_rooms import room_of_settings
from bot.outbox_rows import OutboxRows
from bot.parcels import Parcel
from bot.pipeline import Outcome, Pipeline
from bot.rendering import Renderer
from bot.settings import Settings
from bot.shadow.hiding import names_in, without_private
from bot.shadow.overheard import Line, Overheard, Unasked, Would, would_do
from bot.shadow.reading import ChatLine
from bot.time_travel import TimeTravel
from bot.transports import Incoming, Person
from handlers.act import House, key
from handlers.routes import plan_days
from handlers.rules import HouseRules
from handlers.understanding.contract import BOT_NAMES, context_of
from handlers.understanding.decision import Decision
from handlers.understanding.message import Context, Message
from handlers.understanding.understand import understand
from storage.models.people import Identity, Member
from storage.models.places import Site
from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store, UnitOfWork
from storage.vocabulary import PostingKind, Role, SiteLevel

ACCOUNT: Final = "shadow"
SITE: Final = "本站"
#: Where the file names no room.
ROOM: Final = "本群"
_DONE: Final = {
    Outcome.ACTED: Would.DO,
    Outcome.REFUSED: Would.DO,
    Outcome.FAILED: Would.DO,
    Outcome.ASKED: Would.ASK,
}


@dataclass(slots=True)
class Played:
    """`heard` in the order of the file; `own` lines were the bot's."""

    heard: list[Overheard] = field(default_factory=list)
    unasked: list[Unasked] = field(default_factory=list)
    own: int = 0


def bot_names(rules: HouseRules) -> frozenset[str]:
    return frozenset({*rules.bot_names, *BOT_NAMES})


def play(lines: Sequence[ChatLine], settings: Settings, tick: Callable[[], None]) -> Played:
    """`tick` is called once a line."""
    rules = replace(settings.rules(), digest_jitter=timedelta())
    others = [line for line in lines if line.message.sender not in bot_names(rules)]
    played = Played(own=len(lines) - len(others))
    for line in others:
        if line.stands_alone:
            played.heard.append(_read_alone(line, settings, rules))
            tick()
    talk = sorted((line for line in others if not line.stands_alone), key=lambda line: line.at)
    if talk:
        with _scratch_store() as store:
            _Stage(store, settings, rules, talk).play(played, tick)
    played.heard.sort(key=lambda each: each.number)
    return played


def _read_alone(line: ChatLine, settings: Settings, rules: HouseRules) -> Overheard:
    thresholds = settings.rooms
    context = replace(
        context_of(line.row),
        bot_names=tuple(bot_names(rules)),
        act=thresholds.act_threshold,
        ask=thresholds.ask_threshold,
    )
    decision = understand(line.message, context)
    return overheard(line, decision, context, would_do(decision))


def overheard(line: ChatLine, decision: Decision, context: Context, would: Would) -> Overheard:
    message = line.message
    return Overheard(
        number=line.number,
        at=line.at,
        room=line.room or ROOM,
        speaker=message.sender,
        text=without_private(message.text, decision),
        would=would,
        intent=decision.intent,
        band=decision.band,
        confidence=decision.confidence,
        why=decision.why,
        act=context.act,
        ask=context.ask,
        names=names_in(message.text, decision, message.quote),
        context=_in_corpus_form(message, context),
    )


def _in_corpus_form(message: Message, context: Context) -> dict[str, Any]:
    """What the corpus says beside the text, to make a case of the line."""
    quote, asked = message.quote, context.asked
    waits_for = None if asked is None else asked.kind.value + (f":{asked.number}" if asked.number is not None else "")
    return {
        "role": message.role.value,
        "quote": {"sender": quote.sender, "text": quote.text} if quote is not None else None,
        "mentions_bot": message.mentions_bot,
        "images": message.images,
        "private": message.private,
        "open": {
            "orders": [thing.number for thing in context.things if thing.kind is PostingKind.ORDER],
            "activities": [thing.number for thing in context.things if thing.kind is PostingKind.ACTIVITY],
            "asked": waits_for,
        },
    }


@contextmanager
def _scratch_store() -> Iterator[Store]:
    """Gone afterwards, and its key with it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/shadow.db", Seal(new_key()), synchronous="OFF")
        try:
            migrate(store.engine)
            yield store
        finally:
            store.dispose()


class _Stage:
    """One site, the file's rooms bound to it; whoever speaks is known and a friend of the account from the start."""

    def __init__(self, store: Store, settings: Settings, rules: HouseRules, talk: Sequence[ChatLine]) -> None:
        self._store = store
        self._settings = settings
        self._rules = rules
        self._talk = talk
        self._clock = MovableClock(talk[0].at)
        outbox_rows, numbers = OutboxRows(Renderer(), rules), count(1)
        self._pipeline = Pipeline(
            rules, outbox_rows, new_id=lambda: f"p{next(numbers)}", on_decision=self._note_decision
        )
        self._travel = TimeTravel(store, self._pipeline, Delivery(outbox_rows), self._clock, [ACCOUNT])
        self._noted: dict[str, tuple[Incoming, Context, Decision]] = {}
        self._said: dict[str, list[Line]] = {}
        self._unasked: list[Unasked] = []

    def play(self, played: Played, tick: Callable[[], None]) -> None:
        with self._store.write() as uow:
            self._build(uow)
        heard = []
        for line in self._talk:
            self._hear(self._travel.advance(max(line.at, self._clock.now())))
            heard.append(self._say(line))
            tick()
        self._hear(self._travel.advance(self._clock.now() + self._rules.merge_window))
        played.heard += [replace(each, said=tuple(self._said[_id(each.number)])) for each in heard]
        played.unasked += self._unasked

    def _say(self, line: ChatLine) -> Overheard:
        incoming = _incoming(line)
        self._said[incoming.id] = []
        with self._store.write() as uow:
            outcome = self._pipeline.handle(uow, incoming, self._clock.now())
        if outcome is not Outcome.IGNORED:
            self._hear(self._travel.deliver())
        heard, context, decision = self._noted.pop(incoming.id)
        read = replace(line, message=replace(line.message, text=heard.text, images=len(heard.images)))
        return overheard(read, decision, context, _DONE.get(outcome, Would.IGNORE))

    def _note_decision(self, incoming: Incoming, context: Context, decision: Decision) -> None:
        self._noted[incoming.id] = (incoming, context, decision)

    def _hear(self, parcels: Iterable[Parcel]) -> None:
        """What a message caused is put to it, however much later it is said; the rest nobody asked for."""
        for parcel in parcels:
            outgoing = parcel.outgoing
            line = Line(outgoing.text, outgoing.person)
            if parcel.cause in self._said:
                self._said[parcel.cause].append(line)
            else:
                self._unasked.append(Unasked(self._clock.now(), outgoing.room or "", line))

    # the world

    def _build(self, uow: UnitOfWork) -> None:
        now = self._clock.now()
        site_id = key(uow.sites.add(Site(name=SITE, level=SiteLevel.STATION)).id)
        rooms: dict[str, int] = {}
        people: dict[str, int] = {}
        for line in self._talk:
            name, topic = line.message.sender, line.room or ROOM
            if topic not in rooms:
                room = room_of_settings(self._settings.rooms, ACCOUNT, topic, topic)
                room.site_id, room.bound_at, room.is_shadowed = site_id, now, False
                rooms[topic] = key(uow.rooms.add(room).id)
            if name not in people:
                people[name] = key(uow.members.add(Member(name=name, created_at=now)).id)
                uow.members.add_identity(
                    Identity(
                        member_id=people[name],
                        account=ACCOUNT,
                        external_id=name,
                        name=name,
                        is_friend=True,
                        seen_at=now,
                    )
                )
            uow.members.met(rooms[topic], people[name], now=now)
            if line.message.role is not Role.RESIDENT:
                uow.members.grant(people[name], line.message.role, site_id)
        plan_days(House(uow=uow, now=now, rules=self._rules, new_id=str))


def _id(number: int) -> str:
    return f"line-{number}"


def _incoming(line: ChatLine) -> Incoming:
    message = line.message
    topic = line.room or ROOM
    return Incoming(
        account=ACCOUNT,
        id=_id(line.number),
        room=None if message.private else topic,
        room_topic=topic,
        sender=Person(message.sender, message.sender, is_friend=True),
        text=message.text,
        sent_at=line.at,
        quote=message.quote,
        mentions_bot=message.mentions_bot,
        images=tuple(f"picture-{number}" for number in range(message.images)),
    )
