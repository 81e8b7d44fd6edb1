"""How hours, parts of the day, now and recurrences are written. Read in time_clocks.py."""

from typing import Final

from handlers.understanding.time_conventions import PARTS, PARTS_OF_HOURS
from handlers.understanding.time_numbers import N
from handlers.understanding.time_words_days import WEEK

_WEEKDAY: Final = r"[一二三四五六日天末1-7]"
_LONG_PARTS: Final = "|".join(sorted((p for p in PARTS if len(p) > 1), key=len, reverse=True))
_WITH_HOURS: Final = "|".join(PARTS_OF_HOURS)
_HOUR: Final = r"(?:2[0-4]|[01]?\d|二十[一二三四]?|廿[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
#: 零点五 is a half.
_NOUGHT: Final = rf"零(?=时|点(?![一二三四五六七八九零\d几])|点{N}分)"
_MINUTE: Final = (
    r"(?:[0-5]\d|[零〇][一二三四五六七八九\d]|[一二三四五]?十[一二三四五六七八九]?|[二三四五][零〇]|"
    r"(?:\d|[一二三四五六七八九])(?=分(?![钟数之享别类店期配析])))"
)
_MEASURE: Final = r"(?:米|公斤|斤|元|块|倍|度|万|亿|%|吨|公里|平|寸|厘米|毫米|升|折)"
_NOT_A_CLOCK: Final = (
    r"(?!意见|建议|要求|原因|希望|注意|说明|心得|体会|看法|想法|感受|不足|事|人|份|个|钱|水|了?解|头|档|"
    r"子|点|滴|左右不|以上|名|货|外卖|赞|关注|开(?![展始工班课场会门饭席业赛幕机奖车营讲演拍船学餐打盘炉放])|击|菜|单|心|"
    rf"[一二三四五六七八九零\d]{{1,2}}{_MEASURE})"
)
_NOT_THE_HOUR: Final = r"时(?!候|间|常|不|而|代|装|刻|髦|事|段|光|机|尚|速|长|差|节|期)"

HOUR_KINDS: Final = (
    (
        "every",
        (
            rf"(?:每逢?|逢)个?(?:{WEEK}(?:{_WEEKDAY}(?:[、,和到至-]?(?:周|星期)?{_WEEKDAY}(?!\s?[点时:号]))*)?|"
            r"[天日晚早](?!子)|个?(?:晚上|早上|上午|下午|月(?:\d{1,2}[日号](?:[和、,]\d{1,2}[日号])*)?|工作日|周末))|"
            rf"每隔?(?:{N}|半)个?(?:天|日|{WEEK}|月|年|小时|钟头|分钟)|隔[一两二三]天|每个?(?:小时|钟头|季度)|每年|隔[周天日](?!壁)|"
            r"天天(?!向上)|周周|月月|工作日"
        ),
    ),
    (
        "now",
        r"现在|此刻|此时|目前|当前|马上|立刻|立马|即刻|这会儿|这阵|眼下|而家(?![庭里人长属乡教用])|(?<=[年月日号天起初末底时周期][至到迄])今(?![天日年早晚夜])",
    ),
    ("just_now", r"刚才|(?<![地南北东西对])方才|适才"),
    (
        "meal",
        (
            r"(?<![刚经])(?:吃[完过了罢]|用[完过])(?P<meal>[早午中晚夜])[饭餐](?:之后|以后|过后|后)?|"
            r"(?P<meal2>[早午中晚夜])[饭餐](?:之后|以后|过后|后)|(?P<meal3>饭点)"
        ),
    ),
    (
        "part",
        (
            rf"(?P<part>{_LONG_PARTS})(?!好(?![不多几的])|茶)|(?P<short>(?:(?<=[今明后昨前当听寻])|(?<=周[一二三四五六日])|"
            r"(?<=期[一二三四五六日天])|(?<=[天日号节夕]))[早晚](?!点|饭|餐)|(?<=[今明昨当前听寻])夜(?!里|间|宵|班)|(?<=[今明昨次翌])晨|[早晚](?=\d|"
            rf"[一二两三四五六七八九十]{{1,2}}[点时])|(?:{_WITH_HOURS})(?=\d|[一二两三四五六七八九十]{{1,2}}[点时]))"
        ),
    ),
    ("same_hour", r"(?:这个?|同一?)(?:时候|时间|时刻|点儿?)"),
    (
        "half_day",
        (
            r"(?<![\dA-Za-z.])(?P<hour>1[0-2]|0?[1-9])(?:(?::(?P<minute>[0-5]\d))?\s?(?P<half>[aApP])(?:[mM]|\.[mM]\.?)|"
            r":(?P<minute2>[0-5]\d)\s?(?P<half2>[aApP]))(?![A-Za-z])"
        ),
    ),
    (
        "colon",
        r"(?<![\d.])(?<!\d:)(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{1,6})?)?(?![\d:])(?P<zone>Z|\+\d\d:\d\d)?",
    ),
    (
        "clock_pair",
        r"(?<![\d零一二三四五六七八九十第])(?:(?P<first>十?[一二三四五六七八九])(?P<second>[二两三四五六七八九])|(?P<first2>1?\d)、(?P<second2>1?\d))点(?:多?钟|左右)?(?![一二三四五六七八九零\d])",
    ),
    (
        "clock",
        (
            rf"(?:差(?P<lack>一刻|{N})分?钟?(?:就?到|不到|就)?)?"
            rf"(?<![\d.第])(?P<hour>{_HOUR}|{_NOUGHT})(?:(?=\s?[-~到至]\s?{_HOUR}(?:点|时|:\d\d))|(?:点|{_NOT_THE_HOUR})"
            r"(?:(?P<half>半|搭半|办(?![公事法理证完个好不一]))|"
            r"过?(?P<quarter>[一二两三1-3])刻钟?|"
            rf"差(?P<less>一刻|{N})分?|[过搭]?(?P<minute>{_MINUTE})(?!个?[人名位])分?(?:(?P<second>{N})秒)?|"
            rf"过(?P<past>{N})分|[踏搭](?P<fives>[一二三四五六七八九]|十[一]?)|(?P<fives2>[一二三四五六七八九])个字|"
            rf"整|多?钟|{_NOT_A_CLOCK}))"
        ),
    ),
)
