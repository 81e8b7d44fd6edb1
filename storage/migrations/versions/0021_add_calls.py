"""Add calls: the sessions of one notice know each other."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("activities", sa.Column("call_id", sa.String(), nullable=True))
    op.create_index("ix_activities_call_id", "activities", ["call_id"])


def downgrade() -> None:
    op.drop_index("ix_activities_call_id", table_name="activities")
    op.drop_column("activities", "call_id")
