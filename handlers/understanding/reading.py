"""A message read once: what every later step looks at."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from handlers.understanding.masks import folded
from handlers.understanding.message import Context, Message
from handlers.understanding.normalise import Normalised, normalise, squeezed
from handlers.understanding.prefilter import grams_of
from handlers.understanding.spans import Piece, Pieces, find_pieces
from storage.vocabulary import PostingKind

_QUOTED_NUMBER: Final = re.compile(r"(?:#\s?|活动\s)(\d{1,4})(?!\d)")
_QUOTED_ACTIVITY: Final = re.compile(r"活动|报名|招募|接龙")
#: A posting is known by its form too: accounts go by many names in their rooms.
_POSTING_FORM: Final = re.compile(r"^\W{0,3}(?:活动\s?)?#\d{1,4} [^\n|]+\||回复「")
#: What somebody else is reported to have said says nothing of what this one wants.
_REPORTED: Final = re.compile(r"([说问喊道叫讲:](?:了|着|道|一声|一句)?[:,]?\s?)[“\"「『][^”\"」』\n]{2,80}[”\"」』]")
#: Features are weighed over so many characters; a request is told in its first lines.
LONGEST_WEIGHED: Final = 1000
_NUMBER_KINDS: Final = frozenset({"order", "number"})


@dataclass(frozen=True)
class Reading:
    message: Message
    context: Context
    normal: Normalised
    pieces: Pieces

    @property
    def text(self) -> str:
        """Normalised, nothing masked but @names and emoji."""
        return self.normal.text

    @property
    def masked(self) -> str:
        return self.pieces.masked

    @cached_property
    def bare(self) -> str:
        """Masked, each mask folded to one letter, squeezed: what features and commands are held against."""
        text = folded(self.masked) if self.pieces.found else self.masked
        return squeezed(_REPORTED.sub(r"\1“”", text))[:LONGEST_WEIGHED]

    @cached_property
    def grams(self) -> set[str]:
        """What any pattern over `bare` may need of it."""
        return self.pieces.grams if self.bare == self.text else grams_of(self.bare)

    @cached_property
    def all_grams(self) -> set[str]:
        """What any pattern over `text` or `bare` may need."""
        return self.grams | self.pieces.grams

    @cached_property
    def length(self) -> int:
        """How much was said, spans included."""
        return len(squeezed(self.pieces.masked))

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The postings that the message itself names, each once, as written."""
        named = sorted((p for p in self.pieces.found if p.kind in _NUMBER_KINDS), key=lambda piece: piece.begin)
        return tuple(dict.fromkeys(p.number for p in named if p.number is not None))

    @cached_property
    def is_quoting_bot(self) -> bool:
        quote = self.message.quote
        return quote is not None and bool(
            quote.sender in self.context.bot_names or _POSTING_FORM.search(quote.text.strip())
        )

    @property
    def is_quoting_neighbour(self) -> bool:
        return self.message.quote is not None and not self.is_quoting_bot

    @cached_property
    def quoted_numbers(self) -> tuple[int, ...]:
        """Only the bot's own lines refer: a neighbour's text is no posting."""
        if not self.is_quoting_bot or self.message.quote is None:
            return ()
        return tuple(dict.fromkeys(int(n) for n in _QUOTED_NUMBER.findall(self.message.quote.text)))

    @cached_property
    def quotes_activity(self) -> bool:
        return bool(self.is_quoting_bot and self.message.quote and _QUOTED_ACTIVITY.search(self.message.quote.text))

    @cached_property
    def open_orders(self) -> tuple[int, ...]:
        return tuple(t.number for t in self.context.things if t.kind is PostingKind.ORDER)

    @cached_property
    def open_activities(self) -> tuple[int, ...]:
        return tuple(t.number for t in self.context.things if t.kind is PostingKind.ACTIVITY)

    @property
    def is_to_bot(self) -> bool:
        return self.message.mentions_bot or self.message.private or any(m.is_bot for m in self.normal.mentions)

    @property
    def mentioned(self) -> tuple[str, ...]:
        return tuple(m.name for m in self.normal.mentions if not m.is_bot)

    def of(self, kind: str) -> list[Piece]:
        return self.pieces.of(kind)


def read(message: Message, context: Context) -> Reading:
    normal = normalise(
        message.text, bot_names=context.bot_names, member_names=context.member_names, is_to_bot=message.mentions_bot
    )
    numbers = [thing.number for thing in context.things]
    if context.asked is not None and context.asked.number is not None:
        numbers.append(context.asked.number)
    return Reading(message, context, normal, find_pieces(normal.text, message.at, numbers))
