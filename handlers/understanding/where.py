"""The place of a message: an address if there is one, else the best named spot."""

import re
from typing import Final

from handlers.understanding.addresses import spots
from handlers.understanding.contents import Place
from handlers.understanding.masks import ORDER, without_masks
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece
from handlers.understanding.tagging import PLACE

#: Log odds: a place is better heard once too often than asked for again. Of 47 messages without one, one got one.
_LIFT: Final = 1.4
_AT: Final = re.compile(r"(?:在|到|来|去|地点|地址|集合|位置|从)[:\s]*\Z")
_EDGE: Final = re.compile(r"[\s,。!?;:、]")
_TOO_SHORT: Final = 2
_TELLING: Final = 4
#: What is wrong or lies at a spot stands right behind it: 健身区的踏板掉了.
_AT_IT: Final = re.compile(r"的|那[个盏块根棵边]|里|上|有|集合|碰头|见|第")
_NOWHERE: Final = re.compile(r"医院\Z|家里|屋头|课堂|食堂\Z|下山|上山|出厂|地区|社区\Z|小区\Z|群里")
#: 护士2 are two of them.
_COUNT: Final = re.compile(r"[\u4e00-\u9fff]{2}\d{1,2}\Z")
#: 收一下|楼顶的被子
_DOING: Final = re.compile(r"^(?:[收拿送取搬接擦扫看修换]一?|一)[下哈](?=[\u4e00-\u9fff]{2})")
_NO_END: Final = re.compile(r"[那这的有被]\Z")
#: Which group somebody belongs to is less telling than where it is.
_GROUP: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]+)(?:组|社)\Z")
#: 一宿舍东边 tells more than the 一楼 whose windows are dusty.
_FLOOR: Final = re.compile(r"[\d一二两三四五六七八九十]+[楼层]")
_ANSWER_LEAD: Final = re.compile(r"^(?:就|嗯|哦|那|是)*(?:在|到|来)?(?:我们?)?(?:家|屋头)?(?:住)?(?:在)?\s*[:,]?")
#: 就我家呗,我又出不了门 says no more than that.
_AT_HOME: Final = re.compile(
    r"(?:就|嗯|哦|那|是)*(?:在|到|来)?(我们?家|我?屋头|家里|我家里)[里头]?(?:[呗嘛哈吧啊噻哦。!,]|\Z)"
)
_ANSWER_TAIL: Final = re.compile(r"(?:嘛|吧|哈|哦|呢|这里|这边|那里|那边|就行|见|等|集合|[!。,~\s])+\Z")


def where(reading: Reading, *, before: re.Pattern[str] | None = None) -> Place | None:
    """`before`: what a spot must stand ahead of to be preferred (小区南门|出发)."""
    if before is not None:
        for begin, end in spots(reading.masked):
            if before.match(reading.masked, end) and end - begin >= _TELLING:
                return _spot(reading, begin, end)
    address = _address(reading)
    floor = address is not None and _FLOOR.fullmatch(address.text)
    if address is not None and address.private and not floor:
        return address
    if heard := _heard(reading):
        return Place(f"{heard.text} {address.text}", heard.public, address.text) if address and floor else heard
    if address is not None:
        return (_GROUP.match(address.text) and _best_spot(reading)) or address
    return _best_spot(reading)


def _address(reading: Reading) -> Place | None:
    """The most detailed one, in the sender's own script."""
    best = max(reading.of("address"), key=_detail, default=None)
    if best is None or best.place is None:
        return None
    own, place = reading.script(best.begin, best.end), best.place
    return Place(*(part.translate(own) for part in (place.text, place.public, place.private))) if own else place


def _spot(reading: Reading, begin: int, end: int) -> Place:
    said = _DOING.sub("", without_masks(reading.text[begin:end]).strip())
    written = said.translate(reading.script(begin, end))
    return Place(written, written)


def _heard(reading: Reading) -> Place | None:
    best = PLACE.best(reading.masked, "place", lift=_LIFT)
    if best is None or _NOWHERE.search(reading.text[best.begin : best.end + 1]):
        return None
    if ORDER in reading.masked[best.begin : best.end]:
        return None  # 点9号
    known = (spot for spot in spots(reading.masked) if spot == (best.begin, best.end - 1))
    begin, end = next(known, (best.begin, best.end))  # 小区东门|路灯: a known name ends where it ends
    written = _DOING.sub("", _NO_END.sub("", reading.as_sent(begin, end)))
    return Place(written, written) if len(written) >= _TOO_SHORT and not _COUNT.search(written) else None


def _detail(piece: Piece) -> int:
    return piece.end - piece.begin


def _best_spot(reading: Reading) -> Place | None:
    named = [stretch for stretch in spots(reading.masked) if _is_named(reading.masked, stretch)]
    if not named:
        return None
    begin, end = max(named, key=lambda stretch: _worth(reading, stretch))
    spot = _spot(reading, begin, end)
    return spot if len(spot.text) >= _TOO_SHORT else None


def _is_named(masked: str, stretch: tuple[int, int]) -> bool:
    """社区 or 药店 alone is a place only where something is or goes there."""
    begin, end = stretch
    is_clause = _EDGE.match(masked[begin - 1 : begin] or " ") and _EDGE.match(masked[end : end + 1] or " ")
    is_head = _EDGE.match(masked[begin - 1 : begin] or " ") and _AT_IT.match(masked, end)
    return bool(end - begin >= _TELLING or _AT.search(masked, max(0, begin - 6), begin) or is_clause or is_head)


def _worth(reading: Reading, stretch: tuple[int, int]) -> tuple[int, int]:
    begin, end = stretch
    return int(bool(_AT.search(reading.masked, max(0, begin - 6), begin))), end - begin


def answered_place(reading: Reading) -> Place | None:
    """The whole of a short answer to "where?"."""
    found, text = where(reading), reading.as_sent(0, len(reading.text))  # without phones: a room may read it
    trimmed = _ANSWER_TAIL.sub("", _ANSWER_LEAD.sub("", text, count=1))
    if found is not None and found.private:
        return found
    if home := _AT_HOME.match(text):
        return Place(home[1], home[1])
    return Place(trimmed, trimmed) if trimmed else found
