"""No room ever reads a phone, an ID, a unit or a WeChat id, whatever people are called and whatever they write."""

import re
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader

from bot.outbox_rows import OutboxRows
from bot.pipeline import Outcome
from bot.rendering import LONGEST_ROOM_TEXT, Renderer
from handlers.replies import to_room
from handlers.understanding.commands import (
    AddTo,
    AskStatus,
    CancelOrder,
    Command,
    EditOrder,
    PlaceOrder,
    TakeSnapshot,
    Undo,
)
from handlers.understanding.contents import Changes, Need, Place
from storage.private import Private, PrivateTextLeak
from storage.vocabulary import Category, Role
from tests.chat import Chat
from tests.handlers.direct import act_of, do

PHONE, ID, UNIT, WECHAT = "13812345678", "510108199001011234", "2单元501", "wxid_abcdef123456"
SECRETS = re.compile(r"1[3-9]\d{9}|\d{17}[\dX]|\d单元\d|wxid_\w")
PRIVATE = (PHONE, f"138 1234 5678 {ID}", f"3栋{UNIT}", WECHAT, "１３８１２３４５６７８")
TRICKS = ("「", "」", "#12", "\n", "\x00", "\u202e", "\u2067", "@所有人", "{{ 7*7 }}", "{% for x in y %}", "<b>", "%s")
PIECES = st.sampled_from((*PRIVATE, *TRICKS, "接单 1", "王婆婆", "A" * 600))
NewChat = Callable[[], AbstractContextManager[Chat]]
HOSTILE = st.lists(PIECES | st.text(max_size=8), min_size=1, max_size=6).map("".join)


def check(lines: list[str]) -> None:
    for line in lines:
        assert not SECRETS.search(unicodedata.normalize("NFKC", line)), line
        assert len(line) <= LONGEST_ROOM_TEXT + len("邻里群: ")
        assert not {"\u202e", "\u2067", "\x00"} & set(line), line


class Street:
    """Somebody with that name among neighbours; what the room hears is kept."""

    def __init__(self, chat: Chat, name: str) -> None:
        self.chat = chat
        self.name = name
        self.lines: list[str] = []

    def __call__(self, words: str, *, neighbour: bool = False) -> None:
        who, called = ("wx-2", "邻居") if neighbour else ("wx-1", self.name)
        said = self.chat.say(who, words, called=called)
        assert self.chat.outcome is not Outcome.FAILED
        self.lines += [line for line in said if not line.startswith(">>")]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=HOSTILE, words=HOSTILE)
def test_said_in_sentences(new_chat: NewChat, name: str, words: str) -> None:
    with new_chat() as chat:
        say = Street(chat, name)
        say(f"点单 修水龙头 {words}")
        say("接单 1", neighbour=True)
        say("接单 1")
        say("查 1", neighbour=True)
        say(f"改单 1 {words}")
        say("退单 1", neighbour=True)
        say("接单 1")
        say("取消 1")
        say("撤销")
        check(say.lines)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=HOSTILE, words=HOSTILE)
def test_reported_in_sentences(new_chat: NewChat, name: str, words: str) -> None:
    with new_chat() as chat:
        chat.person("wx-2", Role.GRID_WORKER)
        say = Street(chat, name)
        say(f"随手拍 楼道灯坏了 {words}")
        say(words)
        say(f"完成 1 {words}", neighbour=True)
        say(f"重开 1 {words}")
        say(f"派 1 给 {words}", neighbour=True)
        say("查 1", neighbour=True)
        say(f"改单 1 {words}")
        say("撤销")
        check(say.lines)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=HOSTILE, words=HOSTILE, more=HOSTILE)
def test_understood_as_whatever_it_may_be(new_chat: NewChat, name: str, words: str, more: str) -> None:
    """Even if understanding took private words for public ones."""
    commands: list[Command] = [
        PlaceOrder(Need(words, place=Place(more, more), detail=more, phone=PHONE)),
        AskStatus((1,)),
        AskStatus(unclaimed=True),
        EditOrder((1,), Changes(what=more, place=Place(words, words, UNIT))),
        AddTo(1, Changes(place=Place(more, more, UNIT), phone=PHONE)),
        CancelOrder((1,)),
        Undo(),
        TakeSnapshot(words, Category.FACILITY, Place(more, more)),
        EditOrder((2,), Changes(place=Place(words, words, UNIT))),
        EditOrder((2,), Changes(what=more)),
        AskStatus((2,)),
        CancelOrder((2,)),
    ]
    with new_chat() as chat:
        Street(chat, name)("接单 99")
        check([line for each in commands for line in do(chat, "wx-1", each) if not line.startswith(">>")])


def test_a_private_fact_given_to_a_room_undoes_everything(chat: Chat) -> None:
    with chat.store.write() as uow:
        act = act_of(chat, uow, "王婆婆")
        rows = OutboxRows(Renderer(DictLoader({"x.j2": "{{ phone }}"})), chat.rules)
        leak = [to_room(act.room_id, "x.j2", phone=Private(PHONE))]
        with pytest.raises(PrivateTextLeak):
            rows.write(uow, leak, now=act.now)
