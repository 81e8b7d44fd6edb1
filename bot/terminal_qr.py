"""A code to scan, drawn in the terminal."""

import sys
from typing import TextIO


def print_qr(text: str, out: TextIO | None = None) -> None:
    import segno  # noqa: PLC0415 - only accounts that log in by a code need it

    segno.make(text, error="l", micro=False).terminal(out=out or sys.stdout, compact=True, border=2)
