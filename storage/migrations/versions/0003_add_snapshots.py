"""Add snapshots."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "landmarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_landmarks_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_landmarks"),
        sa.UniqueConstraint("site_id", "number", name="uq_landmarks_site_id_number"),
    )
    op.create_index("ix_landmarks_site_id", "landmarks", ["site_id"])
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("place_question_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("passed_to", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["place_question_id"], ["questions.id"], name="fk_snapshots_place_question_id"),
        sa.ForeignKeyConstraint(["reporter_id"], ["members.id"], name="fk_snapshots_reporter_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_snapshots_room_id"),
        sa.PrimaryKeyConstraint("id", name="pk_snapshots"),
        sa.UniqueConstraint("public_id", name="uq_snapshots_public_id"),
    )
    op.create_index("ix_snapshots_place_question_id", "snapshots", ["place_question_id"])
    op.create_index("ix_snapshots_reporter_id", "snapshots", ["reporter_id"])
    op.create_index("ix_snapshots_room_status", "snapshots", ["room_id", "status"])
    op.create_table(
        "snapshot_pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name="fk_snapshot_pictures_snapshot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot_pictures"),
        sa.UniqueConstraint(
            "snapshot_id", "account", "reference", name="uq_snapshot_pictures_snapshot_id_account_reference"
        ),
    )
    op.create_index("ix_snapshot_pictures_account_name", "snapshot_pictures", ["account", "name"])
    op.create_table(
        "snapshot_seconds",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("seconded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_snapshot_seconds_member_id"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name="fk_snapshot_seconds_snapshot_id"),
        sa.PrimaryKeyConstraint("snapshot_id", "member_id", name="pk_snapshot_seconds"),
    )
    op.create_index("ix_snapshot_seconds_member_id", "snapshot_seconds", ["member_id"])


def downgrade() -> None:
    for table in ("snapshot_seconds", "snapshot_pictures", "snapshots", "landmarks"):
        op.drop_table(table)  # and its indexes
