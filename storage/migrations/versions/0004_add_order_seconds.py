"""Add order seconds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_seconds",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("seconded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_order_seconds_member_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_seconds_order_id"),
        sa.PrimaryKeyConstraint("order_id", "member_id", name="pk_order_seconds"),
    )
    op.create_index("ix_order_seconds_member_id", "order_seconds", ["member_id"])


def downgrade() -> None:
    op.drop_table("order_seconds")
