"""Version 0013: the stretches that codings of other programs lie on, as they came."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import SortedString, UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "stretches",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("interview", sa.Integer, sa.ForeignKey("interviews.number"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("coder", sa.Integer, sa.ForeignKey("coders.number"), nullable=False),
        sa.Column("dimension", SortedString, nullable=False),
        sa.Column("code", SortedString, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("coding", sa.String, nullable=False),
        sa.Column("at", UtcDateTime),
        sa.Column("placed", sa.Boolean, nullable=False),
    )
    op.create_index("stretches_of_an_interview", "stretches", ["interview", "start"])
