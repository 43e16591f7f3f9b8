"""Version 0006: fragments that were cut anew by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make them."""
    _recuts()


def _recuts() -> None:
    op.create_table(
        "recuts",
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.Integer(), nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["act"], ["acts.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.PrimaryKeyConstraint("act", "fragment"),
        sqlite_with_rowid=False,
    )
