"""Version 0003: views that say what holds now, from the ledger alone."""

from alembic import op

revision = "0003"
down_revision = "0002"

# An entry is live unless a live entry undoes it. Only live entries can be undone, so of several that undo the same
# one at most the last is live: walk from each entry to the last that undoes it, and on; an even way means live.
LIVE_ENTRIES = """
CREATE VIEW live_entries AS
WITH RECURSIVE
  last_undoing(entry, undone_by) AS (
    SELECT undoes, max(number) FROM decisions WHERE undoes IS NOT NULL GROUP BY undoes
  ),
  way(entry, reached, steps) AS (
    SELECT number, number, 0 FROM decisions
    UNION ALL
    SELECT way.entry, last_undoing.undone_by, way.steps + 1
    FROM way JOIN last_undoing ON last_undoing.entry = way.reached
  )
SELECT decisions.* FROM decisions
JOIN (SELECT entry FROM way GROUP BY entry HAVING max(steps) % 2 = 0) AS lives ON lives.entry = decisions.number
"""

# `changed` says two things: its code holds, and the suggestion that it replaces does not.
VERDICTS = """
CREATE VIEW verdicts AS
SELECT fragment, coder, dimension, code, status, number AS entry
FROM (
  SELECT said.*, row_number() OVER (PARTITION BY fragment, coder, dimension, code ORDER BY number DESC) AS age
  FROM (
    SELECT number, fragment, coder, dimension, code, CASE action WHEN 'added' THEN 'manual' ELSE action END AS status
    FROM live_entries WHERE action IN ('accepted', 'rejected', 'changed', 'added', 'removed')
    UNION ALL
    SELECT number, fragment, coder, dimension, instead_of, 'replaced' FROM live_entries WHERE action = 'changed'
  ) AS said
) AS aged
WHERE age = 1
"""

FINISHED = """
CREATE VIEW finished AS
SELECT fragment, coder, number AS entry
FROM (
  SELECT number, fragment, coder, action,
    row_number() OVER (PARTITION BY fragment, coder ORDER BY number DESC) AS age
  FROM live_entries WHERE action IN ('reviewed', 'reopened')
) AS aged
WHERE age = 1 AND action = 'reviewed'
"""


def upgrade() -> None:
    """Make them."""
    for view in (LIVE_ENTRIES, VERDICTS, FINISHED):
        op.execute(view)
