"""Where a run ends as by a power cut: at a named point for the nth time, or so long after the first message."""

import os
import signal
import threading
from typing import Final

POINTS: Final = ("before_commit", "after_commit", "while_sending", "after_sending")


class Fuse:
    """`point` None never burns; "any_moment" burns `count` milliseconds after it is lit."""

    def __init__(self, point: str | None, count: int) -> None:
        self._point = point
        self._left = count

    def light(self) -> None:
        if self._point == "any_moment":
            threading.Timer(self._left / 1000, die).start()
            self._point = None

    def burn(self, point: str) -> None:
        if point != self._point:
            return
        self._left -= 1
        if self._left <= 0:
            die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
