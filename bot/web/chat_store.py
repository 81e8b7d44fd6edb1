"""What the chat platform remembers. Nothing else in the project reads this file."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from bot.web.chat_lines import Line, LineKind, NewLine, Picture
from bot.web.chat_schema import open_database
from bot.web.chat_world import ChatPerson, ChatRoom, ChatWorld

_INSERT = """
    INSERT INTO lines (kind, room, private_to, sender, text, quote, mentions, picture, width, height, sent_at,
                       page_key, handed_over)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SEEN_BY = "(private_to = :person OR room IN (SELECT room FROM room_members WHERE person = :person))"


class ChatStore:
    def __init__(self, path: Path) -> None:
        self._database = open_database(path)
        (self.token,) = self._database.execute("SELECT token FROM platform").fetchone()

    def close(self) -> None:
        self._database.close()

    def seed(self, world: ChatWorld) -> None:
        """Adds who and what is missing and brings names, roles and membership up to date; lines stay."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._seed(world)
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _seed(self, world: ChatWorld) -> None:
        self._database.executemany(
            "INSERT INTO people VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
            "SET name = excluded.name, role = excluded.role, position = excluded.position",
            [(person.id, person.name, person.role, at) for at, person in enumerate(world.people)],
        )
        for at, room in enumerate(world.rooms):
            self._database.execute(
                "INSERT INTO rooms (id, name, position, has_bot) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, position = excluded.position",
                (room.id, room.name, at, room.has_bot),
            )
            self._database.execute("DELETE FROM room_members WHERE room = ?", (room.id,))
            self._database.executemany(
                "INSERT INTO room_members VALUES (?, ?, ?)",
                [(room.id, person, place) for place, person in enumerate(room.members)],
            )

    def world(self) -> ChatWorld:
        people = self._database.execute("SELECT id, name, role FROM people ORDER BY position, id")
        rooms = self._database.execute("SELECT id, name, has_bot FROM rooms ORDER BY position, id")
        return ChatWorld(
            people=tuple(ChatPerson(**row) for row in people),
            rooms=tuple(
                ChatRoom(row["id"], row["name"], self._members(row["id"]), has_bot=bool(row["has_bot"]))
                for row in rooms
            ),
        )

    def _members(self, room: str) -> tuple[str, ...]:
        rows = self._database.execute("SELECT person FROM room_members WHERE room = ? ORDER BY position", (room,))
        return tuple(row["person"] for row in rows)

    def set_has_bot(self, room: str, *, has_bot: bool) -> bool:
        """False where nothing changed: no such room, or so already."""
        change = self._database.execute(
            "UPDATE rooms SET has_bot = ? WHERE id = ? AND has_bot <> ?", (has_bot, room, has_bot)
        )
        return change.rowcount == 1

    def add(self, said: NewLine, *, handed_over: bool = True) -> tuple[Line, bool]:
        """The stored line, and whether it is new: the page says a line again when it is not sure it arrived."""
        if said.page_key is not None and (known := self._said_before(said)) is not None:
            return known, False
        picture = said.picture
        size = (picture.name, picture.width, picture.height) if picture else (None, None, None)
        done = self._database.execute(
            _INSERT,
            (
                *(said.kind, said.room, said.private_to, said.sender, said.text, said.quote, "\n".join(said.mentions)),
                *(*size, said.sent_at.astimezone(UTC).isoformat(), said.page_key, handed_over),
            ),
        )
        assert done.lastrowid is not None  # noqa: S101 - an INSERT that did not raise has one
        return Line(done.lastrowid, said), True

    def _said_before(self, said: NewLine) -> Line | None:
        row = self._database.execute(
            "SELECT * FROM lines WHERE sender = ? AND page_key = ?", (said.sender, said.page_key)
        ).fetchone()
        return _line(row) if row else None

    def line(self, number: int) -> Line | None:
        row = self._database.execute("SELECT * FROM lines WHERE id = ?", (number,)).fetchone()
        return _line(row) if row else None

    def newest(self, *, room: str | None, private_to: str | None, limit: int, before: int | None = None) -> list[Line]:
        """The last lines of one conversation, oldest of them first."""
        rows = self._database.execute(
            "SELECT * FROM lines WHERE room IS ? AND private_to IS ? AND id < ? ORDER BY id DESC LIMIT ?",
            (room, private_to, before if before is not None else 2**62, limit),
        )
        return [_line(row) for row in rows][::-1]

    def seen_after(self, person: str, number: int, *, limit: int) -> list[Line]:
        rows = self._database.execute(
            f"SELECT * FROM lines WHERE id > :after AND {_SEEN_BY} ORDER BY id LIMIT :limit",  # noqa: S608 - constant
            {"after": number, "person": person, "limit": limit},
        )
        return [_line(row) for row in rows]

    def newest_private(self) -> dict[str, int]:
        """For each person the newest line the bot wrote them: the page marks who has something to read."""
        rows = self._database.execute(
            "SELECT private_to, MAX(id) AS id FROM lines WHERE private_to IS NOT NULL AND kind = 'bot' "
            "GROUP BY private_to"
        )
        return {row["private_to"]: row["id"] for row in rows}

    def waiting(self, *, since: datetime, limit: int = 100) -> list[Line]:
        """Lines that the bot has not been given yet, in the order they were said."""
        rows = self._database.execute(
            "SELECT * FROM lines WHERE handed_over = 0 AND sent_at >= ? ORDER BY id LIMIT ?",
            (since.astimezone(UTC).isoformat(), limit),
        )
        return [_line(row) for row in rows]

    def mark_handed_over(self, number: int) -> None:
        self._database.execute("UPDATE lines SET handed_over = 1 WHERE id = ?", (number,))

    def bot_lines(self, *, since: datetime, limit: int = 200) -> list[Line]:
        rows = self._database.execute(
            "SELECT * FROM lines WHERE kind = 'bot' AND sent_at >= ? ORDER BY id DESC LIMIT ?",
            (since.astimezone(UTC).isoformat(), limit),
        )
        return [_line(row) for row in rows][::-1]


def _line(row: sqlite3.Row) -> Line:
    picture = Picture(row["picture"], row["width"], row["height"]) if row["picture"] else None
    return Line(
        row["id"],
        NewLine(
            kind=LineKind(row["kind"]),
            text=row["text"],
            sent_at=datetime.fromisoformat(row["sent_at"]),
            room=row["room"],
            private_to=row["private_to"],
            sender=row["sender"],
            quote=row["quote"],
            mentions=tuple(filter(None, row["mentions"].split("\n"))),
            picture=picture,
            page_key=row["page_key"],
        ),
    )
