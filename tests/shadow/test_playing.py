"""An exported chat is met as a room would be met: numbers, claims and answers fit together, and nothing is sent."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.shadow.overheard import Overheard, Would
from bot.shadow.playing import Played, play
from bot.shadow.reading import read_chat
from storage.intents import Intent
from storage.vocabulary import LOCAL_ZONE
from tests.shadow.chats import TALK, export, said


def played(folder: Path, *rows: dict[str, object], settings: Settings | None = None) -> Played:
    return play(read_chat(export(folder / "chat.jsonl", *rows)), settings or Settings(), lambda: None)


def lines(each: Overheard) -> list[str]:
    return [f">>{line.to}: {line.text}" if line.to else line.text for line in each.said]


def test_a_talk_is_played_through(folder: Path) -> None:
    heard = played(folder, *TALK).heard
    assert [each.number for each in heard] == list(range(1, 8))
    assert [each.would for each in heard] == [*[Would.DO] * 3, Would.IGNORE, *[Would.DO] * 2, Would.IGNORE]
    assert lines(heard[0])[0].startswith("📋 #1 跑腿代办|帮买药|今天 15:00 前|3栋")
    assert lines(heard[1])[0].startswith("✅ #1 由小李接单")
    assert any(line.startswith(">>小李: ") and "13800001234" in line for line in lines(heard[1]))
    assert lines(heard[2]) == ["#1 小李已经接了。"]
    assert heard[3].said == ()
    assert heard[5].is_danger
    assert [line.split(":")[0] for line in lines(heard[5])[1:]] == [">>孙姐"]


def test_what_a_message_holds_in_private_is_not_kept_with_it(folder: Path) -> None:
    texts = [each.text for each in played(folder, *TALK).heard]
    assert texts[0] == "哪个有空帮我买哈降压药嘛 今天下午3点前 3栋 电话〔电话〕"
    assert texts[4] == "点单 修水龙头 三栋 电话〔电话〕"
    assert texts[5] == "我屋头煤气味好大 5栋 快来人"


def test_a_merged_answer_is_put_to_what_began_it(folder: Path) -> None:
    heard = played(
        folder,
        said("王婆婆", "点单 搬桌子 要3个人", "10:00"),
        said("小李", "接单1", "10:01"),
        said("小张", "接单1", "10:01"),
        said("小陈", "接单1", "10:01"),
    ).heard
    assert "小李" in lines(heard[1])[0]
    assert "小张" in lines(heard[2])[-1]
    assert "小陈" in lines(heard[2])[-1]


def test_what_is_read_together_is_told_together(folder: Path) -> None:
    heard = played(
        folder, said("王婆婆", "3栋2单元501 电话13800001234", "10:00"), said("王婆婆", "想请人帮忙修水管", "10:01")
    ).heard
    assert [each.would for each in heard] == [Would.IGNORE, Would.DO]
    assert heard[1].text == "3栋 电话〔电话〕,想请人帮忙修水管"
    assert lines(heard[1])[0].startswith("📋 #1 维修|修水管|3栋")


def test_a_picture_and_its_words_are_one_report(folder: Path) -> None:
    heard = played(
        folder,
        said("刘大爷", "", images=2),
        said("刘大爷", "井盖坏了,就在东门", "10:01"),
        said("小李", "我来", "10:05"),
    ).heard
    assert (heard[1].intent, heard[1].context["images"]) == (Intent.SNAPSHOT, 2)
    assert heard[2].context["open"]["orders"] == []  # a report is nothing to take


def test_what_nobody_asked_for_stands_apart(folder: Path) -> None:
    morning = said("赵姐", "早") | {"at": "2026-05-21T09:00:00+08:00"}
    found = played(folder, said("王婆婆", "点单 修水龙头"), morning).unasked
    assert [each.room for each in found] == ["邻里群", "邻里群"]
    assert "修水龙头" in found[0].line.text
    assert found[1].line.text.startswith("📰 邻里群 日报")
    assert f"{found[1].at.astimezone(LOCAL_ZONE):%m-%d %H:%M}" == "05-21 08:00"


def test_a_line_that_says_what_is_open_is_read_by_itself(folder: Path) -> None:
    alone = said("小李", "我来", open={"orders": [12], "activities": [5], "asked": None}, mentions_bot=True)
    (heard,) = played(folder, alone).heard
    assert (heard.would, heard.intent, heard.said) == (Would.DO, Intent.CLAIM_ORDER, ())
    assert heard.context["open"] == {"orders": [12], "activities": [5], "asked": None}
    assert heard.context["mentions_bot"]


def test_what_is_open_by_then_is_told(folder: Path) -> None:
    heard = played(folder, said("王婆婆", "点单 陪我去医院"), said("王婆婆", "明天上午", "10:05")).heard
    assert heard[1].context["open"] == {"orders": [1], "activities": [], "asked": "when:1"}


def test_lines_are_played_in_the_order_of_their_times_and_told_in_that_of_the_file(folder: Path) -> None:
    heard = played(folder, said("小李", "接单1", "10:05"), said("王婆婆", "点单 修水龙头", "10:00")).heard
    assert [(each.number, each.intent) for each in heard] == [(1, Intent.CLAIM_ORDER), (2, Intent.PLACE_ORDER)]
    assert lines(heard[0])[0].startswith("✅ #1")


def test_each_room_has_its_own_numbers_and_private_talk_belongs_to_the_last(folder: Path) -> None:
    heard = played(
        folder,
        said("王婆婆", "点单 修水龙头"),
        said("刘大爷", "点单 修门", "10:01", room="二号群"),
        said("刘大爷", "取消1", "10:02", room="二号群", private=True),
        said("赵姐", "还有哪些没人接", "10:03", room=None),
    ).heard
    assert lines(heard[1])[0].startswith("📋 #1 ")
    assert heard[2].would is Would.DO
    assert heard[3].room == "本群"


def test_the_bots_own_lines_are_not_read(folder: Path) -> None:
    found = played(folder, said("一呼", "📋 #1 修水龙头"), said("社区小助手", "接单1"), said("小李", "我来"))
    assert found.own == 2
    assert [each.intent for each in found.heard] == [Intent.CHATTER]


def test_the_settings_decide(folder: Path) -> None:
    cautious = Settings.model_validate({"rooms": {"act_threshold": 1.0, "ask_threshold": 0.9999, "shadow": True}})
    assert [each.would for each in played(folder, TALK[0], settings=cautious).heard] == [Would.IGNORE]
    alone = said("小李", "我来", open={"orders": [12]})
    assert [each.would for each in played(folder, alone, settings=cautious).heard] == [Would.IGNORE]


def test_half_an_emoji_and_one_of_the_tools_own_signs_do_no_harm(folder: Path) -> None:
    (folder / "odd.jsonl").write_text(
        '\ufeff{"sender": "\\ud83d", "at": "2026-05-20 10:00", "text": "点单 修水龙头\\ud83d", "quote": null}\r\n\r\n',
        "utf-8",
    )
    (heard,) = play(read_chat(folder / "odd.jsonl"), Settings(), lambda: None).heard
    assert heard.would is Would.DO


@pytest.mark.parametrize(("confidence", "doubt"), [(0.72, 0.02), (0.69, 0.01), (0.5, 0.05), (0.99, 0.29)])
def test_doubt_is_the_way_to_the_next_threshold(folder: Path, confidence: float, doubt: float) -> None:
    (heard,) = played(folder, TALK[0]).heard
    heard = Overheard(**{name: getattr(heard, name) for name in heard.__slots__} | {"confidence": confidence})
    assert heard.doubt == pytest.approx(doubt)


def test_silence_is_as_doubtful_as_the_best_other_reading_was_near(folder: Path) -> None:
    (heard,) = played(folder, said("赵姐", "3栋想修水管")).heard
    assert heard.would is Would.IGNORE
    assert heard.doubt == pytest.approx(abs(1 - heard.confidence - heard.ask))
