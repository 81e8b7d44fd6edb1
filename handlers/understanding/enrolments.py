"""Who comes, and how many in all: the slots of 报名, 取消报名 and 签到."""

import re
from typing import Any, Final

from handlers.understanding.head_counts import head_count
from handlers.understanding.names import names_in
from handlers.understanding.reading import Reading
from storage.intents import Intent

_CODE: Final = re.compile(
    r"(?:签个?到|打卡)[^\d]{0,6}(?:\d{1,3}(?:号)?[\s,:]+)?(?:码|签到码|口令)?是?[\s:]{0,2}(?P<code>\d{4,6})(?!\d)"
)


def enrolment_slots(reading: Reading, intent: Intent, slots: dict[str, Any]) -> dict[str, Any]:
    """What the message itself says beside the number of the activity."""
    if intent is Intent.CHECK_IN:
        return _code(reading, slots)
    if names := names_in(reading):
        slots["names"] = names
    people = head_count(reading.text, len(names)) if intent is Intent.ENROL else None
    if people is not None:
        slots["people"] = people
    return slots


def _code(reading: Reading, slots: dict[str, Any]) -> dict[str, Any]:
    """签到 3721: what has four digits and is not open here is the code, not the activity."""
    found = _CODE.search(reading.text)
    if found and int(found["code"]) not in reading.open_activities:
        if slots.get("activity") == int(found["code"]):
            del slots["activity"]
        slots["code"] = found["code"]
    return slots
