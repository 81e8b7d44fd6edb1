"""What a message can do, and its name in the room's language."""

from enum import StrEnum
from typing import Final


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
    CHECK_OUT = "check_out"  # 签退: not in the corpus
    CORRECT_HOURS = "correct_hours"  # 改工时: not in the corpus
    ASK_HOURS = "ask_hours"  # 我的工时: not in the corpus
    SHARE = "share"  # 海报, 文案: not in the corpus
    CERTIFICATE = "certificate"  # 开证明: not in the corpus
    REVOKE_CERTIFICATE = "revoke_certificate"  # 作废证明: not in the corpus
    CALENDAR = "calendar"  # 日历: not in the corpus
    RENEW_CALENDAR = "renew_calendar"  # 重置日历: not in the corpus
    CLOSE_CALENDAR = "close_calendar"  # 停止日历: not in the corpus
    SOURCES = "sources"  # 来源 5: not in the corpus
    EXCUSE = "excuse"  # 没来是因为…: not in the corpus
    RECOGNISE = "recognise"  # 上墙, 排行: not in the corpus
    WEATHER_WARNING = "weather_warning"  # 预警 暴雨橙 明天: not in the corpus
    LIFT_WARNING = "lift_warning"  # 解除预警: not in the corpus
    OUTDOOR = "outdoor"  # 户外 5, 室内 5: not in the corpus
    WEATHER_ANSWER = "weather_answer"  # 照常 5, 改期 5: not in the corpus
    TIME_BANK = "time_bank"  # 加入时间银行, 我的时间: not in the corpus
    USE_TIME = "use_time"  # 用时间 12 2小时: not in the corpus
    GIVE_TIME = "give_time"  # 转 2小时 给 张婆婆: not in the corpus
    SKIP_OCCURRENCE = "skip_occurrence"  # 跳过 5: not in the corpus
    WORKED_WEEKEND = "worked_weekend"  # the answer to 调休: not in the corpus
    END_SERIES = "end_series"  # 停办系列: not in the corpus
    FOLLOW = "follow"  # 想再来: not in the corpus
    POLL = "poll"  # 征集时间: not in the corpus
    VOTE = "vote"  # 选 12 1 3: not in the corpus
    DECIDE_POLL = "decide_poll"  # 定 12 2: not in the corpus
    EDIT_SERIES = "edit_series"  # 改系列 5: not in the corpus
    STAND = "stand"  # 长期报名: not in the corpus
    END_STANDING = "end_standing"  # 不再长期: not in the corpus
    ASK_STANDING = "ask_standing"  # 长期名单: not in the corpus
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
    Intent.CHECK_OUT: "签退",
    Intent.CORRECT_HOURS: "改工时",
    Intent.ASK_HOURS: "我的工时",
    Intent.SHARE: "分享",
    Intent.CERTIFICATE: "开证明",
    Intent.REVOKE_CERTIFICATE: "作废证明",
    Intent.CALENDAR: "日历",
    Intent.RENEW_CALENDAR: "重置日历",
    Intent.CLOSE_CALENDAR: "停止日历",
    Intent.SOURCES: "来源",
    Intent.EXCUSE: "说明没来的原因",
    Intent.RECOGNISE: "荣誉墙",
    Intent.WEATHER_WARNING: "天气预警",
    Intent.LIFT_WARNING: "解除预警",
    Intent.OUTDOOR: "户外或室内",
    Intent.WEATHER_ANSWER: "照常或改期",
    Intent.TIME_BANK: "时间银行",
    Intent.USE_TIME: "用时间",
    Intent.GIVE_TIME: "转时间",
    Intent.SKIP_OCCURRENCE: "跳过一次",
    Intent.WORKED_WEEKEND: "调休怎么办",
    Intent.END_SERIES: "停办系列",
    Intent.FOLLOW: "想再来",
    Intent.POLL: "征集时间",
    Intent.VOTE: "选时间",
    Intent.DECIDE_POLL: "定时间",
    Intent.EDIT_SERIES: "改系列",
    Intent.STAND: "长期报名",
    Intent.END_STANDING: "不再长期",
    Intent.ASK_STANDING: "长期名单",
    Intent.VOICE: "语音",
    Intent.RECALL: "撤回",
    Intent.MERGE: "合并",
}
