"""What is searched only where it may be found is found as by searching everywhere."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding.addresses import _HEAD, _SPOT, ADDRESS, _last_stop, spots
from handlers.understanding.beginnings import gated, sought
from handlers.understanding.lexicon_numbers import BARE_NUMBER, COUNTED_PEOPLE, NUMBERED, OPEN_DAY_LIKE, STARS
from handlers.understanding.lexicon_places import ADDRESS_HEAD_ENDS
from handlers.understanding.normalise import _DROPPED, _EMOJI, _LOOK_ALIKE, _ODD, _SAME_LENGTH, _plain, squeezed
from handlers.understanding.spans import _ID, _LONG_NUMBER, _PHONE
from tests.understanding.sentences import ACTS, CHATTER, NEEDS

WORDS = (
    "小区 花园 门口 楼下 药店 卫生服务中心 附一院 路口 桥头 桥上 上河城 东苑 在 到 的 活动室 社区 3栋 A区 "
    ", 。 \n 我 们 一 家 人民医院 二医院 华西 坝坝 口子 大 门"
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=14).map("".join),
    st.sampled_from([*(each.text for each in (*NEEDS, *ACTS)), *CHATTER]),
)
DIGITS = "138|0000|400|028|123|86|-|+| |٣٣٣|幺|三|八零零零零|一二三四|话|X|a"
HEADS = "东|苑|小区|花园|里|二段|路|街|3号院|A|区|一|新|村|在|3|栋|宿舍"
#: A name and then a spot, tried at every letter.
_PLAIN_SPOT = re.compile(rf"(?P<name>[\u4e00-\u9fff\dA-Za-z]{{0,10}}?){_SPOT.pattern}")


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_spots(text: str) -> None:
    everywhere = [(m.start() + _last_stop(m["name"]), m.end()) for m in _PLAIN_SPOT.finditer(text)]
    assert list(spots(text)) == everywhere


GATED = [
    (plain, gated(plain.pattern), sought(plain.pattern))
    for plain in (
        ADDRESS,
        BARE_NUMBER,
        COUNTED_PEOPLE,
        OPEN_DAY_LIKE,
        STARS,
        *NUMBERED,
        _ID,
        _PHONE,
        *map(re.compile, ("[^a]b", "a{2,3}b", "(?:ab?){2}c", "a*?b", "(?i:x)", r"(a)\1", "a?")),
        *map(re.compile, ("a(?=b)", "a(?=b|)c?", r"(?=a|\d)[ab3]c", r"a(?=\s?\d)", r"\sa", "(?:a(?=b)){2}")),
    )
]


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.text("ab cxX一3٣\u3000\x1c号单元栋楼接12-#★个人我来", max_size=30))
def test_patterns_tried_where_they_begin(text: str) -> None:
    for plain, quick, from_first in GATED:
        everywhere = [m.span() for m in plain.finditer(text)]
        assert [m.span() for m in quick.finditer(text)] == everywhere, plain
        assert [m.span() for m in from_first.finditer(text)] == everywhere, plain


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(DIGITS.split("|")), max_size=9))
def test_ids_and_phones(said: list[str]) -> None:
    text = "".join(said)
    assert _LONG_NUMBER.search(text) or not (_ID.search(text) or _PHONE.search(text))


@given(st.text(st.characters() | st.sampled_from(" \t\n\u3000\x1c"), max_size=30))
def test_white_space(text: str) -> None:
    assert squeezed(text) == re.sub(r"\s+", " ", text).strip()


@given(st.text(st.characters() | st.sampled_from("，。：～—１Ａ後號★⭐\ue003 "), max_size=30))
def test_look_alikes(text: str) -> None:
    assert _LOOK_ALIKE.sub(_plain, text) == text.translate(_SAME_LENGTH)


@given(st.text(st.characters() | st.sampled_from("[]微笑😀☀\u200b\ufe0f"), max_size=12))
def test_what_is_dropped_and_blanked_is_odd(text: str) -> None:
    assert _ODD.search(text) or not (_DROPPED.search(text) or _EMOJI.search(text))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(HEADS.split("|")), max_size=6).map("".join))
def test_what_an_address_may_begin_with(text: str) -> None:
    assert text[-1:] in ADDRESS_HEAD_ENDS or not _HEAD.search(text)
