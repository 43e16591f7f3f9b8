"""Select the coders and fragments to compare: people with people, and people with the model on blind fragments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.results.agreement.measures import Whole

MODEL = "model"
"""The name of the model among the coders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderGroup:
    """The fragments that at least two of `coders` finished; `present` says who finished which.

    `present` has a row per fragment and a column per coder; `interview` is the index of each fragment's interview.
    """

    kind: str
    coders: tuple[str, ...]
    fragments: tuple[str, ...]
    interview: Whole
    present: NDArray[np.bool_]
    models: tuple[str, ...] = ()

    @property
    def interviews(self) -> int:
        """The number of interviews that contain the fragments."""
        return len(np.unique(self.interview))


def between_people(done: pd.DataFrame) -> Iterator[CoderGroup]:
    """Yield each pair of coders with fragments in common, then all coders who share fragments if more than two."""
    coders = sorted(done["coder"].unique())
    shared = _presence(done, coders)
    together = tuple(coder for coder in coders if shared[coder].any())
    for group in (*combinations(together, 2), *([together] if len(together) > 2 else [])):
        table = _presence(done[done["coder"].isin(group)], group)
        if len(table):
            yield _compared("human-human", group, done, table)


def with_model(done: pd.DataFrame, suggestions: pd.DataFrame) -> Iterator[CoderGroup]:
    """Yield each coder with the model, on the fragments that the coder finished blind and the model scored."""
    scored = set(suggestions["fragment"].astype("str"))
    blind = done[done["blind"] & done["fragment"].isin(scored)]
    for coder in sorted(blind["coder"].unique()):
        mine = blind[blind["coder"] == coder]
        table = pd.DataFrame(True, index=sorted(mine["fragment"]), columns=[coder, MODEL])
        models = tuple(
            sorted(suggestions.loc[suggestions["fragment"].isin(mine["fragment"]), MODEL].astype("str").unique())
        )
        yield _compared("human-model", (coder, MODEL), done, table, models)


def _presence(done: pd.DataFrame, group: Sequence[str]) -> pd.DataFrame:
    table = done.assign(here=True).pivot_table(index="fragment", columns="coder", values="here", aggfunc="any")
    table = table.reindex(columns=list(group)).notna()
    return table[table.sum(axis=1) >= 2]


def _compared(
    kind: str, coders: tuple[str, ...], done: pd.DataFrame, table: pd.DataFrame, models: tuple[str, ...] = ()
) -> CoderGroup:
    home = dict(zip(done["fragment"], done["interview"], strict=True))
    _, interview = np.unique([home[fragment] for fragment in table.index], return_inverse=True)
    return CoderGroup(
        kind=kind, coders=coders, fragments=tuple(table.index), interview=interview, present=table.to_numpy(),
        models=models,
    )  # fmt: skip


def held_out(suggestions: pd.DataFrame, learnt_from: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return the suggestions without those of models that learnt from the interview."""
    known = pd.Series(False, index=suggestions.index)
    for model, interviews in learnt_from.items():
        known |= (suggestions[MODEL] == model) & suggestions["interview"].isin(list(interviews))
    return suggestions[~known]
