"""海报 and 文案: what they hold, how long they are, who gets them where, and that nothing private is in them."""

from datetime import timedelta

import pytest

from bot.transports import PICTURE
from handlers.activities.sharing import LONGEST_TEXT
from handlers.activities.sources import MOST_GROUPS
from handlers.rules import HouseRules
from storage.store import Store
from storage.vocabulary import Role
from tests.chat import Chat

WHERE = "https://yihu.example.org"
CALL = "招募 周日9点到11点 绿道义诊 15人 护士2 地点:东门"


def house(store: Store, *, public_url: str = WHERE, call: str = CALL) -> Chat:
    chat = Chat(store, rules=HouseRules(merge_window=timedelta(), public_url=public_url), rooms=("邻里群", "广场舞群"))
    chat.person("李姐")
    chat.person("小李")
    chat.say("李姐", call)
    return chat


def test_the_organiser_gets_the_poster_in_the_room_others_privately(store: Store) -> None:
    chat = house(store)
    chat.person("队长", Role.LEADER)
    words, picture = chat.say("李姐", "海报 1")
    assert (words.split(":")[0], picture) == ("邻里群", f"邻里群: {PICTURE}")
    assert chat.say("队长", "海报 1")[1] == f"邻里群: {PICTURE}"
    assert chat.say("小李", "海报 1")[1] == f">>小李: {PICTURE}"
    assert chat.say("李姐", "海报 1", private=True)[1] == f">>李姐: {PICTURE}"


def test_links_tell_where_they_were_read(store: Store) -> None:
    chat = house(store)
    assert "?s=poster" in chat.say("李姐", "海报 1")[0]
    assert chat.say("李姐", "文案 1") == [
        f"邻里群: 📣 绿道义诊|5月24日(周日) 09:00–11:00|东门|15人\n详情和报名:{WHERE}/a/p2?s=text"
    ]


def test_without_an_address_there_is_no_link(store: Store) -> None:
    chat = house(store, public_url="")
    said = [*chat.say("李姐", "海报 1"), *chat.say("李姐", "文案 1")]
    assert not any("/a/" in each for each in said)
    assert said[-1].endswith("报名:在「邻里群」里回复「报名 1」")


def test_digits_of_our_own_address_are_no_phone(store: Store) -> None:
    chat = house(store, public_url="http://139.196.12.123")
    assert "http://139.196.12.123/a/p2?s=text" in chat.say("李姐", "文案 1")[0]
    assert "http://139.196.12.123/a/p2?s=text" in chat.say("小李", "文案 1")[0]


def test_what_has_no_time_and_no_place_yet(store: Store) -> None:
    chat = house(store, call="招募 绿道清扫 15人")
    assert chat.say("李姐", "海报")[1] == f"邻里群: {PICTURE}"
    assert chat.say("李姐", "文案")[0].startswith("邻里群: 📣 绿道清扫|15人\n")


@pytest.mark.parametrize("words", ["海报", "文案"])
def test_refusals_are_private_and_change_nothing(store: Store, words: str) -> None:
    chat = house(store)
    assert [each.split(":")[0] for each in chat.say("小李", f"{words} 8")] == [">>小李"]
    assert [each.split(":")[0] for each in chat.say("小李", words, room="广场舞群", mentions_bot=True)] == [">>小李"]
    chat.say("李姐", "取消活动 1")
    assert [each.split(":")[0] for each in chat.say("李姐", f"{words} 1")] == [">>李姐"]


@pytest.mark.parametrize("address", ["", WHERE, "https://" + "a" * 52])
@pytest.mark.parametrize("long", [1, 12, 40, 200])
def test_the_text_is_never_longer(store: Store, long: int, address: str) -> None:
    chat = Chat(
        store, rules=HouseRules(merge_window=timedelta(), public_url=address), rooms=("邻里互助" * (long // 4) + "群",)
    )
    chat.person("李姐")
    chat.say(
        "李姐", f"招募 周日20点到周一2点 绿道义诊{'志愿服务' * (long // 4)} 2000人 地点:东门{'广场' * (long // 2)}"
    )
    (said,) = chat.say("李姐", "文案 1", private=True)
    assert "绿道义诊" in said
    assert address in said
    assert len(said.removeprefix(">>李姐: ")) <= LONGEST_TEXT


def test_what_is_passed_on_holds_no_phone(store: Store) -> None:
    chat = house(store, call="招募 周日9点 义诊找王姐13812345678 15人 地点:3栋2单元501")
    for who in ("李姐", "小李"):
        for said in (*chat.say(who, "文案 1"), *chat.say(who, "海报 1")):
            assert "13812345678" not in said
            assert "2单元" not in said


def test_of_several_one_has_to_be_named(store: Store) -> None:
    chat = house(store)
    chat.say("李姐", "招募 周六9点 捡垃圾 5人")
    assert chat.say("李姐", "海报") == []
    (asked,) = chat.say("李姐", "海报", mentions_bot=True)
    assert asked.startswith(">>李姐: 要哪一个的?#1 绿道义诊、#2 捡垃圾")


def test_a_group_that_is_named_has_a_link_of_its_own(store: Store) -> None:
    chat = house(store)
    first, second, again = (
        chat.say("李姐", words, private=True)[0]
        for words in ("文案 1 给广场舞群", "海报 1 发到业主群", "文案1发给 广场舞群")
    )
    assert "/a/p2?s=g1" in first
    assert "/a/p2?s=g2" in second
    assert "/a/p2?s=g1" in again
    assert "?s=text" in chat.say("小李", "文案 1 给钓鱼群", private=True)[0]


def test_not_more_groups_than_can_be_told_apart(store: Store) -> None:
    chat = house(store)
    names = [f"{letter}楼群" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"]
    links = [chat.say("李姐", f"文案 1 给{name}", private=True)[0].partition("?s=")[2] for name in names]
    assert links == [f"g{number}" for number in range(1, MOST_GROUPS + 1)]
    assert chat.say("李姐", "文案 1 给戌楼群", private=True)[0].endswith("?s=text")
