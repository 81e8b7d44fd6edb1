from collections.abc import AsyncIterator

import pytest

from tests.transports.fake_gateway import FakeGateway


@pytest.fixture
async def gateway() -> AsyncIterator[FakeGateway]:
    fake = FakeGateway()
    fake.know_contact("me", "一呼")
    fake.know_contact("alice", "王婆婆", weixin="wx_alice", friend=True)
    fake.know_contact("bob", "小李")
    fake.know_room("r1", "邻里群")
    await fake.start()
    yield fake
    fake.thawed.set()
    await fake.stop()
