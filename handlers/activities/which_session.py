"""Which of the sessions of one call is meant: 报名 第二场, 两场都报, or one short question."""

from collections.abc import Sequence
from typing import Any

from handlers.act import Act
from handlers.activities.facts import activity_when
from handlers.activities.finding import Found
from handlers.understanding.activity_commands import Enrol
from handlers.understanding.session_labels import call_in, label_of, sessions_meant


def sessions_named(command: Enrol, here: Sequence[Found]) -> list[Found]:
    """Those whose label was said; all of them where none was."""
    sessions = [found for found in here if found.activity.call_id is not None]
    named = sessions_meant(command.words, [label_of(found.activity.title) for found in sessions])
    return [sessions[place] for place in named] or list(here)


def is_choice(command: Enrol, meant: Sequence[Found]) -> bool:
    """Several of one call that were named are meant together; 第一场 of two calls is not clear."""
    labels = [label_of(found.activity.title) for found in meant]
    return _is_one_call(meant) and bool(sessions_meant(command.words, labels))


def which_facts(here: Sequence[Found], act: Act) -> dict[str, Any]:
    """For the question."""
    call = call_in(here[0].activity.title) if _is_one_call(here) else ""
    return {
        "call": call,
        "candidates": [
            {
                "number": found.number,
                "title": label_of(found.activity.title) if call else found.activity.title,
                "when": activity_when(found.activity, act.now) if call else "",
            }
            for found in here
        ],
    }


def _is_one_call(here: Sequence[Found]) -> bool:
    return len({found.activity.call_id for found in here}) == 1 and here[0].activity.call_id is not None
