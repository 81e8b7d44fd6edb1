"""What an offer gives, what is wrong at a spot, what somebody suggests: the clause that says it."""

import re
from typing import Final

from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import squeezed
from handlers.understanding.reading import Reading
from storage.intents import Intent

_CLAUSE: Final = re.compile(r"[^,。!?;\s|]+")
_FAULT: Final = re.compile(
    r"坏|断|塌|掉|满|漏|堵|倒|臭|裂|翘|松|停(?:了|在)|占|堆|扔|贴|冒|漂|死|不亮|关不|打不|看不|磨|瘪|吵|打桩|油烟|溢|亮|生锈|"
    r"乱|脏|响|噪|积水|打滑|结冰|失灵|卡|没(?:人|得人)(?:收|扫|管)"
)
_PRAISE: Final = re.compile(r"背|帮|扶|送|捡|还给|修|救|让座|守|照顾|打扫|义务|主动")
_GIVE: Final = re.compile(
    r"有|多|送|拿|给|装|自取|自己来|要|免费|帮|教|搭|来问|可以|能|借|掰|摘|分|剪|修|量|辅导|补|理发|上门"
)
_WISH: Final = re.compile(
    r"建议|希望|能不能|可不可以|应该|最好|太|不合理|没见|抢不到|老是|从来|投诉|多|改|定|换|安排|增加|延长|规矩"
)
_TELLING: Final = {Intent.SNAPSHOT: _FAULT, Intent.OFFER: _GIVE, Intent.OPINION: _WISH}
_LEAD: Final = re.compile(
    r"^(?:随手拍|报个?修哈?|举报|反映(?:一?下|哈)?|建议(?:一?下)?|希望|投诉|要?表扬(?:一?下|哈)?|提个(?:意见|建议)|我(?:要|想)|大家|"
    r"那个|能不能|可不可以|麻烦|[:\W])+"
)
_NOTHING: Final = re.compile(
    r"(?:有需要(?:的)?(?:找|联系|喊|私).{0,4}|别客气|不要钱|不收钱|公益的|送完为止|先到先得|谁家?要|哪个要|太危险|麻烦.{0,8}处理|.{0,2}臭得.{0,4}|"
    r"城管管不管|太不像话|拍视频了?|闻到想吐|早上车又快|需要的|老人家需要的.{0,4}|报个?修哈?)\Z"
)
_SOFT_END: Final = re.compile(r"(?:嘛|吧|呀|哈|呢|啊|哦|咯)+\Z")
_SHORT: Final = 6


def told(reading: Reading, intent: Intent) -> str:
    """The first clause that tells it; a short one takes the next along."""
    clauses = [squeezed(without_masks(match[0])) for match in _CLAUSE.finditer(reading.masked)]
    clauses = [trimmed for clause in clauses if len(trimmed := _LEAD.sub("", clause, count=1).strip()) > 1]
    telling = [c for c in clauses if not _NOTHING.match(c)] or clauses or [squeezed(without_masks(reading.masked))]
    pattern = _PRAISE if intent is Intent.SNAPSHOT and "表扬" in reading.text else _TELLING[intent]
    at = next((place for place, clause in enumerate(telling) if pattern.search(clause)), 0)
    chosen = _SOFT_END.sub("", telling[at])
    if len(chosen) < _SHORT and at + 1 < len(telling):
        chosen = f"{chosen},{_SOFT_END.sub('', telling[at + 1])}"
    return chosen
