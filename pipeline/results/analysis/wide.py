"""The table `wide`: a row per fragment, 0 or 1 per code, and the columns of its interview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.results.analysis.table import (
    YES_NO,
    LabelledTable,
    code_label,
    dimension_label,
    interview_columns,
    known_codes,
    plain,
)

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.results.verdict_tables import Tables

_KEPT = ("fragment", "interview", "turn", "speaker", "role", "start", "end", "words", "text", "reviewed", "blind")


def wide(tables: Tables, codebook: Codebook, *, language: str = "en") -> LabelledTable:
    """Return a row per fragment with `dimension.code` columns: 1 or 0, and empty where nobody reviewed the fragment.

    The codes are those of the coder whose verdict counts (`final`). Rows without review have no zeros: a mean of the
    column is then a share of reviewed fragments. Codes that left the codebook and still hold have a column too.
    """
    fragments = tables["fragments"]
    codes = tables["codes"]
    codes = codes[codes["final"].astype(bool)]
    found = plain(fragments[list(_KEPT)]).astype({"reviewed": "int64", "blind": "int64"})
    labels, values = {}, {name: YES_NO[language] for name in ("reviewed", "blind")}
    given = codes.astype("str").groupby(["dimension", "code"], observed=True)["fragment"].agg(set).to_dict()
    added: dict[str, pd.Series[int]] = {}
    for dimension, code in known_codes(codebook, codes):
        name = f"{dimension}.{code}"
        marks = found["fragment"].isin(given.get((dimension, code), set())).astype("Int64")
        added[name] = marks.where(found["reviewed"] == 1)
        shown = dimension_label(codebook, dimension, language)
        labels[name] = f"{shown}: {code_label(codebook, dimension, code, language)}"
        values[name] = YES_NO[language]
    about = interview_columns(tables["transcripts"])
    beside = about.reindex(found["interview"]).reset_index(drop=True)
    labels |= {str(name): str(name).removeprefix("meta_") for name in beside.columns}
    frame = pd.concat([found.reset_index(drop=True), pd.DataFrame(added).reset_index(drop=True), beside], axis=1)
    return LabelledTable(name="wide", frame=frame, labels=labels, values=values)
