"""`yihu warn`: warnings of the weather as whoever runs the bot gets them; a running bot asks the organisers."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

import typer

from bot.clock import SystemClock
from bot.database import migrated_store
from bot.failures import MISUSED, fail
from bot.outbox_rows import OutboxRows
from bot.rendering import Renderer
from bot.settings import Settings
from handlers.act import House
from handlers.activities.weather import warning_words
from handlers.weather import Forecast, concerned_by, enter_at, lift
from storage.models.places import Site
from storage.public_ids import new_public_id
from storage.store import UnitOfWork
from storage.vocabulary import LEVEL_LABELS, LOCAL_ZONE, WEATHER_LABELS, WarningLevel, WeatherKind

W = TypeVar("W", bound=StrEnum)


def enter_warning(
    settings: Settings, site_name: str, kind: str, level: str | None, days: tuple[datetime | None, datetime | None]
) -> None:
    """From the first day (today) to the last, whole days; prints whom it concerns."""
    first = (days[0] or SystemClock().now().astimezone(LOCAL_ZONE)).date()
    last = days[1].date() if days[1] is not None else first
    begins, ends = (datetime.combine(day, time(), LOCAL_ZONE) for day in (first, last + timedelta(days=1)))
    forecast = Forecast(kind_of(kind), _level_of(level), begins, ends)
    with migrated_store(settings.database) as store, store.write() as uow:
        house = _house(uow, settings)
        if ends <= max(begins, house.now):
            fail(f"warn: --from {first} --until {last}: 已经过了,或者结束早于开始", MISUSED)
        site = _site(uow, site_name)
        warning, _ = enter_at(site.id or 0, forecast, house)
        concerned = concerned_by([warning], house) if warning is not None else []
        lines = [f"{found.room.topic} #{found.number} {found.activity.title}" for found in concerned]
    if warning is None:
        typer.echo("这条预警已经记着了")
        return
    typer.echo(f"记下了:{site.name}(和下面的站点)有{warning_words([warning])}预警,{first} 到 {last}")
    typer.echo("\n".join(["会私下问这些户外活动的组织人:", *lines] if lines else ["现在没有受影响的户外活动"]))


def lift_warning(settings: Settings, site_name: str, kind: str) -> None:
    """At the site and below it; whoever was asked and has not answered is told."""
    wanted = kind_of(kind)
    with migrated_store(settings.database) as store, store.write() as uow:
        house = _house(uow, settings)
        below = uow.sites.below(_site(uow, site_name).id or 0)
        lifted = [each for each in uow.weather.entered_at_sites(below, now=house.now) if each.kind is wanted]
        OutboxRows(Renderer(), house.rules).write(uow, lift(lifted, house), now=house.now, cause="warn")
    typer.echo(f"{len(lifted)} 条{WEATHER_LABELS[wanted]}预警解除了" if lifted else "没有记着的这种预警")


def kind_of(said: str) -> WeatherKind:
    return _word_of(said, WEATHER_LABELS, "--kind")


def _level_of(said: str | None) -> WarningLevel | None:
    return _word_of(said.removesuffix("色") + "色", LEVEL_LABELS, "--level") if said is not None else None


def _word_of(said: str, labels: Mapping[W, str], option: str) -> W:
    found = next((each for each, label in labels.items() if said == label), None)
    if found is None:
        fail(f"warn: {option} {said}: 要的是{_listed(labels.values())}之一", MISUSED)
    return found


def _site(uow: UnitOfWork, name: str) -> Site:
    site = uow.sites.named(name)
    if site is None:
        fail(f"warn: 没有站点「{name}」。有:{_listed(each.name for each in uow.sites.everywhere())}", MISUSED)
    return site


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)


def _house(uow: UnitOfWork, settings: Settings) -> House:
    return House(uow=uow, now=SystemClock().now(), rules=settings.rules(), new_id=new_public_id)
