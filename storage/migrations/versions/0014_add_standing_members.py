"""Add standing members."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stands_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_standing_members_member_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_standing_members_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_standing_members"),
    )
    op.create_index("ix_standing_members_member_id", "standing_members", ["member_id"])
    op.create_index("ix_standing_members_series_id", "standing_members", ["series_id"])
    with op.batch_alter_table("series") as series:
        series.add_column(sa.Column("kept_places", sa.Integer(), nullable=True))
    with op.batch_alter_table("activities") as activities:
        activities.add_column(sa.Column("kept_places", sa.Integer(), nullable=False, server_default="0"))
        activities.alter_column("kept_places", server_default=None)
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.add_column(sa.Column("is_newcomer", sa.Boolean(), nullable=False, server_default=sa.false()))
        enrolments.alter_column("is_newcomer", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.drop_column("is_newcomer")
    with op.batch_alter_table("activities") as activities:
        activities.drop_column("kept_places")
    with op.batch_alter_table("series") as series:
        series.drop_column("kept_places")
    op.drop_table("standing_members")
