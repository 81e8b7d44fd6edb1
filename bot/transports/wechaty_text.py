"""WeChat's habits of writing: quotes inside the text, mentions by name. Any text at all goes in, none raises."""

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.transports import Person
from handlers.understanding.message import Quote

MENTION_END: Final = "\u2005"  # WeChat puts it after a name that was picked from the list
_OPEN, _CLOSE = "「", "」"
_DASHES: Final = frozenset("-‐‑‒–—―─━−_﹣－")
_DASHES_AT_LEAST: Final = 3
_COLONS: Final = (":", "：")
_EVERYBODY: Final = ("@所有人", "@all")
_PICKED_NAME_AT_MOST: Final = 64
_NESTED_AT_MOST: Final = 3
_AFTER_ADDRESS: Final = " ,，:：、"


def split_quote(text: str, *, depth: int = 0) -> tuple[Quote | None, str]:
    """The quoted message and what was said about it.

    >>> split_quote("「小李:几点?」\\n- - - - - -\\n三点")
    (Quote(sender='小李', text='几点?'), '三点')
    """
    text = text.replace("\r\n", "\n")
    stripped = text.lstrip()
    if stripped.startswith(("<", "\ufeff<")) and (refer := _read_refer(stripped, depth)):
        return refer
    if not stripped.startswith(_OPEN):
        return None, text
    end = _end_of_quote(stripped)
    if end is None:
        return None, text
    quoted, reply_from = end
    return _read_quoted(stripped[len(_OPEN) : quoted], depth), stripped[reply_from:].strip()


def _end_of_quote(text: str) -> tuple[int, int] | None:
    """Where the quoted part ends and the reply starts: the bracket that closes the first one, else (a nickname with
    a bracket in it) the first that is followed by a line of dashes."""
    depth = 0
    first: tuple[int, int] | None = None
    for at, character in enumerate(text):
        if character == _OPEN:
            depth += 1
        elif character == _CLOSE:
            depth -= 1
            reply_from = _after_dashes(text, at + 1)
            if reply_from is None:
                continue
            if depth <= 0:
                return at, reply_from
            first = first or (at, reply_from)
    return first


def _after_dashes(text: str, at: int) -> int | None:
    """The start of the line after a line of dashes, if that is what follows."""
    line_from = at
    while line_from < len(text) and text[line_from] in " \t\u3000":
        line_from += 1
    if not text.startswith("\n", line_from):
        return None
    line_to = text.find("\n", line_from + 1)
    line = text[line_from + 1 : line_to if line_to >= 0 else len(text)]
    dashes = sum(character in _DASHES for character in line)
    if dashes < _DASHES_AT_LEAST or any(not (c in _DASHES or c.isspace()) for c in line):
        return None
    return line_to + 1 if line_to >= 0 else len(text)


def _read_quoted(inside: str, depth: int) -> Quote:
    found = [at for colon in _COLONS if (at := inside.find(colon)) >= 0]
    if not found:
        return Quote("", inside.strip())
    at = min(found)
    quoted = inside[at + 1 :].strip()
    if quoted.startswith(_OPEN) and depth < _NESTED_AT_MOST:
        _, said = split_quote(quoted, depth=depth + 1)  # a reply itself: what it said counts, not what it quoted
        quoted = said or quoted
    return Quote(inside[:at].strip(), quoted)


def _read_refer(xml: str, depth: int) -> tuple[Quote, str] | None:
    """WeChat's own form, which some puppets hand through: <appmsg><title>reply</title><refermsg>…</refermsg>."""
    refer = _between(xml, "<refermsg>", "</refermsg>")
    title = _between(xml, "<title>", "</title>")
    if refer is None or title is None:
        return None
    sender = html.unescape(_plain(_between(refer, "<displayname>", "</displayname>") or ""))
    content = html.unescape(_plain(_between(refer, "<content>", "</content>") or ""))
    return Quote(sender, _words_of(content, depth)), html.unescape(_plain(title)).strip()


def _words_of(content: str, depth: int) -> str:
    """A quoted message may be XML in turn: a reply shows what it said, a picture that it is one."""
    content = content.strip()
    if not (content.startswith("<") and content.endswith(">")):
        return content
    nested = _read_refer(content, depth + 1) if depth < _NESTED_AT_MOST else None
    if nested is not None:
        return nested[1]
    title = _between(content, "<title>", "</title>")
    return html.unescape(_plain(title)) if title else "[图片]" if "<img" in content else "[消息]"


def _between(text: str, opening: str, closing: str) -> str | None:
    start = text.find(opening)
    end = text.find(closing, start + len(opening)) if start >= 0 else -1
    return text[start + len(opening) : end] if end >= 0 else None


def _plain(text: str) -> str:
    return text.strip().removeprefix("<![CDATA[").removesuffix("]]>")


def take_mention(text: str, names: Iterable[str], *, ids: Sequence[str] = (), me: str = "") -> tuple[bool, str]:
    """Whether the bot is meant by an @, and the text without it.

    `ids` are those whom WeChat says were mentioned: where it names others, only a name picked from the list counts,
    as 「@一呼 小助手」 may be another's nickname. @所有人 names everybody and means nobody.
    """
    known = sorted({name for name in names if name}, key=len, reverse=True)
    by_id = bool(me) and me in ids
    pieces = list(_without_mentions(text, known, picked_only=bool(ids) and not by_id))
    if len(pieces) > 1:
        return True, _join(pieces)
    if not by_id or any(everybody in text.casefold() for everybody in _EVERYBODY):
        return False, text
    end = text.find(MENTION_END, 0, _PICKED_NAME_AT_MOST)
    if len(ids) == 1 and text.startswith("@") and end >= 0:  # a nickname in this room that is not known here
        return True, text[end + 1 :].strip()
    return True, text


def _without_mentions(text: str, names: Sequence[str], *, picked_only: bool) -> Iterator[str]:
    """The pieces of text between the mentions."""
    piece_from = 0
    at = text.find("@")
    while at >= 0:
        end = _mention_end(text, at, names, picked_only=picked_only)
        if end is not None:
            yield text[piece_from:at]
            piece_from = end
        at = text.find("@", end or at + 1)
    yield text[piece_from:]


def _mention_end(text: str, at: int, names: Sequence[str], *, picked_only: bool) -> int | None:
    if at > 0 and text[at - 1].isascii() and text[at - 1].isalnum():
        return None  # an e-mail address
    for name in names:
        if not text.startswith(name, at + 1):
            continue
        end = at + 1 + len(name)
        following = text[end : end + 1]
        if following == MENTION_END:
            return end + 1
        if not picked_only and not following.isalnum():
            return end
    return None


def _join(pieces: Sequence[str]) -> str:
    text = " ".join(piece.strip() for piece in pieces if piece.strip())
    return text if pieces[0].strip() else text.lstrip(_AFTER_ADDRESS)


def with_mentions(text: str, people: Sequence[Person]) -> str:
    """The text as WeChat wants it: it shows a mention only where 「@name」 and its own space stand in the text."""
    missing = ""
    for person in people:
        called = f"@{person.name}"
        at = text.find(called)
        if at < 0:
            missing += called + MENTION_END
            continue
        rest = text[at + len(called) :]
        text = text[: at + len(called)] + MENTION_END + rest.removeprefix(MENTION_END).removeprefix(" ")
    return missing + text
