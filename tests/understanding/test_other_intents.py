"""Call-ups, chains, questions, sign-ups, notices, offers, reports: what they are and what they say."""

from typing import Any

import pytest

from handlers.understanding.commands import BindRoom, PlaceOrder
from storage.intents import Intent
from storage.vocabulary import Role
from tests.understanding.rooms import ACTIVITY_LINE, activity, order, said

CALL_UPS: list[tuple[str, dict[str, Any]]] = [
    (
        "启动防汛动员，需要20个人，下涧槽桥头集合，现在就到",
        {"what": "防汛", "people": 20, "place": "下涧槽桥头"},
    ),
    ("水退了，结束防汛动员，大家回家休息", {"what": "防汛"}),
    ("解除应急响应，大家辛苦了，都回去休息", {}),
    ("今晚8点开展应急动员演练，请各队回复", {"drill": True}),
    ("紧急动员：主干道结冰，缺12人铲雪，下午2点社区门口领铲子", {"people": 12, "start": "2026-05-20T14:00+08:00"}),
    ("紧急集合！急需20名志愿者，北门", {"people": 20}),
    ("紧急集合，全体队员马上到位", {}),
]
CHAINS: list[tuple[str, dict[str, Any]]] = [
    ("#接龙\n周六义诊报名\n\n1. 张三\n2. 李四", {"title": "周六义诊报名", "entries": ["张三", "李四"]}),
    ("接龙——周六清楼道\n①老魏\n②502小谭", {"title": "周六清楼道", "entries": ["老魏", "502小谭"]}),
    (
        "手机课小老师接龙～\n1 小柳\n2 冯家老幺\n大家往下接哈",
        {"title": "手机课小老师", "entries": ["小柳", "冯家老幺"]},
    ),
    ("接龙 1张三 2李四 3王五", {"entries": ["张三", "李四", "王五"]}),
    ("1、张三\n2、李四\n3、王姐", {"entries": ["张三", "李四", "王姐"]}),
    (
        "接龙\n12月走秀 鞋码登记\n1.王姐 37\n2.琼华（自带）\n3.",
        {"title": "12月走秀 鞋码登记", "entries": ["王姐", "琼华"]},
    ),
]
QUESTIONS: list[tuple[str, Intent, dict[str, Any]]] = [
    ("这周有什么活动？", Intent.ASK_ACTIVITIES, {"start": "2026-05-18", "end": "2026-05-24"}),
    ("最近有啥活动没得", Intent.ASK_ACTIVITIES, {}),
    ("明天有活动吗", Intent.ASK_ACTIVITIES, {"start": "2026-05-21"}),
    ("附近哪里能理发", Intent.ASK_NEARBY, {"what": "理发"}),
    ("附近有什么活动", Intent.ASK_NEARBY, {"what": "活动"}),
]
SIGN_UPS: list[tuple[str, Intent, dict[str, Any]]] = [
    ("我参加 我参加 推子都磨好了", Intent.ENROL, {}),
    ("算我一个", Intent.ENROL, {"people": 1}),
    ("加我和我老婆", Intent.ENROL, {"people": 2}),
    ("扇子舞算上我和丽姐哦", Intent.ENROL, {"people": 2, "names": ["丽姐"]}),
    ("我家豆豆报名！我陪起来，一大一小两个", Intent.ENROL, {"people": 2, "names": ["豆豆"]}),
    ("我们合唱队八个人全上，报名重阳节", Intent.ENROL, {"people": 8}),
    ("巡河算老庞一个", Intent.ENROL, {"people": 1, "names": ["老庞"]}),
    ("报名5 我和我爸两个", Intent.ENROL, {"activity": 5, "people": 2}),
    ("我们一百二十个人报名5", Intent.ENROL, {"activity": 5}),
    ("报名5 我和我妹", Intent.ENROL, {"activity": 5, "people": 2}),
    ("报名5 张伟、李娜", Intent.ENROL, {"activity": 5, "names": ["张伟", "李娜"]}),
    ("取消报名5", Intent.WITHDRAW, {"activity": 5}),
    ("明晚夜骑我不去了，脚崴了", Intent.WITHDRAW, {}),
    ("刘素云退出，她临时回自贡了", Intent.WITHDRAW, {"names": ["刘素云"]}),
    ("签到 5 3721", Intent.CHECK_IN, {"activity": 5, "code": "3721"}),
    ("签到 3721", Intent.CHECK_IN, {"code": "3721"}),
    ("签到", Intent.CHECK_IN, {}),
]
NOTICES: list[tuple[str, dict[str, Any]]] = [
    (
        (
            "【招募】爱心送餐\n时间：周五 11:00-13:00\n地点：长者食堂\n人数：6人\n联系人：王姐 13800001234\n"
            "报名截止：周四18:00"
        ),
        {
            "title": "爱心送餐",
            "start": "2026-05-22T11:00+08:00",
            "end": "2026-05-22T13:00+08:00",
            "place": "长者食堂",
            "people": 6,
            "phone": "13800001234",
            "contact": "王姐",
            "deadline": "2026-05-21T18:00+08:00",
        },
    ),
    (
        (
            "便民服务集市招募\n一、时间 五月三十日下午两点至五点\n二、地点 地铁口小广场\n"
            "三、岗位 理发2人 磨刀1人 量血压2人\n四、有意者今晚八点前在群里报名"
        ),
        {"people": 5, "place": "地铁口小广场", "deadline": "2026-05-20T20:00+08:00"},
    ),
    (
        "📢“写春联 送祝福”活动\n🕘 6月7日 9：00—12：00\n📍 社区一楼大厅\n👥 招书法志愿者6名、秩序志愿者4名，共10名",
        {"title": "写春联 送祝福", "place": "社区一楼大厅", "people": 10},
    ),
    (
        "周六义诊还差6个志愿者，9点到11点半，社区活动室，主要是登记，来不来？",
        {"start": "2026-05-23T09:00+08:00", "end": "2026-05-23T11:30+08:00", "people": 6},
    ),
    (
        "小区入户发选票，想招15个楼栋志愿者，下周六周日两天，愿意的找我登记，谢哥138 0000 6161",
        {"people": 15, "contact": "谢哥", "start": "2026-05-30", "end": "2026-05-31"},
    ),
    ("招募启事,人数：十来个,联系我们电话13800001234,时间：周六上午9点,社区广场集合", {"place": "社区广场"}),
    ("招募三四个志愿者,周六上午打扫卫生,社区广场集合,咨询电话13800001234", {"people": 4}),
    ("活动名称：植树\n时间：周六上午9点\n招募志愿者20名", {"title": "植树", "people": 20}),
    ("周日早上9点小区南门出发，组织娃娃们捡垃圾，要10个小朋友", {"place": "小区南门", "people": 10}),
]
REPORTS: list[tuple[str, Intent, dict[str, Any]]] = [
    ("垃圾桶满出来了 三天没得人收 臭得遭不住", Intent.SNAPSHOT, {"category": "environment"}),
    ("4栋电梯按钮掉了，只剩两根线，麻烦物业处理", Intent.SNAPSHOT, {"what": "电梯按钮掉了"}),
    ("要表扬哈11栋的小伙子，他背起崔婆婆从车站走到屋头", Intent.SNAPSHOT, {"category": "good_deed"}),
    ("小区东门路灯坏了三天了", Intent.SNAPSHOT, {"place": "小区东门"}),
    ("希望活动室晚上能开到九点", Intent.OPINION, {}),
    ("物业费涨了服务没见涨，太不像话", Intent.OPINION, {}),
    ("我铺子里有多的灯泡十几个，老人家需要的免费来拿，送完为止", Intent.OFFER, {"category": "goods"}),
    ("我15号开车回绵阳，车上还有两个位子，顺路的邻居可以搭，不要钱", Intent.OFFER, {"category": "escort"}),
    ("院子里的柚子熟了，大家随便摘", Intent.OFFER, {}),
    ("我是退休教师，可以义务给孩子辅导作文", Intent.OFFER, {"category": "tutoring"}),
]
SILENT = [
    "昨天防汛动员大家都辛苦了",
    "大家记得接龙哈",
    "附近哪里有卖菜的",
    "附近哪里能吃到嘛",
    "这个商场有什么活动，打折吗",
    "今晚有人陪咯",
    "最讨厌的是有人让你帮忙买东西",
    "谁能给我解释一下那两字咋读",
    "1.苹果要熟的\n2.香蕉",
    "3.张三\n7.李四",
]


def _holds(slots: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return {name: slots.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(("text", "slots"), CALL_UPS)
def test_staff_calls_up(text: str, slots: dict[str, Any]) -> None:
    decision = said(text, role=Role.GRID_WORKER)
    assert decision.intent is Intent.MOBILISE, decision.why
    assert _holds(dict(decision.slots), slots), decision.slots
    assert said(text).intent is not Intent.MOBILISE


@pytest.mark.parametrize(("text", "slots"), CHAINS)
def test_a_chain_is_its_names(text: str, slots: dict[str, Any]) -> None:
    decision = said(text)
    assert (decision.intent, dict(decision.slots)) == (Intent.CHAIN, slots)


@pytest.mark.parametrize(("text", "intent", "slots"), QUESTIONS)
def test_what_there_is_can_be_asked(text: str, intent: Intent, slots: dict[str, Any]) -> None:
    decision = said(text)
    assert (decision.intent, dict(decision.slots)) == (intent, slots)


@pytest.mark.parametrize(("text", "intent", "slots"), SIGN_UPS)
def test_who_comes_and_how_many(text: str, intent: Intent, slots: dict[str, Any]) -> None:
    decision = said(text, activity(5))
    assert (decision.intent, dict(decision.slots)) == (intent, slots), decision.why


def test_under_the_notice_plus_one_is_one() -> None:
    assert dict(said("+1", activity(5), quoted=ACTIVITY_LINE).slots) == {"activity": 5, "people": 1}


@pytest.mark.parametrize(("text", "slots"), NOTICES)
def test_a_notice_says_when_where_and_how_many(text: str, slots: dict[str, Any]) -> None:
    decision = said(text, role=Role.LEADER)
    assert decision.intent is Intent.RECRUIT, decision.why
    assert _holds(dict(decision.slots), slots), decision.slots


@pytest.mark.parametrize(("text", "intent", "slots"), REPORTS)
def test_reports_and_offers(text: str, intent: Intent, slots: dict[str, Any]) -> None:
    decision = said(text)
    assert decision.intent is intent, decision.why
    assert _holds(dict(decision.slots), slots), decision.slots


@pytest.mark.parametrize("text", SILENT)
def test_what_only_sounds_like_it(text: str) -> None:
    assert said(text, order(12, None), activity(5), role=Role.GRID_WORKER).intent is Intent.CHATTER


def test_a_code_is_capitals() -> None:
    assert said("绑定 k7p3qx", private=True).command == BindRoom("K7P3QX")


def test_nothing_that_a_database_refuses_is_kept() -> None:
    command = said("点单 修\x00水龙头\x85 3栋\ud8005楼 给王\x00婆婆").command
    assert isinstance(command, PlaceOrder)
    kept = repr(command)
    assert not any(code in kept for code in ("\\x00", "\\x85", "\\ud800"))


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("想请人给老人做安全检查，我妈一个人住，哪个来帮我看看", "我妈"),
        ("哪个有空帮我接一下二年级的女儿", "女儿"),
        ("点单 给老人理发", "老人"),
    ],
)
def test_for_whom(text: str, whom: str) -> None:
    assert said(text).slots["for"] == whom


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("小河沟边上又有人倒了一车建渣", "小河沟边上"),
        ("后天早上我开车去光荣院，空两个座，顺路的邻居可以搭", "光荣院"),
        ("重阳节读诗会招募朗诵者3名，10月18日下午三点，雁南小剧场", "雁南小剧场"),
    ],
)
def test_a_place_is_known_by_the_words_beside_it(text: str, place: str) -> None:
    assert said(text).slots["place"] == place


def test_a_door_number_may_be_a_name_in_a_chain() -> None:
    decision = said("#接龙\n物业费减免签字\n1. 2-1503\n2. 1806 小梁\n3. 9F 小陶(晚到)\n4. 张三 2箱")
    assert decision.slots["entries"] == ["2-1503", "小梁", "9F 小陶", "张三"]


def test_how_long_is_not_when() -> None:
    assert "start" not in said("哪家有折叠床借我两晚上？老家来亲戚睡不下").slots
    assert "start" in said("哪家有折叠床借我用？今晚老家来亲戚睡不下").slots


def test_going_up_a_hill_names_no_place() -> None:
    assert "place" not in said("明天早上我开车，去青城下山，空两个座，顺路的邻居可以搭").slots
