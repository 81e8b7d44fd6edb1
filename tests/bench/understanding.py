"""Understanding alone: text and context in, decision out. Microseconds of CPU by kind of message."""

import time
from datetime import datetime
from typing import Final

from handlers.understanding.message import Context, Message, OpenThing
from handlers.understanding.understand import understand
from storage.states import OrderStatus
from storage.vocabulary import LOCAL_ZONE
from tests.bench.workload import CHATTER

ROUNDS: Final = 400
TEXTS: Final = {
    "chatter": CHATTER,
    "a need by the word": ("点单 修水龙头 5栋", "点单 明天下午三点 去医院透析要车 13号楼202"),
    "a need in free words": ("有没有人能帮我家老人买点降压药，明天上午要", "5栋王婆婆家水龙头坏了，谁能来修一下"),
    "claim": ("接单 3", "3号我来"),
    "finish": ("完成 3", "3号单已经做好了"),
    "review": ("评单 3 5星 谢谢志愿者",),
    "a long notice": ("各位邻居：" + "明天上午九点在广场做核酸，请带好身份证，戴好口罩。" * 6,),
}


def microseconds() -> dict[str, float]:
    at = datetime(2026, 5, 20, 12, 0, tzinfo=LOCAL_ZONE)
    open_things = (OpenThing(number=number, status=OrderStatus.PLACED, what="修水龙头") for number in range(1, 6))
    context = Context(things=tuple(open_things))
    return {
        kind: round(_each([Message(text=text, at=at, sender="王婆婆") for text in texts], context), 1)
        for kind, texts in TEXTS.items()
    }


def _each(messages: list[Message], context: Context) -> float:
    for message in messages:
        understand(message, context)
    began = time.process_time()
    for _ in range(ROUNDS):
        for message in messages:
            understand(message, context)
    return (time.process_time() - began) / (ROUNDS * len(messages)) * 1e6
