"""The picture of a certificate: one sheet of A4 to print and stamp. All words come from the facts of its reply."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import segno
from PIL import Image, ImageDraw

from bot.lettering import BOLD, REGULAR, drawable, font, wrapped
from handlers.activities.hours import hours_words
from storage.private import Private

#: A4 at 150 dots an inch.
SIZE: Final = (1240, 1754)
LINES: Final = 12
_LEFT: Final = 120
_RIGHT: Final = SIZE[0] - 120
#: Greys; red is drawn on a layer of its own, 0 where it is full.
_INK: Final = 28
_SOFT: Final = 100
_RULE: Final = 178
_FAINT: Final = 222
_RED: Final = (168, 40, 26)
_ROW: Final = 36
_SEAL: Final = 200
_QR: Final = 190
#: A reader needs that much paper beside the code.
_QUIET: Final = 24
_SHADES: Final = 16


def draw_certificate(facts: Mapping[str, Any]) -> bytes:
    """PNG, some 100 kB."""
    sheet = _Sheet()
    _frame(sheet)
    _person(sheet, facts)
    _service(sheet, facts)
    _not_held(sheet)
    _issuer(sheet, facts)
    _remarks(sheet, facts)
    file = BytesIO()
    sheet.together().save(file, "PNG", dpi=(150, 150))
    return file.getvalue()


class _Sheet:
    """Two layers, black and red; `y` is the middle of the next line.

    Laid together as a palette of so many shades of each: a sheet in full colour would take ten times as long to make.
    """

    def __init__(self) -> None:
        self.black = Image.new("L", SIZE, 255)
        self._red = Image.new("L", SIZE, 255)
        self.draw = ImageDraw.Draw(self.black)
        self.red = ImageDraw.Draw(self._red)
        self.y = 0

    def together(self) -> Image.Image:
        image = self.black.point([each * _SHADES // 256 for each in range(256)])
        image.paste(
            self._red.point([_SHADES + each * _SHADES // 256 for each in range(256)]),
            mask=self._red.point([255] * 255 + [0]),
        )
        image.putpalette(
            [part for tint in ((0, 0, 0), _RED) for shade in range(_SHADES) for part in _towards_white(tint, shade)]
        )
        return image

    def write(
        self, x: int, text: str, size: int = 25, *, bold: bool = False, ink: int = _INK, anchor: str = "l"
    ) -> int:
        """At the height of the line; where it ends."""
        type_ = font(size, BOLD if bold else REGULAR)
        self.draw.text((x, self.y), text, fill=ink, font=type_, anchor=f"{anchor}m")
        return x + round(type_.getlength(text))

    def heading(self, text: str) -> None:
        self.y += 46
        self.red.rectangle((_LEFT, self.y - 15, _LEFT + 7, self.y + 15), fill=0)
        self.write(_LEFT + 22, text, 28, bold=True)
        self.y += 26
        self.draw.line((_LEFT, self.y, _RIGHT, self.y), fill=_RULE, width=2)
        self.y += 30


def _towards_white(tint: tuple[int, int, int], shade: int) -> list[int]:
    return [part + (255 - part) * shade // (_SHADES - 1) for part in tint]


def _frame(sheet: _Sheet) -> None:
    for gap, width in ((50, 5), (62, 2)):
        sheet.red.rectangle((gap, gap, SIZE[0] - gap, SIZE[1] - gap), outline=0, width=width)
    sheet.red.text((SIZE[0] // 2, 146), "志愿服务记录证明", fill=0, font=font(62, BOLD), anchor="mm")
    sheet.y = 190


def _person(sheet: _Sheet, facts: Mapping[str, Any]) -> None:
    sheet.heading("志愿者基本信息")
    end = sheet.write(_LEFT, "姓名：", ink=_SOFT)
    sheet.write(end, fitting(facts["name"], 26, 500, bold=True) or "（未填）", 26, bold=True)
    end = sheet.write(660, "证件类型：", ink=_SOFT)
    _blank(sheet, end, _RIGHT)
    sheet.y += 50
    end = sheet.write(_LEFT, "证件号码：", ink=_SOFT)
    _blank(sheet, end, 760)
    sheet.write(_RIGHT, "证件信息未留存，由本人填写", 20, ink=_SOFT, anchor="r")
    sheet.y += 16


def _blank(sheet: _Sheet, begins: int, ends: int) -> None:
    """To be filled in by hand."""
    sheet.draw.line((begins, sheet.y + 17, ends, sheet.y + 17), fill=_INK, width=1)


def _service(sheet: _Sheet, facts: Mapping[str, Any]) -> None:
    sheet.heading("志愿服务情况")
    total = f"{facts['period']}，参加志愿服务活动 {facts['activities']} 次，服务时长共 {facts['hours']}。"
    sheet.write(_LEFT, total, 23, bold=True)
    sheet.y += _ROW + 6
    for x, word, anchor in ((_LEFT + 10, "日期", "l"), (_LEFT + 200, "活动", "l"), (_RIGHT - 10, "时长", "r")):
        sheet.write(x, word, 22, ink=_SOFT, anchor=anchor)
    shown = facts["lines"][-LINES:]
    for line in shown:
        _rule_above_next(sheet)
        sheet.write(_LEFT + 10, line["day"], 23)
        sheet.write(_LEFT + 200, fitting(line["title"], 23, 600), 23)
        sheet.write(_RIGHT - 10, line["hours"], 23, anchor="r")
    earlier: Sequence[Mapping[str, Any]] = facts["lines"][: -len(shown)]
    if earlier:
        _rule_above_next(sheet)
        sheet.write(_LEFT + 10, f"另有 {len(earlier)} 次（更早）", 23)
        sheet.write(_RIGHT - 10, hours_words(sum(line["minutes"] for line in earlier)), 23, anchor="r")
    sheet.y += _ROW // 2
    sheet.draw.line((_LEFT, sheet.y, _RIGHT, sheet.y), fill=_RULE, width=2)


def _rule_above_next(sheet: _Sheet) -> None:
    sheet.draw.line((_LEFT, sheet.y + _ROW // 2, _RIGHT, sheet.y + _ROW // 2), fill=_FAINT, width=1)
    sheet.y += _ROW


def _not_held(sheet: _Sheet) -> None:
    """What art. 4 lists and the house has no records of: said, not left out."""
    sheet.heading("培训、表彰奖励与评价情况")
    for x, word in ((_LEFT, "培训情况："), (460, "表彰奖励情况："), (850, "评价情况：")):
        sheet.write(sheet.write(x, word, 24, ink=_SOFT), "无记录", 24)
    sheet.y += 14


def _issuer(sheet: _Sheet, facts: Mapping[str, Any]) -> None:
    sheet.heading("出具单位")
    top = sheet.y - 14
    box = (_RIGHT - _SEAL, top, _RIGHT, top + _SEAL)
    _dashed(sheet.red, box)
    centre = sheet.y = top + _SEAL // 2
    sheet.write(_RIGHT - _SEAL // 2, "（加盖印章处）", 21, ink=_SOFT, anchor="m")
    for step, (label, words) in enumerate(
        (("单位名称：", facts["site"]), ("出具日期：", facts["issued_on"]), ("经办人：", ""))
    ):
        sheet.y = centre + (step - 1) * 60
        end = sheet.write(_LEFT, label, ink=_SOFT)
        if words:
            sheet.write(end, fitting(words, 26, 560, bold=True), 26, bold=True)
        else:
            _blank(sheet, end, 520)
    sheet.y = top + _SEAL - 20


def _dashed(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for begin in range(0, _SEAL, 15):
        end = min(begin + 8, _SEAL)
        for y in (top, bottom):
            draw.line((left + begin, y, left + end, y), fill=0, width=2)
        for x in (left, right):
            draw.line((x, top + begin, x, top + end), fill=0, width=2)


def _remarks(sheet: _Sheet, facts: Mapping[str, Any]) -> None:
    sheet.heading("备注")
    code, base = _revealed(facts["code"]), facts["public_url"].rstrip("/")
    end = sheet.write(_LEFT, "查验码：", ink=_SOFT)
    sheet.write(end, code, 28, bold=True)
    words = [
        "本证明依据本单位的志愿服务记录，按《志愿服务记录与证明出具办法",
        "（试行）》（民政部令第67号）无偿出具，加盖出具单位印章后使用。",
    ]
    if base:
        _qr(sheet.black, f"{base}/verify/{code}", sheet.y - 14)
        beside = _RIGHT - _LEFT - _QR - _QUIET
        words += ["查验：扫右侧二维码，或打开下面的网址（最后加上查验码）", fitting(f"{base}/verify/", 21, beside)]
    else:
        words += ["查验：请凭查验码向出具单位核对。"]
    sheet.y += 8
    for line in words:
        sheet.y += 32
        sheet.write(_LEFT, line, 21, ink=_SOFT)


def _qr(image: Image.Image, url: str, top: int) -> None:
    """As large as whole dots allow within its square."""
    rows = list(segno.make(url, error="m", micro=False).matrix)
    dot = max(_QR // len(rows), 2)
    dots = Image.frombytes("L", (len(rows), len(rows)), bytes(0 if cell else 255 for row in rows for cell in row))
    side = dot * len(rows)
    image.paste(dots.resize((side, side), Image.Resampling.NEAREST), (_RIGHT - side, top))


def _revealed(value: str | Private) -> str:
    return value.reveal() if isinstance(value, Private) else value


def fitting(text: str, size: int, room: int, *, bold: bool = False) -> str:
    """What of the text can be drawn, cut to the width."""
    lines = wrapped(drawable(text), font(size, BOLD if bold else REGULAR), room, lines=1)
    return lines[0] if lines else ""
