"""Add activities."""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_wrong_codes_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_codes"),
    )
    with op.batch_alter_table("wrong_codes") as batch_op:
        batch_op.create_index("ix_wrong_codes_member", ["member_id", "said_at"])

    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_whole_day", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("min_people", sa.Integer(), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("requirements", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organiser_id"], ["members.id"], name="fk_activities_organiser_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_activities_room_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activities"),
        sa.UniqueConstraint("public_id", name="uq_activities_public_id"),
    )
    with op.batch_alter_table("activities") as batch_op:
        batch_op.create_index("ix_activities_organiser_id", ["organiser_id"])
        batch_op.create_index("ix_activities_room_status", ["room_id", "status"])

    op.create_table(
        "activity_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_activity_roles_activity_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity_roles"),
        sa.UniqueConstraint("activity_id", "name", name="uq_activity_roles_activity_id_name"),
    )
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("companions_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_enrolments_activity_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_enrolments_member_id"),
        sa.ForeignKeyConstraint(["role_id"], ["activity_roles.id"], name="fk_enrolments_role_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrolments"),
    )
    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.create_index("ix_enrolments_activity_status", ["activity_id", "status"])
        batch_op.create_index("ix_enrolments_member_status", ["member_id", "status"])

    with op.batch_alter_table("audit_events") as batch_op:
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_audit_events_activity_id", ["activity_id"])
        batch_op.create_foreign_key("fk_audit_events_activity_id", "activities", ["activity_id"], ["id"])

    with op.batch_alter_table("questions") as batch_op:
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_questions_activity_id", ["activity_id"])
        batch_op.create_foreign_key("fk_questions_activity_id", "activities", ["activity_id"], ["id"])

    with op.batch_alter_table("timers", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("enrolment_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_timers_activity_id", ["activity_id"])
        batch_op.create_foreign_key("fk_timers_enrolment_id", "enrolments", ["enrolment_id"], ["id"])
        batch_op.create_foreign_key("fk_timers_activity_id", "activities", ["activity_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("timers", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint("fk_timers_activity_id", type_="foreignkey")
        batch_op.drop_constraint("fk_timers_enrolment_id", type_="foreignkey")
        batch_op.drop_index("ix_timers_activity_id")
        batch_op.drop_column("enrolment_id")
        batch_op.drop_column("activity_id")

    with op.batch_alter_table("questions") as batch_op:
        batch_op.drop_constraint("fk_questions_activity_id", type_="foreignkey")
        batch_op.drop_index("ix_questions_activity_id")
        batch_op.drop_column("activity_id")

    with op.batch_alter_table("audit_events") as batch_op:
        batch_op.drop_constraint("fk_audit_events_activity_id", type_="foreignkey")
        batch_op.drop_index("ix_audit_events_activity_id")
        batch_op.drop_column("activity_id")

    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.drop_index("ix_enrolments_member_status")
        batch_op.drop_index("ix_enrolments_activity_status")

    op.drop_table("enrolments")
    op.drop_table("activity_roles")
    with op.batch_alter_table("activities") as batch_op:
        batch_op.drop_index("ix_activities_room_status")
        batch_op.drop_index("ix_activities_organiser_id")

    op.drop_table("activities")
    with op.batch_alter_table("wrong_codes") as batch_op:
        batch_op.drop_index("ix_wrong_codes_member")

    op.drop_table("wrong_codes")
