"""What one QQ account needs to know to recognise its OneBot implementation and to behave there."""

from dataclasses import dataclass, field
from typing import Final

PATH: Final = "/onebot/v11/ws"


@dataclass(frozen=True, slots=True)
class OneBotSettings:
    """Times are in seconds. A silent connection is given up after `keepalive_every` + `keepalive_patience`; one whose
    heartbeats stop, `heartbeat_patience` after the missing one."""

    account: str
    self_id: str  # the account's number
    token: str = field(repr=False)
    accept_rooms_from_anyone: bool = False
    bot_names: tuple[str, ...] = ("一呼",)
    greeting: str = "您好,我是社区志愿服务机器人一呼。有需要在群里说一声,或者回复「帮助」。"
    keepalive_every: float = 20.0
    keepalive_patience: float = 10.0
    heartbeat_patience: float = 15.0
    call_patience: float = 10.0
    send_patience: float = 30.0
    image_patience: float = 60.0
    events_waiting: int = 500
    names_kept_for: float = 6 * 3600.0
