"""Who may do what: one table, verb × role. Being the asker or the helper of an order is checked beside it."""

from enum import StrEnum
from typing import Final

from handlers.act import Act
from handlers.errors import NotAllowed
from storage.models.places import Room
from storage.vocabulary import Role


class Verb(StrEnum):
    """What somebody wants to do. Release, finish, cancel and edit of one's own order need no role."""

    PLACE = "place"
    CLAIM = "claim"
    REVIEW = "review"
    DISPATCH = "dispatch"
    RELEASE_FOR_ANOTHER = "release_for_another"
    FINISH_FOR_ANOTHER = "finish_for_another"
    CANCEL_FOR_ANOTHER = "cancel_for_another"
    EDIT_FOR_ANOTHER = "edit_for_another"
    REOPEN_FOR_ANOTHER = "reopen_for_another"
    REFUSE = "refuse"
    UNDO_FOR_ANOTHER = "undo_for_another"
    CLOSE_REPORT = "close_report"
    HAND_REPORT_ON = "hand_report_on"
    HUSH = "hush"
    BIND = "bind"
    WARN = "warn"
    RECRUIT = "recruit"
    BEGIN_CHAIN = "begin_chain"
    ORGANISE_FOR_ANOTHER = "organise_for_another"


EVERYONE: Final = frozenset(Role)
COORDINATORS: Final = frozenset({Role.LEADER, Role.GRID_WORKER, Role.ADMIN})
STAFF: Final = frozenset({Role.GRID_WORKER, Role.ADMIN})

ALLOWED: Final[dict[Verb, frozenset[Role]]] = {
    Verb.PLACE: EVERYONE,
    Verb.CLAIM: EVERYONE,
    Verb.REVIEW: EVERYONE,
    Verb.DISPATCH: COORDINATORS,
    Verb.RELEASE_FOR_ANOTHER: COORDINATORS,
    Verb.FINISH_FOR_ANOTHER: COORDINATORS,
    Verb.CANCEL_FOR_ANOTHER: COORDINATORS,
    Verb.EDIT_FOR_ANOTHER: COORDINATORS,
    Verb.REOPEN_FOR_ANOTHER: STAFF,
    Verb.REFUSE: COORDINATORS,
    Verb.UNDO_FOR_ANOTHER: COORDINATORS,
    Verb.CLOSE_REPORT: STAFF,
    Verb.HAND_REPORT_ON: STAFF,
    Verb.HUSH: COORDINATORS,
    Verb.BIND: STAFF,
    Verb.WARN: STAFF,
    Verb.RECRUIT: EVERYONE,
    Verb.BEGIN_CHAIN: COORDINATORS,
    Verb.ORGANISE_FOR_ANOTHER: COORDINATORS,
}


def may(act: Act, verb: Verb, room: Room | None = None) -> bool:
    """Everyone is a resident; other roles are granted on the site of the room (None: the act's) or above it."""
    if room is None or room.site_id == act.room.site_id:
        roles = act.roles
    else:
        roles = act.uow.members.roles_at(act.member_id, room.site_id)
    return bool(ALLOWED[verb] & (roles | {Role.RESIDENT}))


def require(act: Act, verb: Verb, room: Room | None = None) -> None:
    """Raises NotAllowed."""
    if not may(act, verb, room):
        raise NotAllowed(verb=verb.value)
