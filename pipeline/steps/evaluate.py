"""Evaluate the current model: figures on held-out interviews, agreement of coders, and hand codes to check again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline import suggestions
from pipeline.errors import NoModel, UnknownInterview
from pipeline.records import Problem, Report
from pipeline.steps.shared.figures.figures import agreement_rows
from pipeline.steps.shared.figures.verdict_tables import current_verdict_tables
from pipeline.steps.shared.study_lock import locked_store

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.settings import Study

Facts = dict[str, Any]


def evaluate(study: Study, *, doubtful: int = 0, show_text: bool = False) -> Report:
    """Report the current model's figures on held-out interviews, from its card, and the agreement of coders now.

    `doubtful` is the number of hand codes to list that the model finds very unlikely, the least likely first. The
    report contains words of interviews only with `show_text`.
    """
    model_report, now = _of_the_model(study, doubtful, show_text), figures_now(study)
    return replace(model_report, details={**model_report.details, **now})


def figures_now(study: Study) -> dict[str, list[dict[str, object]]]:
    """Compute the rows of `agreement` and `certificates` from the store as it is now."""
    from pipeline.steps.shared.figures.certificates import certificate_rows, certificates

    with locked_store(study) as store, store.snapshot() as moment:
        tables, by_judges = current_verdict_tables(moment), moment.coded_anew()
        independent = moment.independent_verdicts()
    certified = certificate_rows(study, certificates(study, tables))
    compared = agreement_rows(study, tables, by_judges=by_judges, independent=independent)
    return {"agreement": compared, "certificates": certified}


def _of_the_model(study: Study, doubtful: int, show_text: bool) -> Report:
    card = suggestions.card_in(study.models)
    if card is None:
        return Report(step="evaluate", problems=(Problem(place="models", message=NoModel(study.models).message),))
    listed = _doubted(card["figures"])[:doubtful]
    if show_text:
        with locked_store(study) as store:
            _add_texts(store, [*listed, *_examples(card["figures"])])
    counts = {"interviews": len(card["interviews"]), "doubtful": sum(1 for _ in _doubted(card["figures"]))}
    return Report(step="evaluate", counts=counts, details={"suggestions": _kept(card), "doubtful": listed})


def _kept(card: Mapping[str, Any]) -> Facts:
    """Select the fields of the card about the model's quality."""
    names = ("id", "trained_at", "interviews", "starter_interviews", "too_few_examples", "remark", "figures")
    return {name: card[name] for name in names if name in card}


def _doubted(figures: Mapping[str, Any]) -> list[Facts]:
    """List the doubtful hand codes of all dimensions, the least likely first."""
    found = [{"dimension": name, **each} for name, entry in figures.items() for each in entry.get("doubtful", ())]
    return sorted(found, key=lambda each: each["probability"] if each["given"] else 1 - each["probability"])


def _examples(figures: Mapping[str, Any]) -> Iterator[Facts]:
    """Yield the first fragment of each confused pair of codes; its text is added to it in place."""
    for entry in figures.values():
        for pair in entry.get("confusions", ()):
            pair["fragment"] = pair["fragments"][0]
            yield pair


def _add_texts(store: Store, listed: Iterable[Facts]) -> None:
    said: dict[str, dict[str, str]] = {}
    for each in listed:
        interview = each["fragment"].rpartition(":")[0]
        if interview not in said:
            said[interview] = _said(store, interview)
        each["text"] = said[interview].get(each["fragment"], "")


def _said(store: Store, interview: str) -> dict[str, str]:
    try:
        return {each.fragment.id: each.fragment.text for each in store.transcripts.fragments(interview)}
    except UnknownInterview:  # forgotten since the model was trained
        return {}
