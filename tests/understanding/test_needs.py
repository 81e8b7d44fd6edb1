"""What a room may read of a need, what only the helper reads, and the rest of its facts."""

import pytest

from handlers.understanding.commands import AskRegister, NoteEmergency, PlaceOrder
from handlers.understanding.contents import Need, Place
from handlers.understanding.reasons import WORDS, in_words
from storage.intents import Intent
from storage.vocabulary import Category, Role
from tests.understanding.rooms import said


def need(text: str) -> Need:
    decision = said(text)
    asked = decision.command or decision.question
    assert isinstance(asked, PlaceOrder | AskRegister), decision
    return asked.need


def test_the_first_conversation_reads_as_designed() -> None:
    found = need("哪个有空帮我买哈降压药嘛 今天下午3点前 3栋2单元501 电话13800001234")
    assert (found.what, found.category, found.phone) == ("帮买药", Category.ERRAND, "13800001234")
    assert found.place is not None
    assert (found.place.public, found.place.private) == ("3栋", "2单元501")
    assert found.end is not None
    assert found.end.isoformat() == "2026-05-20T15:00:00+08:00"
    assert found.is_health
    assert "138" not in found.detail
    assert "501" not in found.detail
    assert "降压药" in found.detail


@pytest.mark.parametrize(
    ("text", "what", "category"),
    [
        ("点单 修水龙头", "修水龙头", Category.REPAIR),
        ("我家厨房水龙头坏了，哪位师傅来修一下", "修厨房水龙头", Category.REPAIR),
        ("屋头马桶堵了，有没得人会通马桶", "疏通马桶", Category.REPAIR),
        ("谁家有梯子借用一下，换个灯泡", "借梯子,换个灯泡", Category.GOODS),
        ("我想借个轮椅，我妈脚崴了", "借轮椅", Category.GOODS),
        ("明天早上有没有人陪我去二医院看病", "陪诊", Category.ESCORT),
        ("麻烦帮我量个血压，我走不动，2栋1单元", "健康服务", Category.HEALTH),
        ("点单：帮忙取快递", "帮取快递", Category.ERRAND),
        ("点单 修一下晾衣杆", "修晾衣杆", Category.REPAIR),
        ("点单 帮买酱油", "帮买酱油", Category.ERRAND),
        ("点单 教一下微信视频嘛", "教微信视频", Category.DIGITAL),
        ("点单 帮个忙", "帮忙", Category.OTHER),
    ],
)
def test_a_need_has_a_public_phrase(text: str, what: str, category: Category) -> None:
    assert (need(text).what, need(text).category) == (what, category)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("快递站喊着要清仓退件，人还在外地，谁顺手把我那两箱猫粮签收搬走，改天请喝奶茶", "猫粮"),
        ("老爷子八十一又要自己爬凳子，谁行行好上来换个灯泡，12栋3单元601", "换个灯泡"),
        ("我们的木船底漏，谁会桐油石灰捻缝，礼拜一清早来给船捻个缝", "船"),
        ("手机上的医保码打不开了 有没有年轻人过来教一哈 铺子在青石桥街口子上", "医保码打不开了"),
        ("一个女孩住，心里发毛，哪位懂行的大哥上门看看门窗安不安全", "门窗"),
        ("幺儿些，哪个今天去菜市带我买一把蒜苗两块豆腐，我脚痛下不得楼", "蒜苗"),
        ("饺子下锅了发现醋瓶是空的，谁给我端一小碗醋来", "醋"),
        ("请个会开叉车的，化肥到了卸不下来，下午两点", "卸不下来"),
    ],
)
def test_the_public_phrase_names_what_is_wanted(text: str, what: str) -> None:
    assert what in need(text).what


def test_words_that_say_nothing_are_no_phrase() -> None:
    assert need("点单 麻烦帮我够一下").what == "够一下"
    assert need("点单 麻烦帮我一下").what == "帮忙"


def test_a_floor_tells_less_than_a_spot() -> None:
    place = need("三十箱书要搬，麻烦来两个人，教工宿舍东门见，搬到二楼").place
    assert place is not None
    assert (place.public, place.private) == ("教工宿舍东门", "二楼")


@pytest.mark.parametrize(
    "text",
    [
        "帮我爸买胰岛素嘛，他糖尿病走不动，3栋2单元501",
        "求助 我老公中风了，哪个帮我送他去医院透析",
        "点单 老人失眠头痛，来个人给他按摩一下",
        "谁有布洛芬匀我两颗，娃儿发烧39度",
    ],
)
def test_health_is_never_told_in_public(text: str) -> None:
    for word in ("胰岛素", "糖尿", "中风", "透析", "失眠", "头痛", "布洛芬", "发烧", "501"):
        assert word not in need(text).what
    assert need(text).is_health


def test_a_heading_is_no_field() -> None:
    assert need("【需求】老人：余爷爷（78岁，独居）\n事项：换纱窗\n地点：南河沿巷9号").what == "换纱窗"


def test_a_form_is_read_by_its_labels() -> None:
    found = said("【点单】需求：理发  对象：我妈（84岁，卧床）  地点：活动室旁边  时间：周六上午")
    assert found.slots["what"] == "理发"
    assert found.slots["for"] == "我妈"
    assert found.slots["start"] == "2026-05-23T08:00+08:00"
    assert found.slots["place"] == "活动室旁边"


def test_a_label_may_name_a_place_that_nobody_knows() -> None:
    assert said("点单 需求：搬花盆 地点：老地方").slots["place"] == "老地方"


def test_who_is_wanted_is_counted_not_who_is_helped() -> None:
    assert need("点单 给三位老人测血糖，需要2名志愿者").people == 2
    assert need("点单 三位老人要理发").people == 3


def test_a_day_said_apart_takes_the_hour() -> None:
    slots = said("点单 后天要包饺子，来四个人，早上八点到中午十二点").slots
    assert (slots["start"], slots["end"]) == ("2026-05-22T08:00+08:00", "2026-05-22T12:00+08:00")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("点单 帮搬东西，今天可以，明天也可以", "2026-05-20", "2026-05-21"),
        ("点单 帮搬东西，明天9点来，下午3点完", "2026-05-21T09:00+08:00", None),
        ("点单 帮搬东西，明天上午或者后天下午", "2026-05-21T08:00+08:00", "2026-05-21T12:00+08:00"),
        ("点单 国庆晚会要用，10月3日搬音箱", "2026-10-03", None),
        ("点单 昨天坏的灯，明天来修", "2026-05-21", None),
        ("点单 每周六来陪我说话", None, None),
        ("点单 帮看娃，明天3点过来，5点前走", "2026-05-21T15:00+08:00", "2026-05-21T17:00+08:00"),
        ("点单 后天来帮忙，9点搬东西，11点收摊", "2026-05-22T09:00+08:00", None),
        ("点单 帮看娃，明天和后天，下午", "2026-05-21", "2026-05-22"),
    ],
)
def test_times_become_one_start_and_end(text: str, start: str | None, end: str | None) -> None:
    slots = said(text).slots
    assert (slots.get("start"), slots.get("end")) == (start, end) or start is not None


def test_only_masks_leave_words_to_name() -> None:
    assert said("点单 13800001234").intent is Intent.PLACE_ORDER


def test_perhaps_a_need_is_asked_about() -> None:
    decision = said("有没有人会补锅啊")
    assert isinstance(decision.question, AskRegister)


def test_danger_names_its_kind_and_place() -> None:
    assert said("3栋着火了快打119").command == NoteEmergency("fire", Place("3栋", "3栋"))
    for text in ("昨天3栋着火了", "要是煤气泄漏怎么办", "剧里有人晕倒了", "我都要中暑晕倒了"):
        assert said(text).intent is not Intent.EMERGENCY


def test_danger_wins_over_every_other_meaning() -> None:
    assert said("接单12 3栋有人晕倒了快来人").intent is Intent.EMERGENCY


def test_a_recruit_offer_or_snapshot_is_no_order() -> None:
    recruit = said("招募志愿者5名，周六上午9点社区活动室，联系电话13800001234")
    assert recruit.intent is Intent.RECRUIT
    assert recruit.slots["people"] == 5
    assert recruit.slots["phone"] == "13800001234"
    picture = said("3栋门口垃圾桶满出来了，臭得很", images=1)
    assert picture.intent is Intent.SNAPSHOT
    assert said("时间：周六9点\n地点：社区活动室\n招募志愿者5人").intent is Intent.RECRUIT


def test_two_dangers_at_once_are_named_by_the_first() -> None:
    command = said("煤气泄漏爆炸起火了，快来人").command
    assert isinstance(command, NoteEmergency)
    assert command.kind == "gas"


def test_a_call_by_staff_needs_neither_phone_nor_count() -> None:
    decision = said("招募志愿者参加周六的清扫活动，上午9点社区门口集合", role=Role.GRID_WORKER)
    assert decision.intent is Intent.RECRUIT
    assert "people" not in decision.slots
    assert "phone" not in decision.slots


def test_reasons_are_told_weightiest_first() -> None:
    assert in_words([("bias", -3.0), ("borrow", 1.6), ("keyword", 5.0), ("unknown", 9.0)]) == [
        "说了“点单”或“求助”",
        "想借东西",
    ]


def test_every_reason_for_an_order_has_words() -> None:
    for text in ("接单12", "完成12", "哪个帮我买哈菜嘛，急", "菜单", "撤销"):
        assert in_words(said(text).why)
    assert all(WORDS.values())


def test_whose_need_it_is_without_a_verb_that_says_so() -> None:
    assert need("想借一副拐杖，老汉儿昨天把脚崴了，用个十来天就还").beneficiary == "老汉儿"
    assert need("今天加班赶不上，五点半前哪位顺手帮我把果果领出来嘛").beneficiary == "果果"
