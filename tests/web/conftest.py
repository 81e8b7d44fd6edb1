from pathlib import Path

import pytest

from tests.web.support.echo_bot import EchoBot


@pytest.fixture
def bot(tmp_path: Path) -> EchoBot:
    return EchoBot(tmp_path)
