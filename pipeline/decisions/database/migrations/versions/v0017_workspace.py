"""Version 0017: the workspace that a store outside its folder belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table."""
    op.create_table("workspace", sa.Column("id", sa.String, primary_key=True))
