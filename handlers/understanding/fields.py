"""Notices and forms: `label: value` pieces, read before anything is guessed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from handlers.understanding import masks
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import LONGEST_READ, squeezed
from handlers.understanding.reading import Reading

_LABELS: Final = {
    "what": "需求|内容|事项|服务|项目|需要|求助(?:内容)?|什么事|活动(?:名称|主题)?|主题|名称",
    "place": "(?:活动|服务|志愿服务|集合|上岗|执勤|授课|上课|培训|比赛|演出|展览|讲座)?(?:地点|地址|位置)|住址|哪里",
    "time": "时间|日期|什么时候|活动时间|集合时间",
    "whom": "对象|服务对象|老人|给谁",
    "people": "人数|名额|岗位|招募人数|需要人数",
    "contact": "联系人|负责人|找",
}
_FIELD: Final = re.compile(
    "(?:^|[\\s,。;|【\\]】(])(?:[一二三四五六七八九十\\d]{0,2}[、.\ue004]+)?(?:"
    + "|".join(f"(?P<{name}>{labels})" for name, labels in _LABELS.items())
    + r")】?\s*:\s*(?P<value>[^\n]*)"
)
#: 一、时间 三月五日 and 【地点】社区 say it without a colon.
_NO_COLON: Final = re.compile(
    "(?m)^([ \\t]*\ue004+[ \\t]*(?:"
    + "|".join(_LABELS.values())
    + "))[ \\t]|(【(?:"
    + "|".join(_LABELS.values())
    + "))】(?!\\s*:)"
)
#: Emoji that stand for a label at the head of a line.
_EMOJI_PLACE: Final = re.compile(
    r"(?m)^\s*[📍🏠🚩📌🏢🏫🏡]\ufe0f?\s*(?:[\u4e00-\u9fff]{0,4}地[点址][:：]?\s*)?(?P<place>[^\n]{2,40})$"
)
_NEXT: Final = re.compile(
    r"[\s,。;|](?:" + "|".join(_LABELS.values()) + r"|电话|手机|联系电话|联系方式|备注|要求|截止|报名)】?\s*:"
)
#: 【需求】老人:… heads a form.
_HEADING: Final = re.compile(r"\s*(?:" + "|".join(_LABELS.values()) + r"|电话|手机|联系电话|联系方式|备注)】?\s*:")
_AS_WRITTEN: Final = ("place", "whom", "contact")
_EDGE: Final = " ,。;:、|()"


@dataclass(frozen=True, slots=True)
class Fields:
    what: str = ""
    place: str = ""
    whom: str = ""
    contact: str = ""
    count: int = 0


_NONE: Final = Fields()


def fields_of(reading: Reading) -> Fields:
    masked = reading.masked
    has_labels = ":" in masked or "【" in masked or masks.INDEX in masked
    return _fields(masked, reading.text) if has_labels else _NONE


@lru_cache(maxsize=8)
def _fields(masked: str, text: str) -> Fields:
    if "【" in masked or masks.INDEX in masked:
        masked = _NO_COLON.sub(lambda match: (match[1] or match[2]) + ":", masked)
    values: dict[str, str] = {}
    place = 0
    while found := _FIELD.search(masked, place):
        begin, end = found.span("value")
        cut = _NEXT.search(masked, begin, end)
        end = begin if _HEADING.match(masked, begin, end) else cut.start() if cut else end
        name = next(name for name in _LABELS if found[name])
        value = text[begin:end] if name in _AS_WRITTEN else without_masks(masked[begin:end])
        values[name] = values.get(name) or squeezed(value).strip(_EDGE)
        place = max(end, found.start() + 1)
    whom = re.split(r"[(,。;]", values.get("whom", ""))[0].strip()
    return Fields(
        values.get("what", ""),
        values.get("place", ""),
        whom,
        values.get("contact", ""),
        len(values),
    )


def emoji_place(reading: Reading) -> str:
    """📍 社区一楼大厅: read from the text as sent, where the emoji still stands."""
    found = _EMOJI_PLACE.search(reading.message.text[:LONGEST_READ])
    return found["place"].strip() if found else ""
