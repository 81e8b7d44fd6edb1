"""Add date polls."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("notice_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_polls_activity_id"),
        sa.ForeignKeyConstraint(["organiser_id"], ["members.id"], name="fk_polls_organiser_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_polls_room_id"),
        sa.PrimaryKeyConstraint("id", name="pk_polls"),
    )
    op.create_index("ix_polls_activity_id", "polls", ["activity_id"])
    op.create_index("ix_polls_organiser_id", "polls", ["organiser_id"])
    op.create_index("ix_polls_room_id", "polls", ["room_id"])
    op.create_table(
        "poll_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_whole_day", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name="fk_poll_options_poll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_poll_options"),
        sa.UniqueConstraint("poll_id", "position", name="uq_poll_options_poll_id_position"),
    )
    op.create_table(
        "ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("positions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_ballots_member_id"),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name="fk_ballots_poll_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ballots"),
    )
    op.create_index("ix_ballots_member_id", "ballots", ["member_id"])
    op.create_index("ix_ballots_poll_id", "ballots", ["poll_id"])
    with op.batch_alter_table("timers", table_kwargs={"sqlite_autoincrement": True}) as timers:
        timers.add_column(sa.Column("poll_id", sa.Integer(), nullable=True))
        timers.create_foreign_key("fk_timers_poll_id", "polls", ["poll_id"], ["id"])
        timers.create_index("ix_timers_poll_id", ["poll_id"])


def downgrade() -> None:
    with op.batch_alter_table("timers", table_kwargs={"sqlite_autoincrement": True}) as timers:
        timers.drop_index("ix_timers_poll_id")
        timers.drop_constraint("fk_timers_poll_id", type_="foreignkey")
        timers.drop_column("poll_id")
    op.drop_table("ballots")
    op.drop_table("poll_options")
    op.drop_table("polls")
