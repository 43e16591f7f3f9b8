"""Version 0009: interviews that two people code without seeing each other's verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; nothing was drawn yet."""
    op.add_column("interviews", sa.Column("coded_twice", sa.Boolean()))
