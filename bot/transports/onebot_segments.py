"""A message of OneBot: segments, or the older text with CQ codes. Any value at all goes in, none raises."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.transports import PICTURE, Outgoing, Person
from bot.transports.onebot_facts import clean

EVERYBODY: Final = "all"
FACE: Final = "[表情]"
MOST_SEGMENTS: Final = 200
_OPEN, _CLOSE = "[CQ:", "]"
_STICKER: Final = "1"


@dataclass(frozen=True, slots=True)
class Segment:
    kind: str
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_photo(self) -> bool:
        """A sticker comes as an image too."""
        return self.kind == "image" and self.data.get("sub_type") != _STICKER

    def __str__(self) -> str:
        match self.kind:
            case "text":
                return self.data.get("text", "")
            case "at":
                return f"@{self.data.get('qq', '')} "
            case "face":
                return FACE
            case "image" if self.is_photo:
                return PICTURE
        return ""


def read_segments(message: object) -> tuple[Segment, ...]:
    """
    >>> read_segments("[CQ:at,qq=10001] 接单&#91;12&#93;")
    (Segment(kind='at', data={'qq': '10001'}), Segment(kind='text', data={'text': ' 接单[12]'}))
    """
    match message:
        case str():
            found: Iterable[Segment] = _parse_codes(message)
        case dict():
            found = _read_objects([message])
        case list():
            found = _read_objects(message)
        case _:
            found = ()
    return tuple(segment for segment, _ in zip(found, range(MOST_SEGMENTS), strict=False))


def _read_objects(items: Sequence[object]) -> Iterator[Segment]:
    for item in items:
        if isinstance(item, dict) and isinstance(kind := item.get("type"), str):
            data = item.get("data")
            yield Segment(kind, _as_texts(data) if isinstance(data, dict) else {})


def _as_texts(data: Mapping[Any, Any]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, value in data.items():
        if isinstance(value, str):
            texts[key] = clean(value)
        elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64:
            texts[key] = str(value)
    return texts


def _parse_codes(text: str) -> Iterator[Segment]:
    at = 0
    while (begin := text.find(_OPEN, at)) >= 0:
        end = text.find(_CLOSE, begin)
        if end < 0:
            break
        if begin > at:
            yield _as_text(text[at:begin])
        yield _parse_code(text[begin + len(_OPEN) : end])
        at = end + 1
    if at < len(text):
        yield _as_text(text[at:])


def _as_text(text: str) -> Segment:
    return Segment("text", {"text": clean(unescape(text))})


def _parse_code(code: str) -> Segment:
    kind, *parameters = code.split(",")
    pairs = (parameter.partition("=") for parameter in parameters)
    return Segment(kind, {key: clean(unescape(value)) for key, _, value in pairs})


def unescape(text: str) -> str:
    """
    >>> unescape("&#91;a&#44;b&#93; &amp;#44;")
    '[a,b] &#44;'
    """
    if "&" not in text:
        return text
    for escaped, plain in (("&#91;", "["), ("&#93;", "]"), ("&#44;", ","), ("&amp;", "&")):  # & last
        text = text.replace(escaped, plain)
    return text


def plain(segments: Iterable[Segment]) -> str:
    """The message in words, people by their numbers."""
    return "".join(map(str, segments)).strip()


def segments_of(outgoing: Outgoing) -> tuple[Segment, ...]:
    """The text with people's 「@name」 made into mentions; who is not named in it is mentioned in front."""
    if outgoing.picture is not None:
        return (Segment("image", {"file": f"base64://{base64.b64encode(outgoing.picture).decode()}"}),)
    pieces: list[str | Person] = [outgoing.text]
    for person in outgoing.mention if outgoing.room else ():
        pieces = _with_mention(pieces, person)
    return tuple(_as_segment(piece) for piece in _spaced(pieces))


def _with_mention(pieces: Sequence[str | Person], person: Person) -> list[str | Person]:
    called = f"@{person.name}"
    for place, piece in enumerate(pieces):
        if isinstance(piece, str) and person.name and called in piece:
            before, _, after = piece.partition(called)
            return [*pieces[:place], before, person, after, *pieces[place + 1 :]]
    return [person, *pieces]


def _spaced(pieces: Sequence[str | Person]) -> Iterator[str | Person]:
    """One blank after each mention: the clients write none."""
    for before, piece in zip((None, *pieces), pieces, strict=False):
        if isinstance(piece, str) and isinstance(before, Person):
            yield f" {piece.removeprefix(' ')}"
        elif piece:
            yield piece


def _as_segment(piece: str | Person) -> Segment:
    if isinstance(piece, str):
        return Segment("text", {"text": piece})
    return Segment("at", {"qq": piece.id})


def as_wire(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    return [{"type": segment.kind, "data": dict(segment.data)} for segment in segments]
