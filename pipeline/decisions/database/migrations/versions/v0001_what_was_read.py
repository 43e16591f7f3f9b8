"""Version 0001: what was read and what a model suggests."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import SortedString, StringMap, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    _codebooks()
    _interviews()
    _versions()
    _turns()
    _fragments()
    _scored()
    _suggestions()


def _codebooks() -> None:
    op.create_table(
        "codebooks",
        sa.Column("stamp", SortedString, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stamp"),
    )


def _interviews() -> None:
    op.create_table(
        "interviews",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", SortedString, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("metadata", StringMap(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("blind_share", sa.Float(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("ingested_at", UtcDateTime(), nullable=False),
        sa.Column("forgotten_at", UtcDateTime()),
        sa.Column("fragments", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reviewed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("roles_from", sa.String(), nullable=False),
        sa.Column("taken_in_at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["interview"], ["interviews.number"]),
        sa.PrimaryKeyConstraint("interview", "version"),
    )


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.Float()),
        sa.Column("ends_at", sa.Float()),
        sa.ForeignKeyConstraint(["interview", "version"], ["versions.interview", "versions.version"]),
        sa.PrimaryKeyConstraint("interview", "version", "position"),
    )


def _fragments() -> None:
    op.create_table(
        "fragments",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("boundary", sa.String(), nullable=False),
        sa.Column("cut_by", sa.String(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("sampling_probability", sa.Float(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("reviewed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview", "version", "turn"], ["turns.interview", "turns.version", "turns.position"]
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(
        "fragments_stand_once",
        "fragments",
        ["interview", "start", "end"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live"),
    )


def _scored() -> None:
    op.create_table(
        "scored",
        sa.Column("fragment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("suggested_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.PrimaryKeyConstraint("fragment"),
    )


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("fragment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dimension", SortedString, nullable=False),
        sa.Column("code", SortedString, nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.PrimaryKeyConstraint("fragment", "dimension", "code"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "suggestions_shown",
        "suggestions",
        ["fragment", "dimension", "code"],
        sqlite_where=sa.text("suggested = 1"),
        postgresql_where=sa.text("suggested"),
    )
