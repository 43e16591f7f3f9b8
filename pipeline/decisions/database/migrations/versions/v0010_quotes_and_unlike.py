"""Version 0010: quotes released for the report, and interviews unlike those that were learnt from."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import SortedString, UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make both."""
    op.create_table(
        "quotes",
        sa.Column("fragment", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("dimension", SortedString, nullable=False),
        sa.Column("code", SortedString, nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.PrimaryKeyConstraint("fragment", "dimension", "code"),
    )
    op.create_table(
        "unlike",
        sa.Column("interview", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("signs", sa.String(), nullable=False),
        sa.Column("unknown_words", sa.Float(), nullable=False),
        sa.Column("usual_words", sa.Float(), nullable=False),
        sa.Column("shift", sa.Float()),
        sa.Column("usual_shift", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["interview"], ["interviews.number"]),
        sa.PrimaryKeyConstraint("interview"),
    )
