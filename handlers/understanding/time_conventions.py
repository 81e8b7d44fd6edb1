"""What people mean by a time they leave half said. One table; nothing about hours is decided elsewhere.

said                      meant
早上/上午                  08:00–12:00          中午   11:30–13:30       下午  13:30–18:00
晚上/今晚                  18:00–22:00          凌晨   00:00–06:00       傍晚  17:30–19:30
3点 (no part of day)       1–6 → 13–18; 7–11 → morning, or evening once the morning hour has passed; 12 → noon
下午3点, 晚上8点            +12;  晚上12点 = midnight at the end of that day
3点前                      `end` only           3点后/起  `start` only
周三                       the coming one, today included; 下周三: of the next calendar week (weeks begin on Monday)
周末                       Saturday–Sunday      这周/下周  Monday–Sunday
12号                       this month, or the next once it has passed
3月5日                     this year; next year if it lies more than 90 days back
month's 底                 its last day         上旬/中旬/下旬  days 1–10, 11–20, 21–end
a day without an hour      a date               several days or shifts  `start` of the first, `end` of the last
每周三                     no date at all: `every`
"""

from datetime import time
from typing import Final

MORNING: Final = (time(8), time(12))
NOON: Final = (time(11, 30), time(13, 30))
AFTERNOON: Final = (time(13, 30), time(18))
EVENING: Final = (time(18), time(22))
NIGHT: Final = (time(0), time(6))

PARTS: Final = {
    "早上": MORNING,
    "早晨": MORNING,
    "早": MORNING,
    "上午": MORNING,
    "清早": MORNING,
    "大清早": MORNING,
    "清晨": MORNING,
    "一早": MORNING,
    "一大早": MORNING,
    "上半天": MORNING,
    "打早": MORNING,
    "今早": MORNING,
    "早间": MORNING,
    "中午": NOON,
    "正午": NOON,
    "晌午": NOON,
    "午间": NOON,
    "下午": AFTERNOON,
    "午后": AFTERNOON,
    "下半天": AFTERNOON,
    "傍晚": (time(17, 30), time(19, 30)),
    "擦黑": (time(17, 30), time(19, 30)),
    "晚上": EVENING,
    "晚": EVENING,
    "晚间": EVENING,
    "夜里": EVENING,
    "夜间": EVENING,
    "夜晚": EVENING,
    "晚黑": EVENING,
    "晚些时候": EVENING,
    "半夜": EVENING,
    "深夜": EVENING,
    "凌晨": NIGHT,
}

#: "中午前", "晚上前": the hour that such a deadline means.
DEADLINE_OF_PART: Final = {NOON: time(12)}

LAST_AFTERNOON_HOUR: Final = 6  # 1–6 without a part of day
LAST_MORNING_HOUR: Final = 11
NOON_HOUR: Final = 12
LAST_NOON_HOUR: Final = 3  # 中午1点 is 13:00
FAR_PAST_DAYS: Final = 90
