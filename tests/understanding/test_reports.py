"""What is reported, in words that a room may read, and who saw the same."""

from datetime import datetime

import pytest

from handlers.understanding.commands import AddTo, AnswerSlot, Second, TakeSnapshot
from handlers.understanding.contents import Changes
from handlers.understanding.message import Asked, Context, Message, OpenThing, Quote
from handlers.understanding.understand import understand
from storage.intents import Intent
from storage.vocabulary import Category, PostingKind, QuestionKind

AT = datetime.fromisoformat("2026-05-20T10:00+08:00")
REPORT = OpenThing(31, PostingKind.SNAPSHOT, said_at=AT)
OTHER = OpenThing(32, PostingKind.SNAPSHOT)


@pytest.mark.parametrize(
    ("text", "what", "category", "place"),
    [
        ("3栋门口这个路灯不亮了", "路灯不亮了", Category.FACILITY, "3栋门口"),
        ("菜市场门口的井盖坏了", "井盖坏了", Category.SAFETY, "菜市场门口"),
        ("路灯坏了", "路灯坏了", Category.FACILITY, None),
        ("3栋2单元门口的路灯坏了,电话13800001234", "路灯坏了", Category.FACILITY, "3栋"),
    ],
)
def test_a_report(text: str, what: str, category: Category, place: str | None) -> None:
    command = understand(Message(text, AT), Context()).command
    assert isinstance(command, TakeSnapshot)
    assert (command.what, command.category) == (what, category)
    assert (command.place.public if command.place else None) == place


@pytest.mark.parametrize(
    ("text", "things", "numbers"),
    [
        ("附议 31", (), (31,)),
        ("附议31", (REPORT, OTHER), (31,)),
        ("我也附议 #32", (REPORT, OTHER), (32,)),
        ("附议!", (REPORT,), (31,)),
    ],
)
def test_seconding(text: str, things: tuple[OpenThing, ...], numbers: tuple[int, ...]) -> None:
    assert understand(Message(text, AT), Context(things=things)).command == Second(numbers)


def test_seconding_quotes_the_posting() -> None:
    message = Message("附议", AT, quote=Quote("一呼", "📷 #32 公共设施|路灯坏了"))
    assert understand(message, Context(things=(REPORT, OTHER))).command == Second((32,))


@pytest.mark.parametrize("text", ["附议", "我不附议31", "附议31的人都来领水"])
def test_no_seconding(text: str) -> None:
    assert understand(Message(text, AT), Context(things=(REPORT, OTHER))).command is None


def test_a_report_is_nothing_to_claim_unless_it_is_named() -> None:
    assert understand(Message("我来", AT), Context(things=(OTHER,))).intent is Intent.CHATTER


def test_a_picture_right_after_the_report_is_its_picture() -> None:
    decision = understand(Message("", AT, images=1), Context(things=(REPORT,)))
    assert decision.command == AddTo(31, Changes())
    assert understand(Message("", AT, images=1), Context(things=(OpenThing(1, said_at=AT),))).command is None
    assert understand(Message("", AT, images=1), Context(things=(OTHER,))).command is None


@pytest.mark.parametrize(
    ("text", "option"), [("2", 2), ("2号", 2), ("3", None), ("七", None)], ids=["plain", "worded", "unknown", "word"]
)
def test_a_spot_by_its_number(text: str, option: int | None) -> None:
    asked = Asked(QuestionKind.WHERE, 31, options=(1, 2), is_private=True)
    command = understand(Message(text, AT, private=True), Context(asked=asked)).command
    assert command == (AnswerSlot(option=option) if option is not None else None)
