"""A call for volunteers, fielded or free: title, time, place, how many, until when, whom to ask."""

import re
from typing import Any, Final

from handlers.understanding.deadlines import deadlines_in
from handlers.understanding.fields import Fields, emoji_place, fields_of
from handlers.understanding.masks import TIME, without_masks
from handlers.understanding.normalise import squeezed
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece
from handlers.understanding.tagging import CONTACT, TITLE, mended
from handlers.understanding.wanted import wanted
from handlers.understanding.when import in_passing, iso, time_slots, when
from handlers.understanding.where import where
from storage.intents import Intent

#: Where a notice says its time, and lines whose times are those of something before or beside it.
_TIME_LINE: Final = re.compile(
    r"(?:^|[^\u4e00-\u9fff])(?:活动|服务|演出|招募)?(?:时\s*[间段]|时间段|日\s*期|展期|演出)"
)
_BESIDE: Final = re.compile(r"集合(?!地?点)|彩排|培训|签到(?!处|台)|化妆|到(?:校|场|岗)|领(?:取)?|乘车|试音|踩点")
_CONTACT: Final = re.compile(
    r"(?:联系人|负责人|联络人|咨询|报名(?:请)?(?:找|联系)|找|联系)[:\s]{0,2}(?P<who>[\u4e00-\u9fff]{2,4}?)(?=登记|报名|报|[,。;、:\s(\ue001]|$|电话|手机)"
    r"|(?P<who2>[\u4e00-\u9fff]{2,4})[: \t]{0,2}(?=\ue001)"
    r"|\ue001[\s,(]{1,2}(?P<who4>[\u4e00-\u9fff]{1,4})(?=[)\s,。]|$)"
    r"|(?:查询|咨询|联系)[:\s]{0,2}(?P<who5>[A-Z][a-z]{1,11})(?![A-Za-z])"
    r"|(?:联系|咨询|报名|报给|找|私聊|\ue001)[^,。!?\n]{0,4}?(?P<who3>(?:社工|学管会|网格员|志愿者)?(?:[老小阿][\u4e00-\u9fff]|[\u4e00-\u9fff](?:老师|护士|经理|队长?|主任|医生|师傅|姐|哥|阿姨|书记|站长)))"
)
_NO_CONTACT: Final = re.compile(r"我|前台|致电|接龙|自备|扫码|电话|手机|方式|咨询|报名|联系|热线|微信|登记|号码|社区")
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
_BY_KEYWORD: Final = re.compile(r"招募|发起|新活动")
#: Log odds; compared on messages that it had not learnt from.
_LIFT: Final = 0.7
#: Log odds: of calls not learnt from, 171 of 187 contacts with the forms, in place of 161; 10 where none is labelled.
_CONTACT_LIFT: Final = 2.0
_SHORTEST_TITLE: Final = 2
_HEAD: Final = 12
_HOUR: Final = re.compile(r"[点时:]")
_OTHER_LABEL: Final = re.compile(r"(?:地\\s*点|人\\s*数|内容|对象|要求|报名|联系|集合|截止|招募)")


def notice_slots(reading: Reading) -> dict[str, Any]:
    fields = fields_of(reading)
    slots = {"title": _title(reading, fields)} | told_slots(reading)
    contact = _contact(reading, fields)
    return slots | {"contact": contact} if contact else slots


def told_slots(reading: Reading) -> dict[str, Any]:
    """When, where, how many, until when, by which phone."""
    fields = fields_of(reading)
    deadlines = [*deadlines_in(reading)]
    beside = [*_beside(reading, deadlines), *in_passing(reading, Intent.RECRUIT)]
    start, end = when(reading, without=[*deadlines, *beside])
    until = next((piece.time.end or piece.time.start for piece in deadlines if piece.time), None)
    place = where(reading, before=_GATHER)
    written = fields.place or emoji_place(reading) or (place.text if place else "")
    phones = reading.of("phone")
    found = {
        "deadline": iso(until) if until is not None else None,
        "place": written or None,
        "people": wanted(reading),
        "phone": phones[0].text if phones else None,
    }
    return time_slots(start, end) | {name: value for name, value in found.items() if value is not None}


def _beside(reading: Reading, deadlines: list[Piece]) -> list[Piece]:
    """Times that are not the activity itself: of other lines where one is the time's, and of gathering before it."""
    others = [piece for piece in reading.of("time") if piece not in deadlines]
    lines = _time_lines(reading)
    left_out = [piece for piece in others if lines and not any(b <= piece.begin < e for b, e in lines)]
    if not any(piece.time is not None and piece.time.has_day for piece in others if piece not in left_out):
        left_out = [
            piece for piece in left_out if piece.time is None or not piece.time.has_day
        ]  # 执勤:10月1日, 时段:20点
    if len(left_out) == len(others):
        left_out = []
    kept = [piece for piece in others if piece not in left_out]
    gathering = [p for p in kept if _BESIDE.search(reading.masked, p.end, min(p.end + 4, len(reading.masked)))]
    is_told = any(_HOUR.search(reading.text, p.begin, p.end) for p in kept if p not in gathering)
    return left_out + (gathering if is_told else [])


def _time_lines(reading: Reading) -> list[tuple[int, int]]:
    """The stretches of lines that are headed 时间 or 日期, and of the lines below one that says nothing else."""
    found: list[tuple[int, int]] = []
    place, goes_on = 0, False
    for line in reading.masked.split("\n"):
        end = place + len(line)
        label = _TIME_LINE.search(line[:_HEAD])
        if label or (goes_on and TIME in line and not _OTHER_LABEL.search(line[:_HEAD])):
            found.append((place, end))
            goes_on = TIME not in line or not label or goes_on
        else:
            goes_on = False
        place = end + 1
    return found


def _contact(reading: Reading, fields: Fields) -> str:
    if fields.contact:
        return re.split(r"[\s,、(:]", without_masks(fields.contact).strip())[0]
    for found in _CONTACT.finditer(reading.masked):
        who: str = next(filter(None, found.groups()))
        if not _NO_CONTACT.search(who):
            return who
    best = CONTACT.best(reading.masked, "contact", lift=_CONTACT_LIFT)
    heard = reading.as_sent(best.begin, best.end) if best is not None else ""
    return "" if heard[-1:].isdigit() else heard  # 护士2 is how many


def _title(reading: Reading, fields: Fields) -> str:
    if fields.what:
        return fields.what
    quoted = _QUOTED.search(reading.text)
    if quoted:
        return quoted["title"].strip()
    if heard := _heard_title(reading):
        return heard
    clauses = [squeezed(without_masks(match[0])) for match in _CLAUSE.finditer(reading.masked)]
    titles = [_as_title(clause) for clause in clauses if not _NO_TITLE.search(clause)]
    return next((title for title in titles if len(title) >= _SHORTEST_TITLE), squeezed(" ".join(clauses)))


def _heard_title(reading: Reading) -> str:
    """What is said by keyword begins with its title; elsewhere it may stand anywhere."""
    best = None if _BY_KEYWORD.match(reading.text) else TITLE.best(reading.masked, "title", lift=_LIFT)
    heard = reading.as_sent(*mended(reading.masked, best)) if best is not None else ""
    heard = heard.strip("【】").rpartition("】")[2].rstrip("我的在要")
    return heard if len(heard) >= _SHORTEST_TITLE else ""


def _as_title(clause: str) -> str:
    return _TITLE_TAIL.sub("", _TITLE_LEAD.sub("", clause, count=1), count=1).strip(" :-!【】()")
