"""All feature tables, and the chapters that are read together."""

from typing import Final

from handlers.understanding.lexicon_acts import ACT_RULES
from handlers.understanding.lexicon_callups import CALL_RULES
from handlers.understanding.lexicon_guesses import GUESS_RULES
from handlers.understanding.lexicon_needs import NEED_RULES
from handlers.understanding.lexicon_talk import TALK_RULES
from handlers.understanding.scoring import RuleBook

_BOOK: Final = RuleBook(NEED_RULES, TALK_RULES, ACT_RULES, GUESS_RULES, CALL_RULES)
EVERYTHING: Final = _BOOK.chapter(NEED_RULES, TALK_RULES, ACT_RULES, GUESS_RULES, CALL_RULES)
TALK: Final = _BOOK.chapter(NEED_RULES, TALK_RULES)
ACTS: Final = _BOOK.chapter(ACT_RULES)
GUESSED_ACTS: Final = _BOOK.chapter(ACT_RULES, GUESS_RULES)
CALLS: Final = _BOOK.chapter(CALL_RULES)
