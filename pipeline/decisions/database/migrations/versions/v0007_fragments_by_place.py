"""Version 0007: fragments are found by place also when they were set aside."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the index."""
    op.create_index("fragments_by_place", "fragments", ["interview", "start", "end"])
