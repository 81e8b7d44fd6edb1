"""预警 暴雨橙 明天, 解除预警 高温, 户外 5, 照常 5: each is the whole message. And the answers to 照常吗?"""

import re
from typing import Final

from handlers.understanding import masks
from handlers.understanding.commands import EditOrder
from handlers.understanding.decision import Decision
from handlers.understanding.edits import changes_of, edit_slots
from handlers.understanding.message import Asked
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from handlers.understanding.weather_commands import AnswerWeather, EnterWarning, LiftWarning, SetOutdoor, Way
from handlers.understanding.when import time_slots, when
from storage.intents import Intent
from storage.vocabulary import LEVEL_LABELS, Role, WeatherKind

_KINDS: Final[dict[WeatherKind, str]] = {
    WeatherKind.RAIN: "暴雨|大雨|强降雨",
    WeatherKind.HEAT: "高温|酷热",
    WeatherKind.WIND: "大风|台风",
    WeatherKind.THUNDER: "雷电|雷暴|雷雨",
    WeatherKind.COLD: "寒潮|低温",
    WeatherKind.FOG: "大雾|浓雾",
    WeatherKind.SNOW: "暴雪|大雪",
    WeatherKind.AIR: "空气重?污染|重污染|雾霾|霾",
}
_KIND: Final = rf"(?P<kind>{'|'.join(_KINDS.values())})(?:天气)?"
_COLOUR: Final = "蓝|黄|橙|红"
_LEVELS: Final = {label[0]: level for level, label in LEVEL_LABELS.items()}
_ENTERED: Final = re.compile(
    rf"(?:气象|天气)?预警[\s:,]*(?:(?P<before>{_COLOUR})色?)?{_KIND}\s?(?:\d{{2}}度\s?)?(?:(?P<behind>{_COLOUR})色?)?(?:预警)?(?P<rest>.*)"
)
_BEGUN: Final = re.compile(r"(?:气象|天气)?预警[\s:,]+\S.{0,20}")
_STAFF: Final = frozenset({Role.GRID_WORKER, Role.ADMIN})
#: What may stand around the days.
_AROUND_DAYS: Final = re.compile(rf"[\s,、。:!从到至起~-]|{masks.TIME}")
_LIFTED: Final = re.compile(
    rf"(?:解除|取消)(?:天气|气象)?(?:预警)?[\s:,]*(?:{_KIND}\s?(?:(?:{_COLOUR})色?)?)?(?:预警)?[了哈吧]{{0,2}}"
)
_OUTDOOR: Final = re.compile(
    r"(?P<where>户外|室外|室内)(?:活动)?\s?#?(?P<n>\d{1,4})号?|#?(?P<n2>\d{1,4})号?\s?是?(?P<where2>户外|室外|室内)(?:活动)?的?"
)
_AS_PLANNED: Final = r"照常(?:举行|进行|举办|开展|办)?|照办|照旧"
_ANOTHER_TIME: Final = r"改期|延期|改天|改时间|换时间"
_NUMBERED: Final = re.compile(
    rf"(?P<said>{_AS_PLANNED}|{_ANOTHER_TIME})\s?#?(?P<n>\d{{1,4}})号?|#?(?P<n2>\d{{1,4}})号?[\s,]?(?P<said2>{_AS_PLANNED}|{_ANOTHER_TIME})"
)
_TAIL: Final = r"(?:吧|嘛|哈|了|的)?"
_ANSWERS: Final[dict[Way, re.Pattern[str]]] = {
    Way.AS_PLANNED: re.compile(rf"(?:1|{_AS_PLANNED}){_TAIL}"),
    Way.ANOTHER_TIME: re.compile(rf"(?:2|{_ANOTHER_TIME}){_TAIL}"),
    Way.CALL_OFF: re.compile(rf"(?:3|取消(?:活动)?|不办|不搞){_TAIL}"),
}
_MOVED: Final = re.compile(r"改到|改成|改期到|延期到|推迟到")
_EDGE: Final = " ,。!~"
NEEDED: Final = needed_grams(_ENTERED, _BEGUN, _LIFTED, _OUTDOOR, _NUMBERED)


def weather_command(reading: Reading) -> Decision | None:
    return _lifted(reading) or _entered(reading) or _outdoor(reading) or _numbered(reading)


def _entered(reading: Reading) -> Decision | None:
    """What cannot be read is told only to who warns, or says it to the bot alone: 预警 stands in many a notice."""
    said = _ENTERED.fullmatch(reading.masked.strip(_EDGE))
    if said is not None and not _AROUND_DAYS.sub("", said["rest"]):
        start, end = when(reading, is_past_fine=True)
        colour = said["before"] or said["behind"]
        command = EnterWarning(_kind(said["kind"]), _LEVELS[colour] if colour else None, start, end)
    elif _BEGUN.fullmatch(reading.masked) and (reading.message.private or reading.message.role in _STAFF):
        command, start, end = EnterWarning(None), None, None
    else:
        return None
    return sure(reading, Intent.WEATHER_WARNING, "warning_keyword", command, time_slots(start, end))


def _lifted(reading: Reading) -> Decision | None:
    said = _LIFTED.fullmatch(reading.text.strip(_EDGE))
    if said is None or "预警" not in said[0]:
        return None
    command = LiftWarning(_kind(said["kind"]) if said["kind"] else None)
    return sure(reading, Intent.LIFT_WARNING, "lift_keyword", command)


def _kind(said: str) -> WeatherKind:
    return next(kind for kind, words in _KINDS.items() if re.fullmatch(words, said))


def _outdoor(reading: Reading) -> Decision | None:
    said = _OUTDOOR.fullmatch(reading.text.strip(_EDGE))
    number = _number(said, reading)
    if said is None or number is None:
        return None
    command = SetOutdoor(number, (said["where"] or said["where2"]) != "室内")
    return sure(reading, Intent.OUTDOOR, "outdoor_keyword", command, {"activity": number})


def _numbered(reading: Reading) -> Decision | None:
    said = _NUMBERED.fullmatch(reading.text.strip(_EDGE))
    number = _number(said, reading)
    if said is None or number is None:
        return None
    is_planned = re.fullmatch(_AS_PLANNED, said["said"] or said["said2"])
    command = AnswerWeather(Way.AS_PLANNED if is_planned else Way.ANOTHER_TIME, number)
    return sure(reading, Intent.WEATHER_ANSWER, "weather_keyword", command, {"activity": number})


def _number(said: re.Match[str] | None, reading: Reading) -> int | None:
    """Among neighbours 照常5 may be anything but the number of what is open."""
    number = int(said["n"] or said["n2"]) if said is not None else None
    return number if number in reading.open_activities or reading.is_to_bot else None


def weather_answer(reading: Reading, asked: Asked) -> Decision | None:
    """照常, 改期 or 取消; 改到周日9点 says already how."""
    text = reading.text.strip(_EDGE)
    for way, pattern in _ANSWERS.items():
        if pattern.fullmatch(text):
            quoted = reading.quoted_numbers[0] if reading.quoted_numbers else None
            return sure(reading, Intent.WEATHER_ANSWER, "asked_weather", AnswerWeather(way, quoted))
    if asked.number is None or not _MOVED.match(text) or not reading.of("time"):
        return None
    changes = changes_of(reading)
    slots = {"orders": [asked.number], **edit_slots(changes)}
    return sure(reading, Intent.EDIT_ORDER, "asked_weather", EditOrder((asked.number,), changes), slots)
