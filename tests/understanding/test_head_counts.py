"""How many come, and by which names."""

import pytest

from storage.vocabulary import Role
from tests.understanding.rooms import activity, said

SIGN_UPS = [
    ("报名 5 +2", 2, None),
    ("报名 5 两大一小", 3, None),
    ("报名 5 ×3", 3, None),
    ("包粽子我报一个，还有谈师傅也报", 2, ["谈师傅"]),
    ("把我和邢丽萍都写上，俩人，报名 5", 2, ["邢丽萍"]),
    ("搬桌子，算我，再算上我弟弟何小川", 2, ["何小川"]),
    ("报名 5 一共五个人：小柳、王洋、赵四妹、冯强、冯丽", 5, ["小柳", "王洋", "赵四妹", "冯强", "冯丽"]),
    ("替我同事报名 5，她叫陈青", None, ["陈青"]),
    ("报名 5 我叫何丽", None, ["何丽"]),
    ("算我一个", 1, None),
]


@pytest.mark.parametrize(("text", "people", "names"), SIGN_UPS)
def test_who_signs_up(text: str, people: int | None, names: list[str] | None) -> None:
    slots = said(text, activity(5)).slots
    assert (slots.get("people"), slots.get("names")) == (people, names)


CALLS = [
    ("腊八施粥招志愿者\n时间：1月26日早6:00至9:00\n地点：驿站门前\n人员：熬粥组4人(凌晨2点到岗)、分发组8人", 12, None),
    (
        "灯会招募：\n日期 9月25日\n早班 15:00-18:00 搭棚 8人\n晚班 18:00-22:00 疏导 12人\n查询 Kelvin 020-00001234",
        20,
        "Kelvin",
    ),
    ("校园义卖招志愿者：\n1. 收银2名\n2. 维持秩序4名\n3. 布置场地6名\n时间：10月31日13:00到17:00\n以上12名", 12, None),
    ("重阳节给老寿星祝寿演出，会唱二人转的招6位，十月十八上午，社区礼堂", 6, None),
    ("广场舞展演招人，咱队要凑够24个人，缺6个，6月8日早八点文化广场", 6, None),
    ("缺七八个能刨坑的，明早八点院里集合植树，招人", 8, None),
    ("敬老理发专场招志愿者 5月29日上午9:00 自备工具\n📞13800005519（魏）", None, "魏"),
    ("消防演练招志愿者12人 5月29日 联系前台 13600003392", 12, None),
]


@pytest.mark.parametrize(("text", "people", "contact"), CALLS)
def test_how_many_a_notice_wants_and_whom_to_ask(text: str, people: int | None, contact: str | None) -> None:
    slots = said(text, role=Role.LEADER).slots
    assert (slots.get("people"), slots.get("contact")) == (people, contact)


NEEDS = [
    ("卤锅太重了抬不上架子，麻烦哪家来两个男将帮忙抬，现在", 2),
    ("求帮忙，店里冰柜倒了，来俩小伙子搭把手", 2),
    ("家里来三个人，想借几床被子", None),
    ("书橱要搬到车库，一个人搬不动，来两个人搭把手好不", 2),
]


@pytest.mark.parametrize(("text", "people"), NEEDS)
def test_how_many_a_need_wants(text: str, people: int | None) -> None:
    assert said(text).slots.get("people") == people
