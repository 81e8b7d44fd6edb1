"""Encryption at rest: private text goes in as bytes that only the key opens. The key lives outside the database."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from storage.private import Private


class KeyMissing(Exception):
    """No key where there was one before: private text could never be read again."""


class SealBroken(Exception):
    """Sealed text does not open with this key."""


class Seal:
    """Seals and opens private text with one key (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)

    def close(self, text: str | None) -> bytes | None:
        """None and the empty text stay None: their absence is no secret."""
        return self._fernet.encrypt(text.encode()) if text else None

    def open(self, sealed: bytes | None) -> Private | None:
        return Private(self.open_content(sealed).decode()) if sealed is not None else None

    def close_content(self, content: bytes) -> bytes:
        return self._fernet.encrypt(content)

    def open_content(self, sealed: bytes) -> bytes:
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise SealBroken from error


def read_key(path: Path, *, may_make: bool) -> bytes:
    """The key from its file, made with mode 0600 on first start.

    Raises KeyMissing where the file is gone and `may_make` is False (a database that already has data).
    """
    if path.exists():
        return path.read_bytes().strip()
    if not may_make:
        raise KeyMissing(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Fernet.generate_key()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
    return key
