"""想再来, 别再提醒: whether somebody wants to hear of the next activity of a kind."""

import re
from typing import Final

from handlers.understanding.activity_commands import Follow
from handlers.understanding.decision import Decision
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent
from storage.vocabulary import QuestionKind

_AGAIN: Final = r"(?:还想再?|想再|(?:下次|下回|以后)(?:还要?|再|一定|都)+)(?:来|参加)"
_WANTS: Final = re.compile(rf"(?<!不)(?<!没){_AGAIN}")
_WANTS_ALONE: Final = re.compile(rf"(?:我们?|很|真)*(?:下次|下回|以后)?{_AGAIN}(?:一次|的|呢|啊|哦|哈)*")
_STOPS: Final = re.compile(
    r"(?:我们?)?(?:不想再(?:来|参加)|(?:以后)?(?:别|不要|不用|莫)再?(?:提醒|通知)(?:我们?)?)(?:了|哈|嘛|吧)*"
)
_NUMBER: Final = re.compile(r"#?\s?\d{1,4}\s?号?")
_EDGE: Final = " ,。!~:"


def follow_command(reading: Reading) -> Decision | None:
    """The whole message, and only where it is said to the bot."""
    asked = reading.context.asked
    is_asked = asked is not None and asked.kind is QuestionKind.REVIEW
    if not (reading.is_to_bot or reading.is_quoting_bot or reading.numbers or is_asked):
        return None
    words = _NUMBER.sub("", reading.text).strip(_EDGE)
    yes = wants_nothing_else(words)
    if not yes and not _STOPS.fullmatch(words):
        return None
    number = (*reading.numbers, *reading.quoted_numbers, None)[0]
    slots = {"activity": number} if number is not None else {}
    return sure(reading, Intent.FOLLOW, "follow_keyword", Follow(number, yes), slots)


def wants_more(words: str) -> bool:
    """Whether a review asks for more of it."""
    return _WANTS.search(words) is not None


def wants_nothing_else(words: str) -> bool:
    return _WANTS_ALONE.fullmatch(words.strip(_EDGE)) is not None
