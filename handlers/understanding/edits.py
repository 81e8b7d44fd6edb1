"""What an edit changes: what stands after 改成 counts, or the whole message where nothing says so."""

import re
from dataclasses import replace
from typing import Any, Final

from handlers.understanding.contents import Changes, Moment
from handlers.understanding.deadlines import is_deadline
from handlers.understanding.ends import backwards, same_day_end
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import squeezed
from handlers.understanding.numerals import whole_number
from handlers.understanding.reading import Reading
from handlers.understanding.recruits import LEAST
from handlers.understanding.spans import Piece, Pieces
from handlers.understanding.when import in_passing, time_slots, to_minute, when
from handlers.understanding.where import where
from storage.intents import Intent

_MARKER: Final = re.compile(
    r"[改变](?:单)?(?:成|到|为|至|在)|换(?:成|到|在)|推迟到?|延(?:后|期|迟)到?|提(?:前|早)到?|挪(?:到)?|"
    r"调(?:到|成|整为?)|应该是|(?:现在|新)的?(?:是|地址|时间)|(?<!不)是(?=\ue007)"
)
_LEAD: Final = re.compile(
    r"^(?:改单|修改|更改|改(?:一下|一哈|下|哈)?|把|我要|我想|内容|:|\s|,|号|单|\ue003|成|为|到|要|的|那个|@)+"
)
_HALF: Final = re.compile(r"[上下中]午|早|晚|夜|凌晨|傍晚|(?<!\d)(?:1[3-9]|2[0-4])\s?[点时:]")
#: More people than one order has: an activity may.
_COUNT: Final = re.compile(
    r"(?:名额|人数)?(?:改?[为成到])?\s?(?P<n>\d{1,6})\s?(?:个|名)?(?:人|名额)|(?:名额|人数)\s?(?P<n2>\d{1,6})"
)
#: 报名截止时间改到周五: what is changed stands before the marker.
_OF_DEADLINE: Final = re.compile(r"截止(?:时间|日期)?(?:改|换|推迟|延|提前|挪|调)")
_TRIM: Final = " ,。!?:;、嘛哈吧了哦"
_LONGEST_WHAT: Final = 30


def changes_of(reading: Reading) -> Changes:
    after = _after_marker(reading)
    is_of_deadline = bool(_OF_DEADLINE.search(reading.masked))
    beside = in_passing(reading, Intent.EDIT_ORDER)
    start, end, deadline = _times(after, beside, is_of_deadline=is_of_deadline)
    if (start, end, deadline) == (None, None, None):  # 改到周六,地点改成东门
        start, end, deadline = _times(_after_marker(reading, first=True), beside, is_of_deadline=is_of_deadline)
    has_time = (start, end, deadline) != (None, None, None)
    place = where(after)
    least = LEAST.search(after.text)
    people = [piece for piece in after.of("people") if least is None or not least.start() <= piece.begin < least.end()]
    phones = reading.of("phone")
    changes = Changes(
        start=start,
        end=end,
        place=place,
        people=people[-1].number if people else None,
        phone=phones[-1].text if phones else None,
        deadline=deadline,
        min_people=whole_number(least["n"]) if least else None,
        keeps_day=has_time and not _names_day(after),
        is_half_said=has_time and any(_HALF.search(after.text, piece.begin, piece.end) for piece in after.of("time")),
    )
    if changes != Changes():
        return changes
    what = squeezed(without_masks(_LEAD.sub("", after.masked.strip(), count=1))).strip(_TRIM)
    if counted := _COUNT.fullmatch(what):
        return replace(changes, people=int(counted["n"] or counted["n2"]))
    if not what:  # nothing but a time that has passed: refused for that
        start, end = when(after, is_past_fine=True)
        return replace(changes, start=start, end=end)
    return replace(changes, what=what[:_LONGEST_WHAT])


def _times(
    after: Reading, beside: list[Piece], *, is_of_deadline: bool
) -> tuple[Moment | None, Moment | None, Moment | None]:
    """From, to, and until when to sign up."""
    deadlines = [piece for piece in after.of("time") if is_deadline(after, piece)]
    start, end = backwards(after) or when(after, without=[*deadlines, *beside])
    until = next((piece.time.end or piece.time.start for piece in deadlines if piece.time), None)
    if is_of_deadline and until is None:
        return None, None, end or start
    return start, same_day_end(after, start, end), to_minute(until)


def _names_day(reading: Reading) -> bool:
    return any(piece.time.has_day for piece in reading.of("time") if piece.time is not None)


def _after_marker(reading: Reading, *, first: bool = False) -> Reading:
    """The same reading with everything up to the last marker, or the first, blanked."""
    markers = list(_MARKER.finditer(reading.masked))
    if not markers:
        return reading
    found = markers[0 if first else -1]
    begin = found.start() if found[0].startswith("是") else found.end()
    found_after = [p for p in reading.pieces.found if p.begin >= begin]
    pieces = Pieces(reading.pieces.text, " " * begin + reading.masked[begin:], reading.pieces.grams, found_after)
    return Reading(reading.message, reading.context, reading.normal, pieces)


def edit_slots(changes: Changes) -> dict[str, Any]:
    slots = time_slots(changes.start, changes.end or (changes.deadline if changes.start is None else None))
    if changes.what:
        slots["what"] = changes.what
    if changes.place:
        slots["place"] = changes.place.text
    if changes.people is not None:
        slots["people"] = changes.people
    if changes.phone:
        slots["phone"] = changes.phone
    return slots
