"""A code to scan, drawn in the terminal."""

import sys
from typing import TextIO

import segno


def print_qr(text: str, out: TextIO | None = None) -> None:
    segno.make(text, error="l", micro=False).terminal(out=out or sys.stdout, compact=True, border=2)
