"""What is a number, an address, a phone, a mark, a head count; and what is none."""

import pytest

from handlers.understanding.addresses import head_before
from handlers.understanding.normalise import normalise
from handlers.understanding.spans import Piece, find_pieces
from tests.understanding.rooms import AT


def pieces(text: str, *numbers: int) -> list[Piece]:
    return find_pieces(normalise(text).text, AT, numbers).found


def of(kind: str, text: str, *numbers: int) -> list[Piece]:
    return [piece for piece in pieces(text, *numbers) if piece.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("接单12", [12]),
        ("接单 １２", [12]),
        ("#12", [12]),
        ("十二号单", [12]),
        ("12号那单", [12]),
        ("单子23写我名字", [23]),
        ("撤单 57、58", [57, 58]),
        ("12和14都我来", [12, 14]),
        ("46 空调弄好了", [46]),
        ("16号不用来了", [16]),
        ("评一下46：修好了", [46]),
        ("25号评单 一般", [25]),
    ],
)
def test_a_posting_is_named(text: str, expected: list[int]) -> None:
    assert [p.number for p in of("order", text, 12, 14, 16, 46)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "12点了",
        "3号楼",
        "12块钱",
        "八一路26号",
        "点了12个菜",
        "1.5米",
        "12:30",
        "第12名",
        "12号线",
        "N5考试",
        "满分10",
        "买12瓶水",
    ],
)
def test_a_count_is_no_posting(text: str) -> None:
    assert of("order", text, 1, 3, 5, 10, 12, 26) == []


def test_an_open_number_may_be_a_day_nevertheless() -> None:
    assert of("order", "16号下午来", 16) == []
    assert of("order", "16号我在家", 16)[0].number == 16


def test_a_number_that_nobody_opened_needs_a_verb() -> None:
    assert of("number", "37我来")[0].number == 37
    assert of("number", "37 空调") == []


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("电话13800001234", "13800001234"),
        ("+86 138 0000 1234", "13800001234"),
        ("135 0000 7766", "13500007766"),
        ("028-8300 0011", "02883000011"),
        ("400-800-1234", "4008001234"),
        ("83000011", "83000011"),
        ("幺三八零零零零一二三四", "13800001234"),
    ],
)
def test_a_phone_is_digits(text: str, digits: str) -> None:
    assert of("phone", text)[0].text == digits


def test_a_date_in_eight_digits_is_no_phone() -> None:
    assert of("phone", "20260601") == []


def test_a_slip_of_numerals_is_no_number() -> None:
    assert of("order", "接单 一百三四号") == []


def test_an_id_is_masked() -> None:
    assert len(of("id", "身份证510104199001011234")) == 1


def test_a_link_is_masked_whole() -> None:
    assert [p.kind for p in pieces("看 https://example.org/12?a=13800001234 嘛")] == ["url"]


@pytest.mark.parametrize(
    ("text", "written", "public", "private"),
    [
        ("3栋2单元501", "3栋2单元501", "3栋", "2单元501"),
        ("东苑2栋3单元103", "东苑2栋3单元103", "东苑2栋", "3单元103"),
        ("3-2-501", "3-2-501", "3栋", "2-501"),
        ("2单元", "2单元", "", "2单元"),
        ("南府街18号3楼", "南府街18号3楼", "南府街18号", "3楼"),
        ("翠柏村4组", "翠柏村4组", "翠柏村4组", ""),
        ("4组12号", "4组12号", "4组", "12号"),
        ("地库B2-117", "B2-117", "B2-117", ""),
        ("在403", "403", "", "403"),
        ("9栋楼下", "9栋楼下", "9栋楼下", ""),
        ("9栋1单元楼下", "9栋1单元楼下", "9栋", "1单元"),
    ],
)
def test_an_address_is_split(text: str, written: str, public: str, private: str) -> None:
    place = of("address", text)[0].place
    assert place is not None
    assert (place.text, place.public, place.private) == (written, public, private)


def test_the_name_before_an_address_ends_at_a_small_word() -> None:
    assert head_before("我在东苑小区3栋", 6) == 2
    assert head_before("一二三3栋", 3) == 3


@pytest.mark.parametrize(("text", "stars"), [("5星", 5), ("五颗星", 5), ("★★★", 3), ("⭐⭐", 2)])
def test_stars_are_counted(text: str, stars: int) -> None:
    assert of("stars", text)[0].number == stars


@pytest.mark.parametrize("text", ["10分", "7星", "零星", "4分"])
def test_other_marks_are_masked_without_stars(text: str) -> None:
    assert of("stars", text) == []


@pytest.mark.parametrize(
    ("text", "people"), [("两三个人", 3), ("7-10人", 10), ("十来个人", 10), ("需要2名志愿者", 2), ("请三四个人", 4)]
)
def test_heads_are_counted(text: str, people: int) -> None:
    assert of("people", text)[0].number == people


def test_a_head_count_that_is_no_number_is_left() -> None:
    assert of("people", "一二三四个人") == []


def test_list_lines_are_indexes() -> None:
    assert len(of("index", "接龙\n1.小敏\n2.田婆")) == 2
    assert of("index", "1.小敏") == []
