"""Where: house addresses split into what a room may see and what only the helper sees, and named spots."""

import re
from functools import lru_cache
from typing import Final

from handlers.understanding.lexicon_places import ADDRESS_HEAD_ENDS, ADDRESS_HEADS, SPOTS, STOP_BEFORE_SPOT
from handlers.understanding.prefilter import needed_grams

_N: Final = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
_UNIT: Final = rf"{_N}单元"
_FLOOR: Final = rf"(?:{_N}(?:楼|层))"
#: 一层死鱼 lies on the water.
_LAYER: Final = r"[一两几]层(?=[\u4e00-\u9fff])(?![的住家大门电西东南北楼走左右那这厕公院车里外])"
_ROOM: Final = r"(?:\d{1,4}(?:室|号房|房间|号|户)|\d{3,4}(?![\d.:元块个人斤点月天米台只度瓶张册名位份]))"
_BUILDING: Final = (
    rf"(?:{_N}(?:排|舍)(?=\s?\d{{1,4}}号?)|[A-Za-z]\d?座|[A-Za-z]?{_N}(?:栋|幢|号楼|座(?!位)|#楼)|[A-Za-z]栋)"
)


#: Each alternative: what may be shown, then what may not.
ADDRESS: Final = re.compile(
    rf"(?P<dashed>(?<![\d.-])\d{{1,3}}-(?:\d{{1,2}}-\d{{2,4}}|\d{{3,4}})(?![\d\-.元块人个年米度]))"
    rf"|(?P<building>{_BUILDING})(?P<inner>(?:\s?-?{_UNIT})?(?:\s?-?{_FLOOR})?(?:[\s-]{{0,2}}{_ROOM})?)"
    rf"|(?P<unit>{_UNIT}(?:\s?{_FLOOR})?(?:[\s-]{{0,2}}{_ROOM})?)"
    rf"|(?P<number>(?<=[路街巷段道村弄里])\d{{1,4}}号(?!线|楼线|"
    rf"公交))(?P<number_inner>(?:附\d+号)?(?:\s?{_BUILDING})?(?:\s?{_UNIT})?(?:\s?{_FLOOR})?(?:[\s-]{{0,2}}{_ROOM})?)"
    rf"|(?P<group>{_N}(?:组|社|队)(?!长|织|员|成|合|会|区|保|友|伍|名|建|里|团|群|参))(?P<group_inner>\d{{1,3}}号)?"
    rf"|(?P<floor>(?<![上下\d])(?<![走爬]了)(?!{_LAYER}){_FLOOR}(?P<floor_room>\s?\d{{3,4}}(?:室|号)?)?(?![下上主梯道长]))"
    rf"|(?P<parking>[A-Z]\d?-\d{{2,4}}|[A-Z]\d{{2,4}}车位)"
    rf"|(?P<room>(?:(?<=^)|(?<=[\s,。;!?、在住到是]))\d{{3,4}}(?:室|房间|号房)?(?=$|[\s,。;!?、]))"
)
_TRAIL: Final = re.compile(rf"(?:{SPOTS}){{1,3}}")
_HEAD: Final = re.compile(rf"(?:{ADDRESS_HEADS})\Z")
_SPOT: Final = re.compile(
    rf"(?:{SPOTS})(?:{SPOTS}|[\u4e00-\u9fff]{{0,2}}(?:门口|楼下|旁边|"
    rf"对面|后门|前门|东门|南门|西门|北门|里头|外头|后头|边上|背后|[东南西北]侧|[左右]手边|入口|出口|[A-Z]口|那儿|那里|那头|底下|下面|[一二三四五\d]楼)){{0,2}}"
)
_NO_NAME: Final = re.compile(r"[^\u4e00-\u9fff\dA-Za-z]")
#: Two letters or one that every spot has, and how far into it they may stand.
_NEAR_SPOT: Final = re.compile("|".join(sorted(needed_grams(re.compile(SPOTS)) or "")))
_FURTHEST: Final = 8
_STOP: Final = re.compile(STOP_BEFORE_SPOT)
_LOOK_BACK: Final = 10


def address_of(match: re.Match[str]) -> tuple[str, str]:
    """The address of a match: what may be shown, and what may not."""
    written = match[0].strip()
    if match["dashed"]:
        building, _, rest = written.partition("-")
        return f"{building}栋", rest
    for kind, inner in (("building", "inner"), ("number", "number_inner"), ("group", "group_inner")):
        if match[kind]:
            return match[kind], (match[inner] or "").strip(" -")
    return (written, "") if match["parking"] else ("", written)


def head_before(text: str, begin: int) -> int:
    """Where the name of the estate or street before an address begins (东苑|3栋, 通惠巷|9号)."""
    if text[begin - 1 : begin] not in ADDRESS_HEAD_ENDS:
        return begin
    window = text[max(0, begin - _LOOK_BACK) : begin]
    found = _HEAD.search(window)
    if not found:
        return begin
    start = max(0, begin - _LOOK_BACK) + found.start()
    cut = _last_stop(text[start:begin])
    return start + cut


def _last_stop(written: str) -> int:
    end = 0
    for match in _STOP.finditer(written):
        end = match.end()
    return end


def trail_after(text: str, end: int) -> int:
    """Where the spot that belongs to an address ends (9栋1单元|楼下)."""
    found = _TRAIL.match(text, end)
    return found.end() if found else end


@lru_cache(maxsize=1)  # asked for by the place, the gist and the title
def spots(text: str) -> tuple[tuple[int, int], ...]:
    """Named spots (社区活动室, 府青路二段菜市场门口), each as a stretch.

    Looked for only where something of a spot is written, and the name before it afterwards: 3 µs in place of 80.
    """
    found: list[tuple[int, int]] = []
    place = 0
    while near := _NEAR_SPOT.search(text, place):
        match = _SPOT.search(text, max(place, near.start() - _FURTHEST))
        if match is None:
            break
        earliest = max(place, match.start() - _LOOK_BACK)
        apart = [other.end() for other in _NO_NAME.finditer(text, earliest, match.start())]
        begin = apart[-1] if apart else earliest
        found.append((begin + _last_stop(text[begin : match.start()]), match.end()))
        place = match.end()
    return tuple(found)
