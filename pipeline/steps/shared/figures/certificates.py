"""Certificates of the current model, and the codes accepted under them if the team switched that on.

Accepted codes are never on blind fragments, are never used for training, and can be revoked. A model is certified
once, on the held-out verdicts of its training, so that repeated tests after each new verdict cannot weaken the
guarantee. Nothing is stored: a verdict on the fragment, a new model or a switched-off setting removes an accepted
code at the next publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipeline import suggestions
from pipeline.results.certification import Certificate, Uncertified, blind_verdicts, certify
from pipeline.steps.shared.figures.verdict_tables import current_tables_of_people

if TYPE_CHECKING:
    from pipeline.decisions import Snapshot
    from pipeline.results.verdict_tables import Tables
    from pipeline.settings import Study

Row = dict[str, object]


def certificates(study: Study, tables: Tables) -> list[Certificate | Uncertified]:
    """Return per code of the current model its certificate, or why there is none; empty without an evaluated model."""
    card = suggestions.card_in(study.models)
    judged = None if card is None else suggestions.held_out_predictions(study.models, str(card["id"]))
    if card is None or judged is None:
        return []
    verdicts = blind_verdicts(tables, judged[judged["learnt"]], study.codebook.open)
    bound = study.settings.suggestions.auto_accept_error
    return certify(verdicts, model=str(card["id"]), codebook=study.codebook.stamp, bound=bound)


def certificate_rows(study: Study, found: Sequence[Certificate | Uncertified]) -> list[Row]:
    """Build the rows of the table `certificates`."""
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
    """Yield rows of `codes` accepted under a certificate, on fragments without any verdict and never on blind ones."""
    found = [each for each in certificates(study, current_tables_of_people(moment)) if isinstance(each, Certificate)]
    certified = {(each.dimension, each.code): each for each in found}
    # One by one: a large study has millions.
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
        "code_given": row["code"],
        "retired": False,
    }
