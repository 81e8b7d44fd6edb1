"""我的数据: everything that is kept about the one who asks, told privately: how much of it, and the newest of each."""

from collections.abc import Sequence
from typing import Any, Final

from handlers.act import Act, key
from handlers.activities import finding as activities
from handlers.activities.hours import hours_words
from handlers.consents import quotable
from handlers.orders import finding as orders
from handlers.orders.moves import STATUS_WORDS
from handlers.replies import Reply, to_member
from handlers.snapshots.finding import report_by_id
from handlers.time_bank.accounts import balances
from handlers.wording import day_words
from storage.states import TAKES_PART, EnrolmentStatus
from storage.vocabulary import LOCAL_ZONE, ROLE_LABELS

NEWEST: Final = 3
MORE: Final = 20
_ABSENT: Final = {EnrolmentStatus.NO_SHOW: "(没来)"}


def show_my_data(act: Act, *, is_more: bool) -> list[Reply]:
    most = MORE if is_more else NEWEST
    lists = [each(act, most) for each in (_orders, _claims, _enrolments, _organised, _reports)]
    return [
        to_member(
            act.member_id,
            "privacy/my_data.j2",
            about_room=act.room_id,
            lists=[each for each in lists if each["count"]],
            is_more=is_more,
            has_more=not is_more and any(each["count"] > most for each in lists),
            accounts=balances(act),
            **_person(act),
            **_counts(act),
        )
    ]


def _person(act: Act) -> dict[str, Any]:
    rooms = [act.uow.rooms.get(room_id) for room_id in act.uow.members.rooms_of(act.member_id)]
    roles = [(grant.role, act.uow.sites.get(grant.site_id)) for grant in act.uow.personal.roles(act.member_id)]
    asked = act.uow.personal.orders(act.member_id)
    return {
        "name": act.member.name,
        "rooms": [room.topic for room in rooms if room is not None],
        "roles": [{"role": ROLE_LABELS[role], "site": site.name if site is not None else ""} for role, site in roles],
        "phones": sum(order.phone_sealed is not None for order in asked),
        "addresses": sum(order.address_sealed is not None for order in asked),
    }


def _counts(act: Act) -> dict[str, Any]:
    personal, member_id = act.uow.personal, act.member_id
    parts = personal.enrolments(member_id)
    quoted = [len(each) for each in quotable(member_id, act)]
    lines = act.uow.hours.of_member(member_id)
    return {
        "hours": hours_words(sum(line.minutes for line in lines)) if lines else "",
        "reviews": len(personal.reviews(member_id)) + len(personal.activity_reviews(member_id)),
        "quotes": sum(quoted),
        "is_on_wall": act.member.on_wall_since is not None,
        "missed": sum(part.status is EnrolmentStatus.NO_SHOW for part in parts),
        "excuses": sum(part.excuse_sealed is not None for part in parts),
        "certificates": len(act.uow.certificates.valid_of(member_id)),
        "milestones": len(act.uow.milestones.of_member(member_id)),
        "kinds": [each.kind for each in act.uow.follows.of_member(member_id)],
        "standing": len(act.uow.standing.of_member(member_id)),
        "ballots": len(personal.ballots(member_id)),
        "has_calendar": act.uow.calendar_links.open_of(member_id) is not None,
        "looks": len(act.uow.receipts.about(member_id)),
    }


def _orders(act: Act, most: int) -> dict[str, Any]:
    asked = act.uow.personal.orders(act.member_id)
    return _listed("求助", len(asked), [_order(key(order.id), act) for order in asked[: -most - 1 : -1]])


def _claims(act: Act, most: int) -> dict[str, Any]:
    order_ids = list(dict.fromkeys(claim.order_id for claim in act.uow.personal.claims(act.member_id)))
    return _listed("帮忙", len(order_ids), [_order(order_id, act) for order_id in order_ids[: -most - 1 : -1]])


def _order(order_id: int, act: Act) -> str:
    found = orders.found_by_id(act, order_id)
    return f"#{found.number} {found.order.what}({STATUS_WORDS[found.order.status]})" if found is not None else ""


def _enrolments(act: Act, most: int) -> dict[str, Any]:
    parts = act.uow.personal.enrolments(act.member_id)
    said = []
    for part in parts[: -most - 1 : -1]:
        found = activities.found_by_id(act, part.activity_id)
        if found is not None:
            out = "" if part.status in TAKES_PART else "(已退出)"
            said.append(f"#{found.number} {found.activity.title}{_ABSENT.get(part.status, out)}")
    return _listed("活动报名", len(parts), said)


def _organised(act: Act, most: int) -> dict[str, Any]:
    organised = act.uow.personal.activities(act.member_id)
    newest = [activities.found_by_id(act, each.id) for each in organised[: -most - 1 : -1]]
    return _listed("组织活动", len(organised), [f"#{each.number} {each.activity.title}" for each in newest if each])


def _reports(act: Act, most: int) -> dict[str, Any]:
    reports = act.uow.personal.reports(act.member_id)
    said = []
    for report in reports[: -most - 1 : -1]:
        found = report_by_id(act, key(report.id))
        on = day_words(report.taken_at.astimezone(LOCAL_ZONE).date(), act.now.astimezone(LOCAL_ZONE).date())
        said.append(f"#{found.number} {report.what}({on})" if found is not None else "")
    return _listed("随手拍", len(reports), said)


def _listed(label: str, count: int, newest: Sequence[str]) -> dict[str, Any]:
    return {"label": label, "count": count, "newest": [each for each in newest if each]}
