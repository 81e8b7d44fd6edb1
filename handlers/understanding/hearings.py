"""One hearing a message, whoever asks for it first."""

from functools import lru_cache

from handlers.understanding.reading import Reading
from handlers.understanding.wording import Hearing


@lru_cache(maxsize=1)
def hearing_of(reading: Reading) -> Hearing:
    return Hearing(reading)
