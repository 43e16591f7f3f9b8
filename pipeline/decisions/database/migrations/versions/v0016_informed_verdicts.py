"""Version 0016: whether a coder could see the verdict of another on the fragment before this entry."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the column; it stays empty, as unknown, in entries of before."""
    op.add_column("decisions", sa.Column("informed", sa.Boolean))
