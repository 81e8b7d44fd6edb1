"""What ends, or goes on after all, tells its postings: so a room's open ones are found without its whole past."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from storage.direct import prepared
from storage.models.orders import Posting
from storage.repositories.rows import Rows, given, table_of
from storage.vocabulary import PostingKind


@prepared
def _marked() -> sa.Update:
    posting = table_of(Posting)
    ours = (posting.c.kind == given("of_kind"), posting.c.target_id == given("of_id"))
    return sa.update(posting).where(*ours).values(is_over=given("is_over"))


def tell_postings(
    rows: Rows, kind: PostingKind, thing: Any, values: Mapping[str, Any], is_open: Collection[StrEnum]
) -> None:
    """`thing` as it was, the values that it now has, and the states in which it goes on."""
    goes_on = values.get("status", thing.status) in is_open
    if goes_on is not (thing.status in is_open):
        rows.change(_marked(), of_kind=kind, of_id=thing.id, is_over=not goes_on)
