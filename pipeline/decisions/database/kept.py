"""What follows from the ledger and is kept beside it for speed; `Store.check` recomputes it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from pipeline.decisions.column_types import Name
from pipeline.decisions.tables.making import count, metadata

struck = Table(
    "struck",
    metadata,
    Column("number", ForeignKey("decisions.number"), primary_key=True, autoincrement=False),
)

standing = Table(
    "standing",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("coder", ForeignKey("coders.number"), primary_key=True),
    Column("interview", ForeignKey("interviews.number"), nullable=False),
    Column("reviewed", Boolean, nullable=False),
    Column("finished", ForeignKey("decisions.number")),
    Column("open", Integer, nullable=False),
    sqlite_with_rowid=False,
)

Index("standing_in_an_interview", standing.c.interview, standing.c.coder)

holding = Table(
    "holding",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("coder", ForeignKey("coders.number"), primary_key=True),
    Column("dimension", Name, primary_key=True),
    Column("code", Name, primary_key=True),
    Column("status", String, nullable=False),
    Column("entry", ForeignKey("decisions.number"), nullable=False),
    sqlite_with_rowid=False,
)

Index("holding_a_code", holding.c.dimension, holding.c.code, holding.c.status)

progress = Table(
    "progress",
    metadata,
    Column("interview", ForeignKey("interviews.number"), primary_key=True),
    Column("coder", ForeignKey("coders.number"), primary_key=True),
    count("reviewed"),
    count("open"),
    sqlite_with_rowid=False,
)

# In how many fragments of an interview a code holds (`held`) or waits for an answer (`waits`), and how many are in
# doubt (`doubted`, without a code): for each coder at work there, and under 0 for everybody else.
tallies = Table(
    "tallies",
    metadata,
    Column("interview", ForeignKey("interviews.number"), primary_key=True),
    Column("coder", Integer, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("dimension", Name, primary_key=True),
    Column("code", Name, primary_key=True),
    count("fragments"),
    sqlite_with_rowid=False,
)
