"""What people said, chose and cut anew: the ledger and its acts. Triggers refuse to change or delete an entry."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from pipeline.decisions.column_types import Moment, Name
from pipeline.decisions.tables.making import metadata

acts = Table(
    "acts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("kind", String, nullable=False),
    Column("source", String),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

Index("acts_of_a_coder", acts.c.coder, acts.c.number)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("act", ForeignKey("acts.number"), nullable=False),
    Column("fragment", ForeignKey("fragments.number"), nullable=False),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("action", String, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("codebook", Name, nullable=False),
    Column("dimension", Name),
    Column("code", Name),
    Column("instead_of", Name),
    Column("blind", Boolean, nullable=False),
    Column("probability", Float),
    Column("rank", Integer),
    Column("model", String),
    Column("seconds", Float),
    Column("undoes", ForeignKey("decisions.number")),
    # Only on `reviewed`: the dimensions that were judged, where these are not all of the codebook's.
    Column("judged", String),
    # The entry that this one repeats, where a fragment was cut anew and its codes went along.
    Column("carries", ForeignKey("decisions.number")),
    sqlite_autoincrement=True,
)

Index("decisions_on_a_fragment", decisions.c.fragment, decisions.c.coder, decisions.c.number)
Index("decisions_of_an_act", decisions.c.act)

imported = Table(
    "imported",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("coder", ForeignKey("coders.number"), primary_key=True),
    Column("codes", Name, primary_key=True),
    Column("act", ForeignKey("acts.number"), nullable=False),
    sqlite_with_rowid=False,
)

finals = Table(
    "finals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("act", ForeignKey("acts.number"), nullable=False),
    Column("fragment", ForeignKey("fragments.number"), nullable=False),
    # Whose verdict counts; none takes an earlier choice back.
    Column("coder", ForeignKey("coders.number")),
    sqlite_autoincrement=True,
)

Index("finals_of_a_fragment", finals.c.fragment, finals.c.number)

memos = Table(
    "memos",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("at", Moment, nullable=False),
    # What it is about: an interview, a fragment, a code, or the study when it names none.
    Column("interview", ForeignKey("interviews.number")),
    Column("fragment", ForeignKey("fragments.number")),
    Column("dimension", Name),
    Column("code", Name),
    Column("replaces", ForeignKey("memos.number"), unique=True),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)

Index("memos_of_an_interview", memos.c.interview)

# Which fragments an act of cutting anew set aside, and which it made.
recuts = Table(
    "recuts",
    metadata,
    Column("act", ForeignKey("acts.number"), primary_key=True),
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("made", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
