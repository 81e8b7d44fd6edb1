"""Every setting with its type, default and meaning. config.example.toml and the README's table are tested against this.

Values come from the environment (YIHU_WEB__PORT=9000), else from the TOML file, else from here. See bot.settings_file.
"""

import re
import shlex
from dataclasses import replace
from datetime import time, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.pacing import UNPACED, Pacing
from bot.transports.onebot_settings import OneBotSettings
from bot.transports.wechaty_settings import Tls, WechatySettings
from handlers.rules import HouseRules

GREETING: Final = "您好,我是社区志愿服务机器人一呼。有需要在群里说一声,或者回复「帮助」。"
LONGEST_URL: Final = 60
_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION: Final = re.compile(r"(?:(?P<d>\d+)d)?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>\d+)s)?")
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def expected(what: str) -> PydanticCustomError:
    return PydanticCustomError("expected", "{what}", {"what": what})


def read_duration(value: object) -> timedelta:
    """A duration as people write it.

    >>> read_duration("1h30m")
    datetime.timedelta(seconds=5400)
    """
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str) or not value or (found := _DURATION.fullmatch(value)) is None:
        raise expected("a duration such as 30s, 10m, 2h or 7d")
    return timedelta(**{_UNITS[unit]: int(count) for unit, count in found.groupdict().items() if count})


def read_clock(value: object) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or (found := _CLOCK.fullmatch(value)) is None:
        raise expected("a time of day such as 08:00")
    return time(int(found[1]), int(found[2]))


def read_list(value: object) -> object:
    """The environment has no lists: there, commas part the words."""
    return tuple(word.strip() for word in value.split(",")) if isinstance(value, str) else value


def check_ladder(rungs: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    if list(rungs) != sorted(set(rungs)):
        raise expected("durations that go up, rung by rung")
    return rungs


def check_command(command: str) -> str:
    try:
        shlex.split(command)
    except ValueError:
        raise expected("a program and its arguments, quoted as in a shell") from None
    return command


def check_public_url(url: str) -> str:
    """Pages are asked for under it; links are short, so that they fit into a text."""
    pattern = r"https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?(/[A-Za-z0-9._~-]+)*/?"
    if url and (len(url) > LONGEST_URL or not re.fullmatch(pattern, url)):
        raise expected(f"an address such as https://yihu.example.org, at most {LONGEST_URL} characters")
    return url.rstrip("/")


def check_networks(networks: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(each)) for each in networks)
    except ValueError:
        raise expected("addresses or networks such as 127.0.0.1 or 10.0.0.0/8") from None


def read_account_number(value: object) -> object:
    """People write it as a number too."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Clock = Annotated[time, BeforeValidator(read_clock)]
Ladder = Annotated[tuple[Duration, ...], BeforeValidator(read_list), AfterValidator(check_ladder)]
Networks = Annotated[tuple[str, ...], BeforeValidator(read_list), AfterValidator(check_networks)]
Words = Annotated[tuple[str, ...], BeforeValidator(read_list), Field(min_length=1)]
AccountNumber = Annotated[str, BeforeValidator(read_account_number), Field(pattern=r"^[1-9]\d{0,19}$")]
HostAndPort = Annotated[str, Field(pattern=r"^\S+:\d{1,5}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Section):
    url: str = Field(
        "sqlite:///data/yihu.db",
        pattern=r"^(sqlite|postgresql\+psycopg)://",
        description="SQLite file (relative to where yihu is started) or postgresql+psycopg://user:password@host/name",
    )
    synchronous: Literal["FULL", "NORMAL"] = Field(
        "FULL", description="SQLite only: FULL survives a power cut, NORMAL may lose the last moments"
    )
    key_file: Path = Field(
        Path("data/yihu.key"),
        description="The key that opens phones and addresses; made on first start. Back it up, apart from the database",
    )
    key: SecretStr | None = Field(
        None, description="The key itself instead of its file; best from the environment: YIHU_DATABASE__KEY"
    )


class WebSettings(Section):
    host: str = Field("127.0.0.1", description="Address the web pages listen on")
    port: int = Field(8080, ge=0, le=65535, description="Port of the web pages; 0 takes a free one")
    public_url: Annotated[str, AfterValidator(check_public_url)] = Field(
        "", description="Under which address people reach the web pages: posters and texts link there; empty: no links"
    )
    trusted_proxies: Networks = Field(
        (),
        description="Reverse proxies (addresses or networks) whose X-Forwarded-For is believed: limits are per visitor",
    )


class RoomSettings(Section):
    """What a new room starts with; each room has its own afterwards."""

    digest_time: Clock = Field(time(8, 0), description="Hour of the daily digest")
    quiet_from: Clock = Field(time(21, 30), description="From then on nothing unasked is said")
    quiet_until: Clock = Field(time(7, 30), description="Until then nothing unasked is said")
    unasked_per_day: int = Field(2, ge=0, description="Unasked lines a day, the digest among them")
    act_threshold: Share = Field(0.70, description="From this confidence on the bot acts")
    ask_threshold: Share = Field(0.45, description="From this confidence on the bot asks; below it is silent")
    shadow: bool = Field(False, description="Listen and keep what it would have done, but do and say nothing")


class HouseSettings(Section):
    """The waits, windows and limits of the house, for all rooms."""

    merge_window: Duration = Field(timedelta(seconds=30), description="Answers of one kind within it become one line")
    question_open: Duration = Field(timedelta(hours=24), description="How long a question to a person stays open")
    undo_window: Duration = Field(timedelta(minutes=10), description="How long 撤销 takes an act back")
    ask_review_after: Duration = Field(timedelta(hours=1), description="Finished → the asker is asked how it was")
    close_unreviewed_after: Duration = Field(timedelta(hours=48), description="Silence that closes it unreviewed")
    dispatch_wait: Duration = Field(timedelta(hours=2), description="How long a dispatch waits for its yes")
    expire_after: Duration = Field(timedelta(days=7), description="Unclaimed and without an end: still needed?")
    close_expired_after: Duration = Field(timedelta(hours=24), description="Silence on “still needed?” that closes it")
    remind_before: Duration = Field(timedelta(hours=2), description="Reminder to the claimant before the start")
    urgent_within: Duration = Field(timedelta(hours=2), description="Due within it: urgent, though nobody said so")
    message_too_old: Duration = Field(timedelta(minutes=10), description="An older message never acts")
    ladder: Ladder = Field(
        (timedelta(hours=2), timedelta(hours=4), timedelta(hours=8)),
        description="Unclaimed, from placing: room, team leaders, grid worker",
    )
    urgent_ladder: Ladder = Field(
        (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)),
        description="The same where it is urgent, two rungs further up",
    )
    digest_lines: Count = Field(12, description="Most lines of a digest")
    digest_jitter: Duration = Field(timedelta(minutes=5), description="Rooms' digests are spread over this time")
    morning_list_at: Clock = Field(time(8, 0), description="The grid worker's morning list")
    leftovers_at: Clock = Field(time(17, 0), description="What is still open, to the grid worker")
    most_people: Count = Field(50, description="Most helpers one order may ask for")
    most_places: Count = Field(2000, description="Most places one activity may have")
    bot_names: Words = Field(("一呼",), description="Names the bot answers to")

    def rules(self) -> HouseRules:
        return HouseRules(**dict(self))


class VoiceSettings(Section):
    transcriber: Annotated[str, AfterValidator(check_command)] = Field(
        "", description="A program that is given the path of a voice message and prints its words; empty: none"
    )
    patience: Duration = Field(
        timedelta(seconds=60), description="So long may it take to fetch and hear a voice message"
    )


class LogSettings(Section):
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged")
    format: Literal["auto", "console", "json"] = Field(
        "auto", description="auto: readable in a terminal, JSON lines otherwise"
    )


class WechatyAccount(Section):
    """WeChat through a Wechaty puppet service."""

    transport: Literal["wechaty"] = Field(description="The platform: wechaty, onebot or webchat")
    endpoint: HostAndPort = Field(description="host:port of the puppet service")
    token: SecretStr = Field(min_length=1, description="The puppet service's token; best from the environment")
    tls: Tls = Field(Tls.OFF, description="off, on, or insecure (encrypted, any certificate)")
    tls_ca_file: Path | None = Field(None, description="Certificate authority of the gateway, if it is no public one")
    accept_rooms_from_anyone: bool = Field(
        default=False, description="Accept room invitations from strangers too, not only from grid workers"
    )
    greeting: str = Field(GREETING, description="Said once to a new friend")
    per_minute: Count = Field(20, description="Most messages a minute, all rooms together")
    per_day: Count = Field(2000, description="Most messages a day")
    room_per_minute: Count = Field(6, description="Most messages a minute into one room")
    jitter: Duration = Field(timedelta(seconds=2), description="Random wait up to this long before each message")

    def pacing(self) -> Pacing:
        return Pacing(self.per_minute, self.per_day, self.room_per_minute, self.jitter)

    def gateway(self, account: str, bot_names: tuple[str, ...]) -> WechatySettings:
        return WechatySettings(
            account=account,
            endpoint=self.endpoint,
            token=self.token.get_secret_value(),
            tls=self.tls,
            tls_ca_file=str(self.tls_ca_file) if self.tls_ca_file else None,
            accept_rooms_from_anyone=self.accept_rooms_from_anyone,
            bot_names=bot_names,
            greeting=self.greeting,
        )


class OneBotAccount(Section):
    """QQ, or whatever else an implementation of OneBot v11 speaks; it connects to the address of the web pages."""

    transport: Literal["onebot"] = Field(description="The platform: wechaty, onebot or webchat")
    self_id: AccountNumber = Field(description="The account's own number; the implementation sends it as X-Self-ID")
    token: SecretStr = Field(
        min_length=1, description="The access token that the implementation shows; best from the environment"
    )
    accept_rooms_from_anyone: bool = Field(
        default=False, description="Accept group invitations from strangers too, not only from grid workers"
    )
    greeting: str = Field(GREETING, description="Said once to a new friend")
    per_minute: Count = Field(20, description="Most messages a minute, all groups together")
    per_day: Count = Field(2000, description="Most messages a day")
    room_per_minute: Count = Field(6, description="Most messages a minute into one group")
    jitter: Duration = Field(timedelta(seconds=2), description="Random wait up to this long before each message")

    def pacing(self) -> Pacing:
        return Pacing(self.per_minute, self.per_day, self.room_per_minute, self.jitter)

    def door(self, account: str, bot_names: tuple[str, ...]) -> OneBotSettings:
        return OneBotSettings(
            account=account,
            self_id=self.self_id,
            token=self.token.get_secret_value(),
            accept_rooms_from_anyone=self.accept_rooms_from_anyone,
            bot_names=bot_names,
            greeting=self.greeting,
        )


class WebchatAccount(Section):
    """The embedded web chat as one more platform: nobody there minds how fast the bot speaks."""

    transport: Literal["webchat"] = Field(description="The platform: wechaty, onebot or webchat")

    def pacing(self) -> Pacing:
        return UNPACED


AccountSettings = Annotated[WechatyAccount | OneBotAccount | WebchatAccount, Field(discriminator="transport")]
AccountName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]


def check_numbers(accounts: dict[AccountName, AccountSettings]) -> dict[AccountName, AccountSettings]:
    numbers = [account.self_id for account in accounts.values() if isinstance(account, OneBotAccount)]
    if len(set(numbers)) < len(numbers):
        raise expected("a self_id of its own for each onebot account")
    return accounts


Accounts = Annotated[dict[AccountName, AccountSettings], AfterValidator(check_numbers)]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix="YIHU_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        enable_decoding=False,
    )

    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    rooms: RoomSettings = RoomSettings()
    house: HouseSettings = HouseSettings()
    voice: VoiceSettings = VoiceSettings()
    logs: LogSettings = LogSettings()
    accounts: Accounts = Field(default_factory=dict)

    def rules(self) -> HouseRules:
        return replace(self.house.rules(), public_url=self.web.public_url)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose content is given as arguments."""
        return env_settings, init_settings
