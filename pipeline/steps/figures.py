"""The figures beside the published tables: agreement and shares, from what models said before they knew the answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pipeline import results, suggestions
from pipeline.decisions import Store
from pipeline.results.comparing import held_out
from pipeline.results.verdicts import without
from pipeline.settings import Study
from pipeline.steps.reports import Progress, silent

Tables = Mapping[str, pd.DataFrame]
Rows = Mapping[str, list[dict[str, object]]]

CORE = ("transcripts", "fragments", "codes", "suggestions", "decisions")
_WORDS = ("fragment", "interview", "dimension", "code", "model")
SAID = ("fragment", "interview", "dimension", "code", "probability", "rank", "suggested", "model")


def tables_in(folder: Path) -> dict[str, pd.DataFrame]:
    """The published tables as frames, without what people said."""
    return {name: results.read(folder, name, without=("text",)) for name in CORE}


def said_unseen(study: Study, tables: Tables) -> pd.DataFrame:
    """What the current model said of interviews that it had not learnt from, and its cross-validation of those it had.

    Without a model: what earlier ones said of interviews that they had not learnt from.
    """
    published = tables["suggestions"]
    card = suggestions.card_in(study.models)
    if card is None:
        return held_out(published, learnt_from(study))
    model = str(card["id"])
    fresh = published[(published["model"] == model) & ~published["interview"].isin(card["interviews"])]
    judged = suggestions.judged_by(study.models, model)
    parts = [each for each in (fresh, None if judged is None else judged.assign(model=model)) if each is not None]
    plain = [part[list(SAID)].astype(dict.fromkeys(_WORDS, "str")) for part in parts]
    return pd.concat(plain, ignore_index=True).astype(dict.fromkeys(_WORDS, "category"))


def learnt_from(study: Study) -> dict[str, list[str]]:
    """Per stored model the interviews that it learnt from."""
    return {name: list(card.get("interviews", [])) for name, card in suggestions.cards(study.models).items()}


def agreement_rows(study: Study, tables: Tables) -> list[dict[str, object]]:
    """The rows of `agreement`: on codes where coders had the same fragments, on cuts where they cut differently."""
    # Imported here: SciPy takes half a second, and most verbs need no figures.
    from pipeline.results.agreement import agreement
    from pipeline.results.cutting import cut_differently, cutting_agreement

    said, seed = said_unseen(study, tables), study.settings.seed
    with Store.open(study.store_url) as store:
        independent = without(tables, store.coded_anew())
    on_codes = agreement(independent, study.codebook, suggestions=said, seed=seed)
    return [*on_codes, *cutting_agreement(cut_differently(tables), seed=seed)]


def figures(study: Study, folder: Path, *, progress: Progress = silent) -> Rows:
    """The rows of `agreement` and `prevalence`, from the tables in a folder."""
    from pipeline.results.prevalence import groupings, prevalence
    from pipeline.steps.certifying import certificate_rows, certificates

    tables = tables_in(folder)
    progress("agreement", 0, 2)
    compared = agreement_rows(study, tables)
    progress("shares of codes", 1, 2)
    shares = prevalence(tables, study.codebook, scores=said_unseen(study, tables), by=groupings(tables))
    progress("shares of codes", 2, 2)
    certified = certificate_rows(study, certificates(study, tables))
    return {"agreement": compared, "prevalence": shares, "certificates": certified}
