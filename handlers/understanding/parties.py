"""Who comes: 3人, 带2人 张强 李芳, 带娃, 帮王婆婆报名."""

import re
from collections.abc import Mapping
from typing import Any, Final

from handlers.understanding.contents import Party
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.reading import Reading

_CHILD: Final = r"(?:小?孩子?|小朋友|娃儿?|娃娃|宝宝|儿子|女儿|闺女|幺儿|外?孙[子女]?)"
_GROWN: Final = (
    r"(?:人|朋友|邻居|家人|同事|同学|老[公婆伴]|爱人|妈妈?|爸爸?|婆婆|爷爷|奶奶|外婆|外公|姐姐?|妹妹?|哥哥?|弟弟?)"
)
_BRINGS: Final = re.compile(
    rf"(?:带上?|还有|加上?|另加|和|跟)(?:我(?:家)?的?)?\s?(?P<n>{NUMBER})?\s?(?:个|名|位)?(?:(?P<child>{_CHILD})|(?P<grown>{_GROWN}))"
)
_TOTAL: Final = re.compile(rf"(?<![带上加])(?<!\d)(?P<n>{NUMBER})\s?(?:个人|口人|人|位|名)(?!都?不)")
_TIMES: Final = re.compile(r"[×xX*]\s?(?P<n>\d{1,2})(?!\d)")
_FAMILY: Final = re.compile(rf"一家(?P<n>{NUMBER})口")
_NAMES: Final = re.compile(
    rf"(?<!求)带上?\s?(?:{NUMBER}\s?(?:个|名|位)?(?:{_CHILD}|{_GROWN}))?[\s:(]*"
    r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:[\s,、和]+[\u4e00-\u9fff·]{2,4})*)"
)
_NO_NAME: Final = re.compile(
    rf"^(?:{NUMBER})?(?:个|名|位)?(?:{_CHILD}|{_GROWN})$|我|一起|参加|报名|来|去|也|都|新手|队友"
)
_ALONE: Final = re.compile(rf"(?:帮|给|替)(?:我(?:家)?的?)?(?:{NUMBER}个?)?{_CHILD}[^,。]{{0,4}}?(?:报|登记|参加)")
_FOR_OTHERS: Final = re.compile(r"(?:帮|替|给)(?!我(?:报|登|留))")
_SPEAKER: Final = re.compile(r"我(?:和|跟|与|也|带|们|还|要|来|报|想|参加)|带|还有")


def party_of(reading: Reading, slots: Mapping[str, Any]) -> Party:
    text = reading.text
    names = _names(text) or tuple(slots.get("names", ()))
    brought = children = 0
    for found in _BRINGS.finditer(text):
        count = (whole_number(found["n"]) if found["n"] else None) or 1
        brought += count
        children += count if found["child"] else 0
    is_without = not _SPEAKER.search(text) and (bool(names) or bool(_FOR_OTHERS.search(text)))
    if _ALONE.search(text):
        return Party(people=1, children=1, is_without_speaker=True)
    total = _total(text, slots)
    if brought and (total is None or total <= brought):
        total = 1 + max(brought, len(names))
    if total is None and names:
        total = len(names) + (0 if is_without else 1)
    return Party(people=total, names=names, children=children, is_without_speaker=is_without)


def _names(text: str) -> tuple[str, ...]:
    found = _NAMES.search(text)
    if not found:
        return ()
    words = re.split(r"[\s,、和]+", found["names"])
    return tuple(dict.fromkeys(word for word in words if not _NO_NAME.search(word)))


def _total(text: str, slots: Mapping[str, Any]) -> int | None:
    brings = _BRINGS.search(text)
    rest = _BRINGS.sub(" ", text) if brings else text
    found = _FAMILY.search(rest) or _TOTAL.search(rest) or _TIMES.search(rest)
    if found:
        return whole_number(found["n"])
    if brings:
        return None
    people: int | None = slots.get("people")
    return people
