"""Version 0002: what people say, and what follows from it. The ledger refuses to be changed."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import SortedString, UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make them."""
    _coders()
    _acts()
    _decisions()
    _struck()
    _standing()
    _holding()
    _progress()
    _imported()
    _finals()
    _guard_the_ledger()


def _coders() -> None:
    op.create_table(
        "coders",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", SortedString, nullable=False),
        sa.Column("key_hash", sa.String()),
        sa.Column("since", UtcDateTime()),
        sa.Column("left_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("name"),
    )


def _acts() -> None:
    op.create_table(
        "acts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String()),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("acts_of_a_coder", "acts", ["coder", "number"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("codebook", SortedString, nullable=False),
        sa.Column("dimension", SortedString),
        sa.Column("code", SortedString),
        sa.Column("instead_of", SortedString),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("probability", sa.Float()),
        sa.Column("rank", sa.Integer()),
        sa.Column("model", sa.String()),
        sa.Column("seconds", sa.Float()),
        sa.Column("undoes", sa.Integer()),
        sa.Column("judged", sa.String()),
        sa.Column("carries", sa.Integer()),
        sa.ForeignKeyConstraint(["act"], ["acts.number"]),
        sa.ForeignKeyConstraint(["carries"], ["decisions.number"]),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.number"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("decisions_of_an_act", "decisions", ["act"])
    op.create_index("decisions_on_a_fragment", "decisions", ["fragment", "coder", "number"])


def _struck() -> None:
    op.create_table(
        "struck",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["number"], ["decisions.number"]),
        sa.PrimaryKeyConstraint("number"),
    )


def _standing() -> None:
    op.create_table(
        "standing",
        sa.Column("fragment", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("finished", sa.Integer()),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["finished"], ["decisions.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.ForeignKeyConstraint(["interview"], ["interviews.number"]),
        sa.PrimaryKeyConstraint("fragment", "coder"),
        sqlite_with_rowid=False,
    )
    op.create_index("standing_in_an_interview", "standing", ["interview", "coder"])


def _holding() -> None:
    op.create_table(
        "holding",
        sa.Column("fragment", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("dimension", SortedString, nullable=False),
        sa.Column("code", SortedString, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["entry"], ["decisions.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.PrimaryKeyConstraint("fragment", "coder", "dimension", "code"),
        sqlite_with_rowid=False,
    )
    op.create_index("holding_a_code", "holding", ["dimension", "code", "status"])


def _progress() -> None:
    op.create_table(
        "progress",
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("reviewed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("open", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["interview"], ["interviews.number"]),
        sa.PrimaryKeyConstraint("interview", "coder"),
        sqlite_with_rowid=False,
    )


def _imported() -> None:
    op.create_table(
        "imported",
        sa.Column("fragment", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("codes", SortedString, nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act"], ["acts.number"]),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.PrimaryKeyConstraint("fragment", "coder", "codes"),
        sqlite_with_rowid=False,
    )


def _finals() -> None:
    op.create_table(
        "finals",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer()),
        sa.ForeignKeyConstraint(["act"], ["acts.number"]),
        sa.ForeignKeyConstraint(["coder"], ["coders.number"]),
        sa.ForeignKeyConstraint(["fragment"], ["fragments.number"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("finals_of_a_fragment", "finals", ["fragment", "number"])


LEDGER = ("decisions", "acts", "finals")


def _guard_the_ledger() -> None:
    _GUARDS[op.get_bind().dialect.name]()


def _guard_in_sqlite() -> None:
    for table in LEDGER:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{change.lower()}_refused BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )


def _guard_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    for table in LEDGER:
        op.execute(
            f"CREATE TRIGGER {table}_change_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


_GUARDS = {"sqlite": _guard_in_sqlite, "postgresql": _guard_in_postgresql}
