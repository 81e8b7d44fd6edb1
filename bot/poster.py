"""The poster of an activity: 1080 pixels wide, for 朋友圈 and for the door of the house."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import segno
from PIL import Image, ImageDraw

from bot.lettering import BLACK, BOLD, MEDIUM, REGULAR, Font, balanced, drawable, font, width, wrapped
from bot.redaction import redact

WIDTH: Final = 1080
_EDGE: Final = 72
_CARD_EDGE: Final = 48
_CARD_INSIDE: Final = 64

_RED: Final = (200, 49, 36)
_DEEP: Final = (172, 36, 28)
_BRIGHT: Final = (216, 72, 52)
_GOLD: Final = (255, 224, 163)
_PAPER: Final = (255, 249, 240)
_INK: Final = (51, 38, 33)
_SOFT: Final = (137, 117, 107)
_LINE: Final = (240, 226, 209)
_WHITE: Final = (255, 255, 255)

_TITLE_SIZES: Final = (124, 104, 88, 76)
_TITLE_LINES: Final = 3
_QR: Final = 260

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One fact of the card: its name, and its words in lines."""

    label: str
    lines: Sequence[str]
    type: Font


def draw_poster(facts: Mapping[str, Any]) -> bytes:
    """Of title, when, place, places, roles, requirements, closes, site, group, number and link; as PNG."""
    title, title_type = _title(_clean(facts["title"]))
    rows = _rows(facts)
    head = 270 + len(title) * _step(title_type, 1.24)
    card = 56 + sum(_height(row) for row in rows)
    foot = _QR + 2 * 52
    height = head + card + foot + 150
    picture = Image.new("RGB", (WIDTH, height), _RED)
    canvas = ImageDraw.Draw(picture)
    _paint_ground(picture, head)
    _write_head(picture, facts, title, title_type)
    _paint_rounded(picture, (_CARD_EDGE, head, WIDTH - _CARD_EDGE, head + card + foot), 44, _PAPER)
    at = _write_rows(canvas, rows, head + 56)
    _write_foot(picture, canvas, facts, at)
    _centre(canvas, height - 74, "社区的事，一呼百应", font(34, MEDIUM), _GOLD)
    return _as_png(picture)


def _clean(text: str) -> str:
    """Punctuation as it is printed: what people type, and we fold, is half as wide."""
    return _HALF_WIDE.sub(lambda found: _FULL_WIDE[found[0]], drawable(redact(text)))


_FULL_WIDE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_HALF_WIDE: Final = re.compile(r"(?<=[\u4e00-\u9fff])[,;:!?]|[,;!?](?=[\u4e00-\u9fff])")


def _title(text: str) -> tuple[list[str], Font]:
    """The largest letters in which it takes two lines at most, else the smallest in three."""
    room = WIDTH - 2 * _EDGE
    for size in _TITLE_SIZES:
        type_ = font(size, BLACK)
        lines = balanced(text, type_, room, lines=_TITLE_LINES)
        if len(lines) <= 2:  # noqa: PLR2004 - two lines, as said above
            break
    return lines, type_


def _rows(facts: Mapping[str, Any]) -> list[_Row]:
    room = WIDTH - 2 * (_CARD_EDGE + _CARD_INSIDE) - _LABEL
    told = (
        ("时间", facts["when"] or "时间待定", font(52, BOLD), 3),
        ("地点", facts["place"] or "地点待定", font(46, BOLD), 3),
        ("名额", facts["places"], font(44, MEDIUM), 2),
        ("岗位", facts["roles"], font(44, MEDIUM), 3),
        ("要求", facts["requirements"], font(40, REGULAR), 3),
        ("截止", facts["closes"], font(44, MEDIUM), 1),
    )
    cleaned = ((label, _clean(words), type_, lines) for label, words, type_, lines in told)
    return [_Row(label, wrapped(words, type_, room, lines=n), type_) for label, words, type_, n in cleaned if words]


_LABEL: Final = 148
_ROW_GAP: Final = 40


def _step(type_: Font, leading: float) -> int:
    return round(type_.size * leading)


def _height(row: _Row) -> int:
    return len(row.lines) * _step(row.type, 1.4) + _ROW_GAP


# the ground


def _paint_ground(picture: Image.Image, head: int) -> None:
    """Two large circles behind the title, as of a call that spreads."""
    centre = (WIDTH - 150, 96)
    for radius, colour in ((560, _BRIGHT), (400, (226, 92, 66)), (250, (236, 114, 82))):
        picture.paste(colour, (centre[0] - radius, centre[1] - radius), _disc(radius))
    band = Image.new("RGB", (WIDTH, picture.height - head - 200), _DEEP)
    picture.paste(band, (0, head + 200))


@lru_cache(maxsize=8)
def _disc(radius: int) -> Image.Image:
    """Drawn twice as large and made smaller: its edge is smooth."""
    large = Image.new("L", (radius * 4, radius * 4))
    ImageDraw.Draw(large).ellipse((0, 0, radius * 4 - 1, radius * 4 - 1), fill=255)
    return large.resize((radius * 2, radius * 2), Image.Resampling.BOX)


def _paint_rounded(picture: Image.Image, box: Box, radius: int, colour: Colour) -> None:
    left, top, right, bottom = box
    wide, high, far = right - left, bottom - top, 2 * radius
    corner = _disc(radius)
    shape = Image.new("L", (wide, high), 255)
    shape.paste(corner.crop((0, 0, radius, radius)), (0, 0))
    shape.paste(corner.crop((radius, 0, far, radius)), (wide - radius, 0))
    shape.paste(corner.crop((0, radius, radius, far)), (0, high - radius))
    shape.paste(corner.crop((radius, radius, far, far)), (wide - radius, high - radius))
    picture.paste(colour, (left, top), shape)


# the words


def _write_head(picture: Image.Image, facts: Mapping[str, Any], title: Sequence[str], type_: Font) -> None:
    canvas = ImageDraw.Draw(picture)
    site = wrapped(_clean(facts["site"] or facts["group"]), font(38, MEDIUM), WIDTH - 2 * _EDGE - 300, lines=1)
    _paint_rounded(picture, (_EDGE, 84, _EDGE + 196, 148), 32, _GOLD)
    canvas.text((_EDGE + 98, 115), "志愿招募", font=font(38, BOLD), fill=_DEEP, anchor="mm")
    canvas.text((_EDGE + 220, 115), " ".join(site), font=font(38, MEDIUM), fill=_GOLD, anchor="lm")
    for at, line in enumerate(title):
        canvas.text((_EDGE, 204 + at * _step(type_, 1.24)), line, font=type_, fill=_WHITE, anchor="lt")


def _write_rows(canvas: ImageDraw.ImageDraw, rows: Sequence[_Row], top: int) -> int:
    """Where the next thing begins."""
    left = _CARD_EDGE + _CARD_INSIDE
    for row in rows:
        step = _step(row.type, 1.4)
        middle = top + step // 2
        canvas.text((left, middle), row.label, font=font(38, MEDIUM), fill=_RED, anchor="lm")
        for at, line in enumerate(row.lines):
            canvas.text((left + _LABEL, middle + at * step), line, font=row.type, fill=_INK, anchor="lm")
        top += len(row.lines) * step + _ROW_GAP
    return top


def _write_foot(picture: Image.Image, canvas: ImageDraw.ImageDraw, facts: Mapping[str, Any], top: int) -> None:
    left, right = _CARD_EDGE + _CARD_INSIDE, WIDTH - _CARD_EDGE - _CARD_INSIDE
    canvas.line((left, top, right, top), fill=_LINE, width=3)
    middle = top + 52 + _QR // 2
    room = right - left
    if facts["link"]:
        picture.paste(_code(facts["link"]), (right - _QR, middle - _QR // 2))
        room -= _QR + 40
    how = "扫码看详情" if facts["link"] else "怎么报名"
    canvas.text((left, middle - 76), how, font=font(54, BLACK), fill=_RED, anchor="lm")
    _write_where(canvas, (left, middle + 4), _clean(facts["group"]), room)
    words = f"报名 {facts['number']}"
    box = (left, middle + 44, left + 56 + round(width(words, font(48, BOLD))), middle + 124)
    _paint_rounded(picture, box, 18, (255, 236, 214))
    canvas.text((left + 28, middle + 84), words, font=font(48, BOLD), fill=_DEEP, anchor="lm")


def _write_where(canvas: ImageDraw.ImageDraw, at: tuple[int, int], group: str, room: int) -> None:
    type_ = font(38)
    frame = "在「{}」里回复"
    name = wrapped(group, type_, room - width(frame.format(""), type_), lines=1)
    canvas.text(at, frame.format(*name) if name else "在群里回复", font=type_, fill=_SOFT, anchor="lm")


def _centre(canvas: ImageDraw.ImageDraw, middle: int, text: str, type_: Font, colour: Colour) -> None:
    canvas.text((WIDTH // 2, middle), text, font=type_, fill=colour, anchor="mm")


def _code(link: str) -> Image.Image:
    """Whole pixels a module, so that every phone reads it."""
    out = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(out, kind="png", scale=max(_QR // code.symbol_size(border=2)[0], 1), border=2, dark="#332621")
    with Image.open(out) as drawn:
        framed = Image.new("RGB", (_QR, _QR), _WHITE)
        framed.paste(drawn.convert("RGB"), ((_QR - drawn.width) // 2, (_QR - drawn.height) // 2))
    return framed


def _as_png(picture: Image.Image) -> bytes:
    """Few colours: a third of the size, and nobody sees it."""
    out = io.BytesIO()
    picture.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()
