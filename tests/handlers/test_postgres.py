"""The same handlers on PostgreSQL: two processes that reach for one place, and golden chats from end to end."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.pipeline import Outcome
from bot.replay import play_file
from bot.transports import Incoming, Person
from handlers.errors import LostRace
from storage.seal import Seal, new_key
from storage.states import ClaimStatus
from storage.store import Store
from tests.chat import ACCOUNT, Chat
from tests.handlers.sign_ups_at_once import run_at_once
from tests.postgres import Postgres

DIALOGS = Path(__file__).parent.parent / "dialogs"
SMOKE = (
    "orders_conversation",
    "orders_dispatch_returned",
    "orders_undo",
    "orders_merged_answers",
    "digest_next_day",
    "activities_offers",
    "activities_check_in",
    "activities_digest",
    "polls_conversation",
    "polls_decided",
    "activities_standing",
    "orders_same_need",
    "snapshots_second",
    "shadow_room",
    "time_bank",
    "time_bank_orders",
    "privacy_delete_me",
)


@pytest.mark.parametrize("name", SMOKE)
def test_golden_chats(postgres: Postgres, name: str) -> None:
    url = postgres.empty()
    turns = play_file(DIALOGS / f"{name}.txt", lambda: Store(url, Seal(new_key())))
    assert [turn for turn in turns if not turn.is_ok] == []


def said_by(chat: Chat, name: str, text: str) -> Incoming:
    return Incoming(
        account=ACCOUNT,
        id=f"{text}-{name}",
        room="邻里群",
        room_topic="邻里群",
        sender=Person(name, name),
        text=text,
        sent_at=chat.clock.now(),
    )


def test_of_two_claims_at_once_one_wins_and_the_other_is_told_when_it_tries_again(postgres: Postgres) -> None:
    chat = Chat(Store(postgres.fresh(), Seal(new_key())))
    for name in ("王婆婆", "小李", "赵姐"):
        chat.person(name)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    second = Second(chat, "接单 1")
    with chat.store.write() as uow:
        assert chat.pipeline.handle(uow, said_by(chat, "小李", "接单 1"), chat.clock.now()) is Outcome.ACTED
        second.start()
        second.waits_for_the_row()
    second.join()
    assert isinstance(second.error, LostRace)
    said = chat.delivered() + chat.say("赵姐", "接单 1")
    assert chat.claims(1) == [("小李", ClaimStatus.ACTIVE)]
    assert [line for line in said if line.startswith("邻里群")] == [
        "邻里群: ✅ #1 由小李接单。谢谢!联系方式已私发。",
        "邻里群: #1 小李已经接了。",
    ]
    chat.store.dispose()


def test_of_two_who_sign_up_at_once_for_one_place_one_waits_in_line(postgres: Postgres) -> None:
    chat = Chat(Store(postgres.fresh(), Seal(new_key())))
    for name in ("李姐", "小李", "赵姐"):
        chat.person(name)
    chat.say("李姐", "招募 周日上午9点 绿道义诊 1人 地点:东门")
    second = Second(chat, "报名 1")
    with chat.store.write() as uow:
        assert chat.pipeline.handle(uow, said_by(chat, "小李", "报名 1"), chat.clock.now()) is Outcome.ACTED
        second.start()
        second.waits_for_the_row()
    second.join()
    assert isinstance(second.error, LostRace)
    said = chat.delivered() + chat.say("赵姐", "报名 1")
    assert [line for line in said if line.startswith("邻里群")] == [
        "邻里群: ✅ #1 绿道义诊:小李报上了,满了",
        "邻里群: ✅ #1 绿道义诊:赵姐候补第1位,满了",
    ]
    chat.store.dispose()


def test_many_who_sign_up_at_once_never_have_more_places_than_there_are(postgres: Postgres) -> None:
    found = run_at_once(postgres, histories=20)
    assert found.histories == 20
    assert found.steps >= 20 * 6


def test_of_two_who_spend_the_same_hour_at_once_one_does(postgres: Postgres) -> None:
    chat = Chat(Store(postgres.fresh(), Seal(new_key())))
    for name in ("王婆婆", "小李", "赵姐"):
        chat.person(name)
    with chat.store.write() as uow:
        uow.sites.change(chat.site_id, time_bank_since=chat.clock.now())
    for name in ("小李", "赵姐"):
        chat.say(name, "加入时间银行")
    with chat.store.write() as uow:
        account = uow.time_bank.of_member(chat.member("赵姐").id or 0, chat.site_id)[0]
        uow.time_bank.moved(account.id or 0, 60)
    second = Second(chat, "转 45分钟 给 小李")
    with chat.store.write() as uow:
        said = replace(said_by(chat, "赵姐", "转 45分钟 给 小李"), id="first")
        assert chat.pipeline.handle(uow, said, chat.clock.now()) is Outcome.ACTED
        second.start()
        second.waits_for_the_row()
    second.join()
    assert second.error is None
    assert [line for line in chat.delivered() if "没有记" in line] == [">>赵姐: 没有记:您的余额是 15分钟,不够。"]
    with chat.store.read() as uow:
        assert [each.balance for each in uow.time_bank.all_of(account.member_id or 0)] == [15]
    chat.store.dispose()


class Second(threading.Thread):
    """Another process's writer: it looked before the first one had committed."""

    def __init__(self, chat: Chat, text: str) -> None:
        super().__init__()
        self.error: Exception | None = None
        self._chat = chat
        self._text = text

    def run(self) -> None:
        try:
            with self._chat.store.write() as uow:
                self._chat.pipeline.handle(uow, said_by(self._chat, "赵姐", self._text), self._chat.clock.now())
        except LostRace as error:
            self.error = error

    def waits_for_the_row(self) -> None:
        """Returns once the database has it wait for the first transaction."""
        waiting = 0
        while not waiting and self.is_alive():
            with self._chat.store.engine.connect() as connection:
                waiting = connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar_one()
