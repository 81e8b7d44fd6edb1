"""The words of time, scanned left to right over masked text."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from handlers.understanding.beginnings import ANY, heads_of
from handlers.understanding.lexicon_festivals import DOUBTFUL_TERMS, FESTIVALS
from handlers.understanding.prefilter import needed_grams, places
from handlers.understanding.time_conventions import PARTS
from handlers.understanding.time_words_days import DAY_KINDS
from handlers.understanding.time_words_hours import HOUR_KINDS
from handlers.understanding.time_words_periods import PERIOD_KINDS

#: No message names more times than this; what does is no message.
MOST_WORDS: Final = 300

#: In the order in which they are tried: 上半年 before 上 and a count, 三日后 before the third of the month.
_PATTERNS: Final = dict((*PERIOD_KINDS, *DAY_KINDS, *HOUR_KINDS))
_KINDS: Final = tuple(_PATTERNS)


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
#: Of each kind what it needs and how it begins, parsed once for both.
_TRAITS: Final = tuple((needed_grams(pattern), heads_of(pattern)) for pattern in _PATTERNS.values())
#: For a sieve: which kinds a text may have at all, a bit each.
NEEDS: Final = tuple(needed for needed, _ in _TRAITS)
EVERY_KIND: Final = (1 << len(_KINDS)) - 1
DAY_WORDS: Final = frozenset(kind for kind, _ in (*PERIOD_KINDS, *DAY_KINDS))


class TimeWord(NamedTuple):
    """`parts` are the named groups of its kind's pattern; those that say nothing are left out."""

    kind: str
    text: str
    begin: int
    end: int
    parts: dict[str, str]


#: Two letters → the kinds that may begin so, a bit each; a letter → those that may with any other letter after it,
#: and those that may at all.
_BY_HEADS: Final[dict[str, int]] = {}
_BY_LETTER: Final[dict[str, int]] = {}
_OF_LETTER: Final[dict[str, int]] = {}
for _place, (_, _heads) in enumerate(_TRAITS):
    for _head in _heads:
        _letter = _head[0]
        if _head[1] == ANY:
            _BY_LETTER[_letter] = _BY_LETTER.get(_letter, 0) | 1 << _place
        else:
            _BY_HEADS[_head] = _BY_HEADS.get(_head, 0) | 1 << _place
        _OF_LETTER[_letter] = _OF_LETTER.get(_letter, 0) | 1 << _place
for _head in _BY_HEADS:
    _BY_HEADS[_head] |= _BY_LETTER.get(_head[0], 0)
#: Where something may begin: the second letter rules out a third of the places, in no more time.
_SECOND: Final = re.escape("".join({head[1] for head in _BY_HEADS}))
_BEGIN: Final = re.compile(rf"[{_FIRST}](?:(?=[{_SECOND}\d\s])|(?<=[{''.join(_BY_LETTER)}]))")


def time_words(text: str, wanted: int) -> list[TimeWord]:
    """`wanted` are the kinds to look for. First come, first taken; of one place, in the kinds' order.

    All kinds as one pattern, tried at each letter, took 70 µs for a need; this takes 8.
    """
    found: list[TimeWord] = []
    end = 0
    for begin in map(re.Match.start, _BEGIN.finditer(text)):
        if begin < end:
            continue
        for place in places(_kinds_of(text[begin : begin + 2]) & wanted):
            kind = _KINDS[place]
            if match := _named(kind).match(text, begin):
                end = match.end()
                parts = {name: said for name, said in match.groupdict().items() if said}
                found.append(TimeWord(kind, match[0], begin, end, parts))
                break
        if len(found) == MOST_WORDS:
            break
    return found


@lru_cache(maxsize=1024)  # the same few again and again: 0.1 µs in place of 0.5
def _kinds_of(head: str) -> int:
    if head in _BY_HEADS:
        return _BY_HEADS[head]
    after = head[1:]
    is_unlisted = not after.isascii() and (after.isdecimal() or after.isspace())
    return (_OF_LETTER if is_unlisted else _BY_LETTER).get(head[0], 0)
