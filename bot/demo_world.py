"""The demo's community. Invented; any likeness to a real one is chance."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.web.chat_world import ChatPerson, ChatRoom, ChatWorld
from handlers.act import key
from storage.models.people import Identity, Member
from storage.models.places import MenuItem, Room, Site, Team
from storage.store import UnitOfWork
from storage.vocabulary import Category, Role, SiteLevel

ACCOUNT: Final = "webchat"
STATION: Final = "下涧槽站"
SITES: Final = (
    ("双桥子中心", SiteLevel.CENTRE, None),
    ("双桥子所", SiteLevel.INSTITUTE, "双桥子中心"),
    (STATION, SiteLevel.STATION, "双桥子所"),
)
TEAM: Final = "康乐队"


@dataclass(frozen=True, slots=True)
class Neighbour:
    id: str
    name: str
    label: str = "居民"
    role: Role | None = None
    site: str = STATION
    rooms: tuple[str, ...] = field(default=("neighbours",))
    is_leader: bool = False
    is_in_team: bool = False


BOTH: Final = ("neighbours", "volunteers")
PEOPLE: Final = (
    Neighbour("wang", "王婆婆"),
    Neighbour("xiaoli", "小李", "志愿者", Role.VOLUNTEER, rooms=BOTH, is_in_team=True),
    Neighbour("zhao", "赵姐", "志愿者", Role.VOLUNTEER, rooms=BOTH, is_in_team=True),
    Neighbour("chen", "陈大爷"),
    Neighbour("liu", "刘孃孃"),
    Neighbour("li", "李姐", "康乐队队长", Role.LEADER, rooms=BOTH, is_leader=True, is_in_team=True),
    Neighbour("grid", "网格员小王", "网格员", Role.GRID_WORKER, rooms=BOTH),
    Neighbour("admin", "周站长", "站管理员", Role.ADMIN, rooms=BOTH),
)
ROOMS: Final = (("neighbours", "下涧槽邻里群"), ("volunteers", "康乐志愿群"))
MENU: Final = (
    ("量血压", Category.HEALTH),
    ("陪诊", Category.ESCORT),
    ("理发", Category.HAIRCUT),
    ("代买代取", Category.ERRAND),
    ("修水电", Category.REPAIR),
    ("磨刀", Category.REPAIR),
    ("陪老人聊天", Category.COMPANIONSHIP),
    ("四点半托管", Category.TUTORING),
    ("教用手机", Category.DIGITAL),
    ("法律咨询", Category.LEGAL),
    ("借轮椅", Category.GOODS),
    ("清理楼道", Category.ENVIRONMENT),
)

#: Who says what, so that there is something to see; each is handled before the next is said.
TALK: Final = (
    ("neighbours", "liu", "今天太阳好,晒被子了没得"),
    ("neighbours", "wang", "哪个有空帮我买哈降压药嘛 明天下午3点前 3栋2单元501 电话13800001234"),
    ("neighbours", "chen", "厨房水龙头漏水了,哪个会修哦 5栋"),
    ("neighbours", "xiaoli", "接单 1"),
    ("neighbours", "liu", "后天上午9点想找人陪我去华西医院看眼睛"),
    ("neighbours", "liu", "要"),
    ("neighbours", "chen", "点单 12"),
    ("volunteers", "zhao", "点单 帮张爷爷取快递 后天下午2点 2栋"),
)


def chat_world() -> ChatWorld:
    return ChatWorld(
        people=tuple(ChatPerson(each.id, each.name, each.label) for each in PEOPLE),
        rooms=tuple(
            ChatRoom(room, topic, tuple(each.id for each in PEOPLE if room in each.rooms)) for room, topic in ROOMS
        ),
    )


def is_seeded(uow: UnitOfWork) -> bool:
    return bool(uow.sites.everywhere())


def seed(uow: UnitOfWork, now: datetime) -> None:
    """The community as an operator would have imported it."""
    sites: dict[str, int] = {}
    for name, level, above in SITES:
        parent_id = sites[above] if above is not None else None
        sites[name] = key(uow.sites.add(Site(level=level, name=name, parent_id=parent_id)).id)
    station = sites[STATION]
    rooms = {
        external_id: key(
            uow.rooms.add(Room(account=ACCOUNT, external_id=external_id, topic=topic, site_id=station, bound_at=now)).id
        )
        for external_id, topic in ROOMS
    }
    team = key(
        uow.sites.add_team(
            Team(site_id=station, name=TEAM, skills=f"{Category.ERRAND},{Category.ESCORT},{Category.REPAIR}")
        ).id
    )
    for neighbour in PEOPLE:
        member_id = _add(uow, neighbour, sites, now)
        if neighbour.is_in_team:
            uow.members.join_team(team, member_id, is_leader=neighbour.is_leader)
        for room in neighbour.rooms:
            uow.members.met(rooms[room], member_id, now=now)
    for number, (name, category) in enumerate(MENU, start=1):
        uow.menu.add(MenuItem(site_id=station, number=number, name=name, category=category))


def _add(uow: UnitOfWork, neighbour: Neighbour, sites: dict[str, int], now: datetime) -> int:
    member_id = key(uow.members.add(Member(name=neighbour.name, created_at=now)).id)
    uow.members.add_identity(
        Identity(
            member_id=member_id,
            account=ACCOUNT,
            external_id=neighbour.id,
            handle=neighbour.id,
            name=neighbour.name,
            is_friend=True,
            seen_at=now,
        )
    )
    if neighbour.role is not None:
        uow.members.grant(member_id, neighbour.role, sites[neighbour.site])
    return member_id
