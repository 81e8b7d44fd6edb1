"""What is said to a date poll: 选 #12 1 3, or 1 3 under its posting; 不选 12; 定 12 2."""

import re
from typing import Final

from handlers.understanding.decision import Decision
from handlers.understanding.numerals import whole_number
from handlers.understanding.poll_commands import DecidePoll, Vote, WithdrawVote
from handlers.understanding.poll_edits import EDITS, poll_edit
from handlers.understanding.poll_notices import OPENS, poll_notice, times_and_words, times_in, without_bot
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent
from storage.vocabulary import PostingKind

#: By this what the bot says of a poll is known where it is quoted.
_OF_POLL: Final = re.compile(r"🗳|不?选 #?\d|哪个时间能来")
MOST_OPTIONS: Final = 10
_POSITION: Final = r"第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:个|项|号)?"
_SEVERAL: Final = rf"{_POSITION}(?:[\s,、/+和跟及与]{{1,3}}{_POSITION}|第{_POSITION})*"
_SUITS: Final = r"(?:行|可以|得行|要得|可|有空|方便|没问题|(?i:ok))"
_ALL: Final = rf"(?:时间|哪天|哪个|随便|我|,)*(?:都{_SUITS}|全选)"
_EVERY: Final = re.compile(_ALL)
_WHAT: Final = rf"(?P<what>{_SEVERAL}|{_ALL})(?:\s?都?{_SUITS})?[了的吧嘛哈]?"
#: The poll's number, set off from those of its times.
_NAMED: Final = r"(?:#?\s?(?P<n>\d{1,4})\s?号?(?:的|[\s:])\s?)?"
_CHOOSES: Final = r"(?:我们?|俺)?(?:就|想|还是)?(?:选|投(?:票)?(?:给)?)\s?"
_VOTE: Final = re.compile(_CHOOSES + _NAMED + _WHAT)
_VOTE_AFTER: Final = re.compile(rf"#?\s?(?P<n>\d{{1,4}})\s?号?[\s,:]?{_CHOOSES}{_WHAT}")
_QUOTING: Final = re.compile(rf"(?:我们?)?{_WHAT}")
_WITHDRAW: Final = re.compile(
    r"(?:我们?|俺)?(?:不选|不投|弃权|取消投票|撤回投票)了?(?:\s?#?\s?(?P<n>\d{1,4})\s?号?)?[了哈嘛]?"
)
_DECIDE: Final = re.compile(rf"(?:那|我们?)?就?定(?:下来?|在|了)?\s?{_NAMED}#?(?P<what>{_POSITION})[了吧嘛哈]?")
#: What may stand beside a time that suits, or does not; and around either.
_YES: Final = re.compile(rf"(?:能|来|去|好|{_SUITS})*")
_NO: Final = re.compile(r"[来去][不没](?:到|成)?|不(?:行|得行|可以|方便|来|去)|[没莫]得?空|有事")
_LIGHT: Final = re.compile(r"[\s,、。!~和跟或]|还是|我们?|那|就|选|投|的|这|个|场|天|时间|家里|都|也|了|吧|嘛|哈|哦|啊")
_EACH: Final = re.compile(r"\d+|[一二三四五六七八九十]+")
_EDGE: Final = " ,。!~?"
#: A line with none of these is no such command, unless it quotes something.
NEEDED: Final = needed_grams("[选投弃撤定]", OPENS, *EDITS)


def poll_command(reading: Reading) -> Decision | None:
    """The first that holds; each reads the whole message or nothing."""
    for reader in (poll_notice, poll_edit, _vote, _vote_by_time, _withdraw, _decide):
        found = reader(reading)
        if found is not None:
            return found
    return None


def _vote(reading: Reading) -> Decision | None:
    text = _text(reading)
    before, after = _VOTE.fullmatch(text), _VOTE_AFTER.fullmatch(text)
    quoting = _QUOTING.fullmatch(text) if _quoted(reading) is not None else None
    found = before or after or quoting
    if found is None:
        return None
    is_all, positions = _EVERY.fullmatch(found["what"]) is not None, _numbers(found["what"])
    number = named = int(found.groupdict().get("n") or 0)
    if found is before and not is_all and not _is_number(named, reading):
        number, positions = 0, (named, *positions) if named else positions
    number = number or _quoted(reading) or 0
    if not (number or _only(reading)) or not (is_all or positions):
        return None
    vote = Vote(number or None, () if is_all else tuple(dict.fromkeys(positions)), is_all=is_all)
    return sure(reading, Intent.VOTE, "vote_keyword", vote, {"options": list(vote.positions)})


def _vote_by_time(reading: Reading) -> Decision | None:
    """周六上午可以, or 周六我来不了, under the posting."""
    number, pieces = _quoted(reading), times_in(reading)
    if number is None or not all(piece.time is not None and piece.time.has_day for piece in pieces):
        return None
    times, words = times_and_words(reading.text, reading)
    beside = _LIGHT.sub("", words)
    is_no = _NO.fullmatch(beside) is not None
    if not times or not (is_no or _YES.fullmatch(beside)):
        return None
    vote = Vote(number, times=tuple(times), is_no=is_no)
    return sure(reading, Intent.VOTE, "vote_by_time", vote)


def _is_number(named: int, reading: Reading) -> bool:
    """选 1 3: where the one poll that can be meant is another, both are of its times."""
    is_marked = f"#{named}" in reading.text.replace(" ", "")
    is_other = _quoted(reading) is not None or _only(reading)
    return named in _open(reading) or is_marked or named > MOST_OPTIONS or not is_other


def _withdraw(reading: Reading) -> Decision | None:
    found = _WITHDRAW.fullmatch(_text(reading))
    if found is None:
        return None
    number = int(found["n"] or 0) or _quoted(reading)
    if not (number or _only(reading)):
        return None
    return sure(reading, Intent.VOTE, "vote_keyword", WithdrawVote(number))


def _decide(reading: Reading) -> Decision | None:
    """Without number or quote only by whoever has asked."""
    found = _DECIDE.fullmatch(_text(reading))
    if found is None:
        return None
    said: int | None = next(iter(_numbers(found["what"])), None)
    number = int(found["n"] or 0) or _quoted(reading)
    if number is None and said in _open(reading):
        number, said = said, None
    elif said is None or (number is None and not (_only(reading) and _is_own(reading))):
        return None
    return sure(reading, Intent.DECIDE_POLL, "decide_keyword", DecidePoll(number, said))


def _text(reading: Reading) -> str:
    return without_bot(reading).strip(_EDGE)


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(number for each in _EACH.findall(written) if (number := whole_number(each)) is not None)


def _quoted(reading: Reading) -> int | None:
    quote, number = reading.message.quote, (*reading.quoted_numbers, None)[0]
    if quote is None or number is None:
        return None
    return number if _OF_POLL.search(quote.text) else None


def _open(reading: Reading) -> tuple[int, ...]:
    return tuple(thing.number for thing in reading.context.things if thing.kind is PostingKind.POLL)


def _only(reading: Reading) -> bool:
    return len(_open(reading)) == 1


def _is_own(reading: Reading) -> bool:
    return any(thing.is_askers for thing in reading.context.things if thing.kind is PostingKind.POLL)
