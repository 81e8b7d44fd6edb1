"""Understanding alone: text and context in, decision out. Microseconds by kind of message; what its modules keep."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from handlers.understanding.contract import context_of, message_of
from handlers.understanding.message import Context, Message, OpenThing
from handlers.understanding.understand import understand
from storage.states import OrderStatus
from storage.vocabulary import LOCAL_ZONE
from tests.bench.workload import CHATTER

ROUNDS: Final = 5
#: So many lines of a file, evenly.
LINES: Final = 400
CORPUS: Final = Path(__file__).parents[1] / "understanding" / "corpus"
TEXTS: Final = {
    "chatter of the load": CHATTER,
    "a need by the word": ("点单 修水龙头 5栋", "点单 明天下午三点 去医院透析要车 13号楼202"),
    "a need in free words": ("有没有人能帮我家老人买点降压药，明天上午要", "5栋王婆婆家水龙头坏了，谁能来修一下"),
    "claim": ("接单 3", "3号我来"),
    "finish": ("完成 3", "3号单已经做好了"),
    "review": ("评单 3 5星 谢谢志愿者",),
    "a long notice": ("各位邻居：" + "明天上午九点在广场做核酸，请带好身份证，戴好口罩。" * 6,),
}
#: Labelled messages, each in its own room; a .txt is small talk, said while an order and an activity are open.
FILES: Final = {
    "small talk": "small_talk.txt",
    "short messages": "short_messages.txt",
    "needs": "needs.jsonl",
    "notices": "notices.jsonl",
}
_KEPT: Final = """
import tracemalloc
tracemalloc.start()
import handlers.understanding.contract
print(tracemalloc.get_traced_memory()[0])
"""


def microseconds(rounds: int = ROUNDS) -> dict[str, float]:
    """The median of each kind and, of the files, the one of a hundred that takes longest."""
    figures: dict[str, float] = {}
    for kind, texts in TEXTS.items():
        figures[kind] = round(median(_each(list(_in_the_load(texts)), rounds)), 1)
    for kind, file in FILES.items():
        taken = _each([(message_of(row), context_of(row)) for row in _rows(CORPUS / file)], rounds)
        figures[f"{kind}, p50"] = round(median(taken), 1)
        figures[f"{kind}, p99"] = round(quantiles(taken, n=100)[-1], 1)
    return figures


def _in_the_load(texts: tuple[str, ...]) -> Iterator[tuple[Message, Context]]:
    at = datetime(2026, 5, 20, 12, 0, tzinfo=LOCAL_ZONE)
    open_things = (OpenThing(number=number, status=OrderStatus.PLACED, what="修水龙头") for number in range(1, 6))
    context = Context(things=tuple(open_things))
    yield from ((Message(text=text, at=at, sender="王婆婆"), context) for text in texts)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    lines = file.read_text("utf-8").splitlines()
    for line in lines[:: -(-len(lines) // LINES)]:
        yield {"text": line, "open": {"orders": [12], "activities": [5]}} if file.suffix == ".txt" else json.loads(line)


def _each(said: list[tuple[Message, Context]], rounds: int) -> list[float]:
    """What each message takes, the least of some rounds."""
    taken = [float("inf")] * len(said)
    for message, context in said:
        understand(message, context)
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        for place, (message, context) in enumerate(said):
            began = time.perf_counter_ns()
            understand(message, context)
            taken[place] = min(taken[place], (time.perf_counter_ns() - began) / 1000)
    gc.enable()
    return taken


def megabytes() -> dict[str, float]:
    """What the modules of understanding and all that they import keep, in a process that has imported nothing."""
    child = [sys.executable, "-c", _KEPT]
    kept = int(subprocess.run(child, check=True, stdout=subprocess.PIPE).stdout)
    return {"kept by its modules": round(kept / 2**20, 1)}
