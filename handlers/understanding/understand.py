"""Text and room in, decision out. No I/O, no clock, nothing remembered between messages."""

from collections.abc import Callable
from typing import Final

from handlers.understanding.acts import act_on_posting
from handlers.understanding.answers import answer
from handlers.understanding.by_wording import said_by_wording
from handlers.understanding.callups import call_up
from handlers.understanding.certificates import certificate_command
from handlers.understanding.chains import chain
from handlers.understanding.commands import NoteVoice
from handlers.understanding.danger import noticed_danger
from handlers.understanding.decision import Decision
from handlers.understanding.details import addition
from handlers.understanding.gatherings import gathering_command
from handlers.understanding.hours import hours_command
from handlers.understanding.keywords import keyword_command
from handlers.understanding.message import Context, Message
from handlers.understanding.proxies import turning
from handlers.understanding.questions import question
from handlers.understanding.reading import Reading, read
from handlers.understanding.reports import seconding
from handlers.understanding.results import sure
from handlers.understanding.talk import talk
from handlers.understanding.wording import Hearing
from storage.intents import Intent


def _voice(reading: Reading) -> Decision | None:
    """Among neighbours a voice is theirs to hear."""
    message = reading.message
    is_pointed = reading.is_to_bot or reading.is_quoting_bot
    return sure(reading, Intent.VOICE, "voice", NoteVoice()) if message.is_voice and is_pointed else None


#: In this order; each reads the message or leaves it to the next.
_READERS: Final[tuple[Callable[[Reading], Decision | None], ...]] = (
    noticed_danger,
    _voice,
    chain,
    keyword_command,
    gathering_command,
    hours_command,
    certificate_command,
    call_up,
    turning,
    seconding,
    addition,
    lambda reading: answer(reading, reading.context.asked) if reading.context.asked is not None else None,
    lambda reading: act_on_posting(reading, Hearing(reading), may_guess=False),
    question,
)


def understand(message: Message, context: Context) -> Decision:
    """Danger, commands, answers to what was asked, acts on what is named, then talk; acts on what is open come last."""
    reading = read(message, context)
    for reader in _READERS:
        found = reader(reading)
        if found is not None and found.intent is not Intent.CHATTER:
            return found
    hearing = Hearing(reading)
    said = talk(reading, hearing)
    if said.intent is not Intent.CHATTER:
        return said
    return act_on_posting(reading, hearing) or said_by_wording(reading, hearing) or said
