"""The codebook of the newest version, and which of its codes are retired."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, select

from pipeline.codebook import Codebook, CodeKey
from pipeline.decisions.database.schema import codebook_versions, codebooks


def newest_codebook(connection: Connection) -> Codebook | None:
    """The codebook of the newest version; None before the first version was recorded."""
    stamp = select(codebook_versions.c.stamp).order_by(codebook_versions.c.number.desc()).limit(1)
    contents = connection.execute(select(codebooks.c.contents).where(codebooks.c.stamp == stamp.scalar_subquery()))
    found = contents.scalar()
    return None if found is None else parsed(found)


def retired_codes(connection: Connection) -> frozenset[CodeKey]:
    """The codes that are retired now."""
    newest = newest_codebook(connection)
    return frozenset() if newest is None else newest.retired


@lru_cache(maxsize=16)
def parsed(contents: str) -> Codebook:
    """A codebook of its stored contents."""
    return Codebook.model_validate_json(contents)
