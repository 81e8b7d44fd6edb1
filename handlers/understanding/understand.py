"""Text and room in, decision out. No I/O, no clock, nothing remembered between messages."""

from handlers.understanding.acts import act_on_posting
from handlers.understanding.answers import answer
from handlers.understanding.danger import noticed_danger
from handlers.understanding.decision import Decision
from handlers.understanding.keywords import keyword_command
from handlers.understanding.message import Context, Message
from handlers.understanding.reading import read
from handlers.understanding.talk import talk
from storage.vocabulary import Intent


def understand(message: Message, context: Context) -> Decision:
    """Danger, commands, answers to what was asked, acts on what is named, then talk; acts on what is open come last."""
    reading = read(message, context)
    found = noticed_danger(reading)
    if found is not None:
        return found
    found = keyword_command(reading)
    if found is not None:
        return found
    if context.asked is not None:
        found = answer(reading, context.asked)
        if found is not None:
            return found
    found = act_on_posting(reading, may_guess=False)
    if found is not None and found.intent is not Intent.CHATTER:
        return found
    said = talk(reading)
    if said.intent is not Intent.CHATTER:
        return said
    return act_on_posting(reading) or said
