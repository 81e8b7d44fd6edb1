"""The commands of acts on orders: which orders, and what else was said of them."""

import re
from collections.abc import Callable
from typing import Any, Final

from handlers.understanding.commands import (
    AskStatus,
    CancelOrder,
    ClaimOrder,
    Command,
    DispatchOrder,
    EditOrder,
    FinishOrder,
    RefuseOrder,
    ReleaseOrder,
    ReopenOrder,
    ReviewOrder,
)
from handlers.understanding.edits import changes_of, edit_slots
from handlers.understanding.lexicon_answers import HALF_DONE
from handlers.understanding.reading import Reading
from handlers.understanding.stars import comment_of, stars_of
from storage.intents import Intent

_RECIPIENT: Final = re.compile(
    r"(?:(?:派|交|转|分|安排|指派|指|调|改派|换人?)?(?:给|到|让|由|请|叫|喊|为|成)|安排|指派|"
    r"归)\s?(?P<to>[^\s,。!?:\ue000-\ue008]{1,10}?)(?=去|来|跟进|处理|接|负责|跑|上门|管|吧|嘛|哈|了|"
    r"这|$|[,。!?\s\ue000-\ue008])"
)
_YOU_GO: Final = re.compile(
    r"(?:^|[,。!\s])(?P<to>[\u4e00-\u9fff]{2,3})[,\s]?你(?:们)?(?:去|来|跟|接|跑|看)|"
    r"(?:^|这单|那单|[,。!\s])(?P<to2>(?!我|你|他|她|谁|哪)[\u4e00-\u9fff]{2,3}?)(?:去|跑一趟|来)(?:一?下|一趟)?(?:吧|哈|嘛|呗)?(?=$|[,。!])"
)
_AFTER_NUMBER: Final = re.compile(
    r"\ue003+(?:号单?)?[\s:,]*(?:给|到|让|换|由)?\s*(?P<to>[^\s,。!?:\ue000-\ue008]{1,10})"
)
_REASON_LEAD: Final = re.compile(
    r"^[\s,。:;!、]*(?:退单|退回|退|重开|重新打开|拒单|拒绝|完成|办结|结单)?[\s#号单,。:;!、了]*"
)


def _edit(reading: Reading, numbers: tuple[int, ...], slots: dict[str, Any]) -> EditOrder:
    changes = changes_of(reading)
    slots.update(edit_slots(changes))
    return EditOrder(numbers, changes)


def review(reading: Reading, numbers: tuple[int, ...], slots: dict[str, Any]) -> ReviewOrder:
    """Stars and words into the slots and the command."""
    stars, comment = stars_of(reading), comment_of(reading)
    if stars is not None:
        slots["stars"] = stars
    if comment:
        slots["comment"] = comment
    return ReviewOrder(numbers, stars, comment, bool(HALF_DONE.search(reading.text)))


def _dispatch(reading: Reading, numbers: tuple[int, ...], slots: dict[str, Any]) -> DispatchOrder | None:
    found = _RECIPIENT.search(reading.bare) or _AFTER_NUMBER.search(reading.bare)
    told = _YOU_GO.search(reading.bare)
    to = (
        reading.mentioned[0]
        if reading.mentioned
        else found["to"]
        if found
        else (told["to"] or told["to2"])
        if told
        else ""
    )
    if not to:
        return None
    slots["to"] = to
    return DispatchOrder(numbers, to)


def _words(reading: Reading) -> str:
    """The reason or answer beside the keyword and the number."""
    text = list(reading.text)
    for piece in reading.pieces.found:
        if piece.kind in ("order", "number"):
            text[piece.begin : piece.end] = " " * (piece.end - piece.begin)
    return _REASON_LEAD.sub("", "".join(text).strip(), count=1).strip(" ,。")


#: Each fills in the slots that only its own words tell.
BUILDERS: Final[dict[Intent, Callable[[Reading, tuple[int, ...], dict[str, Any]], Command | None]]] = {
    Intent.CLAIM_ORDER: lambda _reading, numbers, _slots: ClaimOrder(numbers),
    Intent.RELEASE_ORDER: lambda reading, numbers, _slots: ReleaseOrder(numbers, _words(reading)),
    Intent.FINISH_ORDER: lambda reading, numbers, _slots: FinishOrder(numbers, _words(reading)),
    Intent.REOPEN_ORDER: lambda reading, numbers, _slots: ReopenOrder(numbers, _words(reading)),
    Intent.REFUSE_ORDER: lambda reading, numbers, _slots: RefuseOrder(numbers, _words(reading)),
    Intent.CANCEL_ORDER: lambda _reading, numbers, _slots: CancelOrder(numbers),
    Intent.ASK_STATUS: lambda _reading, numbers, _slots: AskStatus(numbers),
    Intent.EDIT_ORDER: _edit,
    Intent.REVIEW_ORDER: review,
    Intent.DISPATCH_ORDER: _dispatch,
}
