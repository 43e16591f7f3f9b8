"""Version 0008: whose verdict counts, what is in doubt, where coders differ, and counts per code, kept for speed."""

import sqlalchemy as sa
from alembic import op

from pipeline.decisions.database.column_types import SortedString

revision = "0008"
down_revision = "0007"

HOLDS = "status IN ('accepted', 'changed', 'manual')"

FILL = (
    """
    UPDATE fragments SET final = coalesce(
      (SELECT s.coder FROM standing s WHERE s.fragment = fragments.number AND s.reviewed AND s.coder =
        (SELECT f.coder FROM finals f WHERE f.fragment = fragments.number ORDER BY f.number DESC LIMIT 1)),
      (SELECT s.coder FROM standing s WHERE s.fragment = fragments.number AND s.reviewed ORDER BY s.finished LIMIT 1))
    """,
    """
    UPDATE fragments SET doubt = coalesce(
      (SELECT max(1 - abs(2 * g.probability - 1)) FROM suggestions g
       WHERE g.fragment = fragments.number AND g.suggested), 0)
    WHERE NOT blind
    """,
    f"""
    UPDATE fragments SET differs = true
    WHERE (SELECT f.coder FROM finals f WHERE f.fragment = fragments.number ORDER BY f.number DESC LIMIT 1) IS NULL
    AND EXISTS (
      SELECT 1 FROM standing a JOIN holding h ON h.fragment = a.fragment AND h.coder = a.coder AND h.{HOLDS}
      JOIN standing b ON b.fragment = a.fragment AND b.reviewed AND b.coder <> a.coder
      JOIN decisions d ON d.number = b.finished
      WHERE a.fragment = fragments.number AND a.reviewed
      AND (d.judged IS NULL OR '|' || d.judged || '|' LIKE '%|' || h.dimension || '|%')
      AND NOT EXISTS (
        SELECT 1 FROM holding o WHERE o.fragment = b.fragment AND o.coder = b.coder
        AND o.dimension = h.dimension AND o.code = h.code AND o.{HOLDS}))
    """,
    f"""
    INSERT INTO tallies (interview, coder, kind, dimension, code, fragments)
    SELECT f.interview, 0, 'held', h.dimension, h.code, count(*)
    FROM fragments f JOIN holding h ON h.fragment = f.number AND h.coder = f.final
    WHERE f.live AND h.{HOLDS} GROUP BY f.interview, h.dimension, h.code
    """,
    f"""
    INSERT INTO tallies (interview, coder, kind, dimension, code, fragments)
    SELECT f.interview, s.coder, 'held', h.dimension, h.code, count(*)
    FROM fragments f JOIN standing s ON s.fragment = f.number AND s.reviewed
    JOIN holding h ON h.fragment = s.fragment AND h.coder = s.coder
    WHERE f.live AND h.{HOLDS} GROUP BY f.interview, s.coder, h.dimension, h.code
    """,
    """
    INSERT INTO tallies (interview, coder, kind, dimension, code, fragments)
    SELECT f.interview, p.coder, 'waits', g.dimension, g.code, count(*)
    FROM fragments f JOIN suggestions g ON g.fragment = f.number AND g.suggested
    JOIN (SELECT interview, coder FROM progress UNION ALL SELECT number, 0 FROM interviews) p
      ON p.interview = f.interview
    LEFT JOIN standing s ON s.fragment = f.number AND s.coder = p.coder
    WHERE f.live AND NOT f.blind AND NOT coalesce(s.reviewed, false)
    GROUP BY f.interview, p.coder, g.dimension, g.code
    """,
    """
    INSERT INTO tallies (interview, coder, kind, dimension, code, fragments)
    SELECT f.interview, p.coder, 'doubted', '', '', count(*)
    FROM fragments f
    JOIN (SELECT interview, coder FROM progress UNION ALL SELECT number, 0 FROM interviews) p
      ON p.interview = f.interview
    LEFT JOIN standing s ON s.fragment = f.number AND s.coder = p.coder
    WHERE f.live AND f.doubt > 0 AND NOT coalesce(s.reviewed, false)
    GROUP BY f.interview, p.coder
    """,
)


def upgrade() -> None:
    """Make them, and fill them from what is there."""
    op.add_column("fragments", sa.Column("final", sa.Integer()))
    op.add_column("fragments", sa.Column("doubt", sa.Float(), nullable=False, server_default="0"))
    op.add_column("fragments", sa.Column("differs", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "tallies",
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dimension", SortedString, nullable=False),
        sa.Column("code", SortedString, nullable=False),
        sa.Column("fragments", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("interview", "coder", "kind", "dimension", "code"),
        sa.ForeignKeyConstraint(["interview"], ["interviews.number"]),
        sqlite_with_rowid=False,
    )
    _index("fragments_in_doubt", "fragments", ["doubt"], where=("doubt > 0", "doubt > 0"))
    _index("fragments_that_differ", "fragments", ["interview", "start"], where=("differs = 1", "differs"))
    _index(
        "suggestions_by_code",
        "suggestions",
        ["dimension", "code", "probability"],
        where=("suggested = 1", "suggested"),
    )
    for statement in FILL:
        op.execute(statement)


def _index(name: str, table: str, columns: list[str], *, where: tuple[str, str]) -> None:
    sqlite, postgresql = map(sa.text, where)
    op.create_index(name, table, columns, sqlite_where=sqlite, postgresql_where=postgresql)
