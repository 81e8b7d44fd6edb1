"""The words of time, scanned left to right over masked text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from handlers.understanding.lexicon_festivals import DOUBTFUL_TERMS, FESTIVALS
from handlers.understanding.time_conventions import PARTS
from handlers.understanding.time_words_days import DAY_KINDS
from handlers.understanding.time_words_hours import HOUR_KINDS
from handlers.understanding.time_words_periods import PERIOD_KINDS

#: No message names more times than this; what does is no message.
MOST_WORDS: Final = 300

#: In the order in which they are tried: 上半年 before 上 and a count, 三日后 before the third of the month.
_PATTERNS: Final = dict((*PERIOD_KINDS, *DAY_KINDS, *HOUR_KINDS))
_NAMES: Final = re.compile(r"\(\?P<\w+>")


def _bare(kind: str) -> str:
    """The pattern without its group names, which must be unlike only within one kind."""
    return _NAMES.sub("(?:", _PATTERNS[kind])


@cache
def _named(kind: str) -> re.Pattern[str]:
    """Compiled when the first word of the kind is met: `yihu parse` starts sooner."""
    return re.compile(_PATTERNS[kind])


#: What a word of time may begin with; most of what people write is not even tried.
_FIRST: Final = "".join(
    {
        *"0123456789一二两三四五六七八九十廿卅零〇○仨俩半Q",
        *"农阴旧闰正腊冬月年第最首末周星礼双这今本当同下上昨明后前大次翌隔听寻琴初岁季春夏秋去来头",
        *"底末中过再等近未接往每逢天工现此目马立即眼而刚方适吃用差晚早午中夜饭",
        *(name[0] for name in (*FESTIVALS, *PARTS, *DOUBTFUL_TERMS)),
    }
)
_SCANNER: Final = re.compile(f"(?=[{_FIRST}])(?:" + "|".join(f"(?P<{kind}>{_bare(kind)})" for kind in _PATTERNS) + ")")
DAY_WORDS: Final = frozenset(kind for kind, _ in (*PERIOD_KINDS, *DAY_KINDS))


@dataclass(frozen=True, slots=True)
class TimeWord:
    """`parts` are the named groups of its kind's pattern; those that say nothing are left out."""

    kind: str
    text: str
    begin: int
    end: int
    parts: dict[str, str]


def time_words(text: str) -> Iterator[TimeWord]:
    for match in islice(_SCANNER.finditer(text), MOST_WORDS):
        kind = str(match.lastgroup)
        again = _named(kind).match(text, match.start())
        parts = {name: said for name, said in again.groupdict().items() if said} if again else {}
        yield TimeWord(kind, match[0], match.start(), match.end(), parts)
