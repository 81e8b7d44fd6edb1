"""Add the time bank."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("time_bank_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "time_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_time_accounts_site_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_time_accounts_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_time_accounts"),
    )
    op.create_index("ix_time_accounts_site_member", "time_accounts", ["site_id", "member_id"])
    op.create_index("ix_time_accounts_member_id", "time_accounts", ["member_id"])
    op.create_table(
        "time_pledges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_time_pledges_order_id"),
        sa.ForeignKeyConstraint(["account_id"], ["time_accounts.id"], name="fk_time_pledges_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_time_pledges"),
    )
    op.create_index("ix_time_pledges_order_id", "time_pledges", ["order_id"])
    op.create_index("ix_time_pledges_account_id", "time_pledges", ["account_id"])
    op.create_table(
        "time_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("pledge_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["time_lines.id"], name="fk_time_lines_pair_id"),
        sa.ForeignKeyConstraint(["account_id"], ["time_accounts.id"], name="fk_time_lines_account_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_time_lines_order_id"),
        sa.ForeignKeyConstraint(["pledge_id"], ["time_pledges.id"], name="fk_time_lines_pledge_id"),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_time_lines_activity_id"),
        sa.ForeignKeyConstraint(["noted_by_id"], ["members.id"], name="fk_time_lines_noted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_time_lines"),
    )
    op.create_index("ix_time_lines_pair_id", "time_lines", ["pair_id"])
    op.create_index("ix_time_lines_account_id", "time_lines", ["account_id"])
    op.create_index("ix_time_lines_pledge_id", "time_lines", ["pledge_id"])


def downgrade() -> None:
    op.drop_table("time_lines")
    op.drop_table("time_pledges")
    op.drop_table("time_accounts")
    op.drop_column("sites", "time_bank_since")
