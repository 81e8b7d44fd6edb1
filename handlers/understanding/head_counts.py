"""How many somebody signs up: +2, 一家三口, 我和老伴, 两大一小."""

import re
from typing import Final

from handlers.understanding.numerals import NUMBER, whole_number

_PLUS: Final = re.compile(r"\+\s?(\d{1,2})(?!\d)")
_TOGETHER: Final = re.compile(
    rf"(?:一共|总共|共|我们|咱们?|一家|全家|一大一小|大小|我(?:和|跟|与|同(?!事|学)|带).{{1,8}}?)[^,。!?\d]{{0,6}}?(?P<n>{NUMBER}|俩|仨)(?:个人?|口人?|人|位|名|(?=$|\W))"
)
_OF_US: Final = re.compile(
    rf"(?:报名?|来|去|报|参加)(?:了|上)?(?:\s?\d{{1,3}}号?[\s,]{{1,2}}|[\s,])?(?P<n>{NUMBER})(?:个人|人|位|名)|带[^,。!?]{{1,6}}?(?P<n3>{NUMBER})(?:个人|人|位)|(?P<n2>{NUMBER})(?:个人?|人|位|名)(?:都|一起|全)?(?:报名|参加|来)"
)
_SIZES: Final = re.compile(rf"(?P<grown>{NUMBER})大(?P<small>{NUMBER})小")
_COUNTED: Final = re.compile(
    rf"[×xX*]\s?(?P<n>\d{{1,2}})(?!\d)|报(?P<n2>{NUMBER})个|(?P<n3>{NUMBER})(?:姐妹|兄妹|姐弟|兄弟|夫妻|口子)|"
    rf"(?:^|[,。!\s])(?P<n5>俩|仨)人?(?=$|\W)|(?:^|[,。!\s\u4e00-\u9fff])(?P<n4>{NUMBER})(?:个人?|位|名)(?:哈|嘛|哦|名额)?(?=$|[,。!~])"
)
_BRINGS: Final = re.compile(r"带上?我?的?|加上|[+]我")
_PAIR: Final = re.compile(
    r"我(?:和|跟|与|同(?!事|学)|带(?:上)?)(?!大家|你们|他们)[\u4e00-\u9fff]|^\W*带(?!上?我(?:一个|嘛|$|\W))上?(?:隔壁)?[\u4e00-\u9fff]|俺?爷俩|母女俩|父子俩|我们?俩|(?:也|也要)(?:来|上|去|报)一个"
)
_ME_TOO: Final = re.compile(r"算(?:上)?我(?![家的])|我报|我来|我参加|我也?去")
_OWN_NAME: Final = re.compile(r"我叫|[我写]?名字?[叫是写]")
_ONE: Final = re.compile(
    r"算(?:上)?(?:我|[\u4e00-\u9fff]{1,4})一个|带(?:上)?我(?:一个|嘛|$|\W)|(?:给我|帮我)?留(?:一个|1个)(?:位|名额|\W|$)?|算(?:我)?一[个份]|(?:报|加)我?一个|(?:我|本人)(?:报|来)?一个"
)
_LONGEST_COUNT: Final = 99


def head_count(text: str, named: int) -> int | None:
    """How many in all, those who were named among them; None where nobody counts."""
    said = _said(text)
    if said is not None:
        return said
    if _PAIR.search(text) or (named and _BRINGS.search(text)):
        return 1 + max(1, named)
    counted = _number(found) if (found := _COUNTED.search(text)) else None
    if named and counted in (None, 1) and _ME_TOO.search(text) and not _OWN_NAME.search(text):
        return 1 + named
    if counted is not None:
        return counted
    return 1 if _ONE.search(text) else None


def _said(text: str) -> int | None:
    """A number that can only be of all."""
    if plus := _PLUS.search(text):
        return int(plus[1])
    if sizes := _SIZES.search(text):
        return (whole_number(sizes["grown"]) or 0) + (whole_number(sizes["small"]) or 0)
    found = _TOGETHER.search(text) or _OF_US.search(text)
    return _number(found) if found else None


def _number(found: re.Match[str]) -> int | None:
    number = whole_number(next(n for n in found.groups() if n).replace("俩", "两").replace("仨", "三"))
    return number if number and number <= _LONGEST_COUNT else None
