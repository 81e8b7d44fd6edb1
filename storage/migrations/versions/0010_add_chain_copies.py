"""Add chain copies."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_chain_copies_activity_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chain_copies"),
    )
    with op.batch_alter_table("chain_copies") as copies:
        copies.create_index("ix_chain_copies_activity_id", ["activity_id"])


def downgrade() -> None:
    op.drop_table("chain_copies")
