"""The lines of a 接龙: who, and how many come."""

import pytest

from handlers.understanding.activity_commands import ChainLine, CopyChain, ShowChain
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
    assert said(f"#接龙\n爬山\n1. {line}\n2. ").command == CopyChain("爬山", (read,))


def test_the_chain_can_be_asked_for() -> None:
    assert said("接龙 ５").command == ShowChain(5)


def test_doors_alone_are_nobody() -> None:
    assert said("#接龙\n签字\n1. 2-1503").command is None
