"""The floor: aiohttp and sqlite3, nothing between them. One commit an effect, in the event loop."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, room INTEGER, number INTEGER, asker INTEGER, what TEXT,
    status TEXT DEFAULT 'open', claimer INTEGER, message_id INTEGER, claim_message_id INTEGER, UNIQUE (room, number));
CREATE TABLE IF NOT EXISTS reviews (id INTEGER PRIMARY KEY, order_id INTEGER, stars INTEGER, said TEXT,
    message_id INTEGER);
"""
PLACE = """INSERT INTO orders (room, number, asker, what, message_id)
    SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM orders WHERE room = ?1 RETURNING number"""
CLAIM = """UPDATE orders SET status = 'claimed', claimer = ?, claim_message_id = ?
    WHERE room = ? AND number = ? AND status = 'open'"""
FINISH = "UPDATE orders SET status = 'finished' WHERE claimer = ? AND room = ? AND number = ? AND status = 'claimed'"
REVIEW = """INSERT INTO reviews (order_id, stars, said, message_id) SELECT id, ?, ?, ? FROM orders
    WHERE asker = ? AND room = ? AND number = ? AND status = 'finished'"""

store = sqlite3.connect(os.environ["BENCH_DB"], isolation_level=None)
store.execute("PRAGMA journal_mode=WAL")
store.execute(f"PRAGMA synchronous={os.environ['BENCH_SYNC']}")
store.executescript(SCHEMA)

Event = dict[str, Any]


def place(event: Event, said: re.Match[str]) -> str:
    asked = (event["group_id"], event["user_id"], said[1], event["message_id"])
    (number,) = store.execute(PLACE, asked).fetchone()
    return f"已登记 #{number}:{said[1]}\n回复「接单 {number}」来帮忙"


def claim(event: Event, said: re.Match[str]) -> str:
    wanted = (event["user_id"], event["message_id"], event["group_id"], int(said[1]))
    is_first = store.execute(CLAIM, wanted).rowcount
    return f"接单成功 #{said[1]}" if is_first else f"接单失败 #{said[1]}"


def finish(event: Event, said: re.Match[str]) -> str:
    store.execute(FINISH, (event["user_id"], event["group_id"], int(said[1])))
    return ""


def review(event: Event, said: re.Match[str]) -> str:
    given = (int(said[2]), said[3], event["message_id"], event["user_id"], event["group_id"], int(said[1]))
    return f"评价已记录 #{said[1]}" if store.execute(REVIEW, given).rowcount else f"评价失败 #{said[1]}"


SAYINGS: list[tuple[re.Pattern[str], Callable[[Event, re.Match[str]], str]]] = [
    (re.compile(r"点单 (.+)"), place),
    (re.compile(r"接单 (\d+)"), claim),
    (re.compile(r"完成 (\d+)"), finish),
    (re.compile(r"评单 (\d+) ([1-5])星 ?(.*)"), review),
]


def answer(event: Event) -> str:
    said = event["message"][0]["data"]["text"]
    return next((act(event, found) for saying, act in SAYINGS if (found := saying.fullmatch(said))), "")


async def serve(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    async for frame in socket:
        event = json.loads(frame.data) if frame.type is WSMsgType.TEXT else {}
        if event.get("post_type") == "message" and (words := answer(event)):
            quote = {"type": "reply", "data": {"id": str(event["message_id"])}}
            message = [quote, {"type": "text", "data": {"text": words}}]
            params = {"group_id": event["group_id"], "message": message}
            await socket.send_json({"action": "send_group_msg", "params": params, "echo": event["message_id"]})
    return socket


if __name__ == "__main__":
    app = web.Application()
    app.router.add_get("/onebot/v11/ws", serve)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["BENCH_PORT"]), print=None, access_log=None)
