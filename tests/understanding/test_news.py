"""What offices and papers write: a call is one, and news of what is over is none."""

from datetime import datetime

import pytest

from storage.intents import Intent
from tests.understanding.rooms import activity, order, said

NEWS = (
    "为弘扬志愿精神，6月5日上午，青溪社区在文化广场开展志愿者招募活动。活动中，工作人员发放倡议书，介绍服务内容。"
    "此次活动共招募志愿者10余名，为今后开展服务奠定了良好基础。"
)
FAIR = (
    "近日，青溪社区承办“沁夏”志愿服务大集，现场设置摊点37个，吸引附近群众500余人参与。"
    "居民们纷纷表示，希望社区以后多组织。"
)
#: Long and without an I, and yet by neighbours.
LIFT = (
    "3栋2单元电梯从昨天晚上到现在一直在8楼和9楼之间上下乱跳，门打开一条缝又关上，里面的灯也不亮了，"
    "老人孩子上下楼都不敢坐，请物业和社区尽快联系维保单位来处理一下"
)
SLIDE = (
    "儿童乐园的滑梯底下裂了一道口子，边缘很锋利，今天下午有个小朋友的裤子被划破了，幸好没伤到腿，"
    "请物业先围起来再找人来修，别等出了事再处理"
)
WASHING_MACHINE = (
    "家里闲置一台八成新的洗衣机，五公斤波轮，功能正常没有坏过，搬家带不走，免费送给需要的邻居，"
    "最好今明两天来搬，五栋一楼，来之前打个招呼就行，不收钱"
)
STOPPAGE = "温馨提示：因管网检修，我社区5月22日8:00-18:00停水，请各位居民提前做好储水准备，给您带来不便敬请谅解。"
PAID = "急招小区保洁2名，包吃住，月薪3500，联系电话139 0000 3321"


@pytest.mark.parametrize("text", [NEWS, FAIR, STOPPAGE, PAID])
def test_nobody_is_called_by_news(text: str) -> None:
    at = datetime.fromisoformat("2026-06-08T09:00+08:00")
    assert said(text, at=at).intent is Intent.CHATTER
    assert said(text, order(12), activity(5), at=at).intent is Intent.CHATTER


@pytest.mark.parametrize(
    ("text", "intent"), [(LIFT, Intent.SNAPSHOT), (SLIDE, Intent.SNAPSHOT), (WASHING_MACHINE, Intent.OFFER)]
)
def test_neighbours_write_at_length_too(text: str, intent: Intent) -> None:
    assert said(text, order(12), activity(5)).intent is intent


def test_a_day_that_is_over_calls_nobody() -> None:
    call = "捡垃圾活动招募志愿者10名，5月{}日上午9点东门集合，想来的报名"
    assert said(call.format(24)).intent is Intent.RECRUIT
    assert said(call.format(10)).intent is Intent.CHATTER


def test_a_notice_of_an_office_is_a_call() -> None:
    notice = (
        "关于“服务旅客”青溪站志愿者招募的通知\n各团支部：\n现将有关事项通知如下：\n一、志愿者报名条件\n1.有责任心；\n2.身体健康；\n"
        "二、活动时间：5月30日（周六）8:00-17:00\n三、活动地点：青溪站地铁口\n四、招募人数：20人\n"
        "五、报名方式：5月28日18:00前将报名表发至邮箱\n联系人：毕老师 13800000021"
    )
    slots = said(notice).slots
    assert (slots["start"], slots["end"]) == ("2026-05-30T08:00+08:00", "2026-05-30T17:00+08:00")
    assert (slots["place"], slots["people"], slots["contact"]) == ("青溪站地铁口", 20, "毕老师")
    assert slots["deadline"] == "2026-05-28T18:00+08:00"


def test_a_label_with_its_emoji_is_no_part_of_the_place() -> None:
    notice = (
        "【志愿者招募】暖心送考志愿者招募啦！\n📅 服务时间：6月7日-6月8日 7:30-18:00\n📍 服务地点：林荫中学考点门口\n"
        "👥 招募人数：30人\n⏰ 报名截止：6月5日18:00，额满即止\n☎️ 联系人：王老师 13900000034"
    )
    assert said(notice).slots["place"] == "林荫中学考点门口"


def test_numbered_fields_are_no_list_of_names() -> None:
    notice = "粽香端午\n1、日期：6月18日\n2、时间：15:30\n3、地点：活动室\n4、名额：20名\n报名请在群里接龙"
    assert said(notice).intent is not Intent.CHAIN


def test_points_are_no_list_of_names() -> None:
    assert said("6月志愿积分榜\n1. 阿旺 42分\n2. 芹姐 39分\n3. 老雷 36分").intent is not Intent.CHAIN
