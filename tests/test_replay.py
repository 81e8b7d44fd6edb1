"""`yihu replay`: the world of a golden chat, what it prints, and when it fails."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.dialog import DialogBroken
from bot.replay import play_file, replay

TALK = "王婆婆> 点单 修水龙头 5栋\nbot> 📋 #1 …\n小李> 今天天气真好"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "chat.txt"
    path.write_text(text, encoding="utf-8")
    return path


def said(tmp_path: Path, text: str) -> list[tuple[str | None, str | None, str]]:
    return [
        (heard.spoken.room, heard.spoken.person, heard.spoken.text)
        for turn in play_file(write(tmp_path, text))
        for heard in turn.heard
    ]


def printed(path: Path, *, as_jsonl: bool) -> tuple[bool, str]:
    out = io.StringIO()
    return replay([path], as_jsonl=as_jsonl, console=Console(file=out, width=200)), out.getvalue()


class TestWorld:
    def test_without_any_it_is_one_room(self, tmp_path: Path) -> None:
        assert said(tmp_path, TALK)[0][0] == "邻里群"

    def test_a_tree_of_sites_with_roles_above(self, tmp_path: Path) -> None:
        text = (
            "! site 双桥子所 institute\n! site 下涧槽站 station under 双桥子所 at 30.680,104.100\n"
            "! room 邻里群 of 下涧槽站\n! room 二号群 of 下涧槽站\n! 主任 is admin of 双桥子所\n"
            "! quiet 22:00-06:00 in 二号群\n! digest 09:00 in 二号群\n! switch ranking on in 二号群\n"
            "! landmarks 下涧槽站: 东门, 菜市场门口\n"
            "[二号群] 王婆婆> 点单 修水龙头 5栋\nbot [二号群]> …\n[二号群] 主任> 拒单 1 找物业\nbot>>王婆婆 …"
        )
        assert [(room, person) for room, person, _ in said(tmp_path, text)] == [("二号群", None), (None, "王婆婆")]

    def test_teams_and_menus(self, tmp_path: Path) -> None:
        text = (
            "! 李姐 is leader of team 康乐队 of 下涧槽站\n! 老周 is member of team 康乐队 of 下涧槽站\n"
            "! menu 下涧槽站: 3 理发 haircut\n王婆婆> 点 3\n李姐> 派 1 康乐队\n老周> 接单 1"
        )
        assert "✅ #1 由老周接单" in "".join(words for _, _, words in said(tmp_path, text))

    def test_who_is_no_friend_is_not_written_to(self, tmp_path: Path) -> None:
        text = "! 小李 is no friend\n王婆婆> 点单 修水龙头 5栋\n小李> 接单 1\n小李>> 你好"
        heard = said(tmp_path, text)
        assert [person for _, person, _ in heard] == [None, None, "王婆婆", "小李"]

    @pytest.mark.parametrize(
        ("world", "line"),
        [
            ("! nonsense", 1),
            ("! room 邻里群 of 没这站", 1),
            ("! site 下涧槽站 palace", 1),
            ("! site 下涧槽站 station", 0),
            ("! 小李 is king of 下涧槽站", 1),
            ("! switch light on in 邻里群", 1),
            ("! digest 25:00 in 邻里群", 1),
        ],
    )
    def test_what_is_no_world_is_named(self, tmp_path: Path, world: str, line: int) -> None:
        with pytest.raises(DialogBroken, match=rf"chat\.txt:{line}: " if line else "needs a `! room"):
            play_file(write(tmp_path, f"{world}\n小李> 你好"))

    def test_a_room_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(DialogBroken, match=r"chat\.txt:1: no such room: 三号群"):
            play_file(write(tmp_path, "[三号群] 小李> 你好"))

    def test_who_only_writes_privately_is_in_the_first_room(self, tmp_path: Path) -> None:
        assert said(tmp_path, f"{TALK}\n张叔>> 接单 1")[1][0] == "邻里群"

    def test_a_quotation_of_nothing_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(DialogBroken, match=r"chat\.txt:1: nothing said before is 「一呼: 📋…」"):
            play_file(write(tmp_path, "小李> 「一呼: 📋…」我来"))


class TestTalk:
    def test_numbers_and_clocks_are_the_same_every_time(self, tmp_path: Path) -> None:
        assert said(tmp_path, TALK) == said(tmp_path, TALK)

    def test_the_bot_may_be_quoted_by_either_name(self, tmp_path: Path) -> None:
        for name in ("bot", "一呼"):
            heard = said(tmp_path, f"{TALK}\n小李> 「{name}: 📋 #1 …」我来")
            assert "✅ #1 由小李接单" in heard[1][2]

    def test_people_may_be_quoted_and_the_bot_called(self, tmp_path: Path) -> None:
        assert said(tmp_path, "小李> 早上好\n赵姐> 「小李: 早…」你好") == []
        assert said(tmp_path, "小李> @一呼 帮助")[0][2].startswith("有事直接说")

    def test_a_picture_alone_is_talk(self, tmp_path: Path) -> None:
        assert said(tmp_path, "小李 (1 photo)>") == []

    def test_a_code_said_by_the_bot_can_be_said_back(self, tmp_path: Path) -> None:
        text = "王婆婆> 点单 修水龙头 5栋\nbot> 📋 #{number} …\n小李> 接单 {number}\nbot> ✅ #1 由小李接单…\nbot>>* …"
        assert all(turn.is_ok for turn in play_file(write(tmp_path, text)))

    def test_the_clock_goes_on_by_what_is_due(self, tmp_path: Path) -> None:
        turns = play_file(write(tmp_path, f"@ 2026-05-20 10:00\n{TALK}\n@ 2026-05-20 12:01\nbot> 📣 …\n+ 1h"))
        assert [len(turn.heard) for turn in turns] == [0, 1, 0, 1, 0]


class TestOutput:
    def test_all_is_well(self, tmp_path: Path) -> None:
        ok, text = printed(write(tmp_path, TALK), as_jsonl=False)
        assert ok
        assert "✓ bot [邻里群]> 📋 #1" in text

    def test_what_was_needless_and_what_was_missed(self, tmp_path: Path) -> None:
        path = write(tmp_path, "王婆婆> 点单 修水龙头 5栋\nbot> 不对\n[邻里群] 小李>> 帮助\n+ 1m")
        ok, text = printed(path, as_jsonl=False)
        assert not ok
        for words in (
            "✗ bot [邻里群]> 📋",
            "line 2: expected and not said: 不对",
            "✗ bot>>小李",
            "小李>> 帮助",
            "+ 0:01:00",
        ):
            assert words in text

    def test_as_jsonl(self, tmp_path: Path) -> None:
        path = write(tmp_path, "@ 2026-05-20 10:00\n王婆婆> 点单 修水龙头 5栋 13800001234\nbot> 不对\nbot>>王婆婆 …")
        ok, text = printed(path, as_jsonl=True)
        room, private, last = map(json.loads, text.splitlines())
        assert not ok
        assert (room["cause"], room["room"], room["to"], room["expected"]) == (2, "邻里群", None, False)
        assert (private["cause"], private["room"], private["to"], private["expected"]) == (2, None, "王婆婆", True)
        assert last == {"file": str(path), "ok": False, "missed": [3]}
