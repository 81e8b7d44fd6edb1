"""A question was put privately: what its addressee says in the room is mostly meant for the neighbours."""

from datetime import datetime

import pytest

from handlers.understanding.message import Asked, Context, Message, Quote
from handlers.understanding.understand import understand
from storage.intents import Intent
from storage.vocabulary import QuestionKind

AT = datetime.fromisoformat("2026-05-20T10:00:00+08:00")
KINDS = (QuestionKind.WHEN, QuestionKind.WHERE, QuestionKind.REVIEW, QuestionKind.CONSENT, QuestionKind.RENEW)
QUESTION = Quote("一呼", "#1 修水龙头 办好了吗?")


def intent_of(text: str, kind: QuestionKind, *, quote: Quote | None = None, private: bool = False) -> Intent:
    message = Message(text=text, at=AT, quote=quote, private=private)
    return understand(message, Context(asked=Asked(kind, 1, is_private=True))).intent


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    ["早上好", "明天降温大家注意保暖", "收到,谢谢", "好的", "下午三点开会的别忘了", "今天好热", "小伙子热心得很"],
)
def test_talk_is_left_alone(text: str, kind: QuestionKind) -> None:
    assert intent_of(text, kind) is Intent.CHATTER


@pytest.mark.parametrize(
    ("text", "kind", "intent"),
    [
        ("明天早上九点", QuestionKind.WHEN, Intent.ANSWER_SLOT),
        ("明天上午都可以", QuestionKind.WHEN, Intent.ANSWER_SLOT),
        ("3栋2单元301", QuestionKind.WHERE, Intent.ANSWER_SLOT),
        ("五星,热心得很", QuestionKind.REVIEW, Intent.REVIEW_ORDER),
    ],
)
def test_a_plain_answer_is_heard(text: str, kind: QuestionKind, intent: Intent) -> None:
    assert intent_of(text, kind) is intent


def test_privately_or_quoting_the_bot_everything_counts() -> None:
    assert intent_of("小伙子热心得很", QuestionKind.REVIEW, private=True) is Intent.REVIEW_ORDER
    assert intent_of("小伙子热心得很", QuestionKind.REVIEW, quote=QUESTION) is Intent.REVIEW_ORDER
    assert intent_of("好的", QuestionKind.CONSENT, private=True) is Intent.CONFIRM


def test_a_greeting_is_no_time() -> None:
    assert intent_of("早上好", QuestionKind.WHEN, private=True) is not Intent.ANSWER_SLOT
