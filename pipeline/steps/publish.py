"""Publish the reviewed codes: write every table of `data/results/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING

from pipeline import results, suggestions
from pipeline.records import Report, sha256_of
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.study_lock import locked_store

if TYPE_CHECKING:
    from pipeline.decisions import Snapshot
    from pipeline.settings import Study


def publish(study: Study, *, anew: bool = True, progress: Progress = silent) -> Report:
    """Write every table of `data/results/` from one moment of the store: all of them, or none.

    The figures on agreement and shares are computed from the tables just written and the model store alone. With
    `anew=False` nothing is written if store, models and settings are unchanged.
    """
    # The lock excludes other runs, not people at the desk: tables of several moments would not be consistent.
    with locked_store(study) as store, store.snapshot() as moment:
        stamp = {"study": study.codebook.study, "codebook": study.codebook.stamp, "state": _state(study, moment)}
        counts = None if anew else results.row_counts_if_current(study.results, stamp)
        written = counts is None
        if counts is None:
            # Imported here: a run that finds nothing new needs no SciPy.
            from pipeline.steps.shared.figures.figures import figures

            by_judges, independent = moment.coded_anew(), moment.independent_verdicts()
            beside = partial(figures, study, by_judges=by_judges, independent=independent, progress=progress)
            counts = results.publish(_rows(study, moment), study.results, stamp=stamp, figures=beside)
    return Report(step="publish", counts=counts, details={"results": str(study.results), "written": written})


def _state(study: Study, moment: Snapshot) -> str:
    current = suggestions.card_in(study.models)
    models = [str(current and current["id"]), *sorted(suggestions.cards(study.models))]
    # Another version of drempel may compute other figures from the same verdicts. Settings decide which codes are
    # accepted without a person; most other settings change nothing, and changes are rare.
    made_by = [version("drempel"), str(results.SCHEMA_VERSION)]
    return sha256_of(" ".join([moment.state(), study.settings.model_dump_json(), *made_by, *models]).encode())


def _rows(study: Study, moment: Snapshot) -> Mapping[str, Iterable[Mapping[str, object]]]:
    from pipeline.steps.shared.figures.verdict_tables import CORE

    rows: dict[str, Iterable[Mapping[str, object]]] = {table: moment.rows(table) for table in CORE}
    rows["codebook"] = results.codebook_rows(study.codebook)
    rows["memos"] = moment.rows("memos")
    if study.settings.suggestions.auto_accept:
        rows["codes"] = chain(rows["codes"], _auto_accepted_rows(study, moment))
    return rows


def _auto_accepted_rows(study: Study, moment: Snapshot) -> Iterator[Mapping[str, object]]:
    # Imported here: SciPy takes half a second.
    from pipeline.steps.shared.figures.certificates import auto_accepted

    return auto_accepted(study, moment)
