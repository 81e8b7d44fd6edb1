"""我的数据, 谁看过我, 撤回同意, 删除我: what is kept about whoever asks. Always answered privately."""

from handlers.act import Act
from handlers.consents import withdraw_consents
from handlers.deletion import ask_delete
from handlers.my_data import show_my_data
from handlers.orders.finding import found_by_id
from handlers.replies import Reply, to_member
from handlers.understanding.commands import AskPrivacy
from handlers.wording import day_words, name_of
from storage.vocabulary import LOCAL_ZONE

FIELD_WORDS = {"phone": "电话", "address": "门牌", "detail": "说明"}
LINES = 20


def ask_privacy(command: AskPrivacy, act: Act) -> list[Reply]:
    if command.ask == "withdraw_consent":
        return withdraw_consents(act)
    if command.ask == "delete":
        return ask_delete(act)
    return _receipts(act) if command.ask == "who_saw" else show_my_data(act, is_more=command.ask == "show_more")


def _receipts(act: Act) -> list[Reply]:
    """Who was shown what, for which order, when; newest first."""
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
