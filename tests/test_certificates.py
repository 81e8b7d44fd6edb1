"""The picture of a certificate, and the limit of visits to the page that checks it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.certificates import LINES, SIZE, draw_certificate, fitting
from bot.web import visits
from bot.web.visits import Visits
from storage.private import Private

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)


def facts(lines: int = 1, *, name: str = "李小满", public_url: str = "") -> dict[str, Any]:
    line = {"day": "2026-05-20", "title": "绿道义诊" * 20, "minutes": 75, "hours": "1小时15分钟"}
    return {
        "name": name,
        "period": "截至2026年5月20日",
        "hours": "1小时15分钟",
        "activities": lines,
        "lines": [line] * lines,
        "site": "下涧槽站",
        "issued_on": "2026年5月20日",
        "code": Private("7KQ2M-XW4RD-9HTPA"),
        "public_url": public_url,
    }


@pytest.mark.parametrize("lines", [1, LINES, LINES + 30])
@pytest.mark.parametrize("public_url", ["", "https://yihu.example.org"])
def test_it_is_one_sheet_with_its_frame_whole(lines: int, public_url: str) -> None:
    png = draw_certificate(facts(lines, public_url=public_url))
    image = Image.open(BytesIO(png)).convert("L")
    assert image.size == SIZE
    assert len(png) < 200_000
    below = image.crop((70, SIZE[1] - 75, SIZE[0] - 70, SIZE[1] - 66))
    assert below.getextrema() == (255, 255)


def test_the_same_facts_give_the_same_picture_and_others_another() -> None:
    assert draw_certificate(facts()) == draw_certificate(facts())
    assert draw_certificate(facts()) != draw_certificate(facts(public_url="https://yihu.example.org"))


@pytest.mark.parametrize("address", ["https://yihu.example.org", "https://" + "m" * 52])
def test_beside_the_code_for_readers_there_is_nothing_but_paper(address: str) -> None:
    image = Image.open(BytesIO(draw_certificate(facts(public_url=address)))).convert("L")
    code_begins, below_the_line = 930, 1030
    beside = image.crop((code_begins - 20, below_the_line, code_begins - 1, below_the_line + 220))
    assert beside.getextrema() == (255, 255)


def test_what_the_font_has_not_is_left_out_and_what_is_long_is_cut() -> None:
    assert fitting("🌸小李\n", 24, 500) == "小李"
    assert fitting("绿道义诊" * 20, 24, 200).endswith("…")
    assert draw_certificate(facts(name="🌸"))


def test_a_minute_lets_so_many_in() -> None:
    limit = Visits(2)
    assert [limit.must_wait("192.0.2.7", NOON + timedelta(seconds=10)) for _ in range(3)] == [0, 0, 50]
    assert limit.must_wait("192.0.2.8", NOON + timedelta(seconds=10)) == 0
    assert limit.must_wait("192.0.2.7", NOON + timedelta(seconds=60)) == 0


def test_addresses_of_one_subscriber_are_one() -> None:
    limit = Visits(1)
    assert limit.must_wait("2001:db8:1:2::1", NOON) == 0
    assert limit.must_wait("2001:db8:1:2:ffff::9", NOON) == 60


def test_not_more_addresses_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST_ADDRESSES", 1)
    limit = Visits(5)
    assert limit.must_wait("192.0.2.7", NOON) == 0
    assert limit.must_wait("192.0.2.8", NOON) == 60
    assert limit.must_wait("192.0.2.7", NOON) == 0
