"""派单: a coordinator names a person or a team, who accepts, returns it, or lets it run out."""

from datetime import timedelta
from typing import Any

from handlers.access import Verb, require
from handlers.act import Act, House, key
from handlers.errors import NobodyNamed, OrderNotOpen
from handlers.escalation import stop_ladder
from handlers.orders.claim import give_back, named, open_again, reopen
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import DispatchOrder
from handlers.wording import when_words
from storage.models.orders import Claim
from storage.models.people import Member
from storage.models.places import Team
from storage.models.talk import Question, Timer
from storage.vocabulary import ClaimStatus, Intent, OrderStatus, QuestionKind, TimerKind


def dispatch_order(command: DispatchOrder, act: Act) -> list[Reply]:
    """Raises NotAllowed, NobodyNamed."""
    require(act, Verb.DISPATCH)
    return each(command.numbers, act, lambda found, act: _dispatch(found, act, command.to.strip().lstrip("@").strip()))


def _dispatch(found: Found, act: Act, name: str) -> list[Reply]:
    order = found.order
    if order.status not in (OrderStatus.PLACED, OrderStatus.DISPATCHED):
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    member, team = _named(found, act, name)
    was = before(order)
    undo_to: dict[int, ClaimStatus] = {}
    if (older := act.uow.claims.proposed(found.order_id)) is not None:
        undo_to[key(older.id)] = older.status
        give_back(older, act, "")
        act.uow.timers.drop(found.order_id, TimerKind.DISPATCH_RUNS_OUT)
        move(act, order, OrderStatus.PLACED)
    move(act, order, OrderStatus.DISPATCHED)
    claim = _propose(found, act, member, team)
    undo_to[key(claim.id)] = ClaimStatus.RETURNED
    stop_ladder(found.order_id, act)
    note(act, Intent.DISPATCH_ORDER, found, was=was, claims=undo_to, announced=True)
    return _announce(found, act, claim)


def _named(found: Found, act: Act, name: str) -> tuple[Member | None, Team | None]:
    """A team of the site or above it, else the one member of that name in the room, else on the whole list."""
    above = [key(site.id) for site in act.uow.sites.upwards(found.room.site_id or 0)]
    if (team := act.uow.sites.team_named(name, above)) is not None:
        return None, team
    here = act.uow.members.named_in_room(found.room_id, name) or act.uow.members.named(name)
    if len(here) != 1:
        raise NobodyNamed(name=name, are_several=len(here) > 1)
    return here[0], None


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
    ]


def run_out(timer: Timer, house: House) -> list[Reply]:
    """Silence is a no: the order is open again."""
    found = found_by_id(house, timer.order_id)
    claim = house.uow.claims.get(timer.claim_id or 0)
    if found is None or claim is None or claim.status is not ClaimStatus.PROPOSED:
        return []
    move_claim(house, claim, ClaimStatus.RETURNED, ended_at=house.now)
    reopen(found, house)
    return open_again(found, house)
