"""Rows of the table `prevalence`: the share of each code overall and by interview column, by machine, read, corrected.

Read are hand-coded fragments, and fragments sampled blind in interviews where all blind fragments are finished (coders
go from beginning to end, and beginnings differ from the rest). Verdicts on a visible suggestion do not count. The
estimate assumes that interviews read so far are like those not read yet: the team must ensure that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipeline.results.agreement.comparisons import held_out
from pipeline.results.prevalence.corpus import UNITS, Cell, CodeSums, Corpus, HumanCodes, InterviewBatch
from pipeline.results.prevalence.estimator import CONFIDENCE, InterviewSums, Share, estimate_of

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.codebook import Codebook
    from pipeline.results.verdict_tables import Tables

FEWEST_READ, FEWEST_INTERVIEWS_READ, FEWEST_GIVEN = 30, 5, 5
MOST_GROUPS = 12
"""The maximum number of different values of a column to group by."""

Row = dict[str, object]


def groupings(tables: Tables) -> list[str]:
    """Return the interview columns to group shares by: 2 to 12 different values, without `meta_`."""
    transcripts = tables["transcripts"]
    named = [str(name) for name in transcripts.columns if str(name).startswith("meta_")]
    return [name.removeprefix("meta_") for name in named if 2 <= transcripts[name].nunique() <= MOST_GROUPS]


def prevalence(
    tables: Tables,
    codebook: Codebook,
    *,
    scores: pd.DataFrame | None = None,
    learnt_from: Mapping[str, Collection[str]] | None = None,
    by: Sequence[str] = (),
    batches: Iterable[InterviewBatch] | None = None,
) -> list[Row]:
    """Compute the rows of the table `prevalence`, for every code, of fragments and of words.

    `scores` (default: the published suggestions) must come from one model, for every fragment of the interviews that
    were not hand-coded wholly, and from a model that had not learnt from them (`learnt_from`: interviews by model).
    Otherwise there is no corrected estimate, and `note` says so. `by` names columns of the interviews. A large study is
    given as `batches`, in the order of its interviews; `tables` then need only the fragments that people coded.
    """
    if batches is None:
        suggestions = held_out(tables["suggestions"] if scores is None else scores, learnt_from or {})
        batches = [InterviewBatch(fragments=tables["fragments"], suggestions=suggestions)]
    sums_by_cell, scorable = _sums_by_cell(
        batches, HumanCodes.from_tables(tables, codebook), codebook, list(_groups(tables, by))
    )
    rows: list[Row] = []
    for cell, sums in sums_by_cell.items():
        counts = sums.counts()
        if counts["fragments"] or not cell.by:
            found = _estimates(sums, counts, scorable)
            rows += [
                {"by": cell.by, "group": cell.group, "dimension": cell.dimension, "code": cell.code} | each
                for each in found
            ]
    return rows


def _groups(tables: Tables, by: Sequence[str]) -> Iterator[tuple[str, str, Collection[str] | None]]:
    """Yield each group with its interviews; None for all interviews."""
    yield "", "", None
    transcripts = tables["transcripts"].astype({"interview": "str"}).set_index("interview")
    for column in by:
        value = transcripts[f"meta_{column}"].dropna()
        for group in sorted(value.unique()):
            yield column, str(group), set(value.index[value == group])


def _sums_by_cell(
    batches: Iterable[InterviewBatch],
    people: HumanCodes,
    codebook: Codebook,
    groups: Sequence[tuple[str, str, Collection[str] | None]],
) -> tuple[dict[Cell, CodeSums], bool]:
    """Sum every cell in the order of the table; also whether one model scored all that people did not read wholly."""
    sums_by_cell = {
        Cell(by=column, group=group, dimension=dimension.id, code=code): CodeSums()
        for dimension in codebook
        for column, group, _ in groups
        for code in dimension.code_ids
    }
    models: set[str] = set()
    scorable = True
    for batch in batches:
        corpus = Corpus.of(batch, people.blind)
        models |= corpus.models
        scorable = scorable and corpus.scorable
        _count(sums_by_cell, corpus, batch, people, codebook, groups)
    return sums_by_cell, scorable and len(models) <= 1


def _count(
    sums_by_cell: Mapping[Cell, CodeSums],
    corpus: Corpus,
    batch: InterviewBatch,
    people: HumanCodes,
    codebook: Codebook,
    groups: Sequence[tuple[str, str, Collection[str] | None]],
) -> None:
    everything = np.ones(len(corpus.fragments), dtype=bool)
    chosen = [
        (column, group, everything if interviews is None else corpus.interview.isin(interviews).to_numpy())
        for column, group, interviews in groups
    ]
    for dimension in codebook:
        given = corpus.marks(people.codes[dimension.id], dimension)
        score, shown = corpus.expected(batch.suggestions, dimension)
        for column, group, those in chosen:
            for at, code in enumerate(dimension.code_ids):
                cell = Cell(by=column, group=group, dimension=dimension.id, code=code)
                sums_by_cell[cell].add(corpus, those, given[:, at], score[:, at], shown[:, at])


def _estimates(sums: CodeSums, counts: Mapping[str, int], scorable: bool) -> Iterator[Row]:
    too_little = _too_little_data(counts)
    unscored = too_little or ("" if scorable else _UNSCORED)
    for unit in UNITS:
        read = InterviewSums.concatenated(sums.read[unit])
        shares = {
            "machine": (estimate_of(InterviewSums.concatenated(sums.shown[unit]), power=0.0), _UNSCORED),
            "reviewed": (None if too_little else estimate_of(read, power=0.0), too_little),
            "corrected": (None if unscored else estimate_of(read), unscored),
        }
        for name, (found, why) in shares.items():
            yield {"of": unit, "estimate": name} | _row(found, why, counts)


_UNSCORED = "no scores: one model must have scored every fragment of the interviews that were not read wholly"


def _too_little_data(counts: Mapping[str, int]) -> str:
    """Return why there is too little data; empty if there is enough."""
    for have, need, what in (
        (counts["read_fragments"], FEWEST_READ, "fragments read"),
        (counts["read_interviews"], FEWEST_INTERVIEWS_READ, "interviews read"),
        (counts["given"], FEWEST_GIVEN, "fragments with the code"),
    ):
        if have < need:
            return f"too little to say: {have} {what}, {need} are needed"
    return ""


def _row(found: Share | None, why: str, counts: Mapping[str, int]) -> Row:
    return {
        "share": found.share if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "confidence": CONFIDENCE,
        **counts,
        "power": found.power if found else None,
        "note": "" if found and found.low is not None else why or "no interval: too few interviews were read",
    }
