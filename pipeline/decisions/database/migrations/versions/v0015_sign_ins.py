"""Version 0015: who is signed in at the desk."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sign_ins",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("session_hash", sa.String, nullable=False, unique=True),
        sa.Column("coder", sa.Integer, sa.ForeignKey("coders.number"), nullable=False),
        sa.Column("with_key", sa.Boolean, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("sign_ins_of_a_coder", "sign_ins", ["coder"])
