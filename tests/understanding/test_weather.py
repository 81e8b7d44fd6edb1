"""预警, 解除预警, 户外 5, 照常 5 and the answers to 照常吗?, and what only sounds like them."""

from datetime import date, datetime
from typing import Any

import pytest

from handlers.understanding.commands import Confirm, EditOrder
from handlers.understanding.contents import Changes
from handlers.understanding.message import Asked
from handlers.understanding.weather_commands import AnswerWeather, EnterWarning, LiftWarning, SetOutdoor, Way
from storage.vocabulary import LOCAL_ZONE, QuestionKind, Role, WarningLevel, WeatherKind
from tests.understanding.rooms import activity, said

RAIN, HEAT, AIR = WeatherKind.RAIN, WeatherKind.HEAT, WeatherKind.AIR
TOMORROW = date(2026, 5, 21)
SAID = (
    ("预警 暴雨橙 5月21日", EnterWarning(RAIN, WarningLevel.ORANGE, TOMORROW)),
    ("预警:橙色暴雨预警 明天", EnterWarning(RAIN, WarningLevel.ORANGE, TOMORROW)),
    ("天气预警 高温 5月21日到23日", EnterWarning(HEAT, None, TOMORROW, date(2026, 5, 23))),
    ("预警 高温红色", EnterWarning(HEAT, WarningLevel.RED)),
    ("预警 高温38度 从明天到5月23日", EnterWarning(HEAT, None, TOMORROW, date(2026, 5, 23))),
    ("预警 雾霾 昨天", EnterWarning(AIR, None, date(2026, 5, 19))),
    (
        "预警 雷电 明天下午2点到6点",
        EnterWarning(
            WeatherKind.THUNDER,
            None,
            datetime(2026, 5, 21, 14, tzinfo=LOCAL_ZONE),
            datetime(2026, 5, 21, 18, tzinfo=LOCAL_ZONE),
        ),
    ),
    ("解除预警 高温", LiftWarning(HEAT)),
    ("解除暴雨橙色预警", LiftWarning(RAIN)),
    ("取消预警", LiftWarning()),
    ("解除预警了哈", LiftWarning()),
    ("户外 5", SetOutdoor(5, is_outdoor=True)),
    ("#5 是室外活动", SetOutdoor(5, is_outdoor=True)),
    ("5号室内", SetOutdoor(5, is_outdoor=False)),
    ("照常 5", AnswerWeather(Way.AS_PLANNED, 5)),
    ("#5 照常举行", AnswerWeather(Way.AS_PLANNED, 5)),
    ("改期 5", AnswerWeather(Way.ANOTHER_TIME, 5)),
)
TALK = (
    "预警系统又坏了",
    "预警 暴雨橙 大家注意安全",
    "明天暴雨预警哦",
    "预警 蝗虫 明天",
    "解除隔离了",
    "取消",
    "照常 7",
    "户外 7",
    "室内5度",
    "照常上班",
)
ASKED = Asked(QuestionKind.WEATHER, number=5, is_private=True)
MOVED = Changes(start=datetime(2026, 5, 24, 9, tzinfo=LOCAL_ZONE), is_half_said=True)
ANSWERS: tuple[tuple[str, Any], ...] = (
    ("照常", AnswerWeather(Way.AS_PLANNED)),
    ("1", AnswerWeather(Way.AS_PLANNED)),
    ("改期吧", AnswerWeather(Way.ANOTHER_TIME)),
    ("3", AnswerWeather(Way.CALL_OFF)),
    ("取消", AnswerWeather(Way.CALL_OFF)),
    ("改到周日上午9点", EditOrder((5,), MOVED)),
)


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_because_of_the_weather(text: str, command: Any) -> None:
    assert said(text, activity(5)).command == command


@pytest.mark.parametrize("text", TALK)
def test_talk_of_the_weather_is_no_command(text: str) -> None:
    heard = said(text, activity(5)).command
    assert not isinstance(heard, EnterWarning | LiftWarning | AnswerWeather | SetOutdoor)


@pytest.mark.parametrize(("text", "command"), ANSWERS, ids=[text for text, _ in ANSWERS])
def test_the_answer_to_what_was_asked(text: str, command: Any) -> None:
    assert said(text, activity(5), asked=ASKED, private=True).command == command


@pytest.mark.parametrize("text", ["今天好热", "改到底要不要嘛", "谢谢"])
def test_what_is_no_answer(text: str) -> None:
    assert not isinstance(said(text, asked=ASKED, private=True).command, AnswerWeather | EditOrder)


def test_what_cannot_be_read_is_asked_about_where_somebody_surely_warns() -> None:
    assert said("预警 蝗虫 明天", private=True).command == EnterWarning(None)
    assert said("预警 蝗虫 明天", role=Role.GRID_WORKER).command == EnterWarning(None)
    notice = "预警 信息:市气象台今天上午十点发布了暴雨橙色预警信号,请大家注意防范"
    assert not isinstance(said(notice, role=Role.GRID_WORKER).command, EnterWarning)


def test_without_its_number_a_move_is_no_answer() -> None:
    asked = Asked(QuestionKind.WEATHER, is_private=True)
    assert not isinstance(said("改到周日上午9点", asked=asked, private=True).command, EditOrder)


def test_a_quote_says_which_is_meant() -> None:
    heard = said("照常", activity(5), asked=ASKED, private=True, quoted="🌦️ #5 巡河(明天 09:00):那时有雷电预警。")
    assert heard.command == AnswerWeather(Way.AS_PLANNED, 5)


def test_too_few_have_signed_up_and_it_goes_ahead() -> None:
    asked = Asked(QuestionKind.GO_AHEAD, number=5, is_private=True)
    assert said("照办", activity(5), asked=asked, private=True).command == Confirm(yes=True)
