"""Load the input of the figures: verdict tables and held-out suggestions, in batches for large studies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline import results, suggestions
from pipeline.results.agreement.comparisons import held_out
from pipeline.results.verdict_tables import CLOSING, finished_blind

if TYPE_CHECKING:
    from pipeline.decisions import Snapshot
    from pipeline.results.prevalence.corpus import InterviewBatch
    from pipeline.settings import Study


Tables = Mapping[str, pd.DataFrame]

CORE = ("transcripts", "fragments", "codes", "suggestions", "decisions")

PEOPLE = ("transcripts", "codes", "decisions")
"""The tables of people's codes and decisions."""

UNUSED_COLUMNS = (
    "decided_at",
    "probability",
    "rank",
    "model",
    "codebook",
    "seconds",
    "instead_of",
    "undoes",
    "certificate",
    "code_given",
    "instead_of_given",
)
"""Columns that neither agreement nor certificates use."""

_WORDS = ("fragment", "interview", "dimension", "code", "model")

AT_A_TIME = 20
"""The number of interviews in memory together."""

SUGGESTION_COLUMNS = ("fragment", "interview", "dimension", "code", "probability", "rank", "suggested", "model")


def published_verdict_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the part of the published tables that agreement and certificates need, without words.

    Of decisions those that finish fragments, of fragments the finished ones, of suggestions those on fragments that
    somebody finished blind.
    """
    people = {
        "transcripts": results.read(folder, "transcripts"),
        "codes": results.read(folder, "codes", without=UNUSED_COLUMNS),
        "decisions": results.read(folder, "decisions", without=UNUSED_COLUMNS, only={"action": CLOSING}),
    }
    touched = {name: set(people["decisions"][name].astype("str")) for name in ("interview", "fragment")}
    tables = people | {"fragments": results.read(folder, "fragments", without=("text",), only=touched)}
    blind = finished_blind(tables)
    there = {"fragment": blind, "interview": {fragment.rpartition(":")[0] for fragment in blind}}
    return tables | {"suggestions": results.read(folder, "suggestions", only=there)}


def current_verdict_tables(moment: Snapshot) -> dict[str, pd.DataFrame]:
    """Return the same tables from the store at one moment, before anything of it is published."""
    suggested = {"suggestions": moment.rows("suggestions", among="finished_blind")}
    return current_tables_of_people(moment) | results.frames(suggested)


def current_tables_of_people(moment: Snapshot) -> dict[str, pd.DataFrame]:
    """Return the same tables without suggestions."""
    wordless = ({**row, "text": ""} for row in moment.rows("fragments", among="spoken_of"))
    closing = (row for row in moment.rows("decisions") if row["action"] in CLOSING)
    tables = {name: moment.rows(name) for name in ("transcripts", "codes")}
    return results.frames({**tables, "decisions": closing, "fragments": wordless})


def by_batches_of_interviews(study: Study, folder: Path) -> Iterator[InterviewBatch]:
    """Yield the study in batches of interviews, with held-out suggestions."""
    from pipeline.results.prevalence.corpus import InterviewBatch

    held_out = HeldOutSuggestions.of(study)
    for these in interviews_in_batches(folder):
        fragments = results.read(folder, "fragments", without=("text",), only=these)
        published = results.read(folder, "suggestions", only=these)
        yield InterviewBatch(fragments=fragments, suggestions=held_out.among(published, these))


def interviews_in_batches(folder: Path) -> Iterator[dict[str, list[str]]]:
    """Yield selections of a few interviews for `read(only=...)`; at least one, which may have no interviews."""
    interviews = sorted(results.read(folder, "transcripts")["interview"].astype("str"))
    for at in range(0, max(len(interviews), 1), AT_A_TIME):
        yield {"interview": interviews[at : at + AT_A_TIME]}


@dataclass(frozen=True, kw_only=True)
class HeldOutSuggestions:
    """Held-out suggestions: of the current model for new interviews, and from its cross-validation for the others.

    Without a model: those of earlier models for interviews that they had not learnt from.
    """

    card: Mapping[str, Any] | None
    judged: pd.DataFrame | None
    learnt_from: Mapping[str, list[str]]

    @classmethod
    def of(cls, study: Study) -> HeldOutSuggestions:
        """Load the held-out suggestions of a study."""
        card = suggestions.card_in(study.models)
        judged = None if card is None else suggestions.held_out_predictions(study.models, str(card["id"]))
        learnt_from = {name: list(each.get("interviews", [])) for name, each in suggestions.cards(study.models).items()}
        return cls(card=card, judged=judged, learnt_from=learnt_from)

    def among(self, published: pd.DataFrame, here: Mapping[str, Collection[str]]) -> pd.DataFrame:
        """Return the suggestions about the interviews or fragments named by column in `here`."""
        if self.card is None:
            return held_out(published, self.learnt_from)
        model = str(self.card["id"])
        fresh = published[(published["model"] == model) & ~published["interview"].isin(self.card["interviews"])]
        parts = [fresh, *self._judged_in(here)]
        plain = [part[list(SUGGESTION_COLUMNS)].astype(dict.fromkeys(_WORDS, "str")) for part in parts]
        return pd.concat(plain, ignore_index=True).astype(dict.fromkeys(_WORDS, "category"))

    def _judged_in(self, here: Mapping[str, Collection[str]]) -> Iterator[pd.DataFrame]:
        if self.judged is not None and self.card is not None:
            chosen = self.judged
            for name, values in here.items():
                chosen = chosen[chosen[name].isin(values)]
            yield chosen.assign(model=str(self.card["id"]))
