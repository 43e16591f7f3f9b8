"""Names that were stored before they were replaced are covered where they still stand: in earlier texts and cuts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select, update

from pipeline.decisions.finding import interview_number
from pipeline.decisions.tables import fragments, turns, versions

COVER = "▮"
"""Stands once for every character, so that every offset stays what it was."""


def cover(connection: Connection, interview: str, words: Sequence[str]) -> int:
    """See `Store.cover`."""
    number = interview_number(connection, interview)
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in longest_first) or r"(?!)")
    covered = 0
    for table, keys, name in (
        (versions, ("interview", "version"), "text"),
        (fragments, ("number",), "text"),
        (turns, ("interview", "version", "position"), "speaker"),
    ):
        columns = [table.c[key] for key in keys]
        changed = []
        for row in connection.execute(select(*columns, table.c[name].label("said")).where(table.c.interview == number)):
            said, times = pattern.subn(lambda found: COVER * len(found[0]), row.said)
            covered += times
            if times:
                changed.append({"said": said, **{f"its_{key}": getattr(row, key) for key in keys}})
        if changed:
            its = [column == bindparam(f"its_{key}") for column, key in zip(columns, keys, strict=True)]
            connection.execute(update(table).where(*its).values({name: bindparam("said")}), changed)
    return covered
