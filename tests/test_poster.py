"""The poster as pixels: its size, its code, and that nothing in an activity makes it fail or run over its edge."""

import io
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.lettering import balanced, drawable, font, width, wrapped
from bot.poster import WIDTH, draw_poster

PLAIN: dict[str, Any] = {
    "number": 5,
    "title": "绿道义诊",
    "when": "5月24日(周日) 09:00–11:00",
    "place": "东门",
    "places": "15人",
    "roles": "护士2、引导4",
    "requirements": "穿红马甲",
    "closes": "5月23日(周六) 18:00",
    "site": "下涧槽站",
    "group": "下涧槽邻里群",
    "link": "https://yihu.example.org/a/abcdefgh?s=poster",
}
PAPER = (255, 249, 240)


def drawn(**facts: Any) -> Image.Image:
    with Image.open(io.BytesIO(draw_poster({**PLAIN, **facts}))) as picture:
        assert picture.format == "PNG"
        return picture.convert("RGB")


def test_it_is_as_wide_as_a_phone_and_small_enough_to_send() -> None:
    content = draw_poster(PLAIN)
    assert drawn().width == WIDTH
    assert len(content) < 200_000


def test_it_grows_with_what_it_has_to_say() -> None:
    bare = drawn(when="", place="", roles="", requirements="", closes="", link="")
    assert bare.height < drawn().height < drawn(title="志愿服务" * 10, requirements="要求" * 60).height


def test_it_is_drawn_quickly_once_the_font_is_there() -> None:
    draw_poster(PLAIN)
    began = time.perf_counter()
    draw_poster({**PLAIN, "title": "重阳节敬老爱老志愿服务" * 3, "place": "党群服务中心二楼" * 5})
    assert time.perf_counter() - began < 2  # 0.1 s on a quiet machine


def test_with_a_link_there_is_a_code() -> None:
    def dark(picture: Image.Image) -> int:
        corner = picture.crop((WIDTH - 400, picture.height - 500, WIDTH - 100, picture.height - 200)).convert("L")
        return sum(corner.histogram()[:80])

    assert dark(drawn()) > 10_000
    assert dark(drawn(link="")) == 0


@settings(max_examples=20, deadline=None)
@given(words=st.text(max_size=80), group=st.text(max_size=40))
def test_whatever_people_write_it_stays_inside(words: str, group: str) -> None:
    picture = drawn(title=words, place=words, requirements=words, roles=words, group=group, site=group)
    right = picture.crop((WIDTH - 80, picture.height // 2, WIDTH - 60, picture.height // 2 + 20))
    assert right.getpixel((10, 10)) == pytest.approx(PAPER, abs=3)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("义诊😀🏃\u200d♀\ufe0f 周日", "义诊 周日"),
        ("1️⃣ 班", "1 班"),
        ("\u202e颠倒", "颠倒"),
        ("😀", ""),
        ("a\nb", "a b"),
    ],
)
def test_what_the_font_lacks_is_left_out(said: str, shown: str) -> None:
    assert drawable(said) == shown


def test_private_words_are_masked_in_it_too() -> None:
    assert draw_poster({**PLAIN, "place": "3栋2单元501"}) == draw_poster({**PLAIN, "place": "3栋"})


@given(text=st.text("志愿服务活动,。:()09:a b–…", max_size=60), lines=st.integers(1, 3), room=st.integers(120, 400))
def test_lines_are_not_too_many_and_not_too_wide(text: str, lines: int, room: int) -> None:
    type_ = font(40)
    for found in (wrapped(text, type_, room, lines=lines), balanced(text, type_, room, lines=lines)):
        assert len(found) <= lines
        assert all(width(line, type_) <= room for line in found)


def test_lines_break_as_chinese_does() -> None:
    type_ = font(40)
    assert wrapped("早上九点,东门", type_, 4 * 40, lines=2) == ["早上九", "点,东门"]
    assert wrapped("于 10月19日 见面", type_, 6 * 40, lines=2) == ["于 10月19日", "见面"]
    assert wrapped("志愿服务活动", type_, 3 * 40, lines=1) == ["志愿…"]
    assert balanced("志愿服务", type_, 3 * 40, lines=2) == ["志愿", "服务"]
