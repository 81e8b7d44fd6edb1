"""The last guard before a room: no phone, ID number, unit or WeChat id leaves, also inside names and quotes."""

import re

_DIGIT = r"\d"  # full-width ones too
_WORDS = "零〇一二三四五六七八九"
_GAP = r"[\s\-–—_.·]{0,2}"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # 18 digits of a resident ID (GB 11643), the last may be X
    (re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{17}}[{_DIGIT}XxＸｘ](?!{_DIGIT})"), "〔证件号〕"),
    # a longer run of digits: numbers written without a gap, or one with its country before it
    (re.compile(rf"{_DIGIT}{{12,}}"), "〔号码〕"),
    # 11 digits of a mobile number, in any usual grouping
    (re.compile(rf"(?<!{_DIGIT})[1１]{_GAP}[3-9３-９](?:{_GAP}{_DIGIT}){{9}}(?!{_DIGIT})"), "〔电话〕"),
    # area code and landline
    (re.compile(rf"(?<!{_DIGIT})[0０]{_DIGIT}{{2,3}}[\s\-–—]{{0,2}}{_DIGIT}{{7,8}}(?!{_DIGIT})"), "〔电话〕"),
    # a unit, with or without its room
    (re.compile(rf"{_DIGIT}{{1,2}}单元(?:{_DIGIT}{{1,2}}[楼层])?(?:附?{_DIGIT}{{1,4}}[号室]?)?"), ""),
    # the same in words: 二单元五零一
    (re.compile(rf"[{_WORDS}十]{{1,3}}单元(?:[{_WORDS}]{{3,4}}[号室]?)?"), ""),
    (re.compile(rf"(?<=[栋幢座楼])[{_WORDS}]{{3,4}}(?:室|号房|房|号)?"), ""),
    # a room behind a building: 3栋501, 3栋 501室
    (re.compile(rf"(?<=[栋幢座楼])\s?{_DIGIT}{{3,4}}(?:室|号房|房|号)?(?!{_DIGIT})"), ""),
    (re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{3,4}}(?:室|号房)"), ""),
    (re.compile(r"wxid_[A-Za-z0-9_-]+"), "〔微信号〕"),
)


def redact(text: str) -> str:
    """The text with everything private in it masked.

    >>> redact("王姐13800001234 住3栋2单元501")
    '王姐〔电话〕 住3栋'
    """
    for pattern, mask in _PATTERNS:
        text = pattern.sub(mask, text)
    return text
