"""派单: a coordinator names a person or a team, who accepts, returns it, or lets it run out."""

from datetime import timedelta
from typing import Any

from handlers.access import Verb, require
from handlers.act import Act, House, key
from handlers.errors import NobodyNamed, OrderNotOpen
from handlers.escalation import stop_ladder
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note, part
from handlers.orders.parts import named, people_behind
from handlers.orders.release import give_back, open_again, open_anew
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import DispatchOrder
from handlers.wording import plain_name, when_words
from storage.intents import Intent
from storage.models.orders import Claim
from storage.models.people import Member
from storage.models.places import Team
from storage.models.talk import Question, Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import QuestionKind, TimerKind


def dispatch_order(command: DispatchOrder, act: Act) -> list[Reply]:
    """Raises NotAllowed, NobodyNamed."""
    return each(command.numbers, act, lambda found, act: _dispatch(found, act, command.to))


def _dispatch(found: Found, act: Act, name: str) -> list[Reply]:
    require(act, Verb.DISPATCH, found.room)
    order = found.order
    if order.status not in (OrderStatus.PLACED, OrderStatus.DISPATCHED):
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    member, team = _named(found, act, plain_name(name))
    was = before(act, order)
    were: dict[int, dict[str, Any]] = {}
    if (older := act.uow.claims.proposed(found.order_id)) is not None:
        were[key(older.id)] = part(older)
        give_back(older, act, "")
        act.uow.timers.drop(found.order_id, TimerKind.DISPATCH_RUNS_OUT)
        act.uow.questions.drop_about(found.order_id, QuestionKind.ACCEPT, now=act.now)
        move(act, order, OrderStatus.PLACED)
    move(act, order, OrderStatus.DISPATCHED)
    claim = _propose(found, act, member, team)
    were[key(claim.id)] = {**part(claim), "status": ClaimStatus.RETURNED.value}
    stop_ladder(found.order_id, act)
    note(act, Intent.DISPATCH_ORDER, found, was=was, claims=were, announced=True)
    return _announce(found, act, claim)


def _named(found: Found, act: Act, name: str) -> tuple[Member | None, Team | None]:
    """A team of the site or above it, else the one member of that name in the room, else on the whole list."""
    above = [key(site.id) for site in act.uow.sites.upwards(found.room.site_id or 0)]
    if (team := act.uow.sites.team_named(name, above)) is not None:
        return None, team
    meant = act.uow.members.named_in_room(found.room_id, name) or act.uow.members.named(name)
    if len(meant) != 1:
        raise NobodyNamed(name=name, are_several=len(meant) > 1)
    if meant[0].id == found.order.asker_id:
        raise NobodyNamed(name=name, are_several=False, is_asker=True)
    return meant[0], None


def _propose(found: Found, act: Act, member: Member | None, team: Team | None) -> Claim:
    answer_by = act.now + act.rules.dispatch_wait
    claim = act.uow.claims.add(
        Claim(
            order_id=found.order_id,
            member_id=member.id if member is not None else None,
            team_id=team.id if team is not None else None,
            dispatched_by_id=act.member_id,
            status=ClaimStatus.PROPOSED,
            made_at=act.now,
            answer_by=answer_by,
        )
    )
    act.uow.timers.add(
        Timer(kind=TimerKind.DISPATCH_RUNS_OUT, due_at=answer_by, order_id=found.order_id, claim_id=claim.id)
    )
    if member is not None:
        act.uow.questions.ask(
            Question(
                member_id=key(member.id),
                room_id=found.room_id,
                kind=QuestionKind.ACCEPT,
                order_id=found.order_id,
                asked_at=act.now,
                expires_at=answer_by + timedelta(seconds=1),
            )
        )
    return claim


def _announce(found: Found, act: Act, claim: Claim) -> list[Reply]:
    """In the room; privately to the asker, and to whoever is named and would not read it in the room."""
    facts: dict[str, Any] = {
        "number": found.number,
        "what": found.order.what,
        "name": named(act, claim),
        "until": when_words(claim.answer_by, None, act.now, is_whole_day=False),
    }
    return [
        to_room(found.room_id, "orders/dispatched.j2", mention_id=claim.member_id, **facts),
        to_member(
            found.order.asker_id,
            "orders/dispatched_private.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            **facts,
        ),
        *(
            to_member(
                member_id,
                "orders/dispatch_asked.j2",
                about_room=key(room_to_reach(act.uow, member_id, found.room).id),
                tells_to_befriend=False,
                room=found.room.topic,
                **facts,
            )
            for member_id in people_behind(act, claim)
            if found.room_id not in act.uow.members.rooms_of(member_id)
        ),
    ]


def run_out(timer: Timer, house: House) -> list[Reply]:
    """Silence is a no: the order is open again."""
    found = found_by_id(house, timer.order_id)
    claim = house.uow.claims.get(timer.claim_id or 0)
    if found is None or claim is None or claim.status is not ClaimStatus.PROPOSED:
        return []
    move_claim(house, claim, ClaimStatus.RETURNED, ended_at=house.now)
    open_anew(found, house)
    return open_again(found, house)
