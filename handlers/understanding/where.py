"""The place of a message: an address if there is one, else the best named spot."""

import re
from typing import Final

from handlers.understanding.addresses import spots
from handlers.understanding.contents import Place
from handlers.understanding.masks import without_masks
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece

_AT: Final = re.compile(r"(?:在|到|来|去|地点|地址|集合|位置|从)[:\s]*\Z")
_EDGE: Final = re.compile(r"[\s,。!?;:、]")
_TOO_SHORT: Final = 2
_TELLING: Final = 4
#: What is wrong or lies at a spot stands right behind it: 健身区的踏板掉了.
_AT_IT: Final = re.compile(r"的|那[个盏块根棵边]|里|上|有|集合|碰头|见|第")
#: Endings of names that no list of spots has.
_SPOT_ALONE: Final = re.compile(
    r"(?:^|[,。!?;:、\s\ue007\ue008📍在到来去])(?P<spot>[\u4e00-\u9fffA-Za-z\d]{1,9}[室馆院站所厅场园桥坝湖池街路巷村镇边头处房店铺台堤段角根下沟库桥棚井点地路口门区营校])"
    r"(?=$|[,。!;\s\ue001\ue004]|集合|碰头|见(?:$|[,。!\s]))"
)
_BESIDE: Final = re.compile(
    r"(?:^|[,。!?;:\s])(?P<spot>[\u4e00-\u9fff\dA-Za-z]{2,8}?(?:边上|下头|里头|旁边|门前|门口|外头|底下|背后|那里|那边|附近))(?=[那又有被没的在冒堆,。!\s]|$)"
)
_GOING: Final = re.compile(
    r"(?:去|到|往|在)(?P<spot>[\u4e00-\u9fff]{2,6}?(?:堂|陵园|院|坡|湾|镇|县|区|喷泉|附小|附中|集市|码头|庙|寺|山|沟|厂))(?=那边|那儿|那里|走|扫墓|集合|缺|招|接|送|帮|[,。!?\s]|$)"
)
_NOWHERE: Final = re.compile(r"医院\Z|家里|屋头|课堂|食堂\Z|下山|上山|出厂|地区|社区\Z|小区\Z|群里")
_NO_SPOT: Final = re.compile(
    r"[了吗吧呢的是有不没我你他她谁哪想要会能帮请让把被给找说看来去做吃喝用买拿带修下一点]|今天|明天|晚上|上午|下午|时候|地址|地点|一下|回头|里头|外头|后头|前头|年头|老头|镜头|馒头|石头|木头|领头|带头|念头|口头|两头|"
    r"开头|锄头|差点|优点|缺点|特点|时段|阶段|手段|角色|当地|目的|场地|各地|部门|专门|热门|全校|学校$|本地"
)
#: Which group somebody belongs to is less telling than where it is.
_GROUP: Final = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]+)(?:组|社)\Z")
_ANSWER_LEAD: Final = re.compile(r"^(?:就|嗯|哦|那|是)*(?:在|到|来)?(?:我们?)?(?:家|屋头)?(?:住)?(?:在)?\s*[:,]?")
_ANSWER_TAIL: Final = re.compile(r"(?:嘛|吧|哈|哦|呢|这里|这边|那里|那边|就行|见|等|集合|[!。,~\s])+\Z")


def where(reading: Reading, *, before: re.Pattern[str] | None = None) -> Place | None:
    """`before`: what a spot must stand ahead of to be preferred (小区南门|出发)."""
    if before is not None:
        for begin, end in spots(reading.masked):
            if before.match(reading.masked, end) and end - begin >= _TELLING:
                written = without_masks(reading.text[begin:end]).strip()
                return Place(written, written)
    addresses = [piece for piece in reading.of("address") if piece.place is not None]
    if addresses:
        best = max(addresses, key=_detail)
        named = _best_spot(reading)
        return named if named and _GROUP.match(best.place.text if best.place else "") else best.place
    return _best_spot(reading) or _clause_of_its_own(reading) or _said_at(reading)


def _said_at(reading: Reading) -> Place | None:
    """桥洞下头那个喇叭, 去光荣院: beside a word that says where, whatever it is called."""
    for pattern in (_BESIDE, _GOING):
        for match in pattern.finditer(reading.masked):
            if not _NO_SPOT.search(match["spot"][:-1]) and not _NOWHERE.search(match["spot"]):
                return Place(match["spot"], match["spot"])
    return None


def _clause_of_its_own(reading: Reading) -> Place | None:
    """…,10月18日下午三点,院里老榆树下: a clause that is nothing but the name of a spot, the last one said."""
    found = [match["spot"] for match in _SPOT_ALONE.finditer(reading.masked) if not _NO_SPOT.search(match["spot"])]
    return Place(found[-1], found[-1]) if found else None


def _detail(piece: Piece) -> int:
    return piece.end - piece.begin


def _best_spot(reading: Reading) -> Place | None:
    named = [stretch for stretch in spots(reading.masked) if _is_named(reading.masked, stretch)]
    if not named:
        return None
    begin, end = max(named, key=lambda stretch: _worth(reading, stretch))
    written = without_masks(reading.text[begin:end]).strip()
    return Place(written, written) if len(written) >= _TOO_SHORT else None


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
    found = where(reading)
    trimmed = _ANSWER_TAIL.sub("", _ANSWER_LEAD.sub("", reading.text.strip(), count=1))
    if found is not None and found.private:
        return found
    return Place(trimmed, trimmed) if trimmed else found
