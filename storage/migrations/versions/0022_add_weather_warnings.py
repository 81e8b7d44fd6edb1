"""Add weather warnings."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weather_warnings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=True),
        sa.Column("holds_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holds_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["members.id"], name="fk_weather_warnings_entered_by_id"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_weather_warnings_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_weather_warnings"),
    )
    op.create_index("ix_weather_warnings_entered_by_id", "weather_warnings", ["entered_by_id"])
    op.create_index("ix_weather_warnings_site_id", "weather_warnings", ["site_id"])
    op.create_table(
        "weather_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("warning_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("asked_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name="fk_weather_checks_activity_id"),
        sa.ForeignKeyConstraint(["warning_id"], ["weather_warnings.id"], name="fk_weather_checks_warning_id"),
        sa.PrimaryKeyConstraint("id", name="pk_weather_checks"),
    )
    op.create_index("ix_weather_checks_activity_id", "weather_checks", ["activity_id"])
    op.create_index("ix_weather_checks_warning_id", "weather_checks", ["warning_id"])
    op.add_column("activities", sa.Column("is_outdoor", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("activities", "is_outdoor")
    op.drop_table("weather_checks")
    op.drop_table("weather_warnings")
