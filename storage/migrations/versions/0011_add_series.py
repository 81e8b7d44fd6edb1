"""Add series."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("on_holiday", sa.String(length=32), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("is_whole_day", sa.Boolean(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("min_people", sa.Integer(), nullable=True),
        sa.Column("roles", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("requirements", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_edit_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organiser_id"], ["members.id"], name="fk_series_organiser_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_series_room_id"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
    )
    op.create_index("ix_series_organiser_id", "series", ["organiser_id"])
    op.create_index("ix_series_room_id", "series", ["room_id"])

    with op.batch_alter_table("activities") as activities:
        activities.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        activities.add_column(sa.Column("occurs_at", sa.DateTime(timezone=True), nullable=True))
        activities.create_foreign_key("fk_activities_series_id", "series", ["series_id"], ["id"])
        activities.create_unique_constraint("uq_activities_series_id_occurs_at", ["series_id", "occurs_at"])
    with op.batch_alter_table("timers", table_kwargs={"sqlite_autoincrement": True}) as timers:
        timers.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        timers.create_foreign_key("fk_timers_series_id", "series", ["series_id"], ["id"])
        timers.create_index("ix_timers_series_id", ["series_id"])


def downgrade() -> None:
    with op.batch_alter_table("timers", table_kwargs={"sqlite_autoincrement": True}) as timers:
        timers.drop_index("ix_timers_series_id")
        timers.drop_constraint("fk_timers_series_id", type_="foreignkey")
        timers.drop_column("series_id")
    with op.batch_alter_table("activities") as activities:
        activities.drop_constraint("uq_activities_series_id_occurs_at", type_="unique")
        activities.drop_constraint("fk_activities_series_id", type_="foreignkey")
        activities.drop_column("occurs_at")
        activities.drop_column("series_id")
    op.drop_table("series")
