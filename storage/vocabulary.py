"""The glossary in code: enums, labels, legal moves. Standard library only."""

from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

LOCAL_ZONE: Final = ZoneInfo("Asia/Shanghai")


class Role(StrEnum):
    """What a member may do on a site and everything below it."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    LEADER = "leader"
    GRID_WORKER = "grid_worker"
    ADMIN = "admin"


ROLE_LABELS: Final[dict[Role, str]] = {
    Role.RESIDENT: "居民",
    Role.VOLUNTEER: "志愿者",
    Role.LEADER: "队长",
    Role.GRID_WORKER: "网格员",
    Role.ADMIN: "管理员",
}


class SiteLevel(StrEnum):
    CENTRE = "centre"
    INSTITUTE = "institute"
    STATION = "station"
    BASE = "base"
    MICRO_HOME = "micro_home"


class PostingKind(StrEnum):
    """What kind of thing a number in a room refers to."""

    ORDER = "order"
    ACTIVITY = "activity"
    POLL = "poll"  # an activity whose time is open
    OFFER = "offer"
    SNAPSHOT = "snapshot"
    MOBILISATION = "mobilisation"


class SnapshotKind(StrEnum):
    FAULT = "fault"
    GOOD_DEED = "good_deed"


class EnrolmentSource(StrEnum):
    """How somebody came to be on the list."""

    ROOM = "room"
    PRIVATE = "private"
    CHAIN = "chain"  # 接龙
    WALK_IN = "walk_in"  # by the code, at the place
    STANDING = "standing"  # 长期报名


class HoursKind(StrEnum):
    """What a line of the ledger counts: never added up together."""

    CREDIT = "credit"  # 信用: time that was given
    HONOUR = "honour"  # 荣誉: thanks and honours


class TimeKind(StrEnum):
    """Why time went from one account to another."""

    EARNED = "earned"  # hours of an activity, and their corrections
    SET_ASIDE = "set_aside"  # 用时间 12 2小时
    PAID = "paid"  # to whoever did it
    GIVEN_BACK = "given_back"  # nobody did it, or not for time
    GIVEN = "given"  # 转 2小时 给 张婆婆
    CLOSED = "closed"  # 退出时间银行
    MERGED = "merged"  # two accounts of one person
    UNDONE = "undone"  # 撤销


class MilestoneKind(StrEnum):
    SERVICES = "services"
    HOURS = "hours"


class OnHoliday(StrEnum):
    """What becomes of an occurrence that falls on a public holiday."""

    SKIP = "skip"
    KEEP = "keep"  # 节假日照常
    MOVE = "move"  # 节假日顺延: to the first day after it


class WeatherKind(StrEnum):
    """What a warning is about, as an operator or a grid worker enters it."""

    RAIN = "rain"
    HEAT = "heat"
    WIND = "wind"
    THUNDER = "thunder"
    COLD = "cold"
    FOG = "fog"
    SNOW = "snow"
    AIR = "air"


WEATHER_LABELS: Final[dict[WeatherKind, str]] = {
    WeatherKind.RAIN: "暴雨",
    WeatherKind.HEAT: "高温",
    WeatherKind.WIND: "大风",
    WeatherKind.THUNDER: "雷电",
    WeatherKind.COLD: "寒潮",
    WeatherKind.FOG: "大雾",
    WeatherKind.SNOW: "暴雪",
    WeatherKind.AIR: "空气重污染",
}


class WarningLevel(StrEnum):
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


LEVEL_LABELS: Final[dict[WarningLevel, str]] = {
    WarningLevel.BLUE: "蓝色",
    WarningLevel.YELLOW: "黄色",
    WarningLevel.ORANGE: "橙色",
    WarningLevel.RED: "红色",
}


class Category(StrEnum):
    HEALTH = "health"
    ESCORT = "escort"
    ERRAND = "errand"
    REPAIR = "repair"
    HAIRCUT = "haircut"
    COMPANIONSHIP = "companionship"
    TUTORING = "tutoring"
    DIGITAL = "digital"
    LEGAL = "legal"
    GOODS = "goods"
    ENVIRONMENT = "environment"
    SAFETY = "safety"
    FACILITY = "facility"
    ORDER = "order"
    CULTURE = "culture"
    PUBLICITY = "publicity"
    GOOD_DEED = "good_deed"
    OTHER = "other"


CATEGORY_LABELS: Final[dict[Category, str]] = {
    Category.HEALTH: "健康服务",
    Category.ESCORT: "陪诊接送",
    Category.ERRAND: "跑腿代办",
    Category.REPAIR: "维修",
    Category.HAIRCUT: "理发便民",
    Category.COMPANIONSHIP: "陪伴探访",
    Category.TUTORING: "助学托管",
    Category.DIGITAL: "手机电脑",
    Category.LEGAL: "法律调解",
    Category.GOODS: "物资借用",
    Category.ENVIRONMENT: "环境卫生",
    Category.SAFETY: "安全隐患",
    Category.FACILITY: "公共设施",
    Category.ORDER: "秩序",
    Category.CULTURE: "文体",
    Category.PUBLICITY: "宣讲",
    Category.GOOD_DEED: "好人好事",
    Category.OTHER: "其他",
}


class Band(StrEnum):
    """What the bot makes of a message: do it, ask about it, or be silent."""

    ACT = "act"
    ASK = "ask"
    IGNORE = "ignore"


class QuestionKind(StrEnum):
    """What the bot asked one person and still waits for; `asked` is `kind` or `kind:number`."""

    REVIEW = "review"
    WHERE = "where"
    WHEN = "when"
    CONSENT = "consent"  # may the digest quote your words?
    RENEW = "renew"  # still needed?
    AGREE_EDIT = "agree_edit"  # the claimant: still with the changed order?
    ACCEPT = "accept"  # a dispatch: do you take it?
    WHICH = "which"  # which of several numbers was meant?
    POST_REST = "post_rest"  # half done: post the rest?
    PHONE = "phone"
    REGISTER = "register"  # was that a need? yes posts it
    CONFIRM = "confirm"  # any other yes/no about a number
    ROLL_CALL = "roll_call"
    PROXY = "proxy"  # somebody placed it for you: a no calls it off
    SAME_NEED = "same_need"  # is it what a neighbour has asked for? yes joins, no posts it
    SAME_REPORT = "same_report"  # is it what somebody else has reported? yes joins, no posts it
    LEAVE = "leave"  # 机器人离开: sure?
    SAME_PERSON = "same_person"
    ATTEND = "attend"  # signed up: will you be there?
    PLACE_OFFERED = "place_offered"  # from the waitlist: do you take the place?
    COME = "come"  # the time that they chose is fixed: do you come? yes signs up
    DELETE_ME = "delete_me"  # 删除我: sure?
    GO_AHEAD = "go_ahead"  # the organiser: too few have signed up, go ahead?
    WORKED_WEEKEND = "worked_weekend"  # the organiser: 调休, as planned, skipped or a day later?
    WEATHER = "weather"  # the organiser: a warning holds then, go ahead?


class TimerKind(StrEnum):
    DIGEST = "digest"
    MORNING_LIST = "morning_list"
    LEFTOVERS = "leftovers"
    ASK_REVIEW = "ask_review"
    CLOSE_UNREVIEWED = "close_unreviewed"
    EXPIRE_ORDER = "expire_order"
    CLOSE_EXPIRED = "close_expired"
    ESCALATE = "escalate"
    DISPATCH_RUNS_OUT = "dispatch_runs_out"
    REMIND_CLAIMANT = "remind_claimant"
    REMIND_ENROLLED = "remind_enrolled"
    OFFER_RUNS_OUT = "offer_runs_out"
    ASK_TO_GO_AHEAD = "ask_to_go_ahead"
    TELL_CODE = "tell_code"
    TELL_MISSING = "tell_missing"
    END_ACTIVITY = "end_activity"
    POST_OCCURRENCE = "post_occurrence"
    ASK_PARTICIPANTS = "ask_participants"
    FORGET_STRANGER = "forget_stranger"  # who was deleted and has their receipt
    CLOSE_POLL = "close_poll"
    FREE_KEPT_PLACES = "free_kept_places"
    ASK_WEATHER = "ask_weather"
