"""Golden chats: reading the text format of tests/dialogs (README, "Golden chats") and matching what the bot said."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from storage.vocabulary import LOCAL_ZONE


class DialogBroken(Exception):
    """A line that cannot be read; the message names file, line and what was expected."""


@dataclass(frozen=True, slots=True)
class World:
    """A line that describes the world before the talk: `! …`."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the bot should say. `person` None: in the room (None: the first); "*": anything to anyone privately."""

    line: int
    pattern: str
    room: str | None = None
    person: str | None = None
    is_optional: bool = False


@dataclass(slots=True)
class Said:
    """A person's line. `quoted` is (name, pattern) of the message it replies to.

    `move` ("leaves", "returns"): they say nothing, and are not in the room from then on, or are again.
    """

    line: int
    person: str
    text: str
    room: str | None = None
    is_private: bool = False
    photos: int = 0
    is_voice: bool = False
    move: str = ""
    quoted: tuple[str, str] | None = None
    expected: list[Expected] = field(default_factory=list)


@dataclass(slots=True)
class Moved:
    """The clock, set or moved on."""

    line: int
    to: datetime | None = None
    by: timedelta | None = None
    expected: list[Expected] = field(default_factory=list)


Step = Said | Moved


@dataclass(frozen=True, slots=True)
class Dialog:
    path: Path
    world: tuple[World, ...]
    steps: tuple[Step, ...]


_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_ROOM = r"(?:\[(?P<room>[^\]]+)\]\s*)?"
_WITH = r"(?:\s*\((?:(?P<photos>\d+) photos?|(?P<voice>voice)|(?P<move>leaves|returns))\))?"
_SAID = re.compile(rf"^{_ROOM}(?P<person>[^>\[\]]+?){_WITH}\s*(?P<to>>>|>)\s?(?P<text>.*)$")
_BOT_PRIVATE = re.compile(r"^bot>>\s*(?P<person>\S+)\s?(?P<text>.*)$")
_BOT = re.compile(r"^bot(?P<optional>\?)?\s*(?:\[(?P<room>[^\]]+)\])?>(?!>)\s?(?P<text>.*)$")
_QUOTE = re.compile(r"^「(?P<name>[^::」]+)[::]\s*(?P<pattern>[^」]*)」(?P<text>.*)$", re.DOTALL)


def read_dialog(path: Path) -> Dialog:
    """Raises DialogBroken."""
    world: list[World] = []
    steps: list[Step] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("!"):
            world.append(World(number, line[1:].strip()))
        elif (expected := _expected(number, line)) is not None:
            if not steps:
                raise DialogBroken(f"{path}:{number}: a line of the bot needs a line or clock move before it")
            steps[-1].expected.append(expected)
        else:
            steps.append(_step(path, number, line))
    return Dialog(path, tuple(world), tuple(steps))


def _expected(number: int, line: str) -> Expected | None:
    if (private := _BOT_PRIVATE.match(line)) is not None:
        return Expected(number, _unescaped(private["text"]), person=private["person"])
    if (public := _BOT.match(line)) is not None:
        return Expected(
            number, _unescaped(public["text"]), room=public["room"], is_optional=public["optional"] is not None
        )
    return None


def _step(path: Path, number: int, line: str) -> Step:
    try:
        if line.startswith("@ "):
            at = datetime.fromisoformat(line[2:].strip())
            return Moved(number, to=at if at.tzinfo else at.replace(tzinfo=LOCAL_ZONE))
        if line.startswith("+ "):
            amount, unit = line[2:].strip()[:-1], line.strip()[-1]
            return Moved(number, by=timedelta(**{_UNITS[unit]: float(amount)}))
    except (ValueError, KeyError) as error:
        raise DialogBroken(f"{path}:{number}: expected `@ 2026-05-20 10:00` or `+ 45s` (s, m, h, d)") from error
    said = _SAID.match(line)
    if said is None:
        raise DialogBroken(
            f"{path}:{number}: expected `name> words`, `bot> words`, `@ time`, `+ time`, `! world` or `#`"
        )
    text, quoted = _quote(_unescaped(said["text"]))
    return Said(
        number,
        said["person"].strip(),
        text,
        room=said["room"],
        is_private=said["to"] == ">>",
        photos=int(said["photos"] or 0),
        is_voice=said["voice"] is not None,
        move=said["move"] or "",
        quoted=quoted,
    )


def _quote(text: str) -> tuple[str, tuple[str, str] | None]:
    found = _QUOTE.match(text)
    if found is None:
        return text, None
    return found["text"].strip(), (found["name"].strip(), found["pattern"].strip())


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n")


# matching

_TOKEN = re.compile(r"(…|\{\w+\})")
_DASHES = re.compile(r"[‐-―−]")


_BLANK = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")


def folded(text: str) -> str:
    """Full width as half width, every dash as one; white space counts only between letters or digits, as one blank."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return " ".join(_BLANK.sub("", text).split())


def pattern_of(words: str, captured: Mapping[str, str]) -> re.Pattern[str]:
    """`…` is anything, `{code}` letters and digits (what it stood for before, once it was seen)."""
    parts = []
    for part in _TOKEN.split(words):
        if part == "…":
            parts.append(r"\s*.*?\s*")
        elif _TOKEN.fullmatch(part):
            name = part[1:-1]
            seen = f"(?P={name})" if f"(?P<{name}>" in "".join(parts) else rf"(?P<{name}>[A-Za-z0-9]+?)"
            parts.append(rf"\s*{re.escape(captured[name]) if name in captured else seen}\s*")
        elif part.strip():
            parts.append(re.escape(folded(part)))
    return re.compile("".join(parts), re.DOTALL)


def matches(words: str, text: str, captured: dict[str, str]) -> bool:
    """Whether the bot's text is what was expected; what `{code}` stood for is kept for later lines."""
    found = pattern_of(words, captured).fullmatch(folded(text))
    if found is None:
        return False
    captured.update(found.groupdict())
    return True


def filled_in(text: str, captured: Mapping[str, str]) -> str:
    for name, value in captured.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of the bot: in `room`, or privately to `person`."""

    text: str
    room: str | None = None
    person: str | None = None


def compare(
    expected: Iterable[Expected], spoken: Iterable[Spoken], first_room: str, captured: dict[str, str]
) -> tuple[list[Expected], list[tuple[Spoken, bool]]]:
    """What was expected and did not come, and each spoken line with whether it was expected.

    Lines of one room come in order, private ones in any.
    """
    wanted = list(expected)
    heard: list[tuple[Spoken, bool]] = []
    any_private = any(each.person == "*" for each in wanted)
    wanted = [each for each in wanted if each.person != "*"]
    for line in spoken:
        if line.person is not None:
            match = next(
                (e for e in wanted if e.person == line.person and matches(e.pattern, line.text, captured)), None
            )
            if match is not None:
                wanted.remove(match)
            heard.append((line, match is not None or any_private))
        else:
            heard.append((line, _next_in_room(wanted, line, first_room, captured)))
    return [each for each in wanted if not each.is_optional], heard


def _next_in_room(wanted: list[Expected], line: Spoken, first_room: str, captured: dict[str, str]) -> bool:
    """Takes the line off the list if it is the room's next, passing over optional ones."""
    for each in [e for e in wanted if e.person is None and (e.room or first_room) == line.room]:
        if matches(each.pattern, line.text, captured):
            wanted.remove(each)
            return True
        if not each.is_optional:
            return False
        wanted.remove(each)
    return False
