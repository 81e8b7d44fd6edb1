"""What a process keeps in mind, up to a limit."""

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """So many values by account and id, the oldest forgotten. In memory alone: losing it costs next to nothing."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[tuple[str, str], T] = OrderedDict()

    def __contains__(self, name: tuple[str, str]) -> bool:
        return name in self._values

    def get(self, name: tuple[str, str]) -> T | None:
        return self._values.get(name)

    def put(self, name: tuple[str, str], value: T) -> None:
        self._values[name] = value
        self._values.move_to_end(name)
        if len(self._values) > self._limit:
            self._values.popitem(last=False)

    def forget(self, name: tuple[str, str]) -> None:
        self._values.pop(name, None)
