"""What was read, cut and suggested, and who codes: facts from outside, and the counts kept beside them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    text,
)

from pipeline.decisions.column_types import Moment, Name, Words
from pipeline.decisions.tables.making import count, metadata

codebooks = Table(
    "codebooks",
    metadata,
    Column("stamp", Name, primary_key=True),
    Column("version", String, nullable=False),
    Column("contents", Text, nullable=False),
)

coders = Table(
    "coders",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Name, nullable=False, unique=True),
    Column("key_hash", String),
    Column("since", Moment),
    Column("left_at", Moment),
)

interviews = Table(
    "interviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Name, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("metadata", Words, nullable=False),
    Column("words", Integer, nullable=False),
    Column("blind_share", Float, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("ingested_at", Moment, nullable=False),
    Column("forgotten_at", Moment),
    # Whether two people code it without seeing each other's verdicts; none where that was not drawn yet.
    Column("coded_twice", Boolean),
    count("fragments"),
    count("reviewed"),
    count("open"),
    count("shown"),
)

versions = Table(
    "versions",
    metadata,
    Column("interview", ForeignKey("interviews.number"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("source", String, nullable=False),
    Column("format", String, nullable=False),
    Column("encoding", String, nullable=False),
    Column("roles_from", String, nullable=False),
    Column("taken_in_at", Moment, nullable=False),
    Column("text", Text, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("interview", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("speaker", String, nullable=False),
    Column("role", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("begins_at", Float),
    Column("ends_at", Float),
    ForeignKeyConstraint(["interview", "version"], ["versions.interview", "versions.version"]),
)

fragments = Table(
    "fragments",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("interview", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("boundary", String, nullable=False),
    Column("cut_by", String, nullable=False),
    Column("blind", Boolean, nullable=False),
    Column("sampling_probability", Float, nullable=False),
    Column("live", Boolean, nullable=False),
    count("reviewed"),
    count("open"),
    count("shown"),
    Column("text", Text, nullable=False),
    # Whose verdict counts, how unsure the model is of what it shows here, and whether coders wait for a judge.
    Column("final", Integer),
    Column("doubt", Float, nullable=False, server_default="0"),
    Column("differs", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["interview", "version", "turn"], ["turns.interview", "turns.version", "turns.position"]),
)

# Two fragments that stand at the same place would be coded twice; those that were cut anew may lie anywhere.
Index(
    "fragments_stand_once",
    fragments.c.interview,
    fragments.c.start,
    fragments.c.end,
    unique=True,
    sqlite_where=text("live = 1"),
    postgresql_where=text("live"),
)

Index("fragments_by_place", fragments.c.interview, fragments.c.start, fragments.c.end)
Index(
    "fragments_set_aside",
    fragments.c.interview,
    sqlite_where=text("live = 0"),
    postgresql_where=text("NOT live"),
)

Index("fragments_in_doubt", fragments.c.doubt, sqlite_where=text("doubt > 0"), postgresql_where=text("doubt > 0"))
Index(
    "fragments_that_differ",
    fragments.c.interview,
    fragments.c.start,
    sqlite_where=text("differs = 1"),
    postgresql_where=text("differs"),
)

scored = Table(
    "scored",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True, autoincrement=False),
    Column("model", String, nullable=False),
    Column("suggested_at", Moment, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True, autoincrement=False),
    Column("dimension", Name, primary_key=True),
    Column("code", Name, primary_key=True),
    Column("probability", Float, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("suggested", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

Index(
    "suggestions_shown",
    suggestions.c.fragment,
    suggestions.c.dimension,
    suggestions.c.code,
    sqlite_where=text("suggested = 1"),
    postgresql_where=text("suggested"),
)

Index(
    "suggestions_by_code",
    suggestions.c.dimension,
    suggestions.c.code,
    suggestions.c.probability,
    sqlite_where=text("suggested = 1"),
    postgresql_where=text("suggested"),
)
