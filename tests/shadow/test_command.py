"""`yihu shadow` as a person types it."""

from pathlib import Path

import pytest

from bot.database import migrated_store
from bot.settings import DatabaseSettings
from storage.models.places import Room, Site
from storage.vocabulary import SiteLevel
from tests.shadow.chats import TALK, export, refused, yihu

GOOD = '{"text": "早", "sender": "a", "at": "2026-05-20 10:00", "room": "r"}'


def test_the_page_stands_beside_the_chat(folder: Path) -> None:
    (folder / "in").mkdir()
    export(folder / "in/chat.jsonl", *TALK)
    result = yihu("shadow", "in/chat.jsonl")
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("网页:in/chat.shadow.html\n")
    page = folder / "in/chat.shadow.html"
    assert page.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in (folder / "in").iterdir()) == ["chat.jsonl", "chat.shadow.html"]
    assert not (folder / "data").exists()


def test_names_and_page_as_wanted(folder: Path) -> None:
    export(folder / "chat.jsonl", *TALK)
    result = yihu("shadow", "chat.jsonl", "--no-pseudonyms", "--html", "out.html")
    assert "王婆婆" in result.stdout
    assert "王婆婆" in (folder / "out.html").read_text("utf-8")
    assert not (folder / "chat.shadow.html").exists()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"text": ', "not JSON: Expecting value (column 9)"),
        ("[]", "expected a JSON object"),
        (
            '{"sender": "a", "at": "2026-05-20"}',
            "text: missing; expected text, sender and at (and room, if there are several)",
        ),
        (
            '{"text": "x", "at": "2026-05-20"}',
            "sender: missing; expected text, sender and at (and room, if there are several)",
        ),
        ('{"text": "x", "sender": "a", "at": "gestern"}', "at: expected an ISO 8601 time, got 'gestern'"),
        ('{"text": "x", "sender": "a", "at": "0001-01-01"}', "at: expected a year from 2000 to 2099, got 1"),
        ('{"text": 3, "sender": "a", "at": "2026-05-20"}', "text: expected str, got int"),
        ('{"text": "x", "sender": "a", "at": "2026-05-20", "room": 7}', "room: expected str, got int"),
        (
            '{"text": "x", "sender": "a", "at": "2026-05-20", "open": {"orders": "12"}}',
            "orders: expected list, got str",
        ),
        ("\ud8ff", "not UTF-8"),
    ],
    ids=["cut", "list", "no text", "no sender", "time", "year", "number", "room", "open", "bytes"],
)
def test_a_bad_line_is_named(folder: Path, line: str, problem: str) -> None:
    (folder / "chat.jsonl").write_bytes(f"{GOOD}\n\n{line}\n{GOOD}\n".encode("utf-8", "surrogatepass"))
    assert refused(yihu("shadow", "chat.jsonl")) == f"yihu: chat.jsonl: line 3: {problem}"
    assert not (folder / "chat.shadow.html").exists()


def test_what_cannot_be_read_or_written_is_said(folder: Path) -> None:
    assert refused(yihu("shadow", "nowhere.jsonl")) == (
        "yihu: nowhere.jsonl: cannot be read (No such file or directory)"
    )
    (folder / "empty.jsonl").write_text("\n")
    assert refused(yihu("shadow", "empty.jsonl")) == "yihu: empty.jsonl: no messages; expected one JSON object a line"
    (folder / "chat.jsonl").write_text(GOOD)
    assert refused(yihu("shadow", "chat.jsonl", "--html", "no/such/page.html")) == (
        "yihu: no/such/page.html: cannot be written (No such file or directory)"
    )
    same = "yihu: chat.jsonl: is read here; name another file to write"
    assert refused(yihu("shadow", "chat.jsonl", "--html", "chat.jsonl")) == same
    assert refused(yihu("shadow", "--score", "marks.csv", "chat.jsonl", "--cases", "chat.jsonl")) == same
    assert (folder / "chat.jsonl").read_text() == GOOD


def test_it_wants_one_thing_to_look_at() -> None:
    what = "yihu: shadow: expected FILE.jsonl, --room NAME or --score FILE.csv"
    assert refused(yihu("shadow")) == what
    assert refused(yihu("shadow", "chat.jsonl", "--room", "邻里群")) == what
    assert refused(yihu("shadow", "--score", "marks.csv", "--room", "邻里群")) == what
    assert refused(yihu("shadow", "chat.jsonl", "--cases", "cases.jsonl")) == (
        "yihu: shadow: --cases needs the marked file: --score FILE.csv"
    )


# a room


def add_room(*topics: str) -> None:
    with migrated_store(DatabaseSettings()) as store, store.write() as uow:
        site = uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION))
        for number, topic in enumerate(topics):
            uow.rooms.add(Room(account="a", external_id=f"r{number}", topic=topic, site_id=site.id))


def test_a_room_is_switched_and_shown(folder: Path) -> None:
    add_room("邻里群", "二号群")
    with migrated_store(DatabaseSettings()) as store, store.write() as uow:
        uow.rooms.change(2, site_id=None)
    assert "yihu shadow --room 1" in yihu("rooms", "shadow", "--room", "邻里群").stdout
    assert "「二号群」试听中" in yihu("rooms", "shadow", "--room", "2").stdout
    shown = yihu("rooms").stdout
    assert "在用(试听)" in shown
    assert "未绑定(试听)" in shown
    result = yihu("shadow", "--room", "邻里群")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "「邻里群」没有记录:还没听到它会办或会问的话\n"
    assert "从现在起它会说话" in yihu("rooms", "shadow", "--room", "邻里群", "--off").stdout
    assert "它没有在试听,打开:yihu rooms shadow --room 1" in yihu("shadow", "--room", "邻里群").stderr
    assert not list(folder.glob("*.html"))


def test_a_room_that_is_not_there_or_twice_is_said() -> None:
    add_room("邻里群", "邻里群")
    assert refused(yihu("shadow", "--room", "三号群")) == "yihu: shadow: 没有群「三号群」,见 yihu rooms"
    assert refused(yihu("rooms", "shadow", "--room", "邻里群")) == (
        "yihu: rooms shadow: 2 个群叫「邻里群」,请用 yihu rooms 里的编号"
    )
