"""Text that must never reach a room, a log or an error page: wrapped so that it cannot slip out by accident."""

from dataclasses import dataclass
from typing import NoReturn


class PrivateTextLeak(TypeError):
    """Private text was about to be shown where anyone can read it."""


@dataclass(frozen=True, slots=True, repr=False)
class Private:
    """A phone, a unit number, a health note. `reveal` is called by the private renderer alone."""

    _text: str

    def reveal(self) -> str:
        return self._text

    def __str__(self) -> NoReturn:
        raise PrivateTextLeak

    def __format__(self, spec: str) -> NoReturn:
        raise PrivateTextLeak

    def __repr__(self) -> str:
        return "Private(…)"

    def __bool__(self) -> bool:
        return bool(self._text)
