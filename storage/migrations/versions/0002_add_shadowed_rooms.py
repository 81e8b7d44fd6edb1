"""Add shadowed rooms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shadow_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("intent", sa.String(length=32), nullable=False),
        sa.Column("band", sa.String(length=32), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("why", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("talk_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_shadow_records_member_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_shadow_records_room_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shadow_records"),
    )
    op.create_index("ix_shadow_records_expires_at", "shadow_records", ["expires_at"])
    op.create_index("ix_shadow_records_member_id", "shadow_records", ["member_id"])
    op.create_index("ix_shadow_records_room_heard", "shadow_records", ["room_id", "heard_at"])

    # rooms that are there already speak on; the default is for them alone
    with op.batch_alter_table("rooms") as rooms:
        rooms.add_column(sa.Column("is_shadowed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("rooms") as rooms:
        rooms.alter_column("is_shadowed", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("rooms") as rooms:
        rooms.drop_column("is_shadowed")
    op.drop_table("shadow_records")
