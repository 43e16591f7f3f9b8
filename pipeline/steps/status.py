"""Report the status of a study: interviews, waiting files, reviewed fragments, publication, current model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import results, suggestions
from pipeline.errors import NothingPublished, UnreadableResults
from pipeline.private_files import problem_of_open_files
from pipeline.records import Problem, Report
from pipeline.settings import CODEBOOK_FILE
from pipeline.shared_folders import problem_of_shared_folder, problem_of_shared_store
from pipeline.steps.ingest import waiting
from pipeline.steps.propose import in_figures
from pipeline.steps.shared.codebook_versions import trouble_with
from pipeline.steps.shared.schedule import next_times
from pipeline.steps.shared.segmentation import Segmentation
from pipeline.steps.shared.study_lock import Clock, now, open_store
from pipeline.steps.watch import in_facts, watch_status

if TYPE_CHECKING:
    from pipeline.settings import Study


def status(study: Study, *, clock: Clock = now) -> Report:
    """Count what is stored, waiting, reviewed, published and rejected, and name the current model."""
    new = waiting(study)
    with open_store(study) as store:
        interviews, orphans = store.transcripts.interviews(), [each.fragment_id for each in store.transcripts.orphans()]
        open_suggestions = store.suggestions.open_count()
        codebook = tuple(Problem(place=CODEBOOK_FILE, message=each) for each in trouble_with(study, store))
    counts = {
        "inbox": len(new),
        "rejected": len(list(study.rejected.glob("*.why.txt"))),
        "interviews": len(interviews),
        "fragments": sum(each.fragments for each in interviews),
        "reviewed": sum(each.reviewed for each in interviews),
        "open_suggestions": open_suggestions,
        "orphans": len(orphans),
        "published_tables": len(list(study.results.glob("*.parquet"))),
    }
    segmentation = Segmentation.of(study)
    details = {
        **_current_model(study),
        "proposal": in_figures(suggestions.proposal(study.models)),
        "boundaries": segmentation.boundaries_name,
        "watch": in_facts(watch_status(study)),
        "schedule": next_times(study, after=clock()),
        "waiting": [path.name for path in new],
        "orphans": orphans,
        "auto_accept": _auto_accept(study),
    }
    return Report(
        step="status",
        counts=counts,
        problems=(*codebook, *segmentation.problems, *_refused_model(study), *_open_files(study)),
        details=details,
    )


def _open_files(study: Study) -> tuple[Problem, ...]:
    """Say that other accounts may read files of the study, or other machines may change them, if they may."""
    shared = problem_of_shared_folder(study.folder)
    if shared is None and (store := study.store_file):
        shared = problem_of_shared_store(store)
    found = (problem_of_open_files(study.folder), shared)
    return tuple(each for each in found if each)


def _refused_model(study: Study) -> tuple[Problem, ...]:
    """Say why the current model cannot be used, if it cannot."""
    trouble = suggestions.trouble_with_current(study.models, study.codebook.open)
    return (Problem(place="models/current", message=trouble),) if trouble else ()


def _auto_accept(study: Study) -> str:
    """Describe whether codes are accepted without a person, and how many codes are certified."""
    if not study.settings.suggestions.auto_accept:
        return "off"
    try:
        found = results.read(study.folder, "certificates")
    except (NothingPublished, UnreadableResults):
        return "on; nothing was published yet"
    import pandas as pd

    certified, needs = found["certificate"].notna().sum(), found["needs"].min()
    nearest = "" if pd.isna(needs) else f"; the nearest other needs about {needs} more blind verdicts"
    return f"on; {certified} of {len(found)} codes certified{nearest}"


def _current_model(study: Study) -> dict[str, object]:
    """Return the id of the current model and what it was trained on beside the team's own codes."""
    card = suggestions.card_in(study.models)
    return {"model": None} if card is None else {"model": card["id"], "remark": card.get("remark", "")}
