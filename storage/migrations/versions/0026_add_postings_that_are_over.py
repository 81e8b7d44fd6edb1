"""Add which postings are over: what is open in a room is found without its whole past."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

#: What is still open, by kind of posting: its table and its states.
OPEN = {
    "order": ("orders", ("placed", "dispatched", "claimed")),
    "snapshot": ("snapshots", ("taken",)),
    "activity": ("activities", ("open",)),
    "poll": ("polls", ("open",)),
}


def upgrade() -> None:
    with op.batch_alter_table("postings") as postings:
        postings.add_column(sa.Column("is_over", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("postings") as postings:
        postings.alter_column("is_over", server_default=None)
    posting = sa.table("postings", sa.column("kind"), sa.column("target_id"), sa.column("is_over"))
    for kind, (name, states) in OPEN.items():
        target = sa.table(name, sa.column("id"), sa.column("status"))
        is_open = sa.exists().where(target.c.id == posting.c.target_id, target.c.status.in_(states))
        op.execute(sa.update(posting).where(posting.c.kind == kind, ~is_open).values(is_over=sa.true()))
    op.create_index("ix_postings_room_over", "postings", ["room_id", "is_over", "number"])


def downgrade() -> None:
    op.drop_index("ix_postings_room_over", "postings")
    with op.batch_alter_table("postings") as postings:
        postings.drop_column("is_over")
