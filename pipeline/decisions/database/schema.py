"""Tables of the store."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
)

from pipeline.decisions.database.column_types import SortedString, StringMap, UtcDateTime

metadata = MetaData()


def count(name: str) -> Column[int]:
    """A number that is kept."""
    return Column(name, Integer, nullable=False, server_default="0")


undone_entries = Table(
    "struck",
    metadata,
    Column("number", ForeignKey("decisions.number"), primary_key=True, autoincrement=False),
)

coder_fragments = Table(
    "standing",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("coder", ForeignKey("coders.number"), primary_key=True),
    Column("interview", ForeignKey("interviews.number"), nullable=False),
    # The entry that says the coder finished the fragment; none while the coder has not.
    Column("finished", ForeignKey("decisions.number")),
    Column("open", Integer, nullable=False),
    sqlite_with_rowid=False,
)

Index("standing_in_an_interview", coder_fragments.c.interview, coder_fragments.c.coder)

coder_codes = Table(
    "holding",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("coder", ForeignKey("coders.number"), primary_key=True),
    Column("dimension", SortedString, primary_key=True),
    Column("code", SortedString, primary_key=True),
    Column("status", String, nullable=False),
    Column("entry", ForeignKey("decisions.number"), nullable=False),
    sqlite_with_rowid=False,
)

Index("holding_a_code", coder_codes.c.dimension, coder_codes.c.code, coder_codes.c.status)

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
    Column("dimension", SortedString, primary_key=True),
    Column("code", SortedString, primary_key=True),
    count("fragments"),
    sqlite_with_rowid=False,
)

codebooks = Table(
    "codebooks",
    metadata,
    Column("stamp", SortedString, primary_key=True),
    Column("version", String, nullable=False),
    Column("contents", Text, nullable=False),
)

codebook_versions = Table(
    "codebook_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stamp", ForeignKey("codebooks.stamp"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # Who made it; nobody where the file was edited by hand.
    Column("coder", String, nullable=False),
    Column("why", Text, nullable=False),
    # What changed, for people, and which code became which, as JSON.
    Column("changes", Text, nullable=False),
    Column("moves", Text, nullable=False),
    # The version that this one brings back.
    Column("restores", Integer),
    # The last entry of the ledger before it.
    Column("entries", Integer, nullable=False),
    # Whether `codebook.yaml` was written with it.
    Column("on_file", Boolean, nullable=False),
)

coders = Table(
    "coders",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", SortedString, nullable=False, unique=True),
    Column("key_hash", String),
    Column("since", UtcDateTime),
    Column("left_at", UtcDateTime),
)

# The workspace that the store belongs to, where it lies outside one: one row, or none.
workspace = Table("workspace", metadata, Column("id", String, primary_key=True))

# Who is signed in at the desk: a row that is gone, or that is too old, opens nothing any more.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("session_hash", String, nullable=False, unique=True),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("with_key", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

Index("sign_ins_of_a_coder", sign_ins.c.coder)

interviews = Table(
    "interviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", SortedString, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("metadata", StringMap, nullable=False),
    Column("words", Integer, nullable=False),
    Column("blind_share", Float, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("ingested_at", UtcDateTime, nullable=False),
    Column("forgotten_at", UtcDateTime),
    # Whether two people code it without seeing each other's verdicts; none where that was not drawn yet.
    Column("coded_twice", Boolean),
    count("fragments"),
    count("reviewed"),
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
    Column("taken_in_at", UtcDateTime, nullable=False),
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

scored_fragments = Table(
    "scored",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True, autoincrement=False),
    Column("model", String, nullable=False),
    Column("suggested_at", UtcDateTime, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True, autoincrement=False),
    Column("dimension", SortedString, primary_key=True),
    Column("code", SortedString, primary_key=True),
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

quotes = Table(
    "quotes",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True, autoincrement=False),
    Column("dimension", SortedString, primary_key=True),
    Column("code", SortedString, primary_key=True),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # As it may be shown: often not what was said, but that without names.
    Column("text", Text, nullable=False),
)

unlike = Table(
    "unlike",
    metadata,
    Column("interview", ForeignKey("interviews.number"), primary_key=True, autoincrement=False),
    Column("model", String, nullable=False),
    Column("signs", String, nullable=False),
    Column("unknown_words", Float, nullable=False),
    Column("usual_words", Float, nullable=False),
    Column("shift", Float),
    Column("usual_shift", Float, nullable=False),
)

acts = Table(
    "acts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("kind", String, nullable=False),
    Column("source", String),
    Column("at", UtcDateTime, nullable=False),
    # The act that this one undoes or redoes: the one that was done first, however often it was undone since.
    Column("about", ForeignKey("acts.number")),
    sqlite_autoincrement=True,
)

Index("acts_of_a_coder", acts.c.coder, acts.c.number)

Index("acts_about_an_act", acts.c.about)

double_codings = Table(
    "double_codings",
    metadata,
    Column("act", ForeignKey("acts.number"), primary_key=True, autoincrement=False),
    Column("interview", ForeignKey("interviews.number"), nullable=False),
    Column("wanted", Boolean, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("act", ForeignKey("acts.number"), nullable=False),
    Column("fragment", ForeignKey("fragments.number"), nullable=False),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("action", String, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("codebook", SortedString, nullable=False),
    Column("dimension", SortedString),
    Column("code", SortedString),
    Column("instead_of", SortedString),
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
    # Whether the coder could see the verdict of another on the fragment before; empty where a build before recorded it.
    Column("informed", Boolean),
    sqlite_autoincrement=True,
)

Index("decisions_on_a_fragment", decisions.c.fragment, decisions.c.coder, decisions.c.number)

Index("decisions_of_an_act", decisions.c.act)

imported_rows = Table(
    "imported",
    metadata,
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("coder", ForeignKey("coders.number"), primary_key=True),
    Column("codes", SortedString, primary_key=True),
    Column("act", ForeignKey("acts.number"), nullable=False),
    sqlite_with_rowid=False,
)

# Where a coding of another program lies in the text, which is seldom where a fragment begins and ends.
imported_stretches = Table(
    "stretches",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("interview", ForeignKey("interviews.number"), nullable=False),
    # Of which version of the text the offsets are.
    Column("version", Integer, nullable=False),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("dimension", SortedString, nullable=False),
    Column("code", SortedString, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    # The program, and the id of the coding in its project.
    Column("origin", String, nullable=False),
    Column("coding", String, nullable=False),
    Column("at", UtcDateTime),
    # Whether it went to a fragment.
    Column("placed", Boolean, nullable=False),
)

Index("stretches_of_an_interview", imported_stretches.c.interview, imported_stretches.c.start)

adjudications = Table(
    "finals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("act", ForeignKey("acts.number"), nullable=False),
    Column("fragment", ForeignKey("fragments.number"), nullable=False),
    # Whose verdict counts; none takes an earlier choice back.
    Column("coder", ForeignKey("coders.number")),
    sqlite_autoincrement=True,
)

Index("finals_of_a_fragment", adjudications.c.fragment, adjudications.c.number)

memos = Table(
    "memos",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("coder", ForeignKey("coders.number"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # What it is about: an interview, a fragment, a code, or the study when it names none.
    Column("interview", ForeignKey("interviews.number")),
    Column("fragment", ForeignKey("fragments.number")),
    Column("dimension", SortedString),
    Column("code", SortedString),
    Column("replaces", ForeignKey("memos.number"), unique=True),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)

Index("memos_of_an_interview", memos.c.interview)

# Which fragments an act of cutting anew set aside, and which it made.
boundary_changes = Table(
    "recuts",
    metadata,
    Column("act", ForeignKey("acts.number"), primary_key=True),
    Column("fragment", ForeignKey("fragments.number"), primary_key=True),
    Column("made", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

__all__ = [
    "acts",
    "adjudications",
    "boundary_changes",
    "codebook_versions",
    "codebooks",
    "coder_codes",
    "coder_fragments",
    "coders",
    "decisions",
    "double_codings",
    "fragments",
    "imported_rows",
    "imported_stretches",
    "interviews",
    "memos",
    "metadata",
    "progress",
    "scored_fragments",
    "sign_ins",
    "suggestions",
    "tallies",
    "turns",
    "undone_entries",
    "versions",
]
