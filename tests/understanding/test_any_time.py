"""Any words of time, side by side: no error, and no time ends before it begins."""

import re
from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding import time_words
from handlers.understanding.contents import Moment
from handlers.understanding.prefilter import Sieve, grams_of
from handlers.understanding.times import find_times
from tests.understanding.rooms import AT
from tests.understanding.test_festivals import FESTIVALS
from tests.understanding.test_no_times import EVERY, TRAPS
from tests.understanding.test_time_clocks import CLOCKS
from tests.understanding.test_time_counts import COUNTS
from tests.understanding.test_time_dates import DATES
from tests.understanding.test_time_ranges import RANGES

SAID = [text for table in (FESTIVALS, CLOCKS, COUNTS, DATES, RANGES) for text, _ in table]
BETWEEN = "到 至 - 的 、 和 , 前 后 之间 左右 上午 晚上 三点 周三 第一周 最后一天 年初 次日 现在 每天 ( 6号 至今 以来"
WORDS = st.sampled_from([*SAID, *EVERY.split(), *TRAPS.split(), *BETWEEN.split(), " ", ""])


#: All kinds in their order, without their group names, tried at every letter.
NAMES = re.compile(r"\(\?P<\w+>")
UNGATED = re.compile(
    "|".join(f"(?P<{kind}>{NAMES.sub('(?:', pattern)})" for kind, pattern in time_words._PATTERNS.items())
)
#: Beside numbers of other scripts, which begin no word of time.
GATED = re.compile(f"(?=[{time_words._FIRST}])(?:{UNGATED.pattern})")


NEEDED = Sieve(time_words.NEEDS)


def _is_found_as(text: str, pattern: re.Pattern[str]) -> bool:
    found = [(match.start(), match.end(), match.lastgroup) for match in pattern.finditer(text)]
    words = time_words.time_words(text, NEEDED.bits(grams_of(text)))
    return [(word.begin, word.end, word.kind) for word in words] == found


def test_every_word_is_tried_where_it_begins() -> None:
    for text in (*SAID, *EVERY.split(), *TRAPS.split()):
        assert _is_found_as(text, UNGATED), text


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.sampled_from(["٣", "12", "一"]), max_size=5).map("".join))
def test_and_so_among_others(text: str) -> None:
    assert _is_found_as(text, GATED)


def _naive(moment: Moment, edge: time) -> datetime:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime.combine(moment, edge)


@settings(max_examples=400, deadline=None)
@given(words=st.lists(WORDS, max_size=6), minutes=st.integers(-600_000, 600_000))
def test_no_time_ends_before_it_begins(words: list[str], minutes: int) -> None:
    for span in find_times("".join(words), AT + timedelta(minutes=minutes)):
        if span.start is not None and span.end is not None:
            assert _naive(span.start, time.min) <= _naive(span.end, time.max)
