"""Features that are weighed only where a message names no posting: the words must leave no other meaning."""

from typing import Final

from handlers.understanding import masks
from handlers.understanding.lexicon_sign_ups import COUNTED_IN, COUNTED_OUT, EVENTS, SIGN_UP_GUESSES
from handlers.understanding.scoring import Rule, rule, without

T: Final = f"{masks.TIME}+"

GUESS_RULES: Final[tuple[Rule, ...]] = (
    *SIGN_UP_GUESSES,
    rule("bare_take", r"^(?:接|接了|接一下|我接|我接了|我上)\W*$", claim_order=3.0),
    rule(
        "ends_with_me",
        r"我(?:来|去|接|上|可以|得行|能行|能去|可以去|能来|要去|报|认领|包了|去嘛|马上(?:来|去|到))(?:嘛|"
        r"吧|哈|咯|撒|噻|了|啦|哦|呀|弄|修|帮|搞|整|办|跑一趟|看看|一趟|接|送|买|取|拿|搬|抬|陪|"
        r"捎.{0,3}){0,3}(?=$|[,。!~\s]|我)|^(?:接单|我接|让我来|交给我|包在我身上)",
        claim_order=1.6,
    ),
    rule(
        "points_at",
        r"(?:发|点|要|说|提|报|挂|求|下|接)的(?:那个|这个|那单|这单|单)|那个?(?:单|需求|事情?|活)|[^这]那个(?=取消|不(?:用|要|需)|改|算了|撤|退|完成|弄好|搞定)|(?:刚才|刚刚|上面|"
        r"早上|上午|昨天|之前)(?:那个|发的|说的|要的|点的)|(?:这|那|的|个|号)单(?!身|位|元|独|纯|人|车|"
        r"买)|(?:我|屋头|家里)(?:要|借|找|修|请|喊)的",
        cancel_order=1.2,
        edit_order=1.2,
        finish_order=1.0,
        ask_status=1.2,
        release_order=1.0,
        review_order=0.8,
        reopen_order=0.8,
    ),
    without("no_order_word", r"单|接|有人(?:来|去)|师傅|志愿者|我(?:那个|发的|要的|报的)", ask_status=-3.0),
    rule("new_value", rf"(?:改|换|挪|推迟|提前)(?:成|到|为|在|至)?.{{0,4}}(?:{masks.ADDRESS}|{T})", edit_order=1.5),
    rule(
        "wanders_off",
        r"(?:我(?:也|都|先|就|要|可以|能)?(?:来|去|上|会|认|领|报))(?!嘛|吧|哈|咯|撒|噻|了|啦|哦|呀|弄|修|"
        r"帮|搞|整|办|跑|看看|一趟|接|送|买|取|拿|搬|抬|陪|捎|$|[,。!~\s]|我|单)",
        claim_order=-1.5,
    ),
    rule(
        "me_as_object",
        r"(?:给|带给|嫁给|借给|送|夹.{0,3}给|请.{0,3}给)我|我(?:爸|妈|哥|姐|弟|妹|女|男|公司|同学|朋友)",
        claim_order=-1.5,
    ),
    rule(
        "interjection",
        r"^我(?:去|靠|擦|天|勒个|的天)[,!~。 ](?=.)|^我去.{0,2}(?:这|那|太|好|咋|怎么|你)",
        claim_order=-2.0,
    ),
    rule(
        "been_there",
        r"^我先?去(?!帮|给|接单)[\u4e00-\u9fff]{1,3}了\W*$|我(?:也)?(?:来|去|上|接)(?:了|过|啦)(?!\W*$)|来啦|来了",
        claim_order=-1.5,
    ),
    rule(
        "plays",
        r"参加(?:婚礼|节目|比赛|过|考试|聚会|同学会)|算我(?:输|的错|倒霉|家)|(?:刚|都|已经|早就)报名|"
        r"(?:节目|婚礼|吃饭|玩|游戏|学校)",
        enrol=-3.0,
        withdraw=-2.0,
    ),
    rule("event_named", rf"^(?=.*(?:我|俺|咱|报|参加|退|不去|来不|去不|\+)).*(?:{EVENTS})", enrol=0.8, withdraw=0.6),
    without("no_event", rf"报名|参加|活动|名额|\+\s?\d|{COUNTED_IN}", enrol=-1.0),
    rule(
        "plus_and_talk",
        r"^\W*\+\s?\d+(?!我|带|和|跟|还有|老|算)[^\s,。!人\d].{2,}|^\W*\+\s?\d[,\s](?!.{0,4}(?:我|带|老公|老婆|还有|娃|妈|爸|算|可以|能)).{4,}|^\W*\+\d{2,}|^\W*(?:\+\s?1){3,}",
        enrol=-3.0,
    ),
    without(
        "no_sign_up_word",
        rf"取消报名|退出活动|退出报名|报名|名额|活动|{EVENTS}|{COUNTED_OUT}",
        withdraw=-2.0,
    ),
    rule(
        "not_ours",
        r"关注|取消了|取消订单|订单|自动|日常任务|目标|保存|修改(?:头像|资料|密码|的)|重新开始|再开一|"
        r"系统|游戏|评价(?:你|自己|人|他|她)|负面|大众点评|作业|考试|论文|毕业|会议|团建|聚会|预约|股票|快递|外卖|骑手|火锅|航班|机票|酒店|电影票",
        ask_status=-2.5,
        cancel_order=-3.0,
        finish_order=-3.0,
        edit_order=-3.0,
        reopen_order=-3.0,
        review_order=-3.0,
        release_order=-2.0,
    ),
)
