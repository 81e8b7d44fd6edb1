"""Certificates of hours as they were issued: what somebody was given on paper does not change afterwards."""

from datetime import date, datetime

from sqlmodel import Field

from storage.models.columns import at, sealed
from storage.models.row import Row


class Certificate(Row, table=True):
    """One certificate. `first_on` None: everything up to `last_on`.

    The check code is found by its hash (SHA-256) and shown again from `code_sealed`. `lines_sealed` is what was written
    on it (JSON: name, lines); `issued_by` is the site's name as it was then. Times on it are local.
    """

    __tablename__ = "certificates"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    code_hash: str = Field(unique=True)
    code_sealed: bytes | None = sealed()
    first_on: date | None = None
    last_on: date
    minutes: int
    activities: int
    lines_sealed: bytes | None = sealed()
    issued_by: str
    issued_at: datetime = at()
    revoked_at: datetime | None = at(default=None)
