"""Version 0012: acts name the act that they undo or redo, and who changes double coding; derived columns go."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

# An undo of a boundary change or of a choice named its act in words until now.
NAMED = re.compile(r"(?:cut|chose) (?:back|again) act (\d+)")

acts = sa.table("acts", sa.column("number"), sa.column("kind"), sa.column("source"), sa.column("about"))
decisions = sa.table("decisions", sa.column("number"), sa.column("act"), sa.column("undoes"))


def upgrade() -> None:
    """Change the tables; fill the new column from what is there."""
    # In SQL: Alembic adds no column that refers to another one in SQLite.
    op.execute("ALTER TABLE acts ADD COLUMN about INTEGER REFERENCES acts (number)")
    _fill_about()
    op.create_index("acts_about_an_act", "acts", ["about"])
    _double_codings()
    op.drop_column("standing", "reviewed")
    op.drop_column("fragments", "open")
    op.drop_column("interviews", "open")


def _fill_about() -> None:
    named = _named_acts(op.get_bind())
    if named:
        without_guard, guard = _GUARDS[op.get_bind().dialect.name]
        op.execute(without_guard)
        for number, about in named.items():
            op.execute(acts.update().where(acts.c.number == number).values(about=about))
        op.execute(guard)


def _named_acts(connection: sa.Connection) -> dict[int, int]:
    """Per act that undoes or redoes another the act that was done first."""
    undone = decisions.alias("undone")
    of_entries = (
        sa.select(decisions.c.act, sa.func.min(undone.c.act))
        .join(undone, undone.c.number == decisions.c.undoes)
        .group_by(decisions.c.act)
    )
    undone_act = dict(connection.execute(of_entries).tuples().all())
    rows = connection.execute(sa.select(acts.c.number, acts.c.kind, acts.c.source).order_by(acts.c.number)).all()
    kinds = {row.number: row.kind for row in rows}
    found: dict[int, int] = {}
    for row in rows:
        if row.kind not in ("undo", "redo"):
            continue
        told = NAMED.fullmatch(row.source or "")
        about = int(told[1]) if told else undone_act.get(row.number)
        about = found.get(about, about) if about else None
        # A boundary change is undone as a whole, never by undoing an entry that it repeated.
        if about and (told or kinds[about] == "verdict"):
            found[row.number] = about
    return found


_GUARDS = {
    "sqlite": (
        "DROP TRIGGER acts_update_refused",
        "CREATE TRIGGER acts_update_refused BEFORE UPDATE ON acts "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    ),
    "postgresql": (
        "ALTER TABLE acts DISABLE TRIGGER acts_change_refused",
        "ALTER TABLE acts ENABLE TRIGGER acts_change_refused",
    ),
}


def _double_codings() -> None:
    op.create_table(
        "double_codings",
        sa.Column("act", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["act"], ["acts.number"]),
        sa.ForeignKeyConstraint(["interview"], ["interviews.number"]),
        sa.PrimaryKeyConstraint("act"),
    )
    _REFUSALS[op.get_bind().dialect.name]()


def _refuse_in_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER double_codings_{change.lower()}_refused BEFORE {change} ON double_codings "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )


def _refuse_in_postgresql() -> None:
    op.execute(
        "CREATE TRIGGER double_codings_change_refused BEFORE UPDATE OR DELETE OR TRUNCATE ON double_codings "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


_REFUSALS = {"sqlite": _refuse_in_sqlite, "postgresql": _refuse_in_postgresql}
