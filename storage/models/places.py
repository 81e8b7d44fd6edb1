"""Where the work happens: sites, the rooms bound to them, their teams and menus."""

from datetime import datetime, time

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.columns import at, word
from storage.models.row import Row
from storage.vocabulary import Category, SiteLevel


class Site(Row, table=True):
    """A node of the tree 中心 → 所 → 站 → 基地/微家; the tree may have any shape. Addresses have its `public_id`."""

    __tablename__ = "sites"

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = Field(default=None, foreign_key="sites.id", index=True)
    level: SiteLevel = word(SiteLevel)
    name: str = Field(unique=True)
    latitude: float | None = None
    longitude: float | None = None
    is_paused: bool = False
    public_id: str = Field(default="", unique=True)
    time_bank_since: datetime | None = at(default=None)


class Room(Row, table=True):
    """A chat group. Silent until bound to a site, and while shadowed. Hours are local to the community."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("account", "external_id"),)

    id: int | None = Field(default=None, primary_key=True)
    account: str
    external_id: str
    topic: str = ""
    site_id: int | None = Field(default=None, foreign_key="sites.id", index=True)
    digest_time: time = time(8, 0)
    quiet_from: time = time(21, 30)
    quiet_until: time = time(7, 30)
    unasked_per_day: int = 2
    act_threshold: float = 0.70
    ask_threshold: float = 0.45
    is_ranking_on: bool = False
    hushed_until: datetime | None = at(default=None)
    left_at: datetime | None = at(default=None)
    bound_at: datetime | None = at(default=None)
    digested_at: datetime | None = at(default=None)
    numbers_given: int = 0
    is_shadowed: bool = False
    wall_since: datetime | None = at(default=None)


class BindingCode(Row, table=True):
    """Binds the room in which a grid worker or admin says 绑定 <code> to the site."""

    __tablename__ = "binding_codes"

    code: str = Field(primary_key=True)
    site_id: int = Field(foreign_key="sites.id")
    expires_at: datetime = at()
    used_at: datetime | None = at(default=None)


class Team(Row, table=True):
    """志愿服务队; `skills` are category values."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="sites.id", index=True)
    name: str
    skills: str = ""
    weekly_capacity: int | None = None


class MenuItem(Row, table=True):
    """One line of a site's service menu; sites below inherit it. Months are 1–12, both or neither."""

    __tablename__ = "menu_items"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="sites.id", index=True)
    number: int
    name: str
    category: Category = word(Category)
    provider: str = ""
    season_from: int | None = None
    season_to: int | None = None
    weekly_capacity: int | None = None
