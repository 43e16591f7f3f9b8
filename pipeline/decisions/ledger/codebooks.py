"""Codebook versions in the ledger, and the dimensions that a verdict judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from pipeline.codebook import Codebook
from pipeline.decisions.codebook.newest import parsed
from pipeline.decisions.database.batching import batched
from pipeline.decisions.database.conditions import is_live
from pipeline.decisions.database.schema import codebooks, decisions
from pipeline.decisions.ledger.rules import Pair
from pipeline.errors import InvalidDecision
from pipeline.messages import Message
from pipeline.records import Action


def keep_codebook(connection: Connection, codebook: Codebook) -> None:
    """Remember this codebook under its stamp, so that verdicts that name the stamp can be checked."""
    stamp = codebook.stamp
    if connection.execute(select(codebooks.c.stamp).where(codebooks.c.stamp == stamp)).scalar() is None:
        kept = {"stamp": stamp, "version": codebook.version, "contents": codebook.model_dump_json()}
        connection.execute(codebooks.insert(), kept)


def codebook_of(connection: Connection, stamp: str) -> Codebook:
    """The codebook that was kept under a stamp; raises InvalidDecision if there is none."""
    contents = connection.execute(select(codebooks.c.contents).where(codebooks.c.stamp == stamp)).scalar()
    if contents is None:
        raise InvalidDecision(
            Message(
                "Codebook %(stamp)s is not known to the store, so nothing was recorded. Close the desk and open it "
                "again.",
                stamp=repr(stamp),
            )
        )
    return parsed(contents)


def judged_dimensions(connection: Connection, of: Iterable[int]) -> dict[Pair, set[str]]:
    """Per fragment and coder the dimensions that were judged, from the entries that say the fragment is done."""
    found: dict[Pair, set[str]] = defaultdict(set)
    columns = decisions.c
    wanted = select(columns.fragment, columns.coder, columns.codebook, columns.judged)
    for part in batched(of):
        rows = connection.execute(
            wanted.where(columns.fragment.in_(part), columns.action == str(Action.REVIEWED), is_live())
        ).all()
        books = {stamp: codebook_of(connection, stamp).dimension_ids for stamp in {row.codebook for row in rows}}
        for row in rows:
            named = books[row.codebook] if row.judged is None else row.judged.split("|")
            found[row.fragment, row.coder].update(named)
    return found
