"""Add worked weekends: of which occurrence of a series the organiser was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("series", sa.Column("asked_for", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("series", "asked_for")
