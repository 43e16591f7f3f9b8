"""Publishing what was reviewed, and telling how the study stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

import pandas as pd

from pipeline import results, suggestions
from pipeline.decisions import Snapshot
from pipeline.errors import NothingPublished, UnreadableResults
from pipeline.records import Report, sha256_of
from pipeline.settings import Study
from pipeline.steps.access import held
from pipeline.steps.cutting import Scissors
from pipeline.steps.figures import CORE, figures
from pipeline.steps.proposing import in_figures
from pipeline.steps.reports import Progress, silent
from pipeline.steps.taking_in import waiting
from pipeline.steps.watching import in_facts, watch_told


def publish(study: Study, *, anew: bool = True, progress: Progress = silent) -> Report:
    """Write every table of `data/results/` from one moment of the store: all of them, or none.

    The figures on agreement and shares follow from the tables just written, and from nothing else but the model store.
    With `anew=False` nothing is written when neither the store, the models nor the settings changed since.
    """
    # The lock keeps other runs out, not people at the desk: tables of several moments would not fit each other.
    with held(study) as store, store.snapshot() as moment:
        stamp = {"study": study.codebook.study, "codebook": study.codebook.stamp, "state": _state(study, moment)}
        counts = None if anew else results.standing(study.results, stamp)
        written = counts is None
        if counts is None:
            beside = partial(figures, study, by_judges=moment.coded_anew(), progress=progress)
            counts = results.publish(_rows(study, moment), study.results, stamp=stamp, figures=beside)
    return Report(step="publish", counts=counts, details={"results": str(study.results), "written": written})


def _state(study: Study, moment: Snapshot) -> str:
    current = suggestions.card_in(study.models)
    models = [str(current and current["id"]), *sorted(suggestions.cards(study.models))]
    # Settings choose what is accepted without a person; most of them change nothing, and are changed seldom.
    return sha256_of(" ".join([moment.state(), study.settings.model_dump_json(), *models]).encode())


def _rows(study: Study, moment: Snapshot) -> Mapping[str, Iterable[Mapping[str, object]]]:
    rows: dict[str, Iterable[Mapping[str, object]]] = {table: moment.rows(table) for table in CORE}
    if study.settings.suggestions.auto_accept:
        rows["codes"] = chain(rows["codes"], _accepted_alone(study, moment))
    return rows


def _accepted_alone(study: Study, moment: Snapshot) -> Iterator[Mapping[str, object]]:
    # Imported here: SciPy takes half a second.
    from pipeline.steps.certifying import auto_accepted

    return auto_accepted(study, moment)


def status(study: Study) -> Report:
    """How the study stands: what is in, waiting, reviewed, published, rejected, and which model is current."""
    new = waiting(study)
    with held(study) as store:
        interviews, orphans = store.interviews(), [each.fragment_id for each in store.orphans()]
    counts = {
        "inbox": len(new),
        "rejected": len(list(study.rejected.glob("*.why.txt"))),
        "interviews": len(interviews),
        "fragments": sum(each.fragments for each in interviews),
        "reviewed": sum(each.reviewed for each in interviews),
        "open_suggestions": sum(each.suggested_open for each in interviews),
        "orphans": len(orphans),
        "published_tables": len(list(study.results.glob("*.parquet"))),
    }
    scissors = Scissors.of(study)
    details = {
        **_current_model(study),
        "proposal": in_figures(suggestions.proposal(study.models)),
        "boundaries": scissors.named,
        "watch": in_facts(watch_told(study)),
        "waiting": [path.name for path in new],
        "orphans": orphans,
        "auto_accept": _auto_accept(study),
    }
    return Report(step="status", counts=counts, problems=scissors.problems, details=details)


def _auto_accept(study: Study) -> str:
    """Whether codes are accepted without a person, and how many codes are certified for that."""
    if not study.settings.suggestions.auto_accept:
        return "off"
    try:
        found = results.read(study.folder, "certificates")
    except (NothingPublished, UnreadableResults):
        return "on; nothing was published yet"
    certified, needs = found["certificate"].notna().sum(), found["needs"].min()
    nearest = "" if pd.isna(needs) else f"; the nearest other needs about {needs} more blind verdicts"
    return f"on; {certified} of {len(found)} codes certified{nearest}"


def _current_model(study: Study) -> dict[str, object]:
    """The id of the model in use and what it rests on beside the team's own codes."""
    card = suggestions.card_in(study.models)
    return {"model": None} if card is None else {"model": card["id"], "remark": card.get("remark", "")}
