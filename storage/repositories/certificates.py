"""Questions about certificates."""

from datetime import datetime

from storage.models.certificates import Certificate
from storage.repositories.rows import Rows


class Certificates:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, certificate: Certificate) -> Certificate:
        return self._rows.insert(certificate)

    def get(self, certificate_id: int) -> Certificate | None:
        return self._rows.by_id(Certificate, certificate_id)

    def valid_of(self, member_id: int) -> list[Certificate]:
        """Those that were not revoked, the oldest first."""
        return self._rows.every(Certificate, member_id=member_id, revoked_at=None)

    def known_by(self, code_hash: str) -> Certificate | None:
        return self._rows.one(Certificate, code_hash=code_hash)

    def revoke(self, certificate: Certificate, *, now: datetime) -> bool:
        return self._rows.update(Certificate, {"id": certificate.id, "revoked_at": None}, {"revoked_at": now}) == 1
