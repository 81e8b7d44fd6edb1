"""How longer stretches are written, and what is counted from now. Read in time_periods.py and time_counts.py."""

from typing import Final

from handlers.understanding.time_numbers import COUNT, TWO_DIGIT_YEAR, YEAR, N
from handlers.understanding.time_words_days import WEEK

_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
#: After a year of two digits: else 24年 is how long somebody has lived here.
_OF_THE_YEAR: Final = (
    rf"(?=\s?(?:的?{N}月|第?[一二三四1-4首]季|[上下]半年|第{N}(?:周|个)|年?[初底末]|[正腊冬闰]月|农历|除夕|春节|清明|"
    r"端午|七夕|中秋|国庆|元旦|元宵|[母父]亲节|[春夏秋冬][天季]))"
)
_NO_YEAR: Final = r"(?!级|轻|糕|货|夜|味|龄|关|会|画|饭|检|审|头|纪|代|薪|假|岁)"
_EDGE: Final = (
    r"初(?:期)?(?![一二三四五六七八九十\d中])|底|末(?:期|(?!月))|中(?:期|旬)?(?!秋|心|国|医|学|小|午|间|等|级|考|奖|元)"
)
_DAY_UNITS: Final = (
    rf"{WEEK}|天|年(?!级)|季度|工作日|(?<=[个半两仨俩多])月|(?<=[前后上下近]\d)月|(?<=[前后][一二三四五六七八九])月"
)
_HOUR_UNITS: Final = r"小时|钟头|分钟|分半钟|刻钟|秒钟?|钟(?=[之以]?[前后内])"


def _amount(units: str) -> str:
    return (
        rf"(?P<n>半|\d{{1,2}}\.5|{COUNT})[多来余]?(?:个(?P<half>半)?多?)?(?P<unit>{units})(?P<half2>半)?"
        rf"(?:[零又]?(?P<more>{COUNT})个?(?P<more_unit>月|天|小时|钟头|分钟?|秒钟?)(?=[之以]?[前后内来]|过后))?"
        r"(?![前后]?[一二三四五六七八九日]?[周期拜])"
    )


_ANY: Final = _amount(f"{_DAY_UNITS}|{_HOUR_UNITS}")
_ANY_OR_DAYS: Final = _amount(f"{_DAY_UNITS}|日|{_HOUR_UNITS}")
_ANY_AGO: Final = _amount(f"{_DAY_UNITS}|(?<!\\d)日|{_HOUR_UNITS}")
_LATER: Final = (
    rf"(?P<n2>半|{COUNT})(?:个(?P<half3>半)?)?(?P<unit2>{WEEK}|天|年|(?<=个)月|小时|钟头|分钟|刻钟)(?P<half4>半)?"
)
#: 半小时到 is when somebody comes.
_ARRIVAL: Final = (
    rf"(?P<n4>半|{COUNT})(?:个(?P<half5>半)?)?(?P<unit4>小时|钟头|分钟)(?:左右)?(?:内|就|能|可以|就能)?到"
    r"(?=[\s,。!;~]|\Z|场|位|你|家|楼|门|哈|嘛|吧|达(?!了))"
)
#: 三日后 counts, 3日后 is after the third.
_COUNTED_DAYS: Final = r"(?P<days>[一二两三四五六七八九十]{1,3})日"

PERIOD_KINDS: Final = (
    (
        "decade",
        (
            r"(?<!\d)(?:(?P<century>1[5-9]|2[01]|十[五六七八九]|二十一?|上个?|本|这个?)世纪)?"
            r"(?P<decade>(?:1[5-9]|20)?\d0|[二三四五六七八九]十|[零一]零)年代(?P<part>[初中末后前]期?)?|"
            r"(?P<century2>1[5-9]|2[01]|十[五六七八九]|二十一?|上个?|本|这个?)世纪"
        ),
    ),
    (
        "year",
        (
            rf"(?<![\d.])(?:(?P<year>{YEAR})(?:年度?(?!级|份|纪|代)|(?=\s?[-~到至]\s?{YEAR}年))|"
            rf"(?P<rel>大{{1,2}}前|大?后|前|去|今|本|当|明|次|来|上上?一?|下下?一?|这一?)年度?{_NO_YEAR}|"
            rf"\A(?!一二|二三|三四|三五|四五|五六|六七|七八|八九)(?P<yy2>{TWO_DIGIT_YEAR})年\Z)|"
            rf"(?<![\d零〇一二三四五六七八九十.第近过这那])(?P<yy>{TWO_DIGIT_YEAR})年{_OF_THE_YEAR}"
        ),
    ),
    ("half_year", r"(?P<half>[上下前后])半年度?(?![前后以之内来])"),
    ("quarters", r"(?P<edge>前|后|头)(?P<n>[一二两三1-3])个?季度"),
    (
        "quarter",
        r"第?(?P<n>[一二三四1-4首末])季度|(?<![A-Za-z])Q(?P<q>[1-4])(?:季度)?(?![A-Za-z\d])|(?P<which>[这今]个?|本|上上?一?个?|下下?一?个?)季度",
    ),
    ("year_part", rf"(?:(?<=[年度])年?|(?<![一二两三四五六七八九十几\d])年)(?P<part>{_EDGE})|岁(?P<part2>末)"),
    (
        "nth_month",
        rf"(?P<first>首)个?月|末(?P<last>月)|第(?P<nth>{N})个月|最后一?个?(?P<last2>月)",
    ),
    (
        "months",
        (
            r"(?<![\d零一二三四五六七八九十个第])(?P<first>十?[一二三四五六七八九])(?P<second>[二三四五六七八九十])月份?"
            r"(?![\d底初末中一二三四五六七八九十个])"
        ),
    ),
    (
        "named_month",
        (
            rf"(?<![\d.个第])(?P<month>{_MONTH})(?:月份(?![\d])|月(?!份|[底初末中\d一二三四五六七八九十廿卅饼子嫂个的球牙]|[上下]旬|[上下]半|"
            rf"\s?\d)|月(?=的[第最首])|(?=\s?[-~到至]\s?{_MONTH}月))|(?<=年)(?P<month2>{_MONTH})月(?=的)"
        ),
    ),
    (
        "season",
        r"(?P<which>这个?|今|去|上个?|下个?|明)?(?P<season>[春夏秋冬])[天季](?!衣|裤|鞋|被|菜|班|款)|(?P<rel>[今明])(?P<season2>[春夏秋冬])(?!游|天|季|晚)",
    ),
    (
        "after",
        (
            rf"(?<![\d.第到至~-])(?:再?过|再?等)?(?:{_ANY}|{_COUNTED_DAYS})(?:之后|以后|过后|后)(?!\w?的?天|半夜)|{_ARRIVAL}|再[过等]{_LATER}(?!了)|"
            rf"(?<![超不难通度经])过(?P<n3>半|{COUNT})个?(?P<unit3>小时|钟头|分钟|刻钟)(?!了)"
        ),
    ),
    ("ago", rf"(?<![前后第\d.到至~-]){_ANY_AGO}(?:之前|以前|前)(?![台面来后线列排])"),
    ("until_now", rf"(?<![前后第\d.]){_ANY_OR_DAYS}以来"),
    ("within", rf"(?<![前后第\d.未来去]){_ANY_OR_DAYS}(?:之内|以内|内)"),
    (
        "nth_weekday",
        rf"(?:第(?P<nth>{N})|最?(?P<last>后)一?|首)个?{WEEK}(?P<day>[一二三四五六日天末])(?![点号年个])",
    ),
    ("nth_week", rf"(?:第(?P<nth>{N})|最?(?P<last>后)一?|首)个?{WEEK}"),
    ("nth_day", rf"(?<![到至~-])第(?P<nth>{COUNT})[天日]|最后(?P<last>一)[天日]|首[天日]"),
    ("offset", r"(?<!\d)(?P<off>前[一1][天日夜晚]|前夜|前夕|后[一1]天|(?<![到至~-])第二天)"),
    (
        "few",
        (
            r"(?P<lead>过去的?|最近的?|近|(?<![之以日天提])(?<![^本这上下]周)前|(?<![龙水骨馒枕锄街码石源])头|上(?!半|一个?[周星礼月年秒季])|未来的?|今后的?|接下来的?|往后的?|"
            rf"最后|(?<![之以过前今明大])后|下(?!半|一个?[周星礼月年秒季])){_ANY_OR_DAYS}"
            r"(?:之?内|以内|以来|里面?|之?间)?(?!前|后|[之以][前后]|就|的?路程?(?![上边])|的?车程)"
        ),
    ),
)
