"""What one person says in several messages is read together, if it wants the same; everything else stays apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.understanding.commands import AddTo, PlaceOrder
from handlers.understanding.contents import Changes
from handlers.understanding.joining import Half, Joined, may_be_half, understand_with
from handlers.understanding.message import Asked, Context, Message, OpenThing, Quote
from handlers.understanding.understand import understand
from storage.intents import Intent
from storage.vocabulary import QuestionKind

AT = datetime.fromisoformat("2026-05-20T10:00+08:00")
JUST_SAID = OpenThing(1, is_askers=True, said_at=AT)


def heard(*texts: str, apart: int = 10, images: Sequence[int] = (), context: Context | None = None) -> Joined:
    """The last of the messages, `apart` seconds from each other; `images` of each."""
    counts = [*images, *[0] * (len(texts) - len(images))]
    times = [AT + timedelta(seconds=apart * place) for place in range(len(texts))]
    said = list(zip(texts, times, counts, strict=True))
    halves = [Half(text, at, count) for text, at, count in said[:-1]]
    text, at, count = said[-1]
    return understand_with(Message(text, at, images=count), halves, context or Context())


@pytest.mark.parametrize(
    ("texts", "what", "place"),
    [
        (("在不在 哪个有空", "想请人帮忙修水管"), "修水管", None),
        (("在不在 哪个有空", "3栋2单元", "想请人帮忙修水管"), "修水管", "3栋2单元"),
        (("3栋2单元 下午在家", "想请人帮忙修水管"), "修水管", "3栋2单元"),
        (("请人修水管", "3栋2单元 下午在家"), "修水管", "3栋2单元"),
        (("3栋2单元 下午在家", "点单 修水管"), "修水管", "3栋2单元"),
        (("哪个有空", "麻烦帮我弄一下那个东西"), "", None),
        (("哪个有空", "帮我买点降压药嘛"), "帮买药", None),
        (("水龙头漏得凶", "谁来修一下"), "修水龙头", None),
        (("谁来修一下", "客厅的灯不亮了"), "修灯", "客厅"),
    ],
)
def test_one_need_in_several_messages(texts: tuple[str, ...], what: str, place: str | None) -> None:
    joined = heard(*texts)
    assert isinstance(joined.decision.command, PlaceOrder)
    need = joined.decision.command.need
    assert what in need.what
    assert (need.place.text if need.place else None) == place
    assert [half.text for half in joined.used] == list(texts[:-1])


@pytest.mark.parametrize(
    "texts",
    [
        ("在不在 哪个有空", "中午吃火锅不"),
        ("3栋2单元 下午在家", "哪个有空"),
        ("今天好热", "想请人帮忙修水管"),
        ("在不在 哪个有空", "接单 1"),
        ("在不在 哪个有空", "我想请人帮忙修水管,但是物业说他们下周才派师傅来看,我就再等几天算了嘛,急也急不来"),
        ("3栋2单元 下午在家", "楼道灯坏了"),
        ("路灯", "坏了嘛"),
    ],
)
def test_what_does_not_belong_together(texts: tuple[str, ...]) -> None:
    assert heard(*texts).used == ()


def test_a_minute_and_no_longer() -> None:
    texts = ("在不在 哪个有空", "想请人帮忙修水管")
    assert heard(*texts, apart=60).used
    assert not heard(*texts, apart=61).used


def test_who_quotes_somebody_speaks_to_them() -> None:
    message = Message("想请人帮忙修水管", AT, quote=Quote("小李", "你要啥子"))
    assert understand_with(message, [Half("在不在 哪个有空", AT)], Context()).used == ()


@pytest.mark.parametrize("texts", [("", "井盖坏了,就在巷口"), ("这个不亮了", "")])
def test_a_picture_and_its_words_within_two_minutes(texts: tuple[str, str]) -> None:
    images = (1, 0) if not texts[0] else (0, 1)
    joined = heard(*texts, images=images, apart=120)
    assert bool(joined.used) == (joined.decision.intent is Intent.SNAPSHOT)
    assert not heard(*texts, images=images, apart=121).used


@pytest.mark.parametrize("text", ["今晚我过去拍照哦", "举报了", "好看不"])
def test_a_picture_and_talk_of_it_is_no_report(text: str) -> None:
    assert not heard("", text, images=(1, 0)).used


@pytest.mark.parametrize(
    ("message", "is_half"),
    [
        (Message("在不在 哪个有空", AT), True),
        (Message("请人修", AT), True),
        (Message("3栋2单元 下午在家", AT), True),
        (Message("13800001234", AT), True),
        (Message("电话１３８００００１２３４，下午都在家", AT), True),
        (Message("", AT, images=1), True),
        (Message("今天天气真好", AT), False),
        (Message("哈哈哈", AT), False),
        (Message("明天上午开会", AT), False),
        (Message("点单 修水管", AT), False),
        (Message("在不在 哪个有空", AT, quote=Quote("小李", "吃饭了")), False),
    ],
)
def test_what_waits_for_its_other_half(message: Message, *, is_half: bool) -> None:
    assert may_be_half(message, understand(message, Context())) is is_half


def test_what_was_asked_back_by_name_is_no_half() -> None:
    two = Context(things=(JUST_SAID, replace(JUST_SAID, number=2)))
    message = Message("撤单", AT)
    decision = understand(message, two)
    assert decision.question is not None
    assert not may_be_half(message, decision)


@pytest.mark.parametrize(
    "text",
    ["3栋2单元501", "明天上午9点", "13800001234", "就在菜市场门口", "电话13800001234,下午都在家", "要两个人"],
)
def test_right_after_the_need_details_belong_to_it(text: str) -> None:
    decision = understand(Message(text, AT), Context(things=(JUST_SAID,)))
    assert isinstance(decision.command, AddTo)
    assert decision.command.changes != Changes()
    assert not isinstance(understand(Message(text, AT), Context(things=(OpenThing(1),))).command, AddTo)


@pytest.mark.parametrize("text", ["3栋那个狗又在叫", "明天上午9点开会", "好的", "在家", "@小李 明天上午9点", ""])
def test_right_after_the_need_talk_is_talk(text: str) -> None:
    assert not isinstance(understand(Message(text, AT), Context(things=(JUST_SAID,))).command, AddTo)


def test_a_reply_to_somebody_adds_nothing() -> None:
    message = Message("明天上午9点", AT, quote=Quote("小李", "好久开会"))
    assert understand(message, Context(things=(JUST_SAID,))).command is None


def test_an_answer_about_another_order_goes_there() -> None:
    message = Message("明天上午9点", AT, private=True)
    asked = Asked(QuestionKind.WHEN, 7)
    assert understand(message, Context((JUST_SAID,), asked)).intent is Intent.ANSWER_SLOT
    own = understand(message, Context((JUST_SAID,), replace(asked, number=1)))
    assert isinstance(own.command, AddTo)


def test_nine_pictures_one_by_one_and_the_words() -> None:
    joined = heard(*[""] * 9, "3栋门口路灯不亮", images=[1] * 9, apart=5)
    assert joined.decision.intent is Intent.SNAPSHOT
    assert len(joined.used) == 9


def test_of_words_the_newest_count() -> None:
    joined = heard("5栋", "3栋2单元", "在不在 哪个有空", "想请人帮忙修水管")
    assert [half.text for half in joined.used] == ["3栋2单元", "在不在 哪个有空"]


@pytest.mark.parametrize("text", ["在不在 哪个有空", "在吗 哪位有空", "有没有人在呀?"])
def test_who_is_there_is_no_need_yet(text: str) -> None:
    decision = understand(Message(text, AT), Context())
    assert (decision.intent, decision.question) == (Intent.CHATTER, None)


@pytest.mark.parametrize("text", ["谁来修一下", "请人帮忙", "哪个来帮下忙嘛", "有没有人可以帮忙", "谁会修"])
def test_what_names_nothing_is_no_need_yet(text: str) -> None:
    message = Message(text, AT)
    decision = understand(message, Context())
    assert (decision.intent, may_be_half(message, decision)) == (Intent.CHATTER, True)


@pytest.mark.parametrize(
    ("message", "what"),
    [
        (Message("急急急,谁来帮帮我", AT), "帮忙"),
        (Message("点单 谁来修一下", AT), "修一下"),
        (Message("谁来修一下", AT, images=1), "修一下"),
        (Message("谁来修一下", AT, mentions_bot=True), "修一下"),
    ],
    ids=["in a hurry", "by the word", "to be seen", "to the bot"],
)
def test_what_names_nothing_is_a_need_where_it_is_plainly_meant(message: Message, what: str) -> None:
    command = understand(message, Context()).command
    assert isinstance(command, PlaceOrder)
    assert command.need.what == what


def test_two_needs_in_a_row_are_two() -> None:
    joined = heard("谁顺手把我那两箱猫粮搬走，改天请喝奶茶", "哪个今天去菜市带我买一把蒜苗两块豆腐")
    command = joined.decision.command
    assert isinstance(command, PlaceOrder)
    assert "蒜苗" in command.need.what
    assert joined.used == ()
