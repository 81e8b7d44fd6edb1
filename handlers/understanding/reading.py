"""A message read once: what every later step looks at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from handlers.understanding import masks
from handlers.understanding.masks import folded
from handlers.understanding.message import Context, Message
from handlers.understanding.normalise import Normalised, normalise, squeezed
from handlers.understanding.prefilter import Sieve, grams_of
from handlers.understanding.spans import Piece, Pieces, find_pieces
from storage.vocabulary import PostingKind

_QUOTED_NUMBER: Final = re.compile(r"(?:#\s?|活动\s)(\d{1,4})(?!\d)")
_QUOTED_ACTIVITY: Final = re.compile(r"活动|报名|招募|接龙")
_SESSIONS: Final = re.compile(r"\s*📅")
#: A posting is known by its form too: accounts go by many names in their rooms.
_POSTING_FORM: Final = re.compile(r"^\W{0,3}(?:活动\s?)?#\d{1,4} [^\n|]+\||回复「")
#: What somebody else is reported to have said says nothing of what this one wants.
_REPORTED: Final = re.compile(r"([说问喊道叫讲:](?:了|着|道|一声|一句)?[:,]?\s?)[“\"「『][^”\"」』\n]{2,80}[”\"」』]")
_QUOTE_ENDS: Final = frozenset('”"」』')
#: Features are weighed over so many characters; a request is told in its first lines.
LONGEST_WEIGHED: Final = 1000
_UNSAID: Final = frozenset((masks.URL, masks.PHONE, masks.ID, masks.ORDER, masks.INDEX))
#: A door that no address has taken: 2单元|五零一门口.
_DOOR: Final = re.compile(r"\s?[\d零〇一二三四五六七八九]{3,4}(?![\d零〇一二三四五六七八九])")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_NUMBER_KINDS: Final = frozenset({"order", "number"})


@dataclass(slots=True, eq=False)
class Reading:
    """What nearly every step asks for is worked out at once: attributes asked for later cost 0.7 µs each."""

    message: Message
    context: Context
    normal: Normalised
    pieces: Pieces
    #: Masked, each mask folded to one letter, squeezed: what features and commands are held against.
    bare: str = field(init=False)
    #: How much was said, spans included.
    length: int = field(init=False)
    #: What any pattern over `bare` may need of it.
    grams: set[str] = field(init=False)
    #: The postings that the message itself names, each once, as written.
    numbers: tuple[int, ...] = field(init=False)
    is_quoting_bot: bool = field(init=False)
    is_to_bot: bool = field(init=False)

    def __post_init__(self) -> None:
        text, quote = self.pieces.masked, self.message.quote
        said = squeezed(text)
        self.length = len(said)
        told = folded(text) if self.pieces.found else text
        if not _QUOTE_ENDS.isdisjoint(self.pieces.grams):
            told = _REPORTED.sub(r"\1“”", told)
        self.bare = (said if told == text else squeezed(told))[:LONGEST_WEIGHED]
        self.grams = self.pieces.grams if self.bare == self.normal.text else grams_of(self.bare)
        self.numbers = _numbers(self.pieces.found) if self.pieces.found else ()
        self.is_quoting_bot = quote is not None and bool(
            quote.sender in self.context.bot_names or _POSTING_FORM.search(quote.text.strip())
        )
        self.is_to_bot = (
            self.message.mentions_bot
            or self.message.private
            or bool(self.normal.mentions and any(m.is_bot for m in self.normal.mentions))
        )

    @property
    def text(self) -> str:
        """Normalised, nothing masked but @names and emoji."""
        return self.normal.text

    @property
    def masked(self) -> str:
        return self.pieces.masked

    def sifted(self, sieve: Sieve) -> int:
        """Which patterns may be found in `text` or `bare`."""
        bits = sieve.bits(self.grams)
        return bits if self.grams is self.pieces.grams else bits | sieve.bits(self.pieces.grams)

    def as_sent(self, begin: int, end: int) -> str:
        """A stretch of the text that a room may read, Chinese letters in the sender's own script.

        Without numbers, links, ID cards, and addresses of which only a part may be seen.
        """
        hidden = [
            range(piece.begin, door.end() if (door := _DOOR.match(self.text, piece.end)) else piece.end)
            for piece in self.of("address")
            if piece.place is not None and piece.place.private
        ]
        said = self.text[begin:end]
        if not hidden and self._is_as_sent(begin, said) and _UNSAID.isdisjoint(self.masked[begin:end]):
            return said.strip()
        letters = (self._letter(at) for at in range(begin, end) if not any(at in stretch for stretch in hidden))
        return "".join(letters).strip()

    @property
    def is_overheard(self) -> bool:
        """Said in the room while a private question is open, and not to the bot."""
        asked, is_pointed = self.context.asked, self.message.mentions_bot or self.is_quoting_bot
        return asked is not None and asked.is_private and not self.message.private and not is_pointed

    def script(self, begin: int, end: int) -> dict[int, str]:
        """For `str.translate`: the Chinese letters of a stretch as they were read → in the sender's own script."""
        if self._is_as_sent(begin, self.text[begin:end]):
            return {}
        sent = ((self.text[at], self.normal.place_of(at, at + 1)[1]) for at in range(begin, end))
        return {ord(read): own for read, own in sent if own != read and _HAN.fullmatch(own) and _HAN.match(read)}

    def _is_as_sent(self, begin: int, said: str) -> bool:
        return self.normal.origin is None and self.normal.sent.startswith(said, begin)

    def _letter(self, at: int) -> str:
        if self.masked[at] in _UNSAID:
            return ""
        read, (_, sent) = self.text[at], self.normal.place_of(at, at + 1)
        return sent if _HAN.fullmatch(sent) and _HAN.match(read) else read

    @property
    def is_quoting_neighbour(self) -> bool:
        return self.message.quote is not None and not self.is_quoting_bot

    @property
    def quoted_numbers(self) -> tuple[int, ...]:
        """Only the bot's own lines refer: a neighbour's text is no posting."""
        if not self.is_quoting_bot or self.message.quote is None:
            return ()
        return tuple(dict.fromkeys(int(n) for n in _QUOTED_NUMBER.findall(self.message.quote.text)))

    @property
    def quoted_sessions(self) -> tuple[int, ...]:
        """The numbers of a posting that has several."""
        is_of_several = bool(self.is_quoting_bot and self.message.quote and _SESSIONS.match(self.message.quote.text))
        return self.quoted_numbers if is_of_several and len(self.quoted_numbers) > 1 else ()

    @property
    def quotes_activity(self) -> bool:
        return bool(self.is_quoting_bot and self.message.quote and _QUOTED_ACTIVITY.search(self.message.quote.text))

    @property
    def open_orders(self) -> tuple[int, ...]:
        return tuple([t.number for t in self.context.things if t.kind is PostingKind.ORDER])

    @property
    def open_activities(self) -> tuple[int, ...]:
        return tuple([t.number for t in self.context.things if t.kind is PostingKind.ACTIVITY])

    @property
    def mentioned(self) -> tuple[str, ...]:
        mentions = self.normal.mentions
        return tuple([m.name for m in mentions if not m.is_bot]) if mentions else ()

    def of(self, kind: str) -> list[Piece]:
        return self.pieces.of(kind)


def _numbers(found: Iterable[Piece]) -> tuple[int, ...]:
    named = sorted([(p.begin, p.number) for p in found if p.kind in _NUMBER_KINDS and p.number is not None])
    return tuple(dict.fromkeys(number for _, number in named)) if named else ()


def read(message: Message, context: Context) -> Reading:
    normal = normalise(
        message.text, bot_names=context.bot_names, member_names=context.member_names, is_to_bot=message.mentions_bot
    )
    return Reading(message, context, normal, find_pieces(normal.text, message.at, _numbers_open(context)))


@lru_cache(maxsize=8)  # a stretch is asked for its days, its hours, and then for all that it says
def read_alone(text: str, reading: Reading) -> Reading:
    """A stretch of the message, or what it quotes, as if its sender had said nothing else."""
    return read(replace(reading.message, text=text, quote=None), reading.context)


def _numbers_open(context: Context) -> Iterator[int]:
    yield from [thing.number for thing in context.things]
    if context.asked is not None and context.asked.number is not None:
        yield context.asked.number
