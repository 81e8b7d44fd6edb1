"""Add page visits, and the room of a sign-up."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_visits",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_page_visits_activity_id"),
        sa.PrimaryKeyConstraint("activity_id", "source", "visited_on", name="pk_page_visits"),
    )
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.add_column(sa.Column("room_id", sa.Integer(), nullable=True))
        enrolments.create_foreign_key("fk_enrolments_room_id", "rooms", ["room_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("enrolments") as enrolments:
        enrolments.drop_constraint("fk_enrolments_room_id", type_="foreignkey")
        enrolments.drop_column("room_id")
    op.drop_table("page_visits")
