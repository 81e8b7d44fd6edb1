"""A need in full: what, which kind, when, where, for whom, how many, how urgent."""

import re
from typing import Any, Final

from handlers.understanding import masks
from handlers.understanding.categories import category_heard, is_about_health
from handlers.understanding.contents import Need, Place
from handlers.understanding.fields import Fields, fields_of
from handlers.understanding.gist import gist
from handlers.understanding.masks import without_masks
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece
from handlers.understanding.tagging import WHOM
from handlers.understanding.tasks import private_detail, public_phrase
from handlers.understanding.when import time_slots, when_meant
from handlers.understanding.where import where
from storage.intents import Intent

#: Log odds; compared on messages that it had not learnt from.
_LIFT: Final = 3.0
#: 给老人理发: said of nobody by name.
_AT_LARGE: Final = re.compile(
    r"(?:给|帮|替|为|接一下)[^,。!?\d]{0,6}?(?P<who>老人|女儿|儿子|孩子)(?=$|\W|[理看买送修装做洗])"
)
_URGENT: Final = re.compile(
    r"(?<![着不别])急(?!着|性|诊|事|救|忙|需|支糖浆)|急需|在线等|火速|赶紧|赶快|马上|立刻|立马|等着用|等到起|"
    r"最后一天|来不及|现在(?:就|急|马上|能|可以|过来|来|要|得)|等下要|快点"
)
#: 点单 帮买酱油, 点单 修第2根水管 3栋: nothing else was said.
_SPELLED_OUT: Final = re.compile(
    rf"点(?:个|一)?单[:,\s]\s*(?P<what>[\u4e00-\u9fff\d]{{2,10}})(?:\s*[{masks.ADDRESS}{masks.TIME}{masks.PHONE}\s]+)?"
)
_WANTED: Final = re.compile(r"(?:需要|要|来|请|招|缺|差|找|喊|求)[到个再的]?\Z")
_ALONE: Final = re.compile(
    r"(?:我|俺|就|她|他|妈|爸|老人|婆婆|爷爷|娃|孩子|孕晚期|只有|我们?家|有|(?<!哪)[家屋里头]来|来了)\Z"
)
#: 一个人掮不动: the one who asks.
_CANNOT: Final = re.compile(r"\s?[\u4e00-\u9fff]{1,2}[不勿冇唔](?!好|急|怕|收)")
_PERSON_COUNTER: Final = re.compile(r"[人名位]")
#: 把果果|领出来
_LED: Final = re.compile(r"[领接送抱背扶带牵][出回过上下进]")
#: 把|果果领出来
_LEADS_TO: Final = re.compile(r"^(?:我?[把给替帮让]|[一二三四五六]?年级的|的)(?=[\u4e00-\u9fff]{2})")
_THING: Final = re.compile(r"(?:借|缺|匀|买|拿|换|拼|送|带|装|修)[到个了]?\Z")


def need_of(reading: Reading, *, beneficiary: str | None = None) -> Need:
    fields = fields_of(reading)
    text = without_masks(reading.masked)
    words = _words(reading, fields)
    category = category_heard(reading, Intent.PLACE_ORDER)
    start, end = when_meant(reading, Intent.PLACE_ORDER)
    phones = reading.of("phone")
    return Need(
        what=public_phrase(reading, words, category),
        category=category,
        detail=private_detail(reading),
        start=start,
        end=end,
        place=_place(reading, fields),
        people=_people(reading),
        phone=phones[0].text if phones else None,
        is_urgent=bool(_URGENT.search(reading.text)),
        is_health=is_about_health(text, category),
        beneficiary=beneficiary or fields.whom or whom(reading),
    )


def need_slots(reading: Reading, need: Need) -> dict[str, Any]:
    """The corpus form: `what` as written, not the public phrase."""
    slots: dict[str, Any] = {"what": _words(reading, fields_of(reading)), "category": need.category.value}
    slots |= time_slots(need.start, need.end)
    if need.place:
        slots["place"] = need.place.text
    if need.people is not None:
        slots["people"] = need.people
    if need.phone:
        slots["phone"] = need.phone
    if need.is_urgent:
        slots["urgent"] = True
    if need.beneficiary:
        slots["for"] = need.beneficiary
    return slots


def _words(reading: Reading, fields: Fields) -> str:
    if spelled_out := _SPELLED_OUT.fullmatch(reading.masked):
        return reading.as_sent(*spelled_out.span("what"))
    return fields.what or gist(reading, Intent.PLACE_ORDER)


def _place(reading: Reading, fields: Fields) -> Place | None:
    found = where(reading)
    return found or (Place(fields.place, fields.place) if fields.place else None)


def _people(reading: Reading) -> int | None:
    """Those who are wanted, not those who are helped: 给三位老人…需要2名志愿者 is 2."""
    counted = [piece for piece in reading.of("people") if not _counts_something_else(reading, piece)]
    wanted = [piece for piece in counted if _WANTED.search(reading.masked, max(0, piece.begin - 4), piece.begin)]
    chosen = wanted or counted
    return chosen[0].number if chosen else None


def _counts_something_else(reading: Reading, piece: Piece) -> bool:
    """我一个人在家 asks for nobody; 想借一个 counts a thing."""
    before = reading.masked[max(0, piece.begin - 4) : piece.begin]
    written = reading.text[piece.begin : piece.end]
    is_short_of_hands = piece.number == 1 and _CANNOT.match(reading.masked, piece.end) is not None
    return bool(
        is_short_of_hands or _ALONE.search(before) or (not _PERSON_COUNTER.search(written) and _THING.search(before))
    )


def whom(reading: Reading) -> str | None:
    """Whoever is to be helped where that is somebody else: 我妈, 楼下新来的邻居, 8栋吴奶奶."""
    best = WHOM.best(reading.masked, "for", lift=_LIFT)
    if best is None:
        found = _AT_LARGE.search(reading.text)
        return found["who"] if found else None
    end = best.end + (reading.masked[best.end : best.end + 1] == reading.masked[best.end - 1])  # 果|果
    end -= _LED.match(reading.masked, end - 1) is not None
    return _LEADS_TO.sub("", reading.as_sent(best.begin, end)) or None
