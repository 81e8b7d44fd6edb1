"""How many messages were received, and how many of them came to their end: kept so that a crash can be counted.

Two counters in a small mapped file: they outlive the process whenever it ends, at no cost a message.
"""

import mmap
import struct
from pathlib import Path
from typing import Final, Self

_COUNTERS: Final = struct.Struct("<QQ")


class Tally:
    """`lost` is what the former process had received and not brought to an end. One thread counts."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        self._file.truncate(_COUNTERS.size)
        self._map = mmap.mmap(self._file.fileno(), _COUNTERS.size)
        received, done = _COUNTERS.unpack_from(self._map)
        self.lost = max(0, received - done)
        self._received = self._done = 0
        self.dropped = 0
        self._write()

    @property
    def open(self) -> int:
        return self._received - self._done

    def count_received(self) -> None:
        self._received += 1
        self._write()

    def count_done(self) -> None:
        """Committed, or found to be without effect."""
        self._done += 1
        self._write()

    def count_dropped(self) -> None:
        """Given up unread, since too much waited: that is an end too."""
        self.dropped += 1
        self.count_done()

    def close(self) -> None:
        self._map.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self) -> None:
        _COUNTERS.pack_into(self._map, 0, self._received, self._done)
