"""Ids that stand in addresses: random, so that nobody can count to the next."""

import secrets
from typing import Final

#: Ids are read aloud, and stand in texts where digits in a row would be masked as a phone's.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"


def new_public_id() -> str:
    """Cannot be guessed: 72 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))
