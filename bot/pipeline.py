"""One message door to door: repeats end, it is understood, handled, rendered, and written, all in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from bot.arrival import Arrival, sighting
from bot.hearing import Hearing, OnDecision, Understood
from bot.logs import is_debugging
from bot.new_rooms import NewRoom, plain_room
from bot.outbox_rows import OutboxRows
from bot.remembered import Remembered
from bot.shadow.live import keep, rehearse
from bot.speakers import Speakers
from bot.transports import Incoming, PeopleMoved, Recalled
from handlers.act import Act, House, key
from handlers.departures import note_departure, note_return
from handlers.errors import LostRace, Refusal
from handlers.members import ask_if_same, known_as, meet_again
from handlers.replies import Reply, to_member, to_room
from handlers.routes import answer, ask, may_hear, plan_days, run_timer
from handlers.rules import HouseRules
from handlers.understanding.commands import BindRoom, NoteEmergency, TurnIntoOrder
from handlers.understanding.decision import Decision
from storage.models.people import Member
from storage.models.places import Room
from storage.models.talk import DecisionRecord, Timer
from storage.store import UnitOfWork, is_retryable
from storage.vocabulary import Role

log = structlog.get_logger()

#: Ids of messages without effect that are remembered against repeats.
REMEMBERED_IDS = 20_000
#: People whose last room is remembered; of others the room that they last did something in is known.
REMEMBERED_SPEAKERS = 50_000
TIMERS_A_SWEEP = 50
#: A timer whose handler failed, or whose room is shadowed, is tried again that much later.
TIMER_RETRY = timedelta(hours=1)


class Outcome(StrEnum):
    ACTED = "acted"
    ASKED = "asked"
    REFUSED = "refused"
    IGNORED = "ignored"
    REPEATED = "repeated"
    TOO_OLD = "too_old"
    FAILED = "failed"
    SHADOWED = "shadowed"


class Pipeline:
    """Synchronous: it runs on the writer thread, in the unit of work of one message."""

    def __init__(
        self,
        rules: HouseRules,
        outbox_rows: OutboxRows,
        *,
        new_id: Callable[[], str],
        new_room: NewRoom = plain_room,
        on_decision: OnDecision | None = None,
    ) -> None:
        self._rules = rules
        self._outbox_rows = outbox_rows
        self._new_id = new_id
        self._new_room = new_room
        self._hearing = Hearing(rules, on_decision)
        self._ignored: Remembered[None] = Remembered(REMEMBERED_IDS)
        self._speakers = Speakers()
        self._last_room: Remembered[str] = Remembered(REMEMBERED_SPEAKERS)

    def handle(self, uow: UnitOfWork, incoming: Incoming, now: datetime) -> Outcome:
        """What became of the message. A handler that raises costs only this message."""
        outcome = self._handle(uow, incoming, now)
        if is_debugging():
            log.debug("message_handled", account=incoming.account, outcome=outcome.value)
        return outcome

    def _handle(self, uow: UnitOfWork, incoming: Incoming, now: datetime) -> Outcome:
        if now - incoming.sent_at > self._rules.message_too_old:
            return Outcome.TOO_OLD
        if (incoming.account, incoming.id) in self._ignored:
            return Outcome.REPEATED
        arrival = self._arrival(uow, incoming)
        if arrival is None:
            return self._ignore(incoming)
        understood = self._hearing.understand(uow, arrival, now)
        decision = understood.decision
        says_something = decision.command is not None or decision.question is not None
        if not says_something or not may_hear(arrival.room, decision.command):
            return self._ignore(incoming)
        if not uow.inbox.took_in(incoming.account, incoming.id, now=now):  # last: chatter is not written down
            return Outcome.REPEATED
        return self._do(uow, arrival, understood, now)

    def _ignore(self, incoming: Incoming) -> Outcome:
        self._ignored.put((incoming.account, incoming.id), None)
        return Outcome.IGNORED

    # who, where

    def _arrival(self, uow: UnitOfWork, incoming: Incoming) -> Arrival | None:
        """None where the words belong to no room that we know."""
        is_friend = True if incoming.room is None else incoming.sender.is_friend
        seen = sighting(incoming.account, incoming.sender, is_friend=is_friend)
        known = known_as(uow, seen)
        member = known[1] if known is not None else None
        room = self._room(uow, incoming, member)
        if room is None:
            return None
        roles = uow.members.roles_at(key(member.id), room.site_id) if member is not None else frozenset[Role]()
        return Arrival(incoming, room, known, seen, roles)

    def _room(self, uow: UnitOfWork, incoming: Incoming, member: Member | None) -> Room | None:
        speaker = (incoming.account, incoming.sender.id)
        if incoming.room is None:
            return self._room_of(uow, speaker, member)
        self._last_room.put(speaker, incoming.room)
        self._speakers.note(incoming)
        known = uow.rooms.known_as(incoming.account, incoming.room)
        if known is None:
            return uow.rooms.add(self._new_room(incoming.account, incoming.room, incoming.room_topic))
        if incoming.room_topic not in {"", known.topic}:
            uow.rooms.change(key(known.id), topic=incoming.room_topic)
        return known

    def _room_of(self, uow: UnitOfWork, speaker: tuple[str, str], member: Member | None) -> Room | None:
        """What somebody says privately belongs to the room they last spoke in and have not left, else to the first."""
        account, _ = speaker
        last = self._last_room.get(speaker)
        candidates = [uow.rooms.known_as(account, last)] if last is not None else []
        if member is not None:
            candidates += [uow.rooms.get(room_id) for room_id in uow.members.rooms_of(key(member.id))]
        candidates += uow.rooms.bound()
        left = uow.members.rooms_left_by(key(member.id)) if member is not None else []
        candidates.sort(key=lambda room: room is not None and room.id in left)
        return next((room for room in candidates if room and room.account == account and may_hear(room, None)), None)

    # what

    def recalled(self, uow: UnitOfWork, recalled: Recalled, now: datetime) -> bool:
        return self._hearing.recalled(uow, recalled, now)

    def moved(self, uow: UnitOfWork, event: PeopleMoved, now: datetime) -> None:
        """People left a room, or are there again."""
        room = uow.rooms.known_as(event.account, event.room)
        for person in event.people if room is not None else ():
            identity = uow.members.identity(event.account, person)
            if identity is None or room is None:
                continue
            house = self._house(uow, now)
            if event.has_left:
                self._last_room.forget((event.account, person))
                replies = note_departure(identity.member_id, room, house)
                self._outbox_rows.write(uow, replies, now=now, cause="departure")
            else:
                note_return(identity.member_id, room, house)

    def _shadow(self, uow: UnitOfWork, arrival: Arrival, understood: Understood, now: datetime) -> None:
        """In a shadowed room: what would be done and said is only written down."""
        member_id = arrival.member.id if arrival.member is not None else None
        said = rehearse(uow, lambda: self._rehearsed(uow, arrival, understood, now), self._outbox_rows.text_of)
        heard = understood.heard(arrival.incoming)
        keep(uow, arrival.room, understood.decision, incoming=heard, member_id=member_id, said=said, now=now)

    def _rehearsed(self, uow: UnitOfWork, arrival: Arrival, understood: Understood, now: datetime) -> list[Reply]:
        act = self._act(uow, arrival, understood, now)
        try:
            return _carry_out(understood.decision, act)
        except Refusal as refusal:
            return [_refuse(refusal, act)]

    def _act(self, uow: UnitOfWork, arrival: Arrival, understood: Understood, now: datetime) -> Act:
        """Whoever it is, is known from now on; so is whose words are turned into an order."""
        incoming = arrival.incoming
        turns = isinstance(understood.decision.command, TurnIntoOrder)
        return Act(
            uow=uow,
            now=now,
            rules=self._rules,
            new_id=self._new_id,
            member=meet_again(uow, arrival.seen, arrival.known, now=now),
            room=arrival.room,
            roles=arrival.roles,
            is_private=incoming.room is None,
            message_id=incoming.id,
            pictures=understood.pictures,
            quoted=self._speakers.quoted(uow, incoming, now) if turns else None,
        )

    def _do(self, uow: UnitOfWork, arrival: Arrival, understood: Understood, now: datetime) -> Outcome:
        incoming, decision = arrival.incoming, understood.decision
        command = decision.command
        if arrival.room.is_shadowed and not isinstance(command, BindRoom):
            self._shadow(uow, arrival, understood, now)
            if not isinstance(command, NoteEmergency):
                return Outcome.SHADOWED
        act = self._act(uow, arrival, understood, now)
        if self._was_there(arrival):
            uow.members.met(act.room_id, act.member_id, now=now)
        self._write_decision(act, decision)
        if arrival.member is None and not arrival.room.is_shadowed:
            self._outbox_rows.write(uow, ask_if_same(act), now=now, cause=incoming.id)
        try:
            with uow.savepoint():
                self._outbox_rows.write(uow, _carry_out(decision, act), now=now, cause=incoming.id)
        except Refusal as refusal:
            self._outbox_rows.write(uow, [_refuse(refusal, act)], now=now, cause=incoming.id)
            return Outcome.REFUSED
        except Exception as error:
            if isinstance(error, LostRace) or is_retryable(error):
                raise
            log.exception("handler_failed", room=act.room_id, intent=decision.intent.value)
            self._outbox_rows.write(uow, _neutral(act, incoming), now=now, cause=incoming.id)
            return Outcome.FAILED
        return Outcome.ACTED if command else Outcome.ASKED

    def _was_there(self, arrival: Arrival) -> bool:
        """Who only writes privately has not been met in the room that their words are taken to belong to."""
        incoming = arrival.incoming
        if incoming.room is not None:
            return True
        return self._last_room.get((incoming.account, incoming.sender.id)) == arrival.room.external_id

    def _write_decision(self, act: Act, decision: Decision) -> None:
        act.uow.audit.write_decision(
            DecisionRecord(
                account=act.room.account,
                message_id=act.message_id,
                room_id=act.room_id,
                member_id=act.member_id,
                intent=decision.intent,
                band=decision.band,
                confidence=decision.confidence,
                why=[[feature.name, feature.weight] for feature in decision.why],
                decided_at=act.now,
            )
        )

    # what nobody said

    def sweep(self, uow: UnitOfWork, now: datetime, *, limit: int = TIMERS_A_SWEEP) -> int:
        """Runs what is due; how many ran. A timer that fails is put off, the others go on."""
        self._hearing.halves.purge(now)
        due = uow.timers.due(now=now, limit=limit)
        for timer in due:
            self._run_timer(uow, timer, now)
        return len(due)

    def plan(self, uow: UnitOfWork, now: datetime) -> None:
        """At the start and once a day: nothing that comes every day is without its timer, nothing is kept too long."""
        uow.shadow.forget(now=now)
        plan_days(self._house(uow, now))

    def _house(self, uow: UnitOfWork, now: datetime) -> House:
        return House(uow=uow, now=now, rules=self._rules, new_id=self._new_id)

    def _run_timer(self, uow: UnitOfWork, timer: Timer, now: datetime) -> None:
        if _is_shadowed(uow, timer):
            uow.timers.move(timer, now + TIMER_RETRY)
            return
        try:
            with uow.savepoint():
                if uow.timers.done(timer):
                    replies = run_timer(timer, self._house(uow, now))
                    self._outbox_rows.write(uow, replies, now=now, cause=f"timer:{timer.id}")
        except Exception as error:
            if isinstance(error, LostRace) or is_retryable(error):
                raise
            log.exception("timer_failed", kind=timer.kind.value, order=timer.order_id, room=timer.room_id)
            uow.timers.move(timer, now + TIMER_RETRY)


def _is_shadowed(uow: UnitOfWork, timer: Timer) -> bool:
    order = uow.orders.get(timer.order_id) if timer.order_id is not None else None
    activity = uow.activities.get(timer.activity_id) if timer.activity_id is not None else None
    about = order or activity
    room_id = about.room_id if about is not None else timer.room_id
    room = uow.rooms.get(room_id) if room_id is not None else None
    return room is not None and room.is_shadowed


def _carry_out(decision: Decision, act: Act) -> list[Reply]:
    return answer(decision.command, act) if decision.command else ask(decision.question, act)


def _refuse(refusal: Refusal, act: Act) -> Reply:
    return to_member(act.member_id, refusal.template, about_room=act.room_id, tells_to_befriend=False, **refusal.facts)


def _neutral(act: Act, incoming: Incoming) -> list[Reply]:
    """One neutral line where the bot was surely addressed, silence otherwise."""
    if act.is_private:
        return [to_member(act.member_id, "refusals/failed.j2", about_room=act.room_id)]
    return [to_room(act.room_id, "refusals/failed.j2")] if incoming.mentions_bot else []
