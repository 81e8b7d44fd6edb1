"""The lines of a 接龙: who, and how many come."""

from datetime import datetime

import pytest

from handlers.understanding.activity_commands import ChainLine, CopyChain, Recruit, ShowChain
from tests.understanding.rooms import said


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("张三", ChainLine("张三")),
        ("李四 2人", ChainLine("李四", 2)),
        ("李四 带2人", ChainLine("李四", 3)),
        ("李四+1", ChainLine("李四", 2)),
        ("李四 x3", ChainLine("李四", 3)),
        ("1806 小梁", ChainLine("小梁")),
    ],
)
def test_a_line_is_a_name_and_a_number(line: str, read: ChainLine) -> None:
    assert said(f"#接龙\n爬山\n1. {line}\n2. ").command == CopyChain("爬山", (read,), notice=Recruit("爬山"))


def test_what_stands_above_the_names_is_a_notice() -> None:
    command = said("#接龙 5月23日上午9点爬山\n地点:东门\n人数:20人\n\n1. 张三").command
    assert isinstance(command, CopyChain)
    assert command.notice == Recruit(
        "爬山", start=datetime.fromisoformat("2026-05-23T09:00+08:00"), place="东门", people=20
    )


def test_names_alone_are_no_notice() -> None:
    command = said("1. 张三\n2. 李四").command
    assert isinstance(command, CopyChain)
    assert command.notice is None


def test_the_chain_can_be_asked_for() -> None:
    assert said("接龙 ５").command == ShowChain(5)


def test_doors_alone_are_nobody() -> None:
    assert said("#接龙\n签字\n1. 2-1503").command is None
