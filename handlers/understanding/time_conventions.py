"""What people mean by a time they leave half said. One table; nothing about hours is decided elsewhere.

said                      meant
早上/上午                  08:00–12:00          中午   11:30–13:30       下午  13:30–18:00
晚上/今晚                  18:00–22:00          凌晨   00:00–06:00       傍晚  17:30–19:30
半夜/深夜                  22:00–05:00          拂晓   05:00–07:00
3点 (no part of day)       1–6 → 13–18; 7–11 → morning, or evening once the morning hour has passed; 12 → noon
下午3点, 晚上8点            +12;  晚上12点 = midnight at the end of that day;  晚上1点, 半夜1点: of the night
                          6点半 said before 06:30, and less than two hours ahead, is this morning
3点前                      `end` only           3点后/起  `start` only
周三                       the coming one, today included; 下周三: of the next calendar week (weeks begin on Monday)
周末                       Saturday–Sunday      这周/下周  Monday–Sunday
12号                       this month, or the next once it has passed
3月5日                     this year; next year if it lies more than 90 days back; a festival: more than 30
初十                       around the new year of it, else of the next lunar month that has one; 大年初三 always
month's 底                 its last day         初 days 1–5   上旬/中旬/下旬  days 1–10, 11–20, 21–end
年初, 年底                  two months each      a quarter's 初/末  one month
第二周                     the first week of a month or a year begins with its first Monday
春天 …                     from 立春 to the day before 立夏: too loose to be anybody's appointment
上/下/前/后 + 两天, 两周     whole ones beside this one;  过去/最近/未来/接下来: counted from today or from this minute
a day without an hour      a date               several days or shifts  `start` of the first, `end` of the last
6月7日、8日,每天7点到9点     from 7 o'clock of the first day to 9 o'clock of the last
周五晚上 … 七点半            the hour is one of that evening
每周三                     no date at all: `every`
"""

from datetime import time
from typing import Final

MORNING: Final = (time(8), time(12))
NOON: Final = (time(11, 30), time(13, 30))
AFTERNOON: Final = (time(13, 30), time(18))
EVENING: Final = (time(18), time(22))
NIGHT: Final = (time(0), time(6))
DUSK: Final = (time(17, 30), time(19, 30))
DAWN: Final = (time(5), time(7))
DEEP_NIGHT: Final = (time(22), time(5))
MIDNIGHT: Final = (time(0), time(0))

_SAID: Final = {
    MORNING: (
        "早上 早晨 早 上午 清早 大清早 清晨 一早 一大早 上半天 打早 今早 早间 晨间 "
        "晨 今朝 朝早 朝晨 晨早 午前 早浪 上半日 上昼 头晌 前晌 前半晌 上半晌 头午 早高峰"
    ),
    NOON: "中午 正午 晌午 午间",
    AFTERNOON: "下午 午后 下半天 后半天 晏昼 下半日 下昼 后晌 后半晌 下晌 下半晌 过晌",
    DUSK: "傍晚 擦黑 黄昏",
    EVENING: "晚上 晚 夜 晚间 夜里 夜间 夜晚 晚黑 晚些时候 入夜 今黑夜 晚高峰",
    DEEP_NIGHT: "半夜 大半夜 深夜 三更半夜 深更半夜",
    NIGHT: "凌晨 后半夜 下半夜",
    DAWN: "拂晓 黎明 破晓",
    MIDNIGHT: "午夜 子夜",
}
PARTS: Final = {word: part for part, words in _SAID.items() for word in words.split()}
#: Parts of a day only where an hour follows: 黑里七点半, 朝六点; 早起锻炼 says no time.
PARTS_OF_HOURS: Final = dict.fromkeys(("早起", "天亮", "天光", "朝"), MORNING) | dict.fromkeys(
    ("黑", "黑里", "黑了", "黑家", "夜饭", "夜黑"), EVENING
)

#: "中午前", "晚上前": the hour that such a deadline means.
DEADLINE_OF_PART: Final = {NOON: time(12)}
#: 吃完晚饭, 午饭后: when people have eaten.
MEALS: Final = {"早": (8, 30), "午": (13, 0), "中": (13, 0), "晚": (19, 0), "夜": (19, 0)}

LAST_AFTERNOON_HOUR: Final = 6  # 1–6 without a part of day
LAST_MORNING_HOUR: Final = 11
NOON_HOUR: Final = 12
SUPPER_HOUR: Final = 18  # 饭点 after noon
LAST_NOON_HOUR: Final = 3  # 中午1点 is 13:00
LAST_NIGHT_HOUR: Final = 4  # 晚上1点 is of the night that follows
FAR_PAST_DAYS: Final = 90
FESTIVAL_PAST_DAYS: Final = 30
