"""How days are written: dates, days of the week, relative days, festivals. Group names are read in time_dates.py."""

from typing import Final

from handlers.understanding.lexicon_festivals import FESTIVALS, NUMBER_FESTIVALS, TERMS_LIKE_WEATHER
from handlers.understanding.time_numbers import TWO_DIGIT_YEAR, YEAR

WEEK: Final = r"(?:周|星期|礼拜)"
WHICH: Final = r"(?:[这今][一个]{0,2}|本|当|同|下下?[一个]{0,2}|上上?[一个]{0,2})"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_LUNAR_DAY: Final = (
    r"(?:初(?:[一二三四五六七八九十]|10|[1-9])|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十|[12]\d|30)"
)
_PART_AHEAD: Final = r"(?=早|晨|晚(?!饭|餐)|上午|中午|下午|午夜|夜|凌晨|傍晚|\d{1,2}[点:]|一早)"
_NO_DAY: Final = (
    r"(?!楼|院|线|门|窗|桌|机|车|位|店|铺|房|厅|馆|柜|台|码|文|单|那?个?单|出口|口|入口|元素|这单|那单|子|员|池|坑|"
    r"桥|路|街|巷|栋|幢|厂|库|梯|球|选手|通道|工|杆|灯|井|箱|信|字|电池|报|公|本|语|常|用|期)"
)
_NO_UNIT: Final = r"(?![\d./%元块米斤度公吨折倍厘毫千万kK])"
_DAY_AHEAD: Final = (
    r"(?=[日号]|\s*(?:\(|周|星期|礼拜|早|上午|中午|下午|晚|\d{1,2}[:点]|"
    rf"[-~至到]\s?(?:\d{{1,2}}[./])?\d{{1,2}}(?:[日号]|{_NO_UNIT})))"
)
_NUMBERS: Final = "|".join(NUMBER_FESTIVALS)
_NAMES: Final = "|".join(sorted(FESTIVALS, key=len, reverse=True))
_HOLIDAYS: Final = r"(?=假期|长假|小长假|期间|黄金周|放假|当天|那天|前后|前夕|假)"

DAY_KINDS: Final = (
    (
        "ymd",
        (
            r"(?<!\d)(?P<year>(?:1[5-9]|20|21)\d\d)\s?[-./]\s?(?P<month>\d{1,2})\s?[-./]\s?(?P<day>\d{1,2})"
            r"(?!\d|:\d\d(?!:))[日号]?"
        ),
    ),
    ("ymd8", r"(?<!\d)(?P<year>20[0-4]\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
    ("dmy", r"(?<![\d./-])(?P<a>[0-3]?\d)([/-])(?P<b>[0-3]?\d)[/-](?P<year>(?:19|20)\d\d|(?<=/)\d\d)(?![\d/:-])"),
    ("ym", r"(?<![\d./])(?P<year>(?:19|20)\d\d)[-./](?P<month>0[1-9]|1[0-2])(?![\d元块米]|[./]\d)"),
    (
        "lunar",
        (
            rf"(?:(?:农历|阴历|旧历)(?P<year>{YEAR}年|{TWO_DIGIT_YEAR}年)?(?P<leap>闰)?(?P<month>[正腊冬]|{_MONTH})月|"
            rf"(?P<leap2>闰)?(?P<month2>[正冬腊])月|(?P<leap3>闰)(?P<month3>{_MONTH})月|"
            rf"(?P<month4>{_MONTH})月(?=初[一二三四五六七八九十\d]|廿))"
            rf"(?P<day>{_LUNAR_DAY}|朔日|望日)?(?![\d次个])[日号]?"
        ),
    ),
    (
        "md",
        (
            rf"(?<![\d.第])(?P<month>{_MONTH})月(?:份)?-?(?P<day>{_DAY})(?![\d])(?:[日号]|(?![次回个趟周年共起定般样直些点天月位名人]))"
        ),
    ),
    (
        "month_part",
        (
            rf"(?:(?:(?P<month>{_MONTH})|(?P<which>{WHICH}))月份?的?月?|月|(?=[上中下]旬|[上下]半月))"
            r"(?P<part>底|初(?![一二三四五六七八九十\d])|末|中旬?(?!秋|心|子|国|医|学|小|午|间|等)|[上下]旬|[上下]半月)"
        ),
    ),
    (
        "slash",
        (
            r"(?<![\d./])(?:\A(?P<month2>1[0-2]|0?[1-9])/(?P<day2>3[01]|[12]\d|0?[1-9])\Z|"
            rf"(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12]\d|0?[1-9]){_NO_UNIT}{_DAY_AHEAD}[日号]?|"
            rf"(?<=[\d日号][-~至到])(?P<month4>1[0-2]|[1-9])[./](?P<day4>3[01]|[12]\d|0?[1-9]){_NO_UNIT}[日号]?|"
            r"(?<!-)(?P<month3>1[0-2]|0[1-9])-(?P<day3>3[01]|[12]\d|0[1-9])(?=\s+\d{1,2}:\d\d))"
        ),
    ),
    (
        "day_no",
        (
            r"(?<![第\d.])(?<!\d月)(?P<day>3[01]|[12]\d|[1-9]|0[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|"
            rf"[一二三四五六七八九])(?:(?:号|日){_NO_DAY}|(?=\s?[-~到至]\s?{_DAY}[日号]{_NO_DAY}))"
        ),
    ),
    ("week_end", rf"(?P<which>{WHICH})?(?:{WEEK}(?:末|六、?日(?!子))|双休日?)"),
    (
        "weekday",
        (
            rf"(?P<which>{WHICH})?{WEEK}(?P<day>[一二三四五六日天]|[1-7](?!\d))(?![点号年边围岁期次个]|届|共)|"
            r"(?<=[周期拜][一二三四五六日天][到至~-])(?P<day2>[一二三四五六日天])(?![点时月号个十年天])"
        ),
    ),
    ("week", rf"(?P<which>{WHICH}){WEEK}"),
    ("two_days", r"(?P<two>今明|明后|昨今)(?:两|二)?[天日]"),
    (
        "relative",
        (
            r"(?P<rel>大{1,3}[前后]天|[今明昨后前][天日](?!性|线|赋|本)|[今明昨后前当]儿个?(?!子|童|女|歌|媳)|当[天日]|[本即]日|[次翌]日|(?<=[到至~-])第二天|[听寻琴]日|"
            r"[今明](?=起)|(?:[今明后昨当]|这个(?![时点钟半])|前(?=晚(?!饭|餐|辈))|[听寻](?=晚))" + _PART_AHEAD + ")"
        ),
    ),
    (
        "festival",
        (
            rf"(?P<name>{_NAMES})(?!节?快乐|节?愉快|节?安康|大吉|吉祥|月饼|粽|汤圆|路|街|小区|小学|医院|桥|村|镇)|(?P<term>{TERMS_LIKE_WEATHER})(?=节气|当[天日]|那天)|"
            rf"(?:\A(?P<solo>{_NUMBERS})\Z|(?P<number>{_NUMBERS})(?:(?<=[前去今明后年]年..)|{_HOLIDAYS}))"
        ),
    ),
    (
        "lunar_day",
        r"(?<![当最起])(?P<day>大?年?初[一二三四五六七八九十])(?![中年级一二三步学班生数英语化物娃])",
    ),
    ("month", rf"(?P<which>{WHICH})月份?(?!经|亮|饼|球)"),
)
