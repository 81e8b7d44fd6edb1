"""改 7 加 …, 改 7 去掉 2, 改 7 标题 …: who chose a time that is taken out is told; the others keep their numbers."""

from dataclasses import replace
from typing import Any

import structlog

from handlers.act import Act
from handlers.activities.finding import open_here
from handlers.activities.moves import dumped, loaded
from handlers.errors import LostRace, NothingToUndo, PollRefusal, SameTitle
from handlers.polls.clocks import plan_clocks
from handlers.polls.finding import FoundPoll, begins_at, counted, note, option_facts, poll_meant, require_charge
from handlers.polls.opening import LEAST_OPTIONS, NOTICE, new_option
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.poll_commands import EditPoll
from handlers.understanding.polls import MOST_OPTIONS
from handlers.wording import shortened, when_words
from storage.intents import Intent
from storage.models.polls import Ballot, PollOption
from storage.states import PollStatus

log = structlog.get_logger()


def edit_poll(command: EditPoll, act: Act) -> list[Reply]:
    """Raises NotOrganiser, PollRefusal, SameTitle."""
    found = poll_meant(act, command.number)
    if found is None:
        return []
    require_charge(found, act)
    if found.poll.status is not PollStatus.OPEN:
        raise PollRefusal(problem="decided", status=found.poll.status.value, **found.facts)
    if command.title:
        return _rename(found, shortened(command.title), act)
    if command.removed:
        return _take_out(found, _known(command.removed, found), act)
    last = max(option.position for option in found.options)
    return _add(found, [new_option(last + nth, *times) for nth, times in enumerate(command.added, start=1)], act)


# the title


def _rename(found: FoundPoll, title: str, act: Act) -> list[Reply]:
    others = [(each.number, each.activity.title) for each in open_here(act)]
    others += [(number, poll.title) for number, poll in act.uow.polls.open_in(found.room_id)]
    for number, known in others:
        if known == title:
            raise SameTitle(number=number, title=title)
    old = found.poll.title
    _set_title(found, title, act)
    note(act, Intent.EDIT_ORDER, found, edit={"title": {"was": old, "is": title}})
    return [_line(found, act, old=old)]


def _set_title(found: FoundPoll, title: str, act: Act) -> None:
    """Also in the notice that the activity is made of."""
    kept = act.uow.open(found.poll.notice_sealed)
    sealed = found.poll.notice_sealed
    if kept is not None:
        notice = replace(NOTICE.validate_json(kept.reveal()), title=title)
        sealed = act.uow.seal(NOTICE.dump_json(notice).decode())
    _change(found, act, title=title, notice_sealed=sealed)


def _change(found: FoundPoll, act: Act, **values: object) -> None:
    if not act.uow.polls.moved(found.poll, values):
        raise LostRace


# its times


def _add(found: FoundPoll, options: list[PollOption], act: Act) -> list[Reply]:
    known = {(each.starts_at, each.is_whole_day) for each in found.options}
    for option in options:
        if begins_at(option) <= act.now or (option.ends_at is not None and option.ends_at < option.starts_at):
            raise PollRefusal(problem="not_ahead", **found.facts)
        if (option.starts_at, option.is_whole_day) in known:
            raise PollRefusal(problem="known_time", **found.facts)
    if len(found.options) + len(options) > MOST_OPTIONS:
        raise PollRefusal(problem="many_now", most=MOST_OPTIONS, **found.facts)
    was = dumped({"closes_at": found.poll.closes_at})
    _put_in(found, options, act)
    _change(found, act, closes_at=min(found.poll.closes_at, *map(begins_at, options)))
    plan_clocks(found, act)
    note(act, Intent.EDIT_ORDER, found, edit={"added": [option.position for option in options], "poll": was})
    return [_line(found, act, added=counted(options, {}, act.now))]


def _put_in(found: FoundPoll, options: list[PollOption], act: Act) -> None:
    for option in options:
        option.poll_id = found.poll_id
        act.uow.polls.add_option(option)
    found.options.extend(options)
    found.options.sort(key=lambda option: option.position)


def _known(positions: tuple[int, ...], found: FoundPoll) -> list[PollOption]:
    options = {option.position: option for option in found.options}
    unknown = [position for position in positions if position not in options]
    if unknown:
        raise PollRefusal(problem="no_such_option", position=unknown[0], most=max(options), **found.facts)
    if len(options) - len(positions) < LEAST_OPTIONS:
        raise PollRefusal(problem="least", **found.facts)
    return [options[position] for position in positions]


def _take_out(found: FoundPoll, options: list[PollOption], act: Act) -> list[Reply]:
    gone = [option.position for option in options]
    _drop(found, options, act)
    had = {
        member_id: ballot.positions
        for member_id, ballot in act.uow.polls.ballots(found.poll_id).items()
        if set(ballot.positions) & set(gone)
    }
    for member_id, positions in had.items():
        _choose(found, member_id, [each for each in positions if each not in gone], act)
    plan_clocks(found, act)
    rows = [dumped(option.model_dump(exclude={"id"})) for option in options]
    ballots = {str(member_id): positions for member_id, positions in had.items()}
    note(act, Intent.EDIT_ORDER, found, edit={"removed": rows, "ballots": ballots})
    removed = counted(options, {}, act.now)
    return [_line(found, act, removed=removed), *_tell(found, had, options, act, is_back=False)]


def _drop(found: FoundPoll, options: list[PollOption], act: Act) -> None:
    for option in options:
        act.uow.polls.remove_option(option)
        found.options.remove(option)


def _choose(found: FoundPoll, member_id: int, positions: list[int], act: Act) -> None:
    if positions:
        act.uow.polls.cast(Ballot(poll_id=found.poll_id, member_id=member_id, positions=positions, cast_at=act.now))
    else:
        act.uow.polls.withdraw(found.poll_id, member_id, now=act.now)


def _tell(
    found: FoundPoll, had: dict[int, list[int]], options: list[PollOption], act: Act, *, is_back: bool
) -> list[Reply]:
    """Everyone who chose one of these times, but whoever changed it."""
    gone = {option.position for option in options}
    read = found.quiet.waking(act.now)
    return [
        to_member(
            member_id,
            "polls/edited_private.j2",
            about_room=found.room_id,
            unasked=True,
            expires_at=found.poll.closes_at,
            tells_to_befriend=False,
            times=counted([each for each in options if each.position in positions], {}, read),
            left=[each for each in positions if each not in gone],
            is_back=is_back,
            **found.facts,
        )
        for member_id, positions in sorted(had.items())
        if member_id != act.member_id
    ]


def _line(found: FoundPoll, act: Act, *, is_undone: bool = False, **change: Any) -> Reply:
    facts: dict[str, Any] = {"old": "", "added": [], "removed": [], **change}
    return to_room(
        found.room_id,
        "polls/edited.j2",
        name=act.member.name if is_undone else "",
        options=option_facts(found, act),
        closes=when_words(found.poll.closes_at, None, act.now, is_whole_day=False),
        **facts,
        **found.facts,
    )


# undone


def undo_edit(found: FoundPoll, edit: dict[str, Any], act: Act) -> list[Reply]:
    """Raises NothingToUndo where somebody has gone on from there."""
    if found.poll.status is not PollStatus.OPEN:
        raise _changed_since(found)
    if "title" in edit:
        if found.poll.title != edit["title"]["is"]:
            raise _changed_since(found)
        _set_title(found, edit["title"]["was"], act)
        return [_line(found, act, is_undone=True, old=edit["title"]["is"])]
    replies = _undo_added(found, edit, act) if "added" in edit else _undo_removed(found, edit, act)
    plan_clocks(found, act)
    return replies


def _undo_added(found: FoundPoll, edit: dict[str, Any], act: Act) -> list[Reply]:
    options = [option for option in found.options if option.position in edit["added"]]
    chosen = {each for ballot in act.uow.polls.ballots(found.poll_id).values() for each in ballot.positions}
    is_too_few = len(found.options) - len(options) < LEAST_OPTIONS
    if len(options) != len(edit["added"]) or chosen & set(edit["added"]) or is_too_few:
        raise _changed_since(found)
    _drop(found, options, act)
    _change(found, act, **loaded(edit["poll"]))
    return [_line(found, act, is_undone=True, removed=counted(options, {}, act.now))]


def _undo_removed(found: FoundPoll, edit: dict[str, Any], act: Act) -> list[Reply]:
    """Whoever has chosen otherwise since is left with that."""
    options = [PollOption(**loaded(row)) for row in edit["removed"]]
    back = {option.position for option in options}
    if back & {option.position for option in found.options}:
        raise _changed_since(found)
    _put_in(found, options, act)
    now = act.uow.polls.ballots(found.poll_id)
    had = {}
    for member_id, positions in ((int(each), positions) for each, positions in edit["ballots"].items()):
        current = now[member_id].positions if member_id in now else []
        if current == [each for each in positions if each not in back]:
            _choose(found, member_id, positions, act)
            had[member_id] = positions
    line = _line(found, act, is_undone=True, added=counted(options, {}, act.now))
    return [line, *_tell(found, had, options, act, is_back=True)]


def _changed_since(found: FoundPoll) -> NothingToUndo:
    return NothingToUndo(reason=f"#{found.number} 后来又有变动,撤不回来了")
