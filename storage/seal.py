"""Encryption at rest: private text goes in as bytes that only the key opens. The key lives outside the database."""

import os
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.private import Private

#: The first byte of what is sealed now; what was sealed before it came begins with the letter of a Fernet token.
_MARK: Final = b"\x01"
_NONCE: Final = 12


class KeyMissing(Exception):
    """No key where there was one before: private text could never be read again."""


class SealBroken(Exception):
    """Sealed text does not open with this key."""


class Seal:
    """Seals and opens private text with one key: AES-256-GCM, its key drawn from the file's.

    A text of 80 bytes: 1.2 µs to seal, 0.6 to open. Fernet, which sealed before and still opens what it sealed, takes
    22 and 18.
    """

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        drawn = HKDF(SHA256(), length=32, salt=None, info=b"yihu sealed text")
        self._cipher = AESGCM(drawn.derive(urlsafe_b64decode(key)))

    def close(self, text: str | None) -> bytes | None:
        """None and the empty text stay None: their absence is no secret."""
        return self.close_content(text.encode()) if text else None

    def open(self, sealed: bytes | None) -> Private | None:
        return Private(self.open_content(sealed).decode()) if sealed is not None else None

    def close_content(self, content: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return _MARK + nonce + self._cipher.encrypt(nonce, content, None)

    def open_content(self, sealed: bytes) -> bytes:
        try:
            if sealed[:1] != _MARK:
                return self._fernet.decrypt(sealed)
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], None)
        except (InvalidToken, InvalidTag, ValueError) as error:
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
