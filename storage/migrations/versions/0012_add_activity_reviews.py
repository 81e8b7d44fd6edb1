"""Add reviews of activities, and who follows their kind."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_activity_reviews_activity_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_activity_reviews_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_reviews"),
    )
    op.create_index("ix_activity_reviews_activity", "activity_reviews", ["activity_id", "member_id"])
    op.create_index("ix_activity_reviews_member_id", "activity_reviews", ["member_id"])
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_follows_member_id"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_follows_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
    )
    op.create_index("ix_follows_member_id", "follows", ["member_id"])
    op.create_index("ix_follows_site_kind", "follows", ["site_id", "kind"])


def downgrade() -> None:
    op.drop_table("follows")
    op.drop_table("activity_reviews")
