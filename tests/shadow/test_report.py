"""The report, on the page and in the terminal: what is doubtful and what is dangerous is seen first."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.shadow.hiding import Hiding
from bot.shadow.page import page_of
from bot.shadow.playing import play
from bot.shadow.reading import read_chat
from bot.shadow.report import Report, hidden
from tests.shadow.chats import TALK, export, said, yihu

NOW = datetime(2026, 5, 27, 2, 0, tzinfo=UTC)
#: Names, and what of TALK nobody may read: phones and unit numbers as typed, as understood.
PRIVATE = ("王婆婆", "小李", "13800001234", "一三八", "2单元", "501", "五零一", "1单元", "302")


def report_of(folder: Path, *rows: dict[str, object], pseudonyms: bool = True) -> Report:
    played = play(read_chat(export(folder / "chat.jsonl", *rows)), Settings(), lambda: None)
    made = Report("chat.jsonl", played.heard, played.unasked, own=played.own, has_pseudonyms=pseudonyms)
    return hidden(made, Hiding(with_pseudonyms=pseudonyms, bot_names=("一呼",)))


def test_danger_comes_first_then_doubt_and_each_message_once(folder: Path) -> None:
    made = report_of(
        folder,
        *TALK,
        said("赵姐", "明天哪个有空一起去看花展", "15:00"),
        said("孙姐", "周六义诊 社区活动室 招6人", "16:00"),
    )
    assert (made.sections[0].title, [each.number for each in made.sections[0].heard]) == ("危急", [6])
    for section in made.sections:
        assert [each.doubt for each in section.heard] == sorted(each.doubt for each in section.heard)
    assert sorted(each.number for section in made.sections for each in section.heard) == list(range(1, 10))


def test_it_counts_by_intent_and_by_hour(folder: Path) -> None:
    made = report_of(folder, *TALK)
    assert [(each.label, each.done, each.asked, each.ignored) for each in made.by_intent()] == [
        ("接单", 2, 0, 0),
        ("点单", 2, 0, 0),
        ("危急", 1, 0, 0),
        ("闲聊", 0, 0, 2),
    ]
    assert [(each.hour, each.heard, each.answered) for each in made.by_hour() if each.heard] == [
        (10, 5, 4),
        (13, 1, 1),
        (14, 1, 0),
    ]


def test_the_page_holds_nothing_private(folder: Path) -> None:
    quoting = said("小李", "我来", "15:00", quote={"sender": "王婆婆", "text": "打我电话13800001234"})
    page = page_of(report_of(folder, *TALK, quoting), made_at=NOW)
    for private in PRIVATE:
        assert private not in page, private
    assert '<p class="quote">甲:打我电话〔电话〕</p>' in page
    assert not re.search(r"1[3-9]\d{9}", page)
    named = page_of(report_of(folder, *TALK, pseudonyms=False), made_at=NOW)
    assert "王婆婆" in named
    assert "13800001234" not in named


def test_whoever_is_quoted_has_a_letter_though_they_never_spoke(folder: Path) -> None:
    page = page_of(
        report_of(
            folder,
            said("小李", "我来", quote={"sender": "老周", "text": "谁有空"}),
            said("小李", "早", room="老周的群"),
        ),
        made_at=NOW,
    )
    assert '<p class="quote">乙:谁有空</p>' in page
    assert "老周" not in page


def test_the_page_needs_nothing_else(folder: Path) -> None:
    page = page_of(report_of(folder, *TALK), made_at=NOW)
    assert not re.search(r"<script|<img|<link|src=|url\(|@import|https?://", page)
    assert "default-src 'none'" in page


def test_the_page_says_what_was_thought_and_what_would_be_said(folder: Path) -> None:
    page = page_of(report_of(folder, *TALK), made_at=NOW)
    for words in ("一呼 私发 乙", "📋 #1 跑腿代办", "claim_keyword", "+2.6", "说了“接单”", "5月20日 10:02"):
        assert words in page, words


def test_what_people_write_is_no_html(folder: Path) -> None:
    page = page_of(
        report_of(folder, said("<b>赵姐", "点单 修<script>alert(1)</script>"), pseudonyms=False), made_at=NOW
    )
    assert "<script" not in page
    assert "&lt;b&gt;赵姐" in page


def test_a_room_with_nothing_to_show_has_a_page_too(folder: Path) -> None:
    own_only = report_of(folder, said("一呼", "📋 #1 修水龙头"))
    assert "机器人自己的 1 行没有读" in page_of(own_only, made_at=NOW)
    assert own_only.by_intent() == []


@pytest.mark.parametrize("count", [1, 12])
def test_the_terminal_shows_the_first_of_each_kind(folder: Path, count: int) -> None:
    export(folder / "chat.jsonl", *(said(f"邻居{n}", f"点单 修水龙头 {n}栋", f"10:{n:02}") for n in range(count)))
    result = yihu("shadow", "chat.jsonl")
    assert result.exit_code == 0, result.output
    assert f"会办 {count}" in result.stdout
    assert ("还有 4 句,见网页" in result.stdout) is (count == 12)
    assert "邻居" not in result.stdout
