"""Codes that the model may be trusted with alone, where the team asked for that: never blind, never taught, revocable.

A model is looked at once: its certificates rest on the blind verdicts that it was judged by when it was trained, so
that asking again after each new verdict cannot wear the promise out. Nothing is stored: a person's word on a fragment,
a new model or a switched-off setting ends what was accepted at the next publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipeline import suggestions
from pipeline.results.certification import Certificate, Uncertified, blind_verdicts, certify
from pipeline.steps.shared.verdict_tables import current_tables_of_people

if TYPE_CHECKING:
    from pipeline.decisions import Snapshot
    from pipeline.results.verdict_tables import Tables
    from pipeline.settings import Study

Row = dict[str, object]


def certificates(study: Study, tables: Tables) -> list[Certificate | Uncertified]:
    """Per code of the current model its certificate, or why there is none; nothing without an evaluated model."""
    card = suggestions.card_in(study.models)
    judged = None if card is None else suggestions.held_out_predictions(study.models, str(card["id"]))
    if card is None or judged is None:
        return []
    verdicts = blind_verdicts(tables, judged[judged["learnt"]], study.codebook)
    bound = study.settings.suggestions.auto_accept_error
    return certify(verdicts, model=str(card["id"]), codebook=study.codebook.stamp, bound=bound)


def certificate_rows(study: Study, found: Sequence[Certificate | Uncertified]) -> list[Row]:
    """The rows of the table `certificates`."""
    card = suggestions.card_in(study.models) or {"id": ""}
    empty = dict.fromkeys(("certificate", "threshold", "fragments", "interviews", "errors", "upper", "needs"))
    common = {"model": str(card["id"]), "codebook": study.codebook.stamp, "confidence": 0.95, "note": ""}
    common |= {"bound": study.settings.suggestions.auto_accept_error}
    return [empty | common | _row(each) for each in found]


def _row(each: Certificate | Uncertified) -> Row:
    if isinstance(each, Certificate):
        return {"certificate": each.id, **asdict(each)}
    return {"dimension": each.dimension, "code": each.code, "needs": each.needs, "note": each.why}


def auto_accepted(study: Study, moment: Snapshot) -> Iterator[Row]:
    """Rows of `codes` that hold under a certificate: on fragments that nobody has said anything of, and none blind."""
    found = [each for each in certificates(study, current_tables_of_people(moment)) if isinstance(each, Certificate)]
    certified = {(each.dimension, each.code): each for each in found}
    # One after the other: of a large study there are millions.
    for row in moment.rows("suggestions", among="untouched") if certified else ():
        mine = certified.get((str(row["dimension"]), str(row["code"])))
        if mine is not None and not row["unlike"] and _is_sure(row, mine):
            yield _accepted(row, mine)


def _is_sure(row: Mapping[str, Any], certificate: Certificate) -> bool:
    return bool(row["model"] == certificate.model and row["probability"] >= certificate.threshold)


def _accepted(row: Mapping[str, Any], certificate: Certificate) -> Row:
    kept = ("fragment", "interview", "dimension", "code", "probability", "rank", "model")
    return {name: row[name] for name in kept} | {
        "origin": "auto",
        "coder": "",
        "final": True,
        "decided_at": row["suggested_at"],
        "codebook": certificate.codebook,
        "blind": False,
        "seconds": None,
        "decision": None,
        "certificate": certificate.id,
    }
