"""Things to lend."""

import sqlalchemy as sa
from alembic import context, op

from tenants import columns, rls

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "thing",
        sa.Column("community_id", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("author_id", columns.Id(), nullable=False),
        sa.Column("back_by_at", columns.Instant(), nullable=False),
        sa.Column("hidden_at", columns.Instant(), nullable=True),
        sa.Column("hidden_final_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "author_id"],
            ["membership.community_id", "membership.id"],
            name=op.f("fk_thing_author_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_thing")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_thing_number")),
    )
    op.create_index(op.f("ix_thing_author_id"), "thing", ["community_id", "author_id"])
    op.create_index(op.f("ix_thing_back_by_at"), "thing", ["community_id", "back_by_at"])
    if op.get_bind().dialect.name == "postgresql":
        rls.protect(op.get_bind(), context.config.attributes["roles"], owned=["thing"])


def downgrade() -> None:
    op.drop_table("thing")
