"""A call for volunteers, fielded or free: title, time, place, how many, until when, whom to ask."""

import re
from itertools import pairwise
from typing import Any, Final

from handlers.understanding.fields import Fields, emoji_place, fields_of
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import squeezed
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece
from handlers.understanding.when import iso, time_slots, when
from handlers.understanding.where import where

_DEADLINE_AHEAD: Final = re.compile(r"(?:截止|截至|报名(?:时间|日期)?|登记)[^,。!?\n]{0,8}\Z")
_DEADLINE_BEHIND: Final = re.compile(r"[^,。!?\n]{0,8}(?:报|登记|截止|找我|联系|回复|私信|说一声|接龙)")
_TOTAL: Final = re.compile(
    rf"(?:共计?|合计|总共|一共|总计|就(?:要|招)?|最多(?:收|要)?|限|(?:共)?需要?)[:\s]?(?P<n>{NUMBER})(?:余|来|多)?(?:个|名|位|人)"
)
_WANTED: Final = re.compile(
    rf"(?:招募?|还?缺|还?差|需要?|要|收|找|来|求|请)(?:到)?[:\s]?(?P<n>{NUMBER})(?:多|来)?[个名位](?!月|小时|钟|星期|方面|问题)"
)
_CONTACT: Final = re.compile(
    r"(?:联系人|负责人|联络人|咨询|报名(?:请)?(?:找|联系)|找|联系)[:\s]{0,2}(?P<who>[\u4e00-\u9fff]{2,4}?)(?=登记|报名|报|[,。;、:\s(\ue001]|$|电话|手机)"
    r"|(?P<who2>[\u4e00-\u9fff]{2,4})[:\s]{0,2}(?=\ue001)"
)
_NO_CONTACT: Final = re.compile(r"我|电话|手机|方式|咨询|报名|联系|热线|微信|登记|号码|社区")
_QUOTED: Final = re.compile(r"[\"“《「『](?P<title>[^\"”》」』\n]{3,30})[\"”》」』]")
_CLAUSE: Final = re.compile(r"[^,。!?;\n|]+")
_NO_TITLE: Final = re.compile(
    r"^(?:各位|大家|亲爱的|尊敬的|邻居|朋友|家人们|志愿者们|@|通知$|[^招募]{0,8}(?:有没有?空|在不在|看过来)|急|紧急|\W*$)|有没(?:有|得)?空|^(?:时间|地点|人数|名额|集合|联系|电话|报名)"
)
_TITLE_LEAD: Final = re.compile(r"^(?:关于|招募|招人|\W|活动(?:主题|名称)?:|的|周末|想?要?组织)+")
_TITLE_TAIL: Final = re.compile(
    r"(?:志愿者?)?(?:活动)?(?:急|现|正在|公开|火热|诚)?(?:招募|招人|招(?=志愿|\s|$)|还?差|还?缺|需要|招).*|(?:的)?(?:通知|公告|启事|通告)\Z|(?:活动)?(?:开始)?报名.*|志愿者活动\Z|活动\Z"
)
_GATHER: Final = re.compile(r"(?:出发|集合|见面|碰头|签到|领)")
_SHORTEST_TITLE: Final = 2
_NEAR: Final = 12


def notice_slots(reading: Reading) -> dict[str, Any]:
    fields = fields_of(reading)
    deadlines = [piece for piece in reading.of("time") if _is_deadline(reading, piece)]
    start, end = when(reading, without=deadlines)
    slots: dict[str, Any] = {"title": _title(reading, fields)} | time_slots(start, end)
    until = next((piece.time.end for piece in deadlines if piece.time), None)
    place = where(reading, before=_GATHER)
    written = fields.place or emoji_place(reading) or (place.text if place else "")
    phones = reading.of("phone")
    people, contact = _people(reading, fields), _contact(reading, fields)
    found = {
        "deadline": iso(until) if until is not None else None,
        "place": written or None,
        "people": people,
        "phone": phones[0].text if phones else None,
        "contact": contact or None,
    }
    return slots | {name: value for name, value in found.items() if value is not None}


def _is_deadline(reading: Reading, piece: Piece) -> bool:
    """An end without a start, where the words beside it speak of signing up."""
    time = piece.time
    if time is None or time.end is None or time.start is not None:
        return False
    masked = reading.masked
    ahead = masked[max(0, piece.begin - _NEAR) : piece.begin]
    return bool(_DEADLINE_AHEAD.search(ahead) or _DEADLINE_BEHIND.match(masked, piece.end))


def _people(reading: Reading, fields: Fields) -> int | None:
    """The total if one is said; several roles side by side add up; else those who are wanted."""
    roles = _roles(reading)
    for pattern in (_TOTAL,) if roles else (_TOTAL, _WANTED):
        if found := pattern.search(reading.text):
            number = whole_number(found["n"])
            if number is not None:
                return number
    if roles:
        return sum(roles)
    counted = reading.of("people")
    if counted:
        return counted[0].number
    return whole_number(re.sub(r"\D", "", fields.people)) if fields.people else None


def _roles(reading: Reading) -> list[int]:
    """理发2人 磨刀1人: counts with nothing but a word between."""
    counted = sorted(reading.of("people"), key=lambda piece: piece.begin)
    joined = [
        (first, second)
        for first, second in pairwise(counted)
        if re.fullmatch(r"[、,和及\s]{0,2}[\u4e00-\u9fff]{1,8}[:\s]?", reading.masked[first.end : second.begin])
    ]
    if not joined:
        return []
    pieces = {piece.begin: piece.number or 0 for pair in joined for piece in pair}
    return list(pieces.values())


def _contact(reading: Reading, fields: Fields) -> str:
    if fields.contact:
        return re.split(r"[\s,、(:]", without_masks(fields.contact).strip())[0]
    for found in _CONTACT.finditer(reading.masked):
        who = found["who"] or found["who2"]
        if not _NO_CONTACT.search(who):
            return who
    return ""


def _title(reading: Reading, fields: Fields) -> str:
    if fields.what:
        return fields.what
    quoted = _QUOTED.search(reading.text)
    if quoted:
        return quoted["title"].strip()
    clauses = [squeezed(without_masks(match[0])) for match in _CLAUSE.finditer(reading.masked)]
    titles = [_as_title(clause) for clause in clauses if not _NO_TITLE.search(clause)]
    return next((title for title in titles if len(title) >= _SHORTEST_TITLE), squeezed(" ".join(clauses)))


def _as_title(clause: str) -> str:
    return _TITLE_TAIL.sub("", _TITLE_LEAD.sub("", clause, count=1), count=1).strip(" :-!【】()")
