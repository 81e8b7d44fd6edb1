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
    OFFER = "offer"
    SNAPSHOT = "snapshot"
    MOBILISATION = "mobilisation"


class OrderStatus(StrEnum):
    PLACED = "placed"
    DISPATCHED = "dispatched"
    CLAIMED = "claimed"
    FINISHED = "finished"
    REVIEWED = "reviewed"
    CLOSED_UNREVIEWED = "closed_unreviewed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


#: Every legal move of an order; the README draws this table. "Released" is the move back to placed,
#: "reopened" the move from a closed state to placed.
LEGAL_MOVES: Final[dict[OrderStatus, frozenset[OrderStatus]]] = {
    OrderStatus.PLACED: frozenset(
        {
            OrderStatus.CLAIMED,
            OrderStatus.DISPATCHED,
            OrderStatus.CANCELLED,
            OrderStatus.REFUSED,
            OrderStatus.EXPIRED,
            OrderStatus.FINISHED,
        }
    ),
    OrderStatus.DISPATCHED: frozenset({OrderStatus.CLAIMED, OrderStatus.PLACED, OrderStatus.CANCELLED}),
    OrderStatus.CLAIMED: frozenset({OrderStatus.PLACED, OrderStatus.FINISHED, OrderStatus.CANCELLED}),
    OrderStatus.FINISHED: frozenset({OrderStatus.REVIEWED, OrderStatus.CLOSED_UNREVIEWED, OrderStatus.PLACED}),
    OrderStatus.REVIEWED: frozenset({OrderStatus.PLACED}),
    OrderStatus.CLOSED_UNREVIEWED: frozenset({OrderStatus.PLACED, OrderStatus.REVIEWED}),
    OrderStatus.REFUSED: frozenset({OrderStatus.PLACED}),
    OrderStatus.CANCELLED: frozenset({OrderStatus.PLACED}),
    OrderStatus.EXPIRED: frozenset({OrderStatus.PLACED}),
}


class SnapshotKind(StrEnum):
    FAULT = "fault"
    GOOD_DEED = "good_deed"


class SnapshotStatus(StrEnum):
    TAKEN = "taken"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


#: Every legal move of a report; "reopened" is the move back to taken.
SNAPSHOT_MOVES: Final[dict[SnapshotStatus, frozenset[SnapshotStatus]]] = {
    SnapshotStatus.TAKEN: frozenset({SnapshotStatus.CLOSED, SnapshotStatus.WITHDRAWN}),
    SnapshotStatus.CLOSED: frozenset({SnapshotStatus.TAKEN, SnapshotStatus.WITHDRAWN}),
    SnapshotStatus.WITHDRAWN: frozenset(),
}


class ClaimStatus(StrEnum):
    """One helper's part in an order."""

    PROPOSED = "proposed"  # dispatched to them, not yet accepted
    ACTIVE = "active"
    RELEASED = "released"
    RETURNED = "returned"  # a dispatch the helper said no to, or let run out
    DONE = "done"


class ActivityStatus(StrEnum):
    OPEN = "open"
    CALLED_OFF = "called_off"
    OVER = "over"


#: Every legal move of an activity; back to open only by an undo.
ACTIVITY_MOVES: Final[dict[ActivityStatus, frozenset[ActivityStatus]]] = {
    ActivityStatus.OPEN: frozenset({ActivityStatus.CALLED_OFF, ActivityStatus.OVER}),
    ActivityStatus.CALLED_OFF: frozenset({ActivityStatus.OPEN}),
    ActivityStatus.OVER: frozenset(),
}


class EnrolmentStatus(StrEnum):
    """One party's part in an activity. Whoever signs up again has a new part: what ended stays as it ended."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    OFFERED = "offered"  # a place is kept for them until they answer
    LAPSED = "lapsed"  # the offer ran out
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"
    CHECKED_IN = "checked_in"


#: Every legal move of an enrolment; from withdrawn back only by an undo, from no_show where the leader was wrong.
ENROLMENT_MOVES: Final[dict[EnrolmentStatus, frozenset[EnrolmentStatus]]] = {
    EnrolmentStatus.ACCEPTED: frozenset(
        {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.NO_SHOW, EnrolmentStatus.CHECKED_IN}
    ),
    EnrolmentStatus.WAITING: frozenset(
        {
            EnrolmentStatus.ACCEPTED,
            EnrolmentStatus.OFFERED,
            EnrolmentStatus.WITHDRAWN,
            EnrolmentStatus.CHECKED_IN,
        }
    ),
    EnrolmentStatus.OFFERED: frozenset(
        {
            EnrolmentStatus.ACCEPTED,
            EnrolmentStatus.LAPSED,
            EnrolmentStatus.WITHDRAWN,
            EnrolmentStatus.CHECKED_IN,
        }
    ),
    EnrolmentStatus.LAPSED: frozenset(),
    EnrolmentStatus.WITHDRAWN: frozenset({EnrolmentStatus.ACCEPTED, EnrolmentStatus.WAITING}),
    EnrolmentStatus.NO_SHOW: frozenset({EnrolmentStatus.CHECKED_IN}),
    EnrolmentStatus.CHECKED_IN: frozenset({EnrolmentStatus.WITHDRAWN}),
}

#: Parts that take up places, or keep them.
HOLDS_PLACES: Final = (EnrolmentStatus.ACCEPTED, EnrolmentStatus.OFFERED, EnrolmentStatus.CHECKED_IN)
#: Parts that go on.
TAKES_PART: Final = (*HOLDS_PLACES, EnrolmentStatus.WAITING)


class EnrolmentSource(StrEnum):
    """How somebody came to be on the list."""

    ROOM = "room"
    PRIVATE = "private"
    CHAIN = "chain"  # 接龙
    WALK_IN = "walk_in"  # by the code, at the place


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


class Intent(StrEnum):
    """What a message does; the values are the labels of the corpus and of `yihu parse`."""

    PLACE_ORDER = "place_order"
    ORDER_ITEM = "order_item"
    OFFER = "offer"
    CLAIM_ORDER = "claim_order"
    RELEASE_ORDER = "release_order"
    DISPATCH_ORDER = "dispatch_order"
    FINISH_ORDER = "finish_order"
    REOPEN_ORDER = "reopen_order"
    REFUSE_ORDER = "refuse_order"  # 拒单: not in the corpus
    CANCEL_ORDER = "cancel_order"
    EDIT_ORDER = "edit_order"
    REVIEW_ORDER = "review_order"
    RECRUIT = "recruit"
    ENROL = "enrol"
    WITHDRAW = "withdraw"
    CHECK_IN = "check_in"
    CHAIN = "chain"
    SNAPSHOT = "snapshot"
    OPINION = "opinion"
    MOBILISE = "mobilise"
    ANSWER_ROLL_CALL = "answer_roll_call"
    CONFIRM = "confirm"
    ANSWER_SLOT = "answer_slot"
    ASK_MENU = "ask_menu"
    ASK_STATUS = "ask_status"
    ASK_NEARBY = "ask_nearby"
    ASK_ACTIVITIES = "ask_activities"
    HELP = "help"
    PRIVACY = "privacy"
    HUSH = "hush"
    UNDO = "undo"
    EMERGENCY = "emergency"
    CHATTER = "chatter"
    BIND = "bind"  # 绑定 <code>: not in the corpus, a setup command
    CALL_OFF = "call_off"  # 取消活动: not in the corpus
    NO_SHOW = "no_show"  # 没来: not in the corpus
    CHECK_IN_CODE = "check_in_code"  # 签到码: not in the corpus
    VOICE = "voice"  # a voice message that nobody could hear: not in the corpus
    RECALL = "recall"  # a message that had an effect was taken back: only in the audit trail
    MERGE = "merge"  # two members are one person: not in the corpus, only in the audit trail


INTENT_LABELS: Final[dict[Intent, str]] = {
    Intent.PLACE_ORDER: "点单",
    Intent.ORDER_ITEM: "按菜单点单",
    Intent.OFFER: "主动提供",
    Intent.CLAIM_ORDER: "接单",
    Intent.RELEASE_ORDER: "退单",
    Intent.DISPATCH_ORDER: "派单",
    Intent.FINISH_ORDER: "完成",
    Intent.REOPEN_ORDER: "重开",
    Intent.REFUSE_ORDER: "拒单",
    Intent.CANCEL_ORDER: "撤单",
    Intent.EDIT_ORDER: "改单",
    Intent.REVIEW_ORDER: "评单",
    Intent.RECRUIT: "招募",
    Intent.ENROL: "报名",
    Intent.WITHDRAW: "取消报名",
    Intent.CHECK_IN: "签到",
    Intent.CHAIN: "接龙",
    Intent.SNAPSHOT: "随手拍",
    Intent.OPINION: "意见建议",
    Intent.MOBILISE: "动员",
    Intent.ANSWER_ROLL_CALL: "应召",
    Intent.CONFIRM: "确认",
    Intent.ANSWER_SLOT: "补充",
    Intent.ASK_MENU: "菜单",
    Intent.ASK_STATUS: "查单",
    Intent.ASK_NEARBY: "附近",
    Intent.ASK_ACTIVITIES: "查活动",
    Intent.HELP: "帮助",
    Intent.PRIVACY: "个人信息",
    Intent.HUSH: "安静",
    Intent.UNDO: "撤销",
    Intent.EMERGENCY: "危急",
    Intent.CHATTER: "闲聊",
    Intent.BIND: "绑定",
    Intent.CALL_OFF: "取消活动",
    Intent.NO_SHOW: "没来",
    Intent.CHECK_IN_CODE: "签到码",
    Intent.VOICE: "语音",
    Intent.RECALL: "撤回",
    Intent.MERGE: "合并",
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
    GO_AHEAD = "go_ahead"  # the organiser: too few have signed up, go ahead?


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


class OutboxStatus(StrEnum):
    """`due → sending → sent | unknown | parked`; `held` waits for its merge window, `waiting` for a friend request."""

    HELD = "held"
    WAITING = "waiting"
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PARKED = "parked"
    DROPPED = "dropped"
