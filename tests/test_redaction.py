"""Nothing private leaves in a room line, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import redact

PHONES = st.from_regex(r"1[3-9]\d{9}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800001234", "电话〔电话〕"),
        ("138 0000 1234", "〔电话〕"),
        ("138-0000-1234", "〔电话〕"),
        ("１３８００００１２３４", "〔电话〕"),
        ("8613800001234", "〔号码〕"),
        ("1380000123413900005678", "〔号码〕"),
        ("座机028-84471234", "座机〔电话〕"),
        ("身份证51010219900307123X", "身份证〔证件号〕"),
        ("510102199003071234", "〔证件号〕"),
        ("加我 wxid_ab-12_x", "加我 〔微信号〕"),
        ("3栋2单元501", "3栋"),
        ("3栋2单元5楼", "3栋"),
        ("3栋 501", "3栋"),
        ("3栋501室", "3栋"),
        ("住501室", "住"),
        ("12单元", ""),
        ("三栋二单元五零一", "三栋"),
        ("3栋五零一室", "3栋"),
    ],
)
def test_private_things_are_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "📋 #12 跑腿代办|帮买药|今天 15:00 前|3栋  回复「接单 12」认领",
        "📋 #138 维修|修水龙头|2026-05-20 10:00|12栋",
        "还没人接的:#9 修水龙头、#11 陪诊、#13 搬桌子",
        "火警119、报警110、急救120,心理热线12356",
        "5月20日 15:00–17:30 东门,要60人",
        "政务热线12345,预算1380000元",
        "5楼活动室",
        "300人参加",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert redact(text) == text


@given(st.text(max_size=40), PHONES, st.text(max_size=40))
def test_no_phone_gets_through_wherever_it_stands(before: str, phone: str, after: str) -> None:
    text = f"{before}，{phone}，{after}"
    assert phone not in redact(text)


@given(st.text(max_size=300))
def test_any_text_at_all_is_taken(text: str) -> None:
    redact(text)


@given(st.text(max_size=120))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert redact(redact(text)) == redact(text)
