"""Alembic's environment. It runs on the connection that storage.schema hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlmodel import AutoString

from storage.models import activities, certificates, hours, orders, people, places, series, snapshots, talk
from storage.models.columns import UtcDateTime
from storage.models.row import Row

#: Imported so that their tables are known; a test finds the one that is missing here.
_MODELS = (activities, certificates, hours, orders, people, places, series, snapshots, talk)


def _written(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Plain types instead of ours: an old migration must run whatever becomes of our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    render_item=_written,
    transactional_ddl=True,
)
context.run_migrations()
