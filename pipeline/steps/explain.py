"""Explain where the codes of a published fragment come from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pipeline import results, suggestions
from pipeline.records import Report
from pipeline.steps.report import _of_card
from pipeline.steps.shared.figures.verdict_tables import CORE
from pipeline.steps.shared.study_lock import fetch_remote_folders

if TYPE_CHECKING:
    from pipeline.settings import Study


def explain(study: Study, fragment: str, *, show_text: bool = False) -> Report:
    """Trace the codes of a published fragment to ledger, model, training set, codebook and file.

    Raises:
        UnknownFragment: no such fragment is published.
    """
    from pipeline.results.audit import explain as trace

    folder, about = fetch_remote_folders(study).results, {"fragment": [fragment]}
    tables = {name: results.read(folder, name, without=("text",), only=about) for name in CORE[1:]}
    tables["transcripts"] = results.read(folder, "transcripts")
    found = trace(tables, fragment, suggestions.cards(study.models))
    details = asdict(found)
    for code in details["codes"]:
        code["model"] = _of_card(code["model"])
    if show_text:
        details["text"] = results.read(folder, "fragments", only=about)["text"].item()
    return Report(step="explain", counts={"codes": len(found.codes), "entries": len(found.entries)}, details=details)
