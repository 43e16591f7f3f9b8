"""The figures beside the published tables: agreement and shares, from what models said before they knew the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline import results, suggestions
from pipeline.results.comparing import held_out
from pipeline.results.verdicts import without
from pipeline.settings import Study
from pipeline.steps.reports import Progress, silent

if TYPE_CHECKING:
    from pipeline.results.corpus import Piece

Tables = Mapping[str, pd.DataFrame]
Rows = Mapping[str, list[dict[str, object]]]
Pairs = Collection[tuple[str, str]]

CORE = ("transcripts", "fragments", "codes", "suggestions", "decisions")
_WORDS = ("fragment", "interview", "dimension", "code", "model")
AT_A_TIME = 20
"""Interviews that are in memory together."""

SAID = ("fragment", "interview", "dimension", "code", "probability", "rank", "suggested", "model")


def tables_in(folder: Path) -> dict[str, pd.DataFrame]:
    """The published tables as frames, without what people said."""
    return {name: results.read(folder, name, without=("text",)) for name in CORE}


def spoken_of(folder: Path) -> dict[str, pd.DataFrame]:
    """The same, of fragments and suggestions only those that people said something of: a small part of a large study.

    It is all that agreement and certificates ask for.
    """
    people = {name: results.read(folder, name) for name in ("transcripts", "codes", "decisions")}
    touched = {
        name: set(people["decisions"][name].astype("str")) | set(people["codes"][name].astype("str"))
        for name in ("interview", "fragment")
    }
    machine = ("fragments", "suggestions")
    return people | {name: results.read(folder, name, without=("text",), only=touched) for name in machine}


def in_pieces(study: Study, folder: Path) -> Iterator[Piece]:
    """The study a few interviews at a time, with what the model said of them before it knew the answer."""
    from pipeline.results.corpus import Piece

    unseen = Unseen.of(study)
    interviews = sorted(results.read(folder, "transcripts")["interview"].astype("str"))
    for at in range(0, len(interviews), AT_A_TIME):
        these = {"interview": interviews[at : at + AT_A_TIME]}
        fragments = results.read(folder, "fragments", without=("text",), only=these)
        published = results.read(folder, "suggestions", only=these)
        yield Piece(fragments=fragments, said=unseen.among(published, these["interview"]))


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """What the current model said of interviews that it had not learnt from, and its cross-validation of those it had.

    Without a model: what earlier ones said of interviews that they had not learnt from.
    """

    card: Mapping[str, Any] | None
    judged: pd.DataFrame | None
    learnt_from: Mapping[str, list[str]]

    @classmethod
    def of(cls, study: Study) -> Unseen:
        """What there is in a study."""
        card = suggestions.card_in(study.models)
        judged = None if card is None else suggestions.judged_by(study.models, str(card["id"]))
        learnt_from = {name: list(each.get("interviews", [])) for name, each in suggestions.cards(study.models).items()}
        return cls(card=card, judged=judged, learnt_from=learnt_from)

    def among(self, published: pd.DataFrame, interviews: Collection[str] | None = None) -> pd.DataFrame:
        """Of these suggestions; `interviews` are those that they are from, where it is not the whole study."""
        if self.card is None:
            return held_out(published, self.learnt_from)
        model = str(self.card["id"])
        fresh = published[(published["model"] == model) & ~published["interview"].isin(self.card["interviews"])]
        parts = [fresh, *self._judged_in(interviews)]
        plain = [part[list(SAID)].astype(dict.fromkeys(_WORDS, "str")) for part in parts]
        return pd.concat(plain, ignore_index=True).astype(dict.fromkeys(_WORDS, "category"))

    def _judged_in(self, interviews: Collection[str] | None) -> Iterator[pd.DataFrame]:
        if self.judged is not None and self.card is not None:
            here = self.judged if interviews is None else self.judged[self.judged["interview"].isin(interviews)]
            yield here.assign(model=str(self.card["id"]))


def agreement_rows(study: Study, tables: Tables, *, by_judges: Pairs) -> list[dict[str, object]]:
    """The rows of `agreement`: on codes where coders had the same fragments, on cuts where they cut differently.

    `by_judges` are the verdicts of judges, by fragment and coder, at the moment that the tables tell of.
    """
    # Imported here: SciPy takes half a second, and most verbs need no figures.
    from pipeline.results.agreement import agreement
    from pipeline.results.cutting import cut_differently, cutting_agreement

    said, seed = Unseen.of(study).among(tables["suggestions"]), study.settings.seed
    on_codes = agreement(without(tables, by_judges), study.codebook, suggestions=said, seed=seed)
    return [*on_codes, *cutting_agreement(cut_differently(tables), seed=seed)]


def figures(study: Study, folder: Path, *, by_judges: Pairs, progress: Progress = silent) -> Rows:
    """The rows of `agreement` and `prevalence`, from the tables in a folder; `by_judges` as for `agreement_rows`."""
    from pipeline.results.prevalence import groupings, prevalence
    from pipeline.steps.certifying import certificate_rows, certificates

    tables = spoken_of(folder)
    progress("agreement", 0, 2)
    compared = agreement_rows(study, tables, by_judges=by_judges)
    progress("shares of codes", 1, 2)
    shares = prevalence(tables, study.codebook, by=groupings(tables), pieces=in_pieces(study, folder))
    progress("shares of codes", 2, 2)
    certified = certificate_rows(study, certificates(study, tables))
    return {"agreement": compared, "prevalence": shares, "certificates": certified}
