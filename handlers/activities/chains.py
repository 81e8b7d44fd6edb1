"""接龙: which activity a copy is of; one that is none yet becomes one."""

from typing import Final

from pydantic import TypeAdapter

from handlers.access import Verb, may
from handlers.act import Act
from handlers.activities.chain_copies import reconcile
from handlers.activities.chain_names import folded
from handlers.activities.chain_titles import is_same_title
from handlers.activities.facts import who
from handlers.activities.finding import Found, open_here
from handlers.activities.follows import tell_followers
from handlers.activities.recruit import new_activity, posting_line, tell_organiser
from handlers.errors import ChainInRoom
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import CopyChain, Recruit
from handlers.wording import plain_name
from storage.intents import Intent
from storage.models.talk import Question
from storage.vocabulary import QuestionKind

_COPY: TypeAdapter[CopyChain] = TypeAdapter(CopyChain)
#: So many names of a chain without a title must be on a list for it to be that one's.
KNOWN_NAMES: Final = 2


def copy_chain(command: CopyChain, act: Act) -> list[Reply]:
    """Raises ChainInRoom, EnrolmentClosed."""
    if act.is_private:
        raise ChainInRoom
    meant = _meant(command, act)
    if len(meant) == 1:
        return reconcile(meant[0], command, act)
    if meant:
        return [_ask_which(meant, act)]
    if not folded(command.title):
        return []
    return _begin(command, act) if may(act, Verb.BEGIN_CHAIN) else [_ask_to_post(command, act)]


# which one


def _meant(command: CopyChain, act: Act) -> list[Found]:
    """By its title, else by the quote, else by whose names it has; several where a title fits several."""
    here, title = open_here(act), folded(command.title)
    equal = [found for found in here if title and folded(found.activity.title) == title]
    alike = equal or [found for found in here if is_same_title(found.activity.title, title, found.activity.place)]
    if len(alike) == 1:
        return alike
    if command.number is not None:
        return [found for found in here if found.number == command.number]
    known = [found for found in (alike if title else here) if _knows(found, command, act)]
    return known if len(known) == 1 else alike


def _ask_which(meant: list[Found], act: Act) -> Reply:
    return to_member(
        act.member_id,
        "activities/chain_which.j2",
        about_room=act.room_id,
        tells_to_befriend=False,
        activities=[{"number": each.number, "title": each.activity.title} for each in meant],
    )


def _knows(found: Found, command: CopyChain, act: Act) -> bool:
    listed = [each for each in act.uow.enrolments.of_activity(found.activity_id) if each.listed_at is not None]
    names = {folded(who(each, act)) for each in listed}
    return sum(folded(line.name) in names for line in command.lines) >= min(KNOWN_NAMES, len(names) or KNOWN_NAMES)


# a new one


def _begin(command: CopyChain, act: Act) -> list[Reply]:
    """Raises NoticeMakesNoSense, SameTitle."""
    found = new_activity(command.notice or Recruit(command.title), act)
    posted = [posting_line(found, act), *tell_organiser(found, act)]
    return [*posted, *reconcile(found, command, act), *tell_followers(found, act)]


def _ask_to_post(command: CopyChain, act: Act) -> Reply:
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.CONFIRM,
            topic=Intent.CHAIN,
            payload_sealed=act.uow.seal(_COPY.dump_json(command).decode()),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    title = plain_name(command.title)
    return to_member(act.member_id, "activities/chain_unknown.j2", about_room=act.room_id, title=title)


def answer_post(question: Question, yes: bool, act: Act) -> list[Reply]:
    payload = act.uow.open(question.payload_sealed)
    if not yes or payload is None or question.topic is not Intent.CHAIN:
        return []
    return _begin(_COPY.validate_json(payload.reveal()), act)
