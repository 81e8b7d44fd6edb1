"""Text and room in, decision out. No I/O, no clock, nothing remembered between messages."""

from collections.abc import Callable
from typing import Final

from handlers.understanding import (
    calendars,
    certificates,
    corrections,
    danger,
    excuses,
    gatherings,
    hours,
    keywords,
    plain_acts,
    polls,
    questions,
    recognition,
    reports,
    sources,
    time_bank,
    weather,
)
from handlers.understanding.acts import act_on_posting
from handlers.understanding.answers import answer
from handlers.understanding.by_wording import as_it_sounds
from handlers.understanding.calendars import calendar_command
from handlers.understanding.callups import call_up
from handlers.understanding.certificates import certificate_command
from handlers.understanding.chains import chain
from handlers.understanding.commands import NoteVoice
from handlers.understanding.corrections import correction_command
from handlers.understanding.danger import heard_danger, noticed_danger
from handlers.understanding.decision import Decision
from handlers.understanding.details import addition
from handlers.understanding.excuses import excuse_command
from handlers.understanding.follows import follow_command
from handlers.understanding.gatherings import gathering_command
from handlers.understanding.hearings import hearing_of
from handlers.understanding.hours import hours_command
from handlers.understanding.keywords import keyword_command
from handlers.understanding.message import Context, Message
from handlers.understanding.plain_acts import plain_act
from handlers.understanding.polls import poll_command
from handlers.understanding.prefilter import Grams, Sieve, places
from handlers.understanding.proxies import turning
from handlers.understanding.questions import question
from handlers.understanding.reading import Reading, read
from handlers.understanding.recognition import recognition_command
from handlers.understanding.reports import seconding
from handlers.understanding.results import sure
from handlers.understanding.sources import source_command
from handlers.understanding.talk import talk
from handlers.understanding.time_bank import time_bank_command
from handlers.understanding.weather import weather_command
from storage.intents import Intent


def _voice(reading: Reading) -> Decision | None:
    """Among neighbours a voice is theirs to hear."""
    message = reading.message
    is_pointed = reading.is_to_bot or reading.is_quoting_bot
    return sure(reading, Intent.VOICE, "voice", NoteVoice()) if message.is_voice and is_pointed else None


def _answer(reading: Reading) -> Decision | None:
    return answer(reading, reading.context.asked) if reading.context.asked is not None else None


def _act_on_named(reading: Reading) -> Decision | None:
    is_named = bool(reading.numbers) or reading.is_quoting_bot
    return act_on_posting(reading, hearing_of(reading), may_guess=False) if is_named else None


#: Of no letters: what is only read where something is quoted or the bot is spoken to.
_POINTED: Final[Grams] = frozenset()
#: In this order; each reads the message or leaves it to the next. Beside it, what it finds nothing without.
_READERS: Final[tuple[tuple[Callable[[Reading], Decision | None], Grams | None], ...]] = (
    (noticed_danger, danger.NEEDED),
    (heard_danger, danger.HEARD_NEEDED),
    (_voice, _POINTED),
    (chain, None),
    (excuse_command, excuses.NEEDED),
    (correction_command, corrections.NEEDED),
    (keyword_command, keywords.NEEDED),
    (gathering_command, gatherings.NEEDED),
    (hours_command, hours.NEEDED),
    (certificate_command, certificates.NEEDED),
    (calendar_command, calendars.NEEDED),
    (source_command, sources.NEEDED),
    (recognition_command, recognition.NEEDED),
    (weather_command, weather.NEEDED),
    (time_bank_command, time_bank.NEEDED),
    (follow_command, None),
    (poll_command, polls.NEEDED),
    (call_up, None),
    (turning, _POINTED),
    (seconding, reports.SECONDING_NEEDED),
    (addition, None),
    (_answer, None),
    (plain_act, plain_acts.NEEDED),
    (_act_on_named, None),
    (question, questions.NEEDED),
)
#: How it all sounds may be another thing than the words that these go by.
_CORRECTED: Final = frozenset({keyword_command, call_up, _answer, _act_on_named, question})
_NEEDED: Final = Sieve(needed for _, needed in _READERS)
_EVERY: Final = (1 << len(_READERS)) - 1


def understand(message: Message, context: Context) -> Decision:
    """Danger, commands, answers to what was asked, acts on what is named, then talk; acts on what is open come last."""
    reading = read(message, context)
    for place in places(_wanted(reading)):
        reader, _ = _READERS[place]
        found = reader(reading)
        if found is not None and found.intent is not Intent.CHATTER:
            return as_it_sounds(reading, hearing_of(reading), found) if reader in _CORRECTED else found
    hearing = hearing_of(reading)
    said = talk(reading, hearing)
    if said.intent is Intent.CHATTER:
        said = act_on_posting(reading, hearing) or said
    return as_it_sounds(reading, hearing, said)


def _wanted(reading: Reading) -> int:
    """The readers that may find something, a bit each: of small talk 2 µs in place of 20. A quote or a call may do."""
    is_pointed = reading.message.quote is not None or reading.is_to_bot
    return _EVERY if is_pointed else reading.sifted(_NEEDED)
