"""开证明: what somebody's ledger says, on paper, with a code by which anybody can check it; 作废证明.

Follows 《志愿服务记录与证明出具办法(试行)》 (民政部令第67号, in force since 2021-02-01): a certificate is made of the
records (art. 2), true, exact, complete, free of charge and at once (art. 3); the records are personal data, service,
training, honours and evaluation (art. 4), and of what the house does not hold the paper says 无记录.
"""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

import structlog

from handlers.act import Act
from handlers.activities.hours import hours_words
from handlers.errors import NoCertificate, NoHours, NothingToUndo, PeriodUnclear
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import AskCertificate, RevokeCertificate
from storage.intents import Intent
from storage.models.certificates import Certificate
from storage.models.talk import AuditEvent
from storage.vocabulary import LOCAL_ZONE

log = structlog.get_logger()

#: Letters and digits that nobody takes for one another: 15 of them are 74 bits.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS: Final = 3
_GROUP: Final = 5


@dataclass(frozen=True, slots=True)
class Served:
    """One activity of a certificate: its local day, its name, what the ledger says of it in all."""

    day: str
    title: str
    minutes: int


def issue_certificate(command: AskCertificate, act: Act) -> list[Reply]:
    """Said twice on one day it is one, unless ledger or name have changed. Raises PeriodUnclear, NoHours."""
    if command.is_unclear:
        raise PeriodUnclear
    today = act.now.astimezone(LOCAL_ZONE).date()
    first, last = command.first, min(command.last or today, today)
    served = _served(first, last, act)
    if not served:
        raise NoHours(period=period_words(first, last) if first is not None else "")
    written = json.dumps(
        {"name": act.member.name, "lines": [(each.day, each.title, each.minutes) for each in served]},
        ensure_ascii=False,
    )
    certificate = _same_today(first, last, written, act) or _issue(first, last, served, written, act)
    return [_told(certificate, served, act)]


def _served(first: date | None, last: date, act: Act) -> list[Served]:
    """By activity, the oldest first: a correction belongs to the day of what it corrects."""
    days: dict[int, date] = {}
    minutes: dict[int, int] = {}
    for line in act.uow.hours.of_member(act.member_id):
        days.setdefault(line.activity_id, line.served_at.astimezone(LOCAL_ZONE).date())
        minutes[line.activity_id] = minutes.get(line.activity_id, 0) + line.minutes
    found = []
    for activity_id, day in sorted(days.items(), key=lambda each: (each[1], each[0])):
        activity = act.uow.activities.get(activity_id)
        if activity is not None and minutes[activity_id] > 0 and (first or day) <= day <= last:
            found.append(Served(day.isoformat(), activity.title, minutes[activity_id]))
    return found


def _same_today(first: date | None, last: date, written: str, act: Act) -> Certificate | None:
    today = act.now.astimezone(LOCAL_ZONE).date()
    for each in act.uow.certificates.valid_of(act.member_id):
        lines = act.uow.open(each.lines_sealed)
        is_todays = each.issued_at.astimezone(LOCAL_ZONE).date() == today
        if is_todays and (each.first_on, each.last_on) == (first, last) and lines and lines.reveal() == written:
            return each
    return None


def _issue(first: date | None, last: date, served: list[Served], written: str, act: Act) -> Certificate:
    code = _new_code(act)
    site = act.uow.sites.get(act.room.site_id) if act.room.site_id is not None else None
    certificate = act.uow.certificates.add(
        Certificate(
            member_id=act.member_id,
            code_hash=hash_of(code),
            code_sealed=act.uow.seal(code),
            first_on=first,
            last_on=last,
            minutes=sum(each.minutes for each in served),
            activities=len(served),
            lines_sealed=act.uow.seal(written),
            issued_by=site.name if site is not None else "",
            issued_at=act.now,
        )
    )
    _note(Intent.CERTIFICATE, certificate, act)
    log.info("certificate_issued", certificate=certificate.id, member=act.member_id, minutes=certificate.minutes)
    return certificate


def _told(certificate: Certificate, served: list[Served], act: Act) -> Reply:
    return to_member(
        act.member_id,
        "certificates/issued.j2",
        picture="certificate",
        about_room=act.room_id,
        name=act.member.name,
        period=period_words(certificate.first_on, certificate.last_on),
        hours=hours_words(certificate.minutes),
        activities=certificate.activities,
        lines=[_line(each) for each in served],
        site=certificate.issued_by,
        issued_on=day_in_words(certificate.issued_at.astimezone(LOCAL_ZONE).date()),
        code=act.uow.open(certificate.code_sealed),
        public_url=act.rules.public_url,
    )


def _line(served: Served) -> dict[str, Any]:
    return {
        "day": served.day,
        "title": served.title,
        "minutes": served.minutes,
        "hours": hours_words(served.minutes),
    }


def revoke_certificate(_: RevokeCertificate, act: Act) -> list[Reply]:
    """Raises NoCertificate."""
    valid = act.uow.certificates.valid_of(act.member_id)
    if not valid:
        raise NoCertificate
    _note(Intent.REVOKE_CERTIFICATE, valid[-1], act)
    return [_revoke(valid[-1], act)]


def undo_certificate(event: AuditEvent, act: Act) -> list[Reply]:
    """撤销 of an issue revokes it. Raises NothingToUndo."""
    issued = (event.inverse or {}).get("certificate")
    certificate = act.uow.certificates.get(issued) if issued is not None else None
    if event.verb is not Intent.CERTIFICATE or certificate is None or certificate.revoked_at is not None:
        raise NothingToUndo(reason="作废的证明恢复不了。需要的话再说一次「开证明」")
    act.uow.audit.undone(event, now=act.now)
    return [_revoke(certificate, act)]


def _revoke(certificate: Certificate, act: Act) -> Reply:
    act.uow.certificates.revoke(certificate, now=act.now)
    log.info("certificate_revoked", certificate=certificate.id, member=act.member_id)
    return to_member(
        act.member_id,
        "certificates/revoked.j2",
        about_room=act.room_id,
        period=period_words(certificate.first_on, certificate.last_on),
        issued_on=day_in_words(certificate.issued_at.astimezone(LOCAL_ZONE).date()),
        hours=hours_words(certificate.minutes),
    )


def _note(verb: Intent, certificate: Certificate, act: Act) -> None:
    act.note(verb, {"certificate": certificate.id})


def _new_code(act: Act) -> str:
    """Of two random ids, so that its randomness is that of the letters; nobody can count to the next."""
    number = int.from_bytes(sha256(f"{act.new_id()}/{act.new_id()}".encode()).digest())
    letters = ""
    while len(letters) < _GROUPS * _GROUP:
        number, letter = divmod(number, len(ALPHABET))
        letters += ALPHABET[letter]
    return "-".join(letters[begin : begin + _GROUP] for begin in range(0, len(letters), _GROUP))


def hash_of(code: str) -> str:
    """By which a code is found, however it was typed.

    >>> hash_of("abcde-fghjk-mnpqr") == hash_of("ABCDEFGHJK MNPQR")
    True
    """
    return sha256("".join(code.upper().replace("-", "").split()).encode()).hexdigest()


def period_words(first: date | None, last: date) -> str:
    return f"{day_in_words(first)}至{day_in_words(last)}" if first is not None else f"截至{day_in_words(last)}"


def day_in_words(day: date) -> str:
    """
    >>> day_in_words(date(2026, 5, 20))
    '2026年5月20日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
