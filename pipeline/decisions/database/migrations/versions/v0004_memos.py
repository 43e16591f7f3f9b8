"""Version 0004: memos."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import SortedString, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make them."""
    _memos()


def _memos() -> None:
    op.create_table(
        "memos",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("interview", sa.Integer()),
        sa.Column("fragment", sa.Integer()),
        sa.Column("dimension", SortedString),
        sa.Column("code", SortedString),
        sa.Column("replaces", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.ForeignKeyConstraint(["interview"], ["interviews.number"]),
        sa.ForeignKeyConstraint(["replaces"], ["memos.number"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("replaces"),
        sqlite_autoincrement=True,
    )
    op.create_index("memos_of_an_interview", "memos", ["interview"])
