"""Version 0011: what was set aside is found without reading what stands."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "fragments_set_aside",
        "fragments",
        ["interview"],
        sqlite_where=sa.text("live = 0"),
        postgresql_where=sa.text("NOT live"),
    )
