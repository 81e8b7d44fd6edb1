"""The words of time: one pattern per kind of word, scanned left to right over masked text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from handlers.understanding.calendar_days import FESTIVALS
from handlers.understanding.time_conventions import PARTS

#: No message names more times than this; what does is no message.
MOST_WORDS: Final = 300
_N: Final = r"(?:\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_WEEKDAY: Final = r"[一二三四五六日天末1-7]"
_WEEK: Final = r"(?:周|星期|礼拜)"
_DAYPART_AHEAD: Final = r"(?=早|晚|上午|中午|下午|夜|凌晨|傍晚|\d{1,2}[点:]|一早)"
_LONG_PARTS: Final = "|".join(sorted((p for p in PARTS if len(p) > 1), key=len, reverse=True))
_NOT_A_CLOCK: Final = (
    r"(?!意见|建议|要求|原因|希望|注意|说明|心得|体会|看法|想法|感受|不足|事|人|份|个|钱|水|了?解|头|"
    r"子|点|滴|左右不|以上|名|货|外卖|赞|关注|开|击|菜|单|心)"
)

_KINDS: Final = (
    # days
    ("ymd", rf"(?P<y>(?:19|20)\d\d)(?:年|[-./])(?P<ymd_m>{_N})(?:月|[-./])(?P<ymd_d>{_N})[日号]?"),
    ("digits8", r"(?<!\d)(?P<d8>20[0-4]\d[01]\d[0-3]\d)(?!\d)"),
    (
        "lunar",
        (
            r"(?:(?:农历|阴历)(?P<lm>[正一二三四五六七八九十冬腊]{1,2})月|(?P<lm2>[正冬腊])月|"
            r"(?P<lm3>[二三四五六七八九十]{1,2})月(?=初|廿))(?P<ld>初[一二三四五六七八九十]|"
            r"二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)"
        ),
    ),
    ("md", rf"(?P<md_m>{_N})月(?:份)?(?P<md_d>{_N})(?:[日号]|(?![次回个趟\d]))"),
    (
        "month_part",
        (
            r"(?:(?P<mp_which>这个|本|下个?|上个?)?月(?P<mp_part>底|初|末|中旬|上旬|下旬)|(?P<mp_m>\d{1,2}|"
            r"[一二三四五六七八九十]{1,2})月(?P<mp_part2>底|初|末|中旬|上旬|下旬)|年底)"
        ),
    ),
    (
        "year",
        (
            r"(?<![\d.])(?P<yr>(?:19|20)\d\d|[一二][九零〇][零〇一二三四五六七八九]{2})年(?![级份纪])|(?P<yr_rel>大前|前|去|今|本|当|明|次|来)年(?!级|轻|糕|货|夜|味|底|纪|龄|关|终|初)"
        ),
    ),
    ("half_year", r"(?P<hy>[上下])半年"),
    ("quarter", r"第?(?P<qu>[一二三四1-4首])季度|Q(?P<qu2>[1-4])(?:季度)?|(?P<qu_which>这个?|本|上个?|下个?)季度"),
    (
        "named_month",
        (
            r"(?<![\d.个第])(?P<nm>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
            r"(?:月份(?!\d)|月(?!份|[底初末中上下\d一二三四五六七八九十饼子嫂个的]|\s?\d))"
        ),
    ),
    (
        "ago",
        rf"(?<![前后第])(?P<ago_n>{_N})个?(?P<ago_unit>天|日|周|星期|礼拜|月|年)(?:之前|以前|前)(?![台面来])",
    ),
    (
        "last_few",
        rf"(?:过去的?|最近的?|近|前|上(?!一))(?P<lf_n>{_N})个?(?P<lf_unit>天|周|星期|礼拜|月|年)(?:以?来|里|内)?(?!前|[之以]前)",
    ),
    (
        "next_few",
        rf"(?:未来的?|今后|接下来的?|往后|(?<![之以过前今明])后|下(?!一))(?P<nf_n>{_N})个?(?P<nf_unit>天|周|星期|礼拜|月|年)(?:里|内)?",
    ),
    ("month", r"(?P<mo_which>这个?|本|当|同|下下个?|上上个?|下一?个|上一?个|下|上)月(?!经|亮|饼)"),
    (
        "slash",
        (
            r"(?<![\d./])(?P<sl_m>1[0-2]|0?[1-9])[./](?P<sl_d>3[01]|[12]\d|"
            r"0?[1-9])(?![\d./%元块米斤度公吨折倍])(?=[日号]|\s*(?:\(|周|星期|礼拜|早|上午|中午|下午|晚|"
            r"\d{1,2}[:点]|[-~至到]))[日号]?"
        ),
    ),
    (
        "day_no",
        (
            r"(?<![第\d.])(?P<dn>3[01]|[12]\d|[1-9]|0[1-9]|三十一?|二?十[一二三四五六七八九]?|"
            r"[一二三四五六七八九])(?:号|日)(?!楼|院|线|门|窗|桌|机|车|位|店|铺|房|厅|馆|柜|台|码|文|单|"
            r"那?个?单|出口|口|入口|馆|元素|这单|那单|子|员|池|坑|杆|灯|井|箱|信|字|电池|报|公)"
        ),
    ),
    ("week_end", r"(?P<we_which>这个?|本|下下个?|下个?|上个?)?(?:(?:周|星期|礼拜)末|双休日?)"),
    (
        "weekday",
        (
            rf"(?P<wd_which>这个?|本|下下个?|下个?|"
            rf"上个?)?{_WEEK}(?P<wd>[一二三四五六日天]|[1-7](?!\d))(?![点号年边围岁期次个]|届|共)"
        ),
    ),
    ("week", rf"(?P<wk_which>这一?个?|本|下下个?|下一?个?|上上个?|上一?个?){_WEEK}"),
    (
        "in_days",
        (
            rf"(?:过|再过)?(?P<id_n>{_N}|半|几)个?(?P<id_unit>天|周|星期|礼拜|月|年)(?:之后|以后|过后|"
            rf"后)(?!\w?[的]?天)"
        ),
    ),
    ("within_days", rf"(?P<wi_n>{_N})个?(?P<wi_unit>天|周|星期|礼拜|月)(?:之内|以内|内)"),
    (
        "relative",
        r"(?P<rel>大后天|大前天|后天|明天|明日|明儿个?|今天|今日|今儿个?|昨天|昨日|昨儿|前天|当天|(?:今|"
        r"明|后|昨)" + _DAYPART_AHEAD + ")",
    ),
    ("festival", "(?P<fest>" + "|".join(sorted(FESTIVALS, key=len, reverse=True)) + ")"),
    ("lunar_day", r"(?<![当最起])(?P<ld2>初[一二三四五六七八九十]|大年初[一二三四五六七八九十])(?![中年级一二三步])"),
    # recurrence
    (
        "every",
        (
            rf"每(?:个)?(?:(?P<ev_week>{_WEEK}(?:{_WEEKDAY}(?:[、,和到至-]?(?:周|星期)?{_WEEKDAY})*)?)|"
            rf"(?P<ev_day>[天日晚早]|个?(?:晚上|早上|上午|下午|月\d*[日号]?|月|工作日)))|天天(?!向上)|工作日"
        ),
    ),
    # spans from now
    (
        "after",
        (
            rf"(?:过|再过|再等|等)?(?P<af_n>半|{_N}|\d{{1,3}}|几)个?(?P<af_half>半)?(?P<af_unit>小时|钟头|分钟|"
            rf"刻钟)(?P<af_half2>半)?(?:之后|以后|过后|后|之内|以内|内)"
        ),
    ),
    ("now", r"现在|此刻|目前|当前|马上|立刻|立马|这会儿|这阵|眼下"),
    # parts and clocks
    (
        "part",
        (
            rf"(?P<pt>{_LONG_PARTS})|(?P<pt1>(?:(?<=[今明后昨])|(?<=周[一二三四五六日])|"
            rf"(?<=期[一二三四五六日天])|(?<=[天日号]))[早晚](?!点|饭|餐)|[早晚](?=\d|"
            rf"[一二两三四五六七八九十]{{1,2}}[点时]))"
        ),
    ),
    ("colon", r"(?<![\d:.])(?P<co_h>[01]?\d|2[0-4]):(?P<co_m>[0-5]\d)(?::[0-5]\d)?(?![\d:])"),
    (
        "clock",
        (
            rf"(?<![\d.第])(?P<cl_h>2[0-4]|[01]?\d|二十[一二三四]?|十[一二三四五六七八九]?|"
            rf"[一二两三四五六七八九])(?:(?=[-~到至](?:1?\d|2[0-4])[点:])|点|时(?!候|间|常|不|而|代|装|刻|髦|事))(?:(?P<cl_half>半)|"
            rf"(?P<cl_q>[一三])刻|(?P<cl_m>[0-5]\d|零[一二三四五六七八九]|"
            rf"[一二三四五]?十[一二三四五六七八九]?)分?|整|钟|{_NOT_A_CLOCK})"
        ),
    ),
)
_SCANNER: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _KINDS))
#: Nothing of time can be said without one of these; most talk ends here.
_HINT: Final = re.compile(
    r"[天日号点时周末期月年早晚午夜分旬节庆诞秋阳八宵夕至明晨傍后:/.\-拜黑现马立这眼内初旦季去Q个过近未今往接目当春冬夏七\d]"
)

DAY_WORDS: Final = frozenset(
    {
        "ymd",
        "digits8",
        "lunar",
        "md",
        "month_part",
        "month",
        "year",
        "half_year",
        "quarter",
        "named_month",
        "ago",
        "last_few",
        "next_few",
        "slash",
        "day_no",
        "week_end",
        "weekday",
        "week",
        "in_days",
        "within_days",
        "relative",
        "festival",
        "lunar_day",
    }
)


@dataclass(frozen=True, slots=True)
class TimeWord:
    kind: str
    text: str
    begin: int
    end: int
    parts: dict[str, str | None]


def time_words(text: str) -> Iterator[TimeWord]:
    if not _HINT.search(text):
        return
    for match in islice(_SCANNER.finditer(text), MOST_WORDS):
        kind = _kind(match)
        yield TimeWord(kind, match[0], match.start(), match.end(), match.groupdict())


def _kind(match: re.Match[str]) -> str:
    """The outer group: the alternative whose whole stretch is the match."""
    return next(name for name, _ in _KINDS if match[name] is not None)
