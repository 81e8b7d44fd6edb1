"""What is kept about a person: all of it is shown to them, and their consents are theirs."""

from datetime import timedelta

from storage.models.afterwards import ActivityReview
from storage.models.certificates import Certificate
from storage.models.hours import HoursLine
from storage.models.milestones import Milestone
from storage.store import Store
from storage.vocabulary import HoursKind, MilestoneKind, Role
from tests.chat import Chat


def test_everything_that_is_kept_is_named(chat: Chat) -> None:
    member_id = chat.person("王婆婆")
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", "招募 每周三下午3点到5点 绿道义诊 5人 地点:东门")
    chat.say("王婆婆", "长期报名 1")
    chat.say("王婆婆", "随手拍 3栋门口路灯不亮", pictures=("p1",))
    chat.say("王婆婆", "征集时间 包粽子 周六上午9点 / 周日下午2点 6人")
    chat.say("王婆婆", "选 #3 1 2")
    now = chat.clock.now()
    with chat.store.write() as uow:
        for minutes in (60, 30):
            line = HoursLine(member_id=member_id, activity_id=1, kind=HoursKind.CREDIT, minutes=minutes)
            line.served_at = line.written_at = now
            uow.hours.add(line)
        uow.milestones.add(Milestone(member_id=member_id, kind=MilestoneKind.SERVICES, number=1, reached_at=now))
        uow.certificates.add(
            Certificate(
                member_id=member_id,
                code_hash="x",
                last_on=now.date(),
                minutes=90,
                activities=1,
                issued_by="",
                issued_at=now,
            )
        )
    (told,) = chat.say("王婆婆", "我的数据", private=True)
    for each in (
        "活动报名 1 次",
        "随手拍 1 次",
        "工时 1小时30分钟,证明 1 张,里程碑 1 个",
        "选时间 1 次",
        "长期报名 1 个",
    ):
        assert each in told, each
    assert "长期报名 1 个" in told


def test_a_part_that_was_given_up_or_missed_says_so(chat: Chat) -> None:
    for name in ("王婆婆", "小李"):
        chat.person(name)
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", "招募 周三下午3点到5点 绿道义诊 5人 地点:东门")
    for name in ("王婆婆", "小李"):
        chat.say(name, "报名 1")
    chat.say("王婆婆", "取消 1")
    chat.wait(timedelta(hours=6))
    chat.say("李姐", "没来 1 小李")
    chat.say("小李", "没来是因为孩子发烧", private=True)
    assert "#1 绿道义诊(已退出)" in chat.say("王婆婆", "我的数据")[0]
    (told,) = chat.say("小李", "我的数据")
    assert "#1 绿道义诊(没来)" in told
    assert "没来 1 次,说明 1 条" in told


def test_a_question_whether_to_quote_ends_with_the_consents(store: Store) -> None:
    chat = Chat(store)
    for name in ("王婆婆", "小李"):
        chat.person(name)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("小李", "接单 1")
    chat.say("王婆婆", "评 1 五星 小伙子热心得很", private=True)
    chat.say("王婆婆", "撤回同意", private=True)
    chat.say("王婆婆", "可以", private=True)
    with store.read() as uow:
        review = uow.reviews.of_order(1)
        assert review is not None
        assert not review.may_quote


def test_what_one_still_takes_part_in_is_named_with_the_words_that_end_it(chat: Chat) -> None:
    chat.person("王婆婆")
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", "打开时间银行")
    chat.say("王婆婆", "加入时间银行")
    (told,) = chat.say("王婆婆", "撤回同意")
    assert "「退出时间银行」" in told


def test_a_corrected_phone_is_the_one_that_is_kept_of_a_known_member(chat: Chat) -> None:
    member_id = chat.person("王婆婆")
    with chat.store.write() as uow:
        uow.members.change(member_id, phone_sealed=uow.seal("13800001234"))
    (told,) = chat.say("王婆婆", "更正 电话 13900001234", private=True)
    assert "电话改好了" in told
    with chat.store.read() as uow:
        member = uow.members.get(member_id)
        kept = uow.open(member.phone_sealed) if member is not None else None
        assert kept is not None
        assert kept.reveal() == "13900001234"


def test_orders_without_a_phone_get_it_where_none_has_one(chat: Chat) -> None:
    chat.person("王婆婆")
    chat.say("王婆婆", "点单 换灯泡 3栋")
    assert "#1 换灯泡" in chat.say("王婆婆", "更正 电话 13900001234", private=True)[0]
    assert chat.order(1).phone_sealed is not None


def test_what_was_said_of_an_activity_is_quoted_no_more_and_again_after_an_undo(chat: Chat) -> None:
    chat.person("王婆婆")
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", "招募 周三下午3点到5点 绿道义诊 5人 地点:东门")
    now = chat.clock.now()
    with chat.store.write() as uow:
        member_id = chat.member("王婆婆").id or 0
        uow.activity_reviews.add(
            ActivityReview(activity_id=1, member_id=member_id, stars=5, reviewed_at=now, agreed_at=now)
        )
    assert "不再引用您的 1 条评价" in chat.say("王婆婆", "撤回同意", private=True)[0]
    with chat.store.read() as uow:
        assert uow.activity_reviews.quotable_between(1, now - timedelta(days=1), now + timedelta(days=1)) == []
    chat.say("王婆婆", "撤销", private=True)
    with chat.store.read() as uow:
        assert uow.personal.activity_reviews(member_id)[0].agreed_at == now
