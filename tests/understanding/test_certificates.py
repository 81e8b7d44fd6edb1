"""开证明 with its periods, 作废证明, and what only sounds like them."""

from datetime import date

import pytest

from handlers.understanding.activity_commands import AskCertificate, RevokeCertificate
from handlers.understanding.commands import Command
from tests.understanding.rooms import said

UNCLEAR = AskCertificate(is_unclear=True)


def days(first: str, last: str) -> AskCertificate:
    return AskCertificate(date.fromisoformat(first), date.fromisoformat(last))


SAID: tuple[tuple[str, Command], ...] = (
    ("开证明", AskCertificate()),
    ("开个证明", AskCertificate()),
    ("帮我开一份志愿服务证明", AskCertificate()),
    ("开全部的证明", AskCertificate()),
    ("开证明 今年", days("2026-01-01", "2026-12-31")),
    ("开今年的志愿服务证明", days("2026-01-01", "2026-12-31")),
    ("帮我开去年的志愿服务证明", days("2025-01-01", "2025-12-31")),
    ("开证明 ２０２６年", days("2026-01-01", "2026-12-31")),
    ("开证明 二〇二五年", days("2025-01-01", "2025-12-31")),
    ("开证明 2024年到2025年", days("2024-01-01", "2025-12-31")),
    ("开证明 1月到6月", days("2026-01-01", "2026-06-30")),
    ("开证明 一月至六月", days("2026-01-01", "2026-06-30")),
    ("开证明 11月到2月", days("2025-11-01", "2026-02-28")),
    ("开证明 12月", days("2025-12-01", "2025-12-31")),
    ("开证明 2025年11月到2026年2月", days("2025-11-01", "2026-02-28")),
    ("开证明 去年下半年", days("2025-07-01", "2025-12-31")),
    ("开证明 第三季度", days("2025-07-01", "2025-09-30")),
    ("开证明 上个月", days("2026-04-01", "2026-04-30")),
    ("开证明 本月", days("2026-05-01", "2026-05-31")),
    ("开证明 13月", UNCLEAR),
    ("开证明 2026", UNCLEAR),
    ("开证明 明年", UNCLEAR),
    ("开证明 2026年到2025年", UNCLEAR),
    ("开证明 2026年5月到2026年3月", UNCLEAR),
    ("开证明 0000年", UNCLEAR),
    ("开证明 9999年11月到2月", UNCLEAR),
    ("作废证明", RevokeCertificate()),
    ("把我的证明作废", RevokeCertificate()),
)
NOT_SAID = ("社区能开证明吗", "开居住证明要带什么", "证明作废了", "帮我开个证明", "开证明 8号下午")


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_of_certificates(text: str, command: Command) -> None:
    assert said(text).command == command


@pytest.mark.parametrize("text", NOT_SAID)
def test_other_papers_are_none_of_ours(text: str) -> None:
    assert not isinstance(said(text).command, AskCertificate | RevokeCertificate)
