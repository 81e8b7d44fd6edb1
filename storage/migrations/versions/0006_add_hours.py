"""Add hours."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hours_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_hours_lines_activity_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_hours_lines_member_id"),
        sa.ForeignKeyConstraint(["noted_by_id"], ["members.id"], name="fk_hours_lines_noted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hours_lines"),
    )
    op.create_index("ix_hours_lines_activity_id", "hours_lines", ["activity_id"])
    op.create_index("ix_hours_lines_member", "hours_lines", ["member_id", "served_at"])
    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.add_column(sa.Column("checked_out_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.drop_column("checked_out_at")

    op.drop_table("hours_lines")
