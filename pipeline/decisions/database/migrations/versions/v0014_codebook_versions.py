"""Version 0014: the versions of the codebook, in order, with what each changed."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import SortedString, UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "codebook_versions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stamp", SortedString, sa.ForeignKey("codebooks.stamp"), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("coder", sa.String, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("moves", sa.Text, nullable=False),
        sa.Column("restores", sa.Integer),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("on_file", sa.Boolean, nullable=False),
    )
