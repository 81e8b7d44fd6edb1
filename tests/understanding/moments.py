"""What the spans of a text say, in one short line: `2026-05-21T08:00..2026-05-21T12:00`."""

from datetime import datetime

from handlers.understanding.contract import parse_line
from tests.understanding.rooms import AT


def told(text: str, at: datetime = AT) -> list[str]:
    """Each time of the text; "~" before what is vague is not shown, a recurrence is "every"."""
    spans = parse_line({"text": text, "at": at.isoformat()})["spans"]
    return [_told(span) for span in spans if span["kind"] == "time"]


def _told(span: dict[str, str | None]) -> str:
    if span.get("every"):
        return "every"
    start, end = (str(span.get(edge) or "").removesuffix("+08:00") for edge in ("start", "end"))
    return f"{start}..{end}" if end else start
