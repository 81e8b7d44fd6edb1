"""What is searched only where it may be found is found as by searching everywhere."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding.addresses import _SPOT, ADDRESS, _last_stop, spots
from handlers.understanding.beginnings import gated
from handlers.understanding.lexicon_numbers import BARE_NUMBER, COUNTED_PEOPLE, NUMBERED, OPEN_DAY_LIKE, STARS
from handlers.understanding.normalise import squeezed
from tests.understanding.sentences import ACTS, CHATTER, NEEDS

WORDS = (
    "小区 花园 门口 楼下 药店 卫生服务中心 附一院 路口 桥头 桥上 上河城 东苑 在 到 的 活动室 社区 3栋 A区 "
    ", 。 \n 我 们 一 家 人民医院 二医院 华西 坝坝 口子 大 门"
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=14).map("".join),
    st.sampled_from([*(each.text for each in (*NEEDS, *ACTS)), *CHATTER]),
)
#: A name and then a spot, tried at every letter.
_PLAIN_SPOT = re.compile(rf"(?P<name>[\u4e00-\u9fff\dA-Za-z]{{0,10}}?){_SPOT.pattern}")


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_spots(text: str) -> None:
    everywhere = [(m.start() + _last_stop(m["name"]), m.end()) for m in _PLAIN_SPOT.finditer(text)]
    assert spots(text) == everywhere


GATED = [
    (plain, gated(plain.pattern))
    for plain in (
        ADDRESS,
        BARE_NUMBER,
        COUNTED_PEOPLE,
        OPEN_DAY_LIKE,
        STARS,
        *NUMBERED,
        *map(re.compile, ("[^a]b", "a{2,3}b", "(?:ab?){2}c", "a*?b", "(?i:x)", r"(a)\1", "a?")),
    )
]


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.text("ab cxX一3٣号单元栋楼接12-#★个人我来", max_size=30))
def test_patterns_tried_where_they_begin(text: str) -> None:
    for plain, quick in GATED:
        assert [m.span() for m in quick.finditer(text)] == [m.span() for m in plain.finditer(text)]


@given(st.text(st.characters() | st.sampled_from(" \t\n\u3000\x1c"), max_size=30))
def test_white_space(text: str) -> None:
    assert squeezed(text) == re.sub(r"\s+", " ", text).strip()
