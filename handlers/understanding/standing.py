"""What is said of taking part every time: 长期报名 5, 每次都来 5, 不再长期 5, 这次不来; and 留2个给新人 of a notice."""

import re
from typing import Final

from handlers.understanding.activity_commands import AskStanding, EndStanding, Stand, Withdraw
from handlers.understanding.decision import Decision
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.parties import party_of
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

_BEFORE: Final = r"^(?:#?(?P<before>\d{1,4})号?[\s,]{0,2})?(?:我们?)?(?:要|想|就)?"
_BEHIND: Final = r"[\s,:]{0,2}(?:#?(?P<behind>\d{1,4})号?(?!\s?[个名位人]))?"
_PARTY: Final = rf"(?:[\s,]{{0,2}}(?:一共)?{NUMBER}个?人|[\s,]{{0,2}}带上?\S{{1,10}}(?:\s\S{{2,4}}){{0,3}})?"
_END: Final = r"[。!~哈嘛哦了]*$"
_STAND: Final = re.compile(
    _BEFORE + r"(?:(?P<keyword>(?:长期|固定)(?:报名|参加))|(?:以后)?(?:每次|每回|每期|回回|次次|以后)我?们?都要?"
    r"(?:来|参加|报名|去))" + _BEHIND + _PARTY + _END
)
_END_STANDING: Final = re.compile(
    _BEFORE + r"(?:不再|取消|退出|停止|不要)(?:长期|固定)(?:报名|参加)?了?" + _BEHIND + _END
)
_LIST: Final = re.compile(r"^(?:查|看)?(?:长期|固定)(?:报名)?(?:的)?(?:名单|人员|有哪些人)" + _BEHIND + r"[??]?$")
_THIS_TIME: Final = re.compile(
    _BEFORE + r"(?:这|本)一?(?:次|回|期|周)我?(?:有事)?[\s,]?(?:就|先)?"
    r"(?:不来|不去|不参加|不得来|来不[了到成]|去不[了到成]|请假)了?" + _BEHIND + _END
)
STANDING: Final = (_STAND, _END_STANDING, _LIST, _THIS_TIME)
#: 每次留两个名额给新人; of a title, where the number is taken out already, too.
KEPT: Final = re.compile(
    rf"(?:每次|每期|每回)?都?(?:预留|保留|留出|留)\s?(?P<n>{NUMBER})?\s?(?:个|名|位)?(?:名额|位[子置]|座位|人)?\s?(?:给|为)"
    r"(?:新(?:人|邻居|朋友|成员|来的?|手)|(?:第一|头一)[次回](?:来|参加)的?(?:人|邻居)?)"
)


def kept_places(text: str) -> int | None:
    """How many of the places a notice keeps for newcomers."""
    found = KEPT.search(text)
    return whole_number(found["n"]) if found and found["n"] else None


def standing_command(reading: Reading) -> Decision | None:
    """Each reads the whole message or nothing."""
    text = reading.text.strip(" ,。!~")
    if found := _STAND.match(text):
        number = _number(found, reading)
        if number is not None or (found["keyword"] and (reading.is_to_bot or len(reading.open_activities) == 1)):
            command = Stand(number, party_of(reading, {}), reading.text)
            return sure(reading, Intent.STAND, "standing_keyword", command, _slots(number))
    if found := _END_STANDING.match(text):
        number = _number(found, reading)
        return sure(reading, Intent.END_STANDING, "end_standing_keyword", EndStanding(number), _slots(number))
    if (found := _LIST.match(text)) and (number := _number(found, reading)) is not None:
        return sure(reading, Intent.ASK_STANDING, "standing_list_keyword", AskStanding(number), _slots(number))
    return _not_this_time(text, reading)


def _not_this_time(text: str, reading: Reading) -> Decision | None:
    """Said to nobody and of nothing, it is talk among neighbours."""
    found = _THIS_TIME.match(text)
    number = _number(found, reading) if found else None
    if not found or (number is None and not reading.is_to_bot):
        return None
    return sure(reading, Intent.WITHDRAW, "not_this_time", Withdraw(number), _slots(number))


def _number(found: re.Match[str], reading: Reading) -> int | None:
    said = found.groupdict().get("before") or found["behind"]
    if said:
        return int(said)
    return reading.quoted_numbers[0] if reading.quoted_numbers else None


def _slots(number: int | None) -> dict[str, int]:
    return {"activity": number} if number is not None else {}
