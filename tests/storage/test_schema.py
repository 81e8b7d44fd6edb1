"""Migrations and models are the same schema, on both engines, from any starting point."""

import importlib
import pkgutil
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Engine, Integer, inspect, text
from sqlalchemy.exc import DatabaseError

import storage.models
from storage import schema
from storage.models.row import Row, values_left_out
from storage.repositories.orders import OPEN
from storage.repositories.rows import table_of
from storage.seal import Seal
from storage.states import OrderStatus
from storage.store import Store, make_engine
from tests.storage.builders import add_order, add_posting, world_in


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_url)
    yield engine
    engine.dispose()


def every_model() -> list[type[Row]]:
    for module in pkgutil.iter_modules(storage.models.__path__, "storage.models."):
        importlib.import_module(module.name)
    return list(Row.__subclasses__())


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def everything_about(engine: Engine) -> dict[str, Any]:
    """What the database itself says about each table."""
    seen = inspect(engine)
    return {
        name: {
            "columns": [each | {"type": repr(each["type"])} for each in seen.get_columns(name)],
            "primary key": seen.get_pk_constraint(name),
            "foreign keys": sorted(seen.get_foreign_keys(name), key=lambda each: str(each["name"])),
            "uniques": sorted(seen.get_unique_constraints(name), key=lambda each: str(each["name"])),
            "indexes": sorted(seen.get_indexes(name), key=lambda each: str(each["name"])),
        }
        for name in tables(engine)
    }


def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    models = every_model()
    schema.migrate(engine)
    assert tables(engine) == {table_of(model).name for model in models}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Row.metadata) == []


def test_migrations_make_the_same_tables_as_the_models_would(engine: Engine) -> None:
    every_model()
    schema.migrate(engine)
    migrated = everything_about(engine)
    schema.downgrade(engine)
    Row.metadata.create_all(engine)
    assert everything_about(engine) == migrated


def test_up_down_up(engine: Engine) -> None:
    assert (schema.revision(engine), schema.is_current(engine)) == (None, False)
    everything = schema.migrate(engine)
    assert everything[0] == "0001"
    assert everything[-1] == schema.head() == schema.revision(engine)
    assert schema.is_current(engine)
    schema.downgrade(engine)
    assert (schema.revision(engine), tables(engine)) == (None, set())
    assert schema.migrate(engine) == everything


def test_migrating_twice_changes_nothing_and_keeps_the_data(empty_url: str, seal: Seal) -> None:
    store = Store(empty_url, seal)
    schema.migrate(store.engine)
    world = world_in(store)
    assert schema.migrate(store.engine) == []
    with store.read() as uow:
        room = uow.rooms.get(world.room)
    assert room is not None
    assert room.site_id == world.station
    store.dispose()


def test_rooms_that_were_there_before_shadow_mode_speak_on(empty_url: str, seal: Seal) -> None:
    store = Store(empty_url, seal)
    schema.migrate(store.engine)
    world = world_in(store)
    schema.downgrade(store.engine, "0001")
    schema.migrate(store.engine)
    with store.read() as uow:
        room = uow.rooms.get(world.room)
    assert room is not None
    assert (room.site_id, room.is_shadowed) == (world.station, False)
    store.dispose()


def test_postings_of_what_ended_before_are_over(empty_url: str, seal: Seal) -> None:
    store = Store(empty_url, seal)
    schema.migrate(store.engine)
    world = world_in(store)
    with store.write() as uow:
        for shown_as, status in enumerate(OrderStatus, start=1):
            add_posting(uow, add_order(uow, world, status=status), shown_as)
    schema.downgrade(store.engine, "0025")
    schema.migrate(store.engine)
    with store.read() as uow:
        postings = [uow.postings.numbered(world.room, shown_as) for shown_as in range(1, len(OrderStatus) + 1)]
    assert [posting is not None and not posting.is_over for posting in postings] == [
        each in OPEN for each in OrderStatus
    ]
    store.dispose()


def test_a_migration_that_fails_leaves_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE timers (id INTEGER)"))  # the last table is in the way
    with pytest.raises(DatabaseError):
        schema.migrate(engine)
    assert (schema.revision(engine), tables(engine)) == (None, {"timers"})


def test_of_two_that_start_at_once_one_migrates(empty_url: str) -> None:
    both_ready = Barrier(2)

    def start(_: int) -> list[str]:
        engine = make_engine(empty_url)
        both_ready.wait()
        try:
            return schema.migrate(engine)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(2) as threads:
        applied = sorted(threads.map(start, range(2)))
    assert applied[0] == []
    assert applied[1][-1] == schema.head()


def test_a_database_of_a_newer_program_is_refused(engine: Engine) -> None:
    schema.migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaUnknown) as caught:
        schema.migrate(engine)
    assert caught.value.revision == "9999"
    assert not schema.is_current(engine)


def test_it_needs_no_file_of_the_folder_it_is_started_in(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert schema.migrate(engine)


def copied(connection: Connection, table: str) -> None:
    """As a migration alters a table where the engine cannot: all of it is copied, and the old one dropped."""
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table(table, recreate="always") as batch:
        batch.add_column(Column("added", Integer))


def test_a_table_that_others_refer_to_can_be_copied(sqlite_store: Store) -> None:
    store = sqlite_store
    world = world_in(store)
    with schema._turn(store.engine) as connection:
        copied(connection, "sites")
    with store.write() as uow:
        room = uow.rooms.get(world.room)
        assert room is not None
        assert room.site_id == world.station
        assert foreign_keys_are_on(uow._connection)


def test_a_migration_that_leaves_orphans_is_undone(sqlite_store: Store) -> None:
    store = sqlite_store
    world = world_in(store)
    with pytest.raises(schema.RowsOrphaned, match="rooms"), schema._turn(store.engine) as connection:
        connection.execute(text("DELETE FROM sites"))
    with store.write() as uow:
        assert uow.sites.get(world.station) is not None
        assert foreign_keys_are_on(uow._connection)


def foreign_keys_are_on(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one())


def test_a_migration_is_written_from_the_models(tmp_path: Path) -> None:
    location = tmp_path / "migrations"
    shutil.copytree(str(files("storage.migrations")), location)
    for version in (location / "versions").glob("0*.py"):
        version.unlink()
    schema.write_migration("initial tables", str(location))
    written = (location / "versions" / "0001_initial_tables.py").read_text()
    assert all(f"op.create_table('{table_of(model).name}'" in written for model in every_model())
    assert "storage" not in written, "an old migration must not need today's code"


@pytest.mark.parametrize("model", every_model())
def test_models_are_made_as_quickly_as_plainly(model: type[Row]) -> None:
    """Row fills in defaults by itself: they must be values, in the order in which a database gives the columns."""
    assert list(values_left_out(model)) == [column.name for column in table_of(model).columns]
    assert all(field.default_factory is None for field in model.model_fields.values())
