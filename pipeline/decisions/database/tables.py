"""The tables of the store, as the newest migration leaves them.

Only `decisions`, `acts`, `finals` and what was read or suggested are facts. `struck`, `standing`, `holding`,
`progress`, `tallies` and the counts in `fragments` and `interviews` are kept beside the ledger for speed and follow
from it: `Store.check` recomputes them.
"""

from pipeline.decisions.tables.kept import holding, progress, standing, struck, tallies
from pipeline.decisions.tables.making import metadata
from pipeline.decisions.tables.read import (
    codebooks,
    coders,
    fragments,
    interviews,
    scored,
    suggestions,
    turns,
    versions,
)
from pipeline.decisions.tables.said import acts, decisions, finals, imported, memos, recuts

__all__ = [
    "acts",
    "codebooks",
    "coders",
    "decisions",
    "finals",
    "fragments",
    "holding",
    "imported",
    "interviews",
    "memos",
    "metadata",
    "progress",
    "recuts",
    "scored",
    "standing",
    "struck",
    "suggestions",
    "tallies",
    "turns",
    "versions",
]
