"""Calendars to subscribe to: what goes on at a site and below it, and what one member has said yes to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from handlers.act import House, key
from handlers.calendar_entries import Entry, activity_entry, order_entry
from handlers.daily import midnight
from storage.states import ClaimStatus, EnrolmentStatus, OrderStatus

#: What is over stays so long.
KEPT: Final = timedelta(days=60)
#: An entry of the far future is a slip, and a feed is read every hour.
MOST: Final = 500

_IN_LINE: Final = (EnrolmentStatus.WAITING, EnrolmentStatus.OFFERED)
_SHOWN: Final = (EnrolmentStatus.ACCEPTED, EnrolmentStatus.CHECKED_IN, *_IN_LINE)
#: A calendar that has it already must hear that it is off: what only left the feed stays in some of them.
_OFF: Final = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.LAPSED)
_DONE: Final = (ClaimStatus.ACTIVE, ClaimStatus.DONE)


@dataclass(frozen=True, slots=True)
class Feed:
    name: str
    entries: tuple[Entry, ...]


def site_feed(public_id: str, house: House) -> Feed | None:
    """Every activity of the site and below it; holds nobody's name. None where there is no such site."""
    site = house.uow.sites.known_as(public_id)
    if site is None:
        return None
    below = house.uow.sites.below(key(site.id))
    posted = house.uow.activities.posted_at_sites(below, since=house.now - KEPT, most=MOST)
    entries = (activity_entry(activity, house) for activity in posted)
    return Feed(f"{site.name}活动", tuple(each for each in entries if each is not None))


def own_feed(token: str, house: House) -> Feed | None:
    """What the member who holds that token has signed up for or claimed. None where nobody does."""
    link = house.uow.calendar_links.known_by(hash_of(token))
    if link is None:
        return None
    since = house.now - KEPT
    entries = [*_sign_ups(link.member_id, since, house), *_orders(link.member_id, since, house)]
    return Feed("我的志愿服务", tuple(sorted(entries, key=lambda each: (each.starts_at, each.public_id))[:MOST]))


def _sign_ups(member_id: int, since: datetime, house: House) -> list[Entry]:
    """By their newest part; what they withdrew from until its day is past."""
    entries = {}
    today = midnight(house.now)
    for part, activity in house.uow.enrolments.of_member_since(member_id, since, (*_SHOWN, *_OFF)):
        is_off = part.status in _OFF
        is_past = activity.starts_at is None or activity.starts_at < today
        entries[activity.public_id] = (
            activity_entry(activity, house, is_waiting=part.status in _IN_LINE, is_off=is_off)
            if not (is_off and is_past)
            else None
        )
    return [each for each in entries.values() if each is not None]


def _orders(member_id: int, since: datetime, house: House) -> list[Entry]:
    """Also those that were called off while the member had them."""
    entries = {}
    for claim, order in house.uow.claims.of_member_since(member_id, since):
        is_off = order.status is OrderStatus.CANCELLED and claim.ended_at == order.closed_at
        if claim.status in _DONE or (claim.status is ClaimStatus.RELEASED and is_off):
            entries[order.public_id] = order_entry(order, is_off=is_off)
    return [each for each in entries.values() if each is not None]


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
