"""Add share groups."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "share_groups",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_share_groups_activity_id"),
        sa.PrimaryKeyConstraint("activity_id", "number", name="pk_share_groups"),
        sa.UniqueConstraint("activity_id", "name", name="uq_share_groups_activity_id_name"),
    )


def downgrade() -> None:
    op.drop_table("share_groups")
