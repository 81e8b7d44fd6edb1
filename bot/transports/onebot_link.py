"""The account's connections and the questions asked through them: each with a deadline, answers found by their echo."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

from bot.transports.onebot_connection import Connection
from bot.transports.onebot_facts import Facts


class NotConnected(Exception):
    """Nothing was asked."""


class AnswerLost(Exception):
    """It was asked; what became of it, nobody knows. The message is the reason."""


class Refused(Exception):
    """The implementation says that it failed. `words` are its own, and may hold anybody's."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"refused ({code})")
        self.code = code
        self.words = words


class Link:
    """`on_asked` is told whenever an answer is waited for: then the connection has to be read."""

    def __init__(self, *, on_asked: Callable[[], None]) -> None:
        self._on_asked = on_asked
        self._connections: list[Connection] = []
        self._asked: dict[str, tuple[Connection, asyncio.Future[Facts | None]]] = {}
        self._echoes = itertools.count(1)

    @property
    def is_up(self) -> bool:
        """Whether the account can hear and speak."""
        return self._speaker() is not None and any(each.role.tells for each in self._connections)

    @property
    def is_asking(self) -> bool:
        return bool(self._asked)

    @property
    def connections(self) -> tuple[Connection, ...]:
        return tuple(self._connections)

    def attach(self, new: Connection) -> list[Connection]:
        """Those that it replaces: nobody needs two for the same."""
        old = [
            each
            for each in self._connections
            if (each.role.tells and new.role.tells) or (each.role.can_be_asked and new.role.can_be_asked)
        ]
        for each in old:
            self.detach(each)
        self._connections.append(new)
        return old

    def detach(self, connection: Connection) -> None:
        connection.is_over = True
        if connection in self._connections:
            self._connections.remove(connection)
        for asked_on, answer in tuple(self._asked.values()):
            if asked_on is connection and not answer.done():
                answer.set_result(None)

    async def call(self, action: str, *, patience: float, **parameters: Any) -> Facts:
        """The whole answer. Raises NotConnected, AnswerLost, Refused."""
        speaker = self._speaker()
        if speaker is None or not speaker.is_open:
            raise NotConnected
        echo = f"yihu-{next(self._echoes)}"
        answer: asyncio.Future[Facts | None] = asyncio.get_running_loop().create_future()
        self._asked[echo] = speaker, answer
        self._on_asked()
        try:
            async with asyncio.timeout(patience):
                await speaker.send({"action": action, "params": parameters, "echo": echo})
                return _unless_refused(await answer)
        except TimeoutError:
            raise AnswerLost("no answer in time") from None
        except ConnectionError:
            raise AnswerLost("connection lost") from None
        finally:
            answer.cancel()
            del self._asked[echo]

    def take_answer(self, facts: Facts) -> bool:
        """Whether somebody waits for it."""
        _, answer = self._asked.get(facts.text("echo"), (None, None))
        if answer is None or answer.done():
            return False
        answer.set_result(facts)
        return True

    def _speaker(self) -> Connection | None:
        return next((each for each in self._connections if each.role.can_be_asked), None)


def _unless_refused(answer: Facts | None) -> Facts:
    if answer is None:
        raise AnswerLost("connection lost")
    if answer.text("status") == "failed" or answer.number("retcode") not in {0, 1}:
        raise Refused(answer.number("retcode"), f"{answer.text('message')}\n{answer.text('wording')}")
    return answer


def why(error: Exception) -> str:
    """In our words: the implementation's may be anything."""
    return str(error) or "not connected"
