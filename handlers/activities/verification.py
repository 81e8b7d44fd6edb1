"""What anybody who holds the check code of a certificate may see of it: enough to compare with the paper, no more."""

import json
from dataclasses import dataclass
from typing import Final

from handlers.activities.certificates import day_in_words, hash_of, period_words
from handlers.activities.hours import hours_words
from storage.models.certificates import Certificate
from storage.store import UnitOfWork
from storage.vocabulary import LOCAL_ZONE

#: As many stars whatever the name: its length tells something too.
STARS: Final = "**"


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    """`revoked_on` is empty while it is valid; `name` is masked but for its first letter."""

    revoked_on: str
    issued_on: str
    period: str
    hours: str
    activities: int
    name: str
    site: str


def public_certificate(code: str, uow: UnitOfWork) -> PublicCertificate | None:
    """None where there is none of that code, whatever the code looks like."""
    found = uow.certificates.known_by(hash_of(code))
    if found is None:
        return None
    revoked_at = found.revoked_at
    return PublicCertificate(
        revoked_on=day_in_words(revoked_at.astimezone(LOCAL_ZONE).date()) if revoked_at is not None else "",
        issued_on=day_in_words(found.issued_at.astimezone(LOCAL_ZONE).date()),
        period=period_words(found.first_on, found.last_on),
        hours=hours_words(found.minutes),
        activities=found.activities,
        name=_masked(found, uow),
        site=found.issued_by,
    )


def _masked(certificate: Certificate, uow: UnitOfWork) -> str:
    written = uow.open(certificate.lines_sealed)
    name: str = json.loads(written.reveal())["name"] if written is not None else ""
    return name[:1] + STARS
