"""How often each code occurs, overall and by any column of the interviews: counted by machine, read, and corrected.

What counts as read: hand-coded fragments, and fragments drawn blind whose interview has all its blind fragments
finished (coders go from beginning to end, and beginnings are not like the rest). Verdicts given with a suggestion on
screen do not count. That the interviews read so far are like those still waiting is assumed: the team has to see to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.codebook import Codebook, Dimension
from pipeline.results.comparing import held_out
from pipeline.results.estimating import CONFIDENCE, Numbers, Sample, Share, count, estimate
from pipeline.results.verdicts import NO_CODES, Tables, finished, held, proposed

FEWEST_READ, FEWEST_INTERVIEWS_READ, FEWEST_GIVEN = 30, 5, 5
MOST_GROUPS = 12
"""A column with more different values than this is no grouping."""

Row = dict[str, object]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All fragments with what was read of them; `scorable`: one model scored all interviews not read wholly."""

    fragments: tuple[str, ...]
    interview: pd.Series[str]
    number: NDArray[np.int64]  # of each fragment's interview
    words: Numbers
    whole: Flags
    weight: Numbers
    read: Flags
    scored: Flags
    scorable: bool


def groupings(tables: Tables) -> list[str]:
    """The columns of the interviews by which shares can be told apart: 2 to 12 different values, without `meta_`."""
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
) -> list[Row]:
    """The rows of the table `prevalence`, for every code, of fragments and of words.

    `scores` (default: the published suggestions) must be one model's for every fragment of the interviews that were not
    hand-coded wholly, made without having learnt from them (`learnt_from` tells of each model where it learnt); without
    that there is no corrected estimate, and `note` says so. `by` names columns of the interviews.
    """
    said = held_out(tables["suggestions"] if scores is None else scores, learnt_from or {})
    corpus = corpus_of(tables, said)
    rows: list[Row] = []
    for dimension in codebook:
        held_by = held(tables, dimension.id, final=True)
        given = _given(corpus, held_by, dimension)
        score, shown = _scores(corpus, said, dimension)
        for column, group, chosen in _groups(tables, corpus, by):
            for position, code in enumerate(dimension.code_ids):
                columns = given[:, position], score[:, position], shown[:, position]
                place = {"by": column, "group": group, "dimension": dimension.id, "code": code}
                rows += [place | each for each in _estimates(corpus, chosen, *columns)]
    return rows


def corpus_of(tables: Tables, said: pd.DataFrame) -> Corpus:
    """What was read of the study's fragments, and whether the rest is scored."""
    fragments = tables["fragments"]
    done = finished(tables)
    interview = fragments["interview"].astype("str")
    blind = fragments["blind"].to_numpy(dtype=bool)
    read = blind & fragments["fragment"].isin(set(done.loc[done["blind"], "fragment"])).to_numpy()
    # An interview counts as read once nothing that was drawn in it is waiting.
    waiting = pd.Series(blind & ~read).groupby(interview.to_numpy()).transform("any").to_numpy()
    read = read & ~waiting
    whole = pd.Series(read).groupby(interview.to_numpy()).transform("all").to_numpy()
    probability = fragments["sampling_probability"].to_numpy(dtype=float)
    rest = fragments.loc[~whole, "fragment"].astype("str")
    scored = said[said["fragment"].isin(set(rest))].astype({"fragment": "str", "model": "str"})
    return Corpus(
        fragments=tuple(fragments["fragment"].astype("str")),
        interview=interview,
        number=np.unique(interview.to_numpy(dtype=str), return_inverse=True)[1],
        words=fragments["words"].to_numpy(dtype=float),
        whole=whole,
        weight=np.where(read, 1 / np.maximum(probability, 1e-12), 0.0),
        read=read,
        scored=fragments["fragment"].isin(set(said["fragment"])).to_numpy(),
        scorable=scored["model"].nunique() <= 1 and scored["fragment"].nunique() == len(rest),
    )


def _given(corpus: Corpus, held_by: Mapping[tuple[str, str], frozenset[str]], dimension: Dimension) -> Numbers:
    codes: dict[str, frozenset[str]] = {}
    for (fragment, _), each in held_by.items():
        codes[fragment] = codes.get(fragment, NO_CODES) | each
    return _marks(corpus, codes, dimension)


def _marks(corpus: Corpus, codes: Mapping[str, frozenset[str]], dimension: Dimension) -> Numbers:
    column = {code: at for at, code in enumerate(dimension.code_ids)}
    marks = np.zeros((len(corpus.fragments), len(column)))
    for row, fragment in enumerate(corpus.fragments):
        marks[row, [column[code] for code in codes.get(fragment, NO_CODES) if code in column]] = 1.0
    return marks


def _scores(corpus: Corpus, said: pd.DataFrame, dimension: Dimension) -> tuple[Numbers, Numbers]:
    mine = said[said["dimension"] == dimension.id].astype({"fragment": "str", "code": "str"})
    table = mine.pivot_table(index="fragment", columns="code", values="probability", aggfunc="first")
    table = table.reindex(index=list(corpus.fragments), columns=list(dimension.code_ids))
    return table.fillna(0.0).to_numpy(dtype=float), _marks(corpus, proposed(mine, dimension.id), dimension)


def _groups(tables: Tables, corpus: Corpus, by: Sequence[str]) -> Iterator[tuple[str, str, Flags]]:
    yield "", "", np.ones(len(corpus.fragments), dtype=bool)
    transcripts = tables["transcripts"].astype({"interview": "str"}).set_index("interview")
    for column in by:
        value = corpus.interview.map(transcripts[f"meta_{column}"])
        for group in sorted(value.dropna().unique()):
            yield column, str(group), (value == group).to_numpy()


def _estimates(corpus: Corpus, chosen: Flags, given: Numbers, score: Numbers, shown: Numbers) -> Iterator[Row]:
    fragments = _sample(corpus, chosen, np.ones_like(corpus.words), given, score)
    lack = _lack(fragments)
    unscored = lack or ("" if corpus.scorable else _UNSCORED)
    for unit, size in (("fragments", np.ones_like(corpus.words)), ("words", corpus.words)):
        sample = _sample(corpus, chosen, size, given, score)
        seen = chosen & corpus.scored
        shares = {
            "machine": (count(_sample(corpus, seen, size, given, score), shown[seen]), _UNSCORED),
            "reviewed": (None if lack else estimate(sample, power=0.0), lack),
            "corrected": (None if unscored else estimate(sample), unscored),
        }
        for name, (found, why) in shares.items():
            yield {"of": unit, "estimate": name} | _row(found, why, sample)


def _sample(corpus: Corpus, chosen: Flags, size: Numbers, given: Numbers, score: Numbers) -> Sample:
    _, interview = np.unique(corpus.number[chosen], return_inverse=True)
    return Sample(
        interview=interview,
        size=size[chosen],
        whole=corpus.whole[chosen],
        weight=corpus.weight[chosen],
        given=given[chosen],
        score=score[chosen],
    )


_UNSCORED = "no scores: one model must have scored every fragment of the interviews that were not read wholly"


def _lack(sample: Sample) -> str:
    """Why nothing can be said, or nothing."""
    read = sample.weight > 0
    interviews = len(np.unique(sample.interview[read]))
    given = int(sample.given[read].sum())
    for have, need, what in (
        (int(read.sum()), FEWEST_READ, "fragments read"),
        (interviews, FEWEST_INTERVIEWS_READ, "interviews read"),
        (given, FEWEST_GIVEN, "fragments with the code"),
    ):
        if have < need:
            return f"too little to say: {have} {what}, {need} are needed"
    return ""


def _row(found: Share | None, why: str, sample: Sample) -> Row:
    read = sample.weight > 0
    return {
        "share": found.share if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "confidence": CONFIDENCE,
        "fragments": int(sample.interview.size),
        "interviews": len(np.unique(sample.interview)),
        "read_fragments": int(read.sum()),
        "read_interviews": len(np.unique(sample.interview[read])),
        "given": int(sample.given[read].sum()),
        "power": found.power if found else None,
        "note": "" if found and found.low is not None else why or "no interval: too few interviews were read",
    }
