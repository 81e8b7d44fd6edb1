"""Whether two titles of a 接龙 are of one activity: equal, but for the day, the place and the number of people."""

import re
from typing import Final

from handlers.activities.chain_names import folded

_NUMBER: Final = r"[\d一二三四五六七八九十两]"
_SIDE_WORDS: Final = re.compile(
    rf"(?:本|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天末]?|{_NUMBER}+(?:月|号|日|点半?|时|分|人|名|位|个)|\d+"
    r"|今天|明天|后天|今晚|明晚|早上|上午|中午|下午|晚上|报名|活动|名单|招募|参加|人数|名额|时间|地点|限|在|去"
)


def is_same_title(one: str, other: str, place: str) -> bool:
    """`place` is the activity's."""
    first, second = sorted((folded(one), folded(other)), key=len)
    if not first or first == second:
        return first == second != ""
    before, is_in, after = second.partition(first)
    where = folded(place)
    return bool(is_in) and all(_is_beside(part, where) for part in (before, after))


def _is_beside(part: str, where: str) -> bool:
    return not _SIDE_WORDS.sub("", part.replace(where, "") if where else part)
