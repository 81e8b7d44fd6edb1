"""What voice typing makes of our keywords; pairs of equal length, so that offsets stay."""

import re
from typing import Final

_WORDS: Final = {
    "街单": "接单",
    "接担": "接单",
    "接蛋": "接单",
    "推单": "退单",
    "腿单": "退单",
    "拍单": "派单",
    "排单给": "派单给",
    "平单": "评单",
    "彻单": "撤单",
    "撒单": "撤单",
    "点但": "点单",
    "典单": "点单",
    "查担": "查单",
    "改担": "改单",
    "完程": "完成",
    "理法": "理发",
    "里发": "理发",
    "菜旦": "菜单",
    "菜但": "菜单",
    "抱名": "报名",
    "爆名": "报名",
    "莫有": "没有",
    "莫得": "没得",
}


#: 心里发毛 is no 理发.
_PATTERN: Final = re.compile(f"(?<!心)(?:{'|'.join(_WORDS)})")


def mended(text: str) -> str:
    return _PATTERN.sub(lambda match: _WORDS[match[0]], text)
