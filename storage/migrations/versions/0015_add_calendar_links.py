"""Add calendar links, and the ids by which sites stand in addresses."""

import sqlalchemy as sa
from alembic import op

from storage.public_ids import new_public_id

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_calendar_links_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_links"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_links_token_hash"),
    )
    op.create_index("ix_calendar_links_member_id", "calendar_links", ["member_id"])
    op.add_column("sites", sa.Column("public_id", sa.String(), nullable=True))
    _name_sites()
    with op.batch_alter_table("sites") as sites:
        sites.alter_column("public_id", existing_type=sa.String(), nullable=False)
        sites.create_unique_constraint("uq_sites_public_id", ["public_id"])


def _name_sites() -> None:
    sites = sa.table("sites", sa.column("id", sa.Integer()), sa.column("public_id", sa.String()))
    connection = op.get_bind()
    for (site_id,) in connection.execute(sa.select(sites.c.id)).all():
        connection.execute(sites.update().where(sites.c.id == site_id).values(public_id=new_public_id()))


def downgrade() -> None:
    with op.batch_alter_table("sites") as sites:
        sites.drop_constraint("uq_sites_public_id", type_="unique")
        sites.drop_column("public_id")
    op.drop_table("calendar_links")
