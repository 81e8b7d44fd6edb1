"""What one WeChat account needs to know to find its gateway and to behave there."""

from dataclasses import dataclass, field
from enum import StrEnum


class Tls(StrEnum):
    OFF = "off"
    ON = "on"  # the certificate must be right
    INSECURE = "insecure"  # encrypted, but whoever answers is believed: the gateway's built-in certificate is public


@dataclass(frozen=True, slots=True)
class WechatySettings:
    """Times are in seconds. A silent gateway is given up after `keepalive_every` + `keepalive_patience`."""

    account: str
    endpoint: str  # host:port
    token: str = field(repr=False)
    tls: Tls = Tls.OFF
    tls_ca_file: str | None = None
    accept_rooms_from_anyone: bool = False
    bot_names: tuple[str, ...] = ("一呼",)
    greeting: str = "您好,我是社区志愿服务机器人一呼。有需要在群里说一声,或者回复「帮助」。"
    keepalive_every: float = 20.0
    keepalive_patience: float = 10.0
    call_patience: float = 10.0
    send_patience: float = 30.0
    image_patience: float = 60.0
    backoff_first: float = 0.2
    backoff_longest: float = 5.0
    calls_at_once: int = 50
    events_waiting: int = 500
    names_kept_for: float = 6 * 3600.0

    @property
    def host(self) -> str:
        return self.endpoint.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.endpoint.rpartition(":")[2])
