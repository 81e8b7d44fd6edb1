"""Add chains."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.add_column(sa.Column("added_by_id", sa.Integer(), nullable=True))
        enrolments.add_column(sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True))
        enrolments.add_column(sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True))
        enrolments.create_foreign_key("fk_enrolments_added_by_id", "members", ["added_by_id"], ["id"])
        enrolments.create_index("ix_enrolments_added_by_id", ["added_by_id"])


def downgrade() -> None:
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.drop_index("ix_enrolments_added_by_id")
        enrolments.drop_constraint("fk_enrolments_added_by_id", type_="foreignkey")
        enrolments.drop_column("missed_at")
        enrolments.drop_column("listed_at")
        enrolments.drop_column("added_by_id")
