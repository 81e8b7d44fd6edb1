"""The text format of golden chats: what each line means, and what is said of one that means nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialog import DialogBroken, Expected, Moved, Said, Spoken, compare, filled_in, matches, read_dialog

ROOM = "邻里群"


def read(tmp_path: Path, text: str) -> list[Said | Moved]:
    path = tmp_path / "chat.txt"
    path.write_text(text, encoding="utf-8")
    return list(read_dialog(path).steps)


def one(tmp_path: Path, line: str) -> Said:
    (step,) = read(tmp_path, line)
    assert isinstance(step, Said)
    return step


class TestLines:
    def test_comments_and_empty_lines_are_nothing(self, tmp_path: Path) -> None:
        assert read(tmp_path, "# comment\n\n   \n") == []

    def test_people_speak_in_rooms_and_privately(self, tmp_path: Path) -> None:
        assert one(tmp_path, "王婆婆> 你好").text == "你好"
        assert one(tmp_path, "[二号群] 王婆婆> 你好").room == "二号群"
        private = one(tmp_path, "王婆婆>> 我的数据")
        assert (private.is_private, private.person) == (True, "王婆婆")

    def test_pictures_and_line_breaks(self, tmp_path: Path) -> None:
        assert one(tmp_path, "王婆婆 (2 photos)> 井盖坏了").photos == 2
        assert (one(tmp_path, "王婆婆 (1 photo)>").photos, one(tmp_path, "王婆婆 (1 photo)>").text) == (1, "")
        assert one(tmp_path, r"王婆婆> 一\n二").text == "一\n二"

    def test_quotations(self, tmp_path: Path) -> None:
        quoted = one(tmp_path, "小李> 「一呼: …#1…」我来")
        assert (quoted.quoted, quoted.text) == (("一呼", "…#1…"), "我来")

    def test_the_clock(self, tmp_path: Path) -> None:
        at, by = read(tmp_path, "@ 2026-05-20 10:00\n+ 45s")
        assert isinstance(at, Moved)
        assert isinstance(by, Moved)
        assert at.to is not None
        assert at.to.isoformat() == "2026-05-20T10:00:00+08:00"
        assert by.by == timedelta(seconds=45)
        (zoned,) = read(tmp_path, "@ 2026-05-20T02:00+00:00")
        assert isinstance(zoned, Moved)
        assert zoned.to == at.to

    def test_what_the_bot_should_say_belongs_to_the_line_before(self, tmp_path: Path) -> None:
        step = one(
            tmp_path, "小李> 接单 1\nbot> ✅ …\nbot [二号群]> …\nbot? [二号群]> …\nbot?> …\nbot>>小李 a\nbot>>* …"
        )
        assert [(each.room, each.person, each.is_optional) for each in step.expected] == [
            (None, None, False),
            ("二号群", None, False),
            ("二号群", None, True),
            (None, None, True),
            (None, "小李", False),
            (None, "*", False),
        ]

    @pytest.mark.parametrize("line", ["bot> 先说", "@ morning", "+ 5x", "+ s", "没有说话人", "[二号群] 王婆婆"])
    def test_what_means_nothing_is_named_by_its_line(self, tmp_path: Path, line: str) -> None:
        with pytest.raises(DialogBroken, match=r"chat\.txt:2: "):
            read(tmp_path, f"# first\n{line}")


class TestMatching:
    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ("📋 #1 …", "📋 #1 修水龙头"),
            ("…#1…", "📋 #1 修\n水龙头"),
            ("📋 #1 …认领", "📋 #1 认领"),
            ("今天 15:00 前", "今天15:00前"),
            ("好的,谢谢!", "好的，谢谢！"),
            ("１ ２", "1 2"),
            ("08:00-12:00", "08:00–12:00"),
        ],
    )
    def test_it_forgives_blanks_and_width(self, words: str, text: str) -> None:
        assert matches(words, text, {})

    @pytest.mark.parametrize(("words", "text"), [("#1", "#12"), ("a b", "ab"), ("…x", "y"), ("", "有话")])
    def test_and_nothing_else(self, words: str, text: str) -> None:
        assert not matches(words, text, {})

    def test_a_code_is_kept(self) -> None:
        codes: dict[str, str] = {}
        assert matches("绑定 {code},{code}", "绑定 AB12,AB12", codes)
        assert codes == {"code": "AB12"}
        assert not matches("绑定 {code}", "绑定 XX99", codes)
        assert filled_in("绑定 {code}", codes) == "绑定 AB12"


class TestComparing:
    def compare(self, expected: list[Expected], *spoken: Spoken) -> tuple[list[int], list[bool]]:
        missed, heard = compare(expected, spoken, ROOM, {})
        return [each.line for each in missed], [ok for _, ok in heard]

    def test_lines_of_a_room_come_in_order(self) -> None:
        expected = [Expected(1, "一"), Expected(2, "二")]
        assert self.compare(expected, Spoken("一", ROOM), Spoken("二", ROOM)) == ([], [True, True])
        assert self.compare(expected, Spoken("二", ROOM), Spoken("一", ROOM)) == ([2], [False, True])

    def test_rooms_do_not_wait_for_each_other(self) -> None:
        expected = [Expected(1, "一"), Expected(2, "二", room="二号群")]
        assert self.compare(expected, Spoken("二", "二号群"), Spoken("一", ROOM)) == ([], [True, True])

    def test_private_lines_come_in_any_order(self) -> None:
        expected = [Expected(1, "一", person="小李"), Expected(2, "二", person="小李")]
        assert self.compare(expected, Spoken("二", person="小李"), Spoken("一", person="小李")) == ([], [True, True])
        assert self.compare(expected, Spoken("一", person="赵姐")) == ([1, 2], [False])

    def test_any_private_line_may_be_allowed(self) -> None:
        expected = [Expected(1, "…", person="*"), Expected(2, "一", person="小李")]
        assert self.compare(expected, Spoken("?", person="赵姐")) == ([2], [True])
        assert self.compare(expected, Spoken("群里的", ROOM)) == ([2], [False])

    def test_an_optional_line_may_be_passed_over(self) -> None:
        expected = [Expected(1, "一", is_optional=True), Expected(2, "二")]
        assert self.compare(expected, Spoken("二", ROOM)) == ([], [True])
        assert self.compare(expected, Spoken("一", ROOM), Spoken("二", ROOM)) == ([], [True, True])
        assert self.compare(expected[:1], Spoken("三", ROOM)) == ([], [False])
        assert self.compare(expected[:1]) == ([], [])

    def test_silence_is_expected_where_nothing_is(self) -> None:
        assert self.compare([], Spoken("多嘴", ROOM)) == ([], [False])
