"""A coordinator marks a CSV; it comes back as figures and as cases that the parser is held to."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.importing.problems import ImportRefused
from bot.shadow.cases import cases_of
from bot.shadow.marks import COLUMNS, Mark, csv_of, false_replies, read_marks, scores, wrong
from handlers.understanding.contract import parse_line
from storage.intents import INTENT_LABELS, Intent
from tests.chat import MORNING
from tests.shadow.chats import TALK, export, refused, said, yihu
from tests.shadow.test_playing import played


def sheet(folder: Path, *rows: str, header: str = ",".join(COLUMNS)) -> Path:
    file = folder / "marks.csv"
    file.write_text("\n".join([header, *rows]) + "\n", "utf-8-sig")
    return file


def problems(file: Path) -> list[str]:
    with pytest.raises(ImportRefused) as caught:
        read_marks(file)
    return [str(problem) for problem in caught.value.problems]


# writing


def test_the_sheet_is_what_excel_opens(folder: Path) -> None:
    content = csv_of(played(folder, *TALK).heard)
    assert content.startswith("\ufeffline,time,text,would,intent,confidence,right?,should_be\r\n")
    rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
    assert rows[1] | {"confidence": "…"} == {
        "line": "2",
        "time": "2026-05-20 10:02",
        "text": "我来",
        "would": "会办",
        "intent": "接单",
        "confidence": "…",
        "right?": "",
        "should_be": "",
    }


@pytest.mark.parametrize("text", ["+1", "=1+1", "@小李 你好", "-5", "12", "5/20", "'我来'", "两行\n的话", "", "我,来"])
def test_no_spreadsheet_makes_a_formula_or_a_date_of_a_text(folder: Path, text: str) -> None:
    (heard,) = played(folder, said("小李", "我来")).heard
    row = csv_of([replace(heard, text=text)]).splitlines(keepends=True)[1:]
    cell = next(csv.reader(row))[2]
    assert not cell or cell[0] not in "=+-@"
    assert cell.strip("'").isdigit() is False or cell.startswith("'")
    (folder / "marks.csv").write_text(
        csv_of([replace(heard, text=text)]).replace(",,\r\n", ",对,\r\n"), "utf-8", newline=""
    )
    (mark,) = read_marks(folder / "marks.csv")
    assert mark.text == text


# reading


def test_marks_are_read_as_people_fill_them_in(folder: Path) -> None:
    file = sheet(
        folder,
        "1,2026-05-20 10:00,一,会办,点单,0.98,对,",
        "2,2026-05-20 10:00,二,会办,claim_order,0.9,错,闲聊",
        "3,2026-05-20 10:00,三,不理,闲聊,0.8,×,place_order",
        "4,2026-05-20 10:00,四,不理,闲聊,0.8,,随手拍",
        "5,2026-05-20 10:00,五,不理,闲聊,0.8,YES,",
        "6,2026-05-20 10:00,六,不理,闲聊,0.8,,",
        "7,2026-05-20 10:00,七,不理,闲聊,0.8,对,闲聊",
    )
    assert [(mark.line, mark.taken_for, mark.was) for mark in read_marks(file)] == [
        (1, Intent.PLACE_ORDER, Intent.PLACE_ORDER),
        (2, Intent.CLAIM_ORDER, Intent.CHATTER),
        (3, Intent.CHATTER, Intent.PLACE_ORDER),
        (4, Intent.CHATTER, Intent.SNAPSHOT),
        (5, Intent.CHATTER, Intent.CHATTER),
        (7, Intent.CHATTER, Intent.CHATTER),
    ]


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2026-05-20 10:00", MORNING),
        ("2026/5/20 10:00", MORNING),
        ("2026年5月20日 10:00:00", MORNING),
        ("10:00", None),
        ("2026-13-20 10:00", None),
        ("", None),
    ],
)
def test_a_time_that_a_spreadsheet_wrote_anew_is_read(folder: Path, cell: str, at: datetime | None) -> None:
    assert read_marks(sheet(folder, f"1,{cell},一,会办,点单,0.98,对,"))[0].at == at


def test_excel_in_china_saves_another_encoding(folder: Path) -> None:
    file = folder / "marks.csv"
    file.write_text(f"{','.join(COLUMNS)}\n1,,我来,会办,接单,0.9,对,\n", "gb18030")
    assert read_marks(file)[0].text == "我来"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1,,我来,会办,接单,0.9,也许,", "marks 第2行「right?」: 不认识「也许」,可以填:对、错"),
        ("1,,我来,会办,接单,0.9,错,", "marks 第2行「should_be」: 写了「错」,请填它本来是什么,比如 闲聊"),
        ("1,,我来,会办,接单,0.9,错,接单", "marks 第2行「should_be」: 和机器人的理解一样,那就是「对」"),
        ("1,,我来,会办,接单,0.9,对,闲聊", "marks 第2行「should_be」: 写了「对」就不用填;不对的话请写「错」"),
        ("x,,我来,会办,接单,0.9,对,", "marks 第2行「line」: 不认识「x」,应为 1、2、3 这样的数"),
        (",,我来,会办,接单,0.9,对,", "marks 第2行「line」: 空着;这一列请不要改"),
        ("1,,我来,会办,,0.9,对,", "marks 第2行「intent」: 空着;这一列请不要改"),
    ],
    ids=["mark", "no intent", "same", "both", "line", "no line", "no taken"],
)
def test_a_bad_cell_is_named_by_row_and_column(folder: Path, row: str, problem: str) -> None:
    assert problems(sheet(folder, row)) == [problem]


def test_every_bad_cell_is_named(folder: Path) -> None:
    found = problems(
        sheet(folder, "1,,我来,会办,接单,0.9,错,乱写", "2,,好,不理,闲聊,0.9,对,", "3,,好,不理,闲,0.9,也许,")
    )
    assert [line.partition(":")[0] for line in found] == [
        "marks 第2行「should_be」",
        "marks 第4行「intent」",
        "marks 第4行「right?」",
    ]
    assert "点单、按菜单点单" in found[0]


def test_a_sheet_without_its_columns_is_refused(folder: Path) -> None:
    found = problems(sheet(folder, "1,我来", header="line,text"))
    assert [line.split(":")[0] for line in found] == [
        "marks 第1行「intent」",
        "marks 第1行「right?」",
        "marks 第1行「should_be」",
    ]
    (folder / "empty.csv").write_text("")
    assert problems(folder / "empty.csv") == ["empty.csv: 没有内容"]


def test_every_intent_has_a_label_of_its_own() -> None:
    assert set(INTENT_LABELS) == set(Intent)
    assert len(set(INTENT_LABELS.values())) == len(Intent)


# scoring


def mark(taken_for: Intent, was: Intent, line: int = 1) -> Mark:
    return Mark(line, None, "我来", taken_for, was)


def test_precision_and_recall_by_intent() -> None:
    marks = [
        *[mark(Intent.PLACE_ORDER, Intent.PLACE_ORDER)] * 3,
        mark(Intent.PLACE_ORDER, Intent.CHATTER),
        mark(Intent.CHATTER, Intent.PLACE_ORDER),
        *[mark(Intent.CHATTER, Intent.CHATTER)] * 4,
        mark(Intent.CHATTER, Intent.SNAPSHOT),
        mark(Intent.HELP, Intent.CHATTER),
    ]
    found = {each.intent: (each.said, each.was, each.right, each.precision, each.recall) for each in scores(marks)}
    assert found == {
        Intent.PLACE_ORDER: (4, 4, 3, 0.75, 0.75),
        Intent.SNAPSHOT: (0, 1, 0, None, 0.0),
        Intent.HELP: (1, 0, 0, 0.0, None),
        Intent.CHATTER: (6, 6, 4, 4 / 6, 4 / 6),
    }
    assert list(found)[-1] is Intent.CHATTER
    assert false_replies(marks) == (2, 6)
    assert len(list(wrong(marks))) == 4


# cases


def test_a_case_without_its_chat_has_the_text_and_the_time() -> None:
    marks = [
        Mark(4, MORNING, "帮我买药 〔电话〕", Intent.CHATTER, Intent.PLACE_ORDER),
        mark(Intent.HELP, Intent.HELP),
    ]
    first, second = map(json.loads, cases_of(marks, {}, name="week1").splitlines())
    assert first == {
        "id": "week1-4",
        "at": "2026-05-20T10:00:00+08:00",
        "text": "帮我买药 13800001234",
        "intent": "place_order",
    }
    assert "at" not in second


def test_a_case_of_a_chat_says_what_was_quoted_and_open(folder: Path) -> None:
    quote = {"sender": "一呼", "text": "📋 #1 修门 〔电话〕"}
    rows = (said("王婆婆", "点单 修水龙头"), said("小李", "我来", "10:05", quote=quote, mentions_bot=True))
    heard = {each.number: each for each in played(folder, *rows).heard}
    (case,) = map(json.loads, cases_of([mark(Intent.CLAIM_ORDER, Intent.CLAIM_ORDER, 2)], heard, name="w").splitlines())
    assert case["quote"] == {"sender": "一呼", "text": "📋 #1 修门 13800001234"}
    assert case["open"] == {"orders": [1], "activities": [], "asked": None}
    assert case["mentions_bot"]
    assert parse_line(case)["intent"] == case["intent"]


# the whole way


def test_from_the_chat_to_the_sheet_to_figures_and_cases(folder: Path) -> None:
    export(folder / "chat.jsonl", *TALK)
    assert yihu("shadow", "chat.jsonl", "--marks", "marks.csv").exit_code == 0
    content = (folder / "marks.csv").read_text("utf-8-sig")
    assert "13800001234" not in content
    filled = re.sub(r"(接单,[01][.\d]*),,", r"\1,对,", content, count=1)
    filled = re.sub(r"(接单,[01][.\d]*),,", r"\1,错,闲聊", filled, count=1)
    (folder / "marks.csv").write_text(filled, "utf-8-sig", newline="")
    result = yihu("shadow", "--score", "marks.csv", "--cases", "cases.jsonl", "chat.jsonl")
    assert result.exit_code == 0, result.output
    assert "接单 2 1 1 50% 100%" in " ".join(result.stdout.split())
    assert "闲聊 1 条,误判 1 条" in result.stdout
    assert "3  判成接单,本来是闲聊:接单1" in result.stdout
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text("utf-8").splitlines()]
    assert [(case["id"], case["intent"]) for case in cases] == [("marks-2", "claim_order"), ("marks-3", "chatter")]
    assert cases[0]["open"]["orders"] == [1]


def test_what_is_wrong_with_the_marks_is_said(folder: Path) -> None:
    sheet(folder, "1,,我来,会办,接单,0.9,错,乱写")
    lines = refused(yihu("shadow", "--score", "marks.csv")).splitlines()
    assert lines[0].startswith("marks 第2行「should_be」: 不认识「乱写」")
    assert lines[-1] == "yihu: marks.csv: 1 处要改"
    sheet(folder, "1,,我来,会办,接单,0.9,,")
    assert refused(yihu("shadow", "--score", "marks.csv")).endswith("还没有打分:在「right?」那一列填 对 或 错")
    assert refused(yihu("shadow", "--score", "nowhere.csv")) == "yihu: nowhere.csv: no such file"
