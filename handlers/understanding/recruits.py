"""A notice as a command: its slots, and beside them the roles, the least number and what to bring."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from handlers.understanding.activity_commands import Recruit
from handlers.understanding.contents import Moment
from handlers.understanding.ends import backwards, same_day_end
from handlers.understanding.notices import notice_slots, told_slots
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.papers import papers_in
from handlers.understanding.reading import Reading
from handlers.understanding.recurrences import every_of, without_rule
from handlers.understanding.standing import KEPT, kept_places
from handlers.understanding.when import time_slots, when

LEAST: Final = re.compile(
    rf"(?:至少|最少|不少于|起码|满)\s?(?P<n>{NUMBER})\s?(?:个|名|位)?(?:人|名)?(?:成行|成团|开班|开课|开)?"
)
_ROLE: Final = re.compile(
    r"(?:^|(?<=[\s,、:;。()和及]))(?P<name>[\u4e00-\u9fff]{2,6})[:x×*]?(?P<n>\d{1,5})\s?(?:个人|个|名|位|人)?(?=$|[\s,、;。()和及])"
)
_NO_ROLE: Final = re.compile(
    r"招|募|需|要|共|总|合计|以上|限|最多|名额|人数|志愿者|义工|不超过|[差缺]|报名|一起|大家|年龄|满"
)
_VOLUNTEERS: Final = frozenset({"志愿者", "义工"})
_AUDIENCE: Final = frozenset(
    {"观众", "听众", "居民", "群众", "老人", "家长", "孩子", "学生", "学员", "参与者", "参加者"}
)
_TOTAL: Final = re.compile(r"(?<!\d)(?P<n>\d{1,5})\s?(?:个|名|位)?(?:人|名|位|个|志愿者|名额)")
_BRING: Final = re.compile(
    r"(?:^|[\n。;,\s])(?:活动)?(?:要求|备注|注意(?:事项)?|温馨提示|请自备|请带)[::]?\s?(?P<what>[^\n]{2,60})"
)
_GATHERED: Final = re.compile(r"^在?[^,。]{1,8}?集合[,\s]?(?=..)")
#: What a title does not go on with.
_LABEL: Final = re.compile(
    r"[\s,、](?:时间|地点|地址|集合|要求|备注|截止|报名|人数|名额|岗位|联系|电话|至少|最少|不少于|满\d|共|需要|招|\S{0,10}(?:保险|意外险|健康证|驾驶?[证照]|士证|员证))\S*:?.*\Z"
)
_COUNTED: Final = re.compile(r"(?:^|(?<=[\s,、]))\d{1,6}\s?(?:个|名|位)?(?:人|名额|志愿者)(?=$|[\s,、])")
_EDGE: Final = " ,、:】"
#: Said by keyword, not pasted.
RECRUIT: Final = re.compile(r"^(?:招募|发起?活动|新活动)[\s:,]+\S")
_APART: Final = ("time", "phone", "id", "url", "address", "order", "number", "stars", "index")


def recruit_slots(reading: Reading) -> dict[str, Any]:
    """The slots of the notice; where no other time is said, one that has passed is better than none."""
    return _in_time(reading, notice_slots(reading))


def stretch_slots(reading: Reading) -> dict[str, Any]:
    """Of a stretch of a notice: what one session of several may have of its own."""
    return {"title": ""} | _in_time(reading, told_slots(reading))


def _in_time(reading: Reading, slots: dict[str, Any]) -> dict[str, Any]:
    if "start" not in slots and "end" not in slots:
        deadline = slots.get("deadline")
        slots |= {name: at for name, at in time_slots(*when(reading, is_past_fine=True)).items() if at != deadline}
    return slots


def recruit_of(reading: Reading, slots: Mapping[str, Any]) -> Recruit:
    text = KEPT.sub(" ", LEAST.sub(" ", _without_pieces(reading)))
    said_least = LEAST.search(reading.text)
    least = whole_number(said_least["n"]) if said_least else None
    title = str(slots["title"])
    beside = {match["name"] for match in _ROLE.finditer(text)} & _AUDIENCE
    found = [match for match in _ROLE.finditer(text) if _is_role(match["name"], title, has_audience=bool(beside))]
    roles = {match["name"]: int(match["n"]) for match in found}
    for match in found:
        title = title.replace(match[0], " ")
    place = _COUNTED.sub("", _LABEL.sub("", str(slots.get("place", "")))).strip(_EDGE)
    for piece in reading.of("address"):
        if piece.place is not None and piece.place.private:  # no door number in a room
            place = place.replace(piece.place.text, piece.place.public)
            title = title.replace(piece.place.text, piece.place.public)
    title = _LABEL.sub("", _COUNTED.sub(" ", _GATHERED.sub("", KEPT.sub(" ", LEAST.sub(" ", title)))))
    every = every_of(reading, slots)
    title = without_rule(title, every) if every is not None else title
    is_by_keyword = RECRUIT.match(reading.text) is not None
    title = _first_words(title, {place, *roles}) if is_by_keyword else " ".join(title.split()).strip(_EDGE)
    if not title and is_by_keyword:  # 清理绿道: the place is what it is called by
        title, place = place, ""
    if is_by_keyword and place != title and place in title and reading.text.count(place) == 1:  # 绿道捡垃圾 says where
        place = ""
    bring = _BRING.search(reading.text)
    start, end = backwards(reading) or (_moment(slots.get("start")), _moment(slots.get("end")))
    return Recruit(
        title=title,
        start=start,
        end=same_day_end(reading, start, end),
        deadline=_moment(slots.get("deadline")),
        place=place,
        people=_total(_without_roles(text, roles), roles, slots, least),
        min_people=least,
        roles=tuple(roles.items()),
        requirements=_requirements(bring["what"].strip() if bring else "", reading.text),
        contact=str(slots.get("contact", "")),
        phone=slots.get("phone"),
        every=every,
        kept_places=kept_places(reading.text),
    )


def _requirements(bring: str, text: str) -> str:
    """What to bring, then the papers that were named elsewhere in the notice."""
    papers = papers_in(text.replace(bring, " ") if bring else text)
    return ",".join([bring, *papers] if bring else papers)


def _first_words(title: str, other: set[str]) -> str:
    """What was said word by word begins with its name: 听琴 社区活动室 引导4人."""
    words = [word.strip(_EDGE) for word in title.split()]
    words = [word for word in words if word and not other & set(word.split("、"))]
    return " ".join(words[: 1 if words and len(words[0]) > 1 else 2])


def _without_pieces(reading: Reading) -> str:
    """The text without its times, phones and numbers: what is counted in the rest counts people."""
    text = list(reading.text)
    for piece in reading.pieces.found:
        if piece.kind in _APART:
            text[piece.begin : piece.end] = " " * (piece.end - piece.begin)
    return "".join(text)


def _is_role(name: str, title: str, *, has_audience: bool) -> bool:
    """志愿者4人 is how many in all, unless those who only watch are counted beside them."""
    is_one = (has_audience and name in _VOLUNTEERS) or not _NO_ROLE.search(name)
    return is_one and name != title


def _without_roles(text: str, roles: Mapping[str, int]) -> str:
    return _ROLE.sub(lambda match: " " if match["name"] in roles else match[0], text)


def _total(text: str, roles: Mapping[str, int], slots: Mapping[str, Any], least: int | None) -> int | None:
    """What the notice wants; beside roles the number that is said apart from them, else what they add up to."""
    people: int | None = slots.get("people")
    if people is not None and least is None and not roles:
        return people
    stated = _TOTAL.search(text)
    if stated:
        return int(stated["n"])
    return sum(roles.values()) if roles else None  # the least number is no limit


def _moment(written: str | None) -> Moment | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
