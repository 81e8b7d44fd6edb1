"""Any text at all: no error, no long thought, and what does not change the meaning does not change the command."""

from time import perf_counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handlers.understanding.joining import Half, may_be_half, understand_with
from handlers.understanding.message import Asked, Context, Message, OpenThing, Quote
from storage.vocabulary import PostingKind, QuestionKind
from tests.understanding.rooms import AT, ORDER_LINE, activity, in_its_room, order, said
from tests.understanding.sentences import ACTS, Sentence

LONGEST = 10_000
#: Generous beside the 50 ms that are meant: other work may share the machine.
ENOUGH_SECONDS = 0.25

PHRASES = (
    "接单 12 # 我来 帮我 今天 下午 3点 前 到 周 一 十 3栋 2单元 501 13800001234 号 、 , 。 1. @ @一呼 谁 借 修 水龙头 "
    "★ ５ 😀 [捂脸] 时间: 改成 每周三 农历 初四 腊月 中秋 2月30日 9999年 ﷺ 一百 半小时后 不用了 好评 派 给"
)
#: Repeated to ten thousand characters, each once made something slow or could.
REPEATED = (
    "1 一 周一 明天 周1 12:30明天 号十 3栋 路 在 帮我 我 谁有 接单1 12、 @a (周一) \u200b1 ﷺ 1- \n1. 时间: - “ 今天到 "
    "差五分 再过 一月的 1、 至今 每月1号和 二十 农历闰 "
    "附议 转点单 地址 电话, 市场 门口 有人 ★ 改成 每周一 https:// [哭 12和"
)
#: What it follows is the sender's own, so that anything may belong to it.
JUST_SAID = OpenThing(31, PostingKind.SNAPSHOT, said_at=AT)
WORDS = st.sampled_from([*PHRASES.split(" "), "\n", " ", "\u200b", "\ue003"])
ASKED = st.sampled_from([None, *(Asked(kind, 12, options=(9, 12)) for kind in QuestionKind)])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map("".join)), asked=ASKED, quoted=st.booleans()
)
def test_any_text_is_understood_somehow(text: str, asked: Asked | None, quoted: bool) -> None:
    decision = said(text, order(12), activity(5), asked=asked, quoted=ORDER_LINE if quoted else "")
    assert 0.0 <= decision.confidence <= 1.0
    assert decision == said(text, order(12), activity(5), asked=asked, quoted=ORDER_LINE if quoted else "")
    for span in decision.spans:
        assert span.text in text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=40), min_size=2, max_size=4))
def test_any_texts_are_read_together_somehow(texts: list[str]) -> None:
    *before, last = texts
    context = Context(things=(order(12), JUST_SAID))
    for quote in (None, Quote("陈姐", before[0])):
        message = Message(last, AT, images=len(last) % 2, quote=quote)
        joined = understand_with(message, [Half(text, AT) for text in before], context)
        assert 0.0 <= joined.decision.confidence <= 1.0
        may_be_half(message, joined.decision)


@pytest.mark.parametrize("piece", REPEATED.split(" "))
def test_no_text_takes_long(piece: str) -> None:
    said("中秋 初四 冬至")  # the calendar is loaded once
    text = (piece * LONGEST)[:LONGEST]
    taken = []
    for _ in range(3):
        begun = perf_counter()
        said(text, order(12), activity(5), JUST_SAID)
        taken.append(perf_counter() - begun)
    assert min(taken) < ENOUGH_SECONDS


FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code) != "@"})
SAME = [s for s in ACTS if s.asked is None and not s.to_bot and "@" not in s.text]


@pytest.mark.parametrize("sentence", SAME, ids=[s.text for s in SAME])
def test_width_emoji_and_zero_width_change_nothing(sentence: Sentence) -> None:
    meant = in_its_room(sentence)
    for text in (
        sentence.text.translate(FULL_WIDTH),
        sentence.text + "🙏",
        sentence.text + "[玫瑰]",
        "\u200b" + sentence.text,
        " " + sentence.text + " ",
    ):
        decision = in_its_room(sentence, text)
        assert (decision.intent, decision.slots.get("orders")) == (meant.intent, meant.slots.get("orders"))


@pytest.mark.parametrize("polite", ["谢谢", "，麻烦了", "哈", "！"])
@pytest.mark.parametrize("text", ["接单12", "12我来", "撤单12", "完成12", "查12", "退单12"])
def test_polite_words_change_nothing(text: str, polite: str) -> None:
    decision = said(text + polite, order(12))
    assert (decision.intent, decision.slots["orders"]) == (said(text, order(12)).intent, [12])


FORM = ("需求：理发", "对象：我妈", "地点：东苑5栋1单元302", "时间：周六上午", "电话：13800001234")


@settings(max_examples=60, deadline=None)
@given(lines=st.permutations(FORM))
def test_the_order_of_a_forms_lines_changes_nothing(lines: list[str]) -> None:
    meant, decision = said("点单\n" + "\n".join(FORM)), said("点单\n" + "\n".join(lines))
    assert (decision.intent, dict(decision.slots)) == (meant.intent, dict(meant.slots))


UNRELATED = st.lists(st.sampled_from(["大家早上好", "[微笑]", "今天降温了", "群里热闹"]), max_size=3, unique=True)


@settings(max_examples=60, deadline=None)
@example(before=["今天降温了", "群里热闹", "大家早上好"], after=["今天降温了"], text="接单12")
@given(before=UNRELATED, after=UNRELATED, text=st.sampled_from(["接单12", "完成12", "查12", "撤单12", "退单 12"]))
def test_unrelated_lines_around_an_act_change_nothing(before: list[str], after: list[str], text: str) -> None:
    decision = said("\n".join([*before, text, *after]), order(12))
    assert (decision.intent, decision.slots["orders"]) == (said(text, order(12)).intent, [12])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(st.lists(WORDS, max_size=12).map("".join), min_size=2, max_size=6))
def test_nothing_said_before_changes_what_is_meant(texts: list[str]) -> None:
    forwards = [said(text, order(12), activity(5)) for text in texts]
    backwards = [said(text, order(12), activity(5)) for text in reversed(texts)]
    assert forwards == backwards[::-1]
