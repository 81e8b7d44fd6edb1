"""Alembic at work, on a connection that nobody else migrates beside. Imported by whoever has something to migrate."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def upgrade(connection: Connection, location: str) -> None:
    command.upgrade(_config(connection, location), "head")


def downgrade(connection: Connection, location: str, to: str) -> None:
    command.downgrade(_config(connection, location), to)


def write(connection: Connection, location: str, message: str) -> None:
    """From the newest migration to the models."""
    config = _config(connection, location)
    command.upgrade(config, "head")
    number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
    command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


def _config(connection: Connection, location: str) -> Config:
    config = Config()
    config.set_main_option("script_location", location)
    config.attributes["connection"] = connection
    return config
