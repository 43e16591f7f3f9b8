"""Compute the tables of figures: agreement and prevalence, from held-out suggestions and people's codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.results.verdict_tables import Independent, finished_blind, without
from pipeline.steps.shared.figures.verdict_tables import (
    HeldOutSuggestions,
    Tables,
    by_batches_of_interviews,
    published_verdict_tables,
)
from pipeline.steps.shared.reports import Progress, silent

if TYPE_CHECKING:
    from pipeline.settings import Study


Rows = Mapping[str, list[dict[str, object]]]

Pairs = Collection[tuple[str, str]]


def agreement_rows(
    study: Study, tables: Tables, *, by_judges: Pairs, independent: Independent
) -> list[dict[str, object]]:
    """Compute the rows of `agreement`: on codes of equal fragments, and on boundaries where coders' fragments differ.

    At the moment of the tables: `by_judges` are the verdicts of judges, by fragment and coder, `independent` the
    verdicts of coders from before they could see those of others, where they gave one afterwards.
    """
    # Imported here: SciPy takes half a second, and most verbs need no figures.
    from pipeline.results.agreement.table import agreement
    from pipeline.results.agreement.unitizing_table import overlapping_boundaries, unitizing_agreement

    said = HeldOutSuggestions.of(study).among(tables["suggestions"], {"fragment": finished_blind(tables)})
    seed = study.settings.seed
    on_codes = agreement(
        without(tables, by_judges), study.codebook, suggestions=said, independent=independent, seed=seed
    )
    on_boundaries = unitizing_agreement(overlapping_boundaries(tables), seed=seed)
    return [*on_codes, *(row | {"informed": None} for row in on_boundaries)]


def figures(
    study: Study, folder: Path, *, by_judges: Pairs, independent: Independent, progress: Progress = silent
) -> Rows:
    """Compute the rows of `agreement` and `prevalence` from tables in a folder; the rest as for `agreement_rows`."""
    from pipeline.results.prevalence.table import groupings, prevalence
    from pipeline.steps.shared.figures.certificates import certificate_rows, certificates

    tables = published_verdict_tables(folder)
    progress("agreement", 0, 2)
    compared = agreement_rows(study, tables, by_judges=by_judges, independent=independent)
    progress("shares of codes", 1, 2)
    shares = prevalence(tables, study.codebook, by=groupings(tables), batches=by_batches_of_interviews(study, folder))
    progress("shares of codes", 2, 2)
    certified = certificate_rows(study, certificates(study, tables))
    return {"agreement": compared, "prevalence": shares, "certificates": certified}
