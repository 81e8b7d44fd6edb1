"""谁看过我: the receipts of every look at one's own private fields. Always answered privately."""

from handlers.act import Act
from handlers.orders.finding import found_by_id
from handlers.replies import Reply, to_member
from handlers.understanding.commands import AskPrivacy
from handlers.wording import day_words, name_of
from storage.vocabulary import LOCAL_ZONE

FIELD_WORDS = {"phone": "电话", "address": "门牌", "detail": "说明"}
LINES = 20


def show_receipts(command: AskPrivacy, act: Act) -> list[Reply]:
    """Who was shown what, for which order, when; newest first."""
    if command.ask != "who_saw":
        return []
    lines = []
    for receipt in act.uow.receipts.about(act.member_id)[:LINES]:
        found = found_by_id(act, receipt.order_id)
        at = receipt.shown_at.astimezone(LOCAL_ZONE)
        lines.append(
            {
                "name": name_of(act, receipt.reader_id),
                "field": FIELD_WORDS[receipt.field],
                "number": found.number if found is not None else None,
                "when": f"{day_words(at.date(), act.now.astimezone(LOCAL_ZONE).date())} {at:%H:%M}",
            }
        )
    return [to_member(act.member_id, "privacy/who_saw.j2", about_room=act.room_id, lines=lines)]
