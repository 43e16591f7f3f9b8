"""Check store, models and results against each other; repair what can be recomputed and report the rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import fragments, results, suggestions
from pipeline.errors import DrempelError
from pipeline.private_files import close_to_others, problem_of_open_files
from pipeline.records import Problem, Report
from pipeline.settings import CODEBOOK_FILE
from pipeline.steps.forget.forget import forget, unfinished
from pipeline.steps.forget.remaining_files import UNFINISHED
from pipeline.steps.publish import publish
from pipeline.steps.shared.codebook_versions import trouble_with
from pipeline.steps.shared.segmentation import Segmentation
from pipeline.steps.shared.study_lock import Clock, locked_store, now

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.settings import Study

INTERRUPTED_WRITES = (
    "data/*.partial",
    "data/rejected/*.partial",
    "data/.handed",
    "data/results/.partial*",
    "data/vectors/.*partial",
    "models/.*partial*",
    "models/boundaries/.*partial*",
)
"""Files that a killed run leaves and nothing reads; no other run is active during the check."""

UPLOADS = "data/.brought-*"
"""Files that the desk reads before they join the inbox; it may be doing so now."""

OLD = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An error, and the function that repairs it; without `fix` only a person can."""

    place: str
    message: str
    fix: Callable[[], object] | None = None


def check(study: Study, *, repair: bool = True, clock: Clock = now) -> Report:
    """Check the whole study, and recompute what can be recomputed.

    Counts: `found`, `repaired`, `left`. The problems list what is left for a person, the details what was repaired. A
    study without errors is not changed.
    """
    with locked_store(study, follows_codebook=False) as store:
        found = list(_look(study, store, clock))
        # Several findings may share a repair, which runs once.
        fixes = dict.fromkeys(finding.fix for finding in found if repair and finding.fix is not None)
        problems_of_repairs = [problem for fix in fixes for problem in _fixed(fix)]
        left = _unique(_look(study, store, clock)) if fixes else _unique(found)
    repaired = [each for each in _unique(found) if each not in left]
    problems = (*(Problem(place=place, message=f"{place}: {message}") for place, message in left), *problems_of_repairs)
    counts = {"found": len(found), "repaired": len(repaired), "left": len(problems)}
    repairs = [f"{place}: {message}" for place, message in repaired]
    return Report(step="check", counts=counts, problems=problems, details={"repaired": repairs})


def _fixed(fix: Callable[[], object]) -> tuple[Problem, ...]:
    """Repair, and return what the repair left for a person.

    What cannot be repaired now is found again at the second look.
    """
    with suppress(DrempelError):
        done = fix()
        return done.problems if isinstance(done, Report) else ()
    return ()


def _unique(findings: Iterator[Finding] | list[Finding]) -> list[tuple[str, str]]:
    return [(finding.place, finding.message) for finding in findings]


def _look(study: Study, store: Store, clock: Clock) -> Iterator[Finding]:
    yield from _leftover_files(study, clock)
    yield from _open_files(study)
    yield from _half_forgotten(study)
    yield from _store(store)
    yield from _codebook(study, store)
    yield from _models(study)
    yield from _boundaries(study)
    yield from _vectors(study)
    yield from _results(study, store)
    yield from _sent(study)
    yield from _rejected(study)


def _leftover_files(study: Study, clock: Clock) -> Iterator[Finding]:
    cut_off = [path for pattern in INTERRUPTED_WRITES for path in sorted(study.folder.glob(pattern))]
    before = (clock() - OLD).timestamp()
    cut_off += [path for path in sorted(study.folder.glob(UPLOADS)) if path.stat().st_mtime < before]
    for path in cut_off:
        place = path.relative_to(study.folder).as_posix()
        yield Finding(place=place, message="left by a run that was cut off", fix=partial(_remove, path))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _open_files(study: Study) -> Iterator[Finding]:
    found = problem_of_open_files(study.folder)
    if found:
        closed = partial(close_to_others, study.folder)
        yield Finding(
            place=found.place, message="other accounts of this machine may read files of the study", fix=closed
        )


def _half_forgotten(study: Study) -> Iterator[Finding]:
    interview = unfinished(study)
    if interview:
        message = "the forgetting of an interview was cut off; `drempel forget` it once more"
        yield Finding(place=UNFINISHED.as_posix(), message=message, fix=partial(forget, study, interview))


def _store(store: Store) -> Iterator[Finding]:
    for message in store.maintenance.check():
        yield Finding(place="store", message=message, fix=store.maintenance.rebuild)


def _codebook(study: Study, store: Store) -> Iterator[Finding]:
    for message in trouble_with(study, store):
        yield Finding(place=CODEBOOK_FILE, message=message)


def _models(study: Study) -> Iterator[Finding]:
    broken = suggestions.broken_models(study.models)
    for name, why in broken.items():
        yield Finding(place=f"models/{name}", message=f"{why} The folder can be removed.")
    trouble = suggestions.trouble_with_current(study.models, study.codebook.open)
    if trouble:
        yield Finding(
            place="models/current",
            message=f"{trouble} The newest model that fits, if there is one, can be made current.",
            fix=lambda: suggestions.choose_current(study.models, study.codebook.open),
        )


def _boundaries(study: Study) -> Iterator[Finding]:
    for problem in Segmentation.of(study).problems:
        shipped = partial(fragments.use_shipped_boundaries, study.models)
        yield Finding(place=problem.place, message=problem.message, fix=shipped)


def _vectors(study: Study) -> Iterator[Finding]:
    for path in suggestions.damaged_vectors(study.vectors):
        place = path.relative_to(study.folder).as_posix()
        message = "it is not what was written; removed, its texts are encoded anew when they are next read"
        yield Finding(place=place, message=message, fix=partial(_remove, path))


def _results(study: Study, store: Store) -> Iterator[Finding]:
    interviews = [each.id for each in store.transcripts.interviews()]
    with store.snapshot() as moment:
        faults = results.faults(study.folder, interviews=interviews, ledger=moment.rows("decisions"))
    anew = partial(publish, study)
    for table, message in faults.items():
        yield Finding(place=f"data/results/{table}.parquet", message=message, fix=anew)


def _sent(study: Study) -> Iterator[Finding]:
    for depot in study.depots:
        for name in depot.missing():
            place = f"{depot.folder.relative_to(study.folder).as_posix()}/{name}"
            yield Finding(place=place, message="it is not where it was sent", fix=depot.send_anew)


def _rejected(study: Study) -> Iterator[Finding]:
    for path in sorted(study.rejected.glob("*")):
        reason = path.with_name(f"{path.name}.why.txt")
        if not path.name.startswith(".") and not path.name.endswith((".why.txt", ".partial")) and not reason.exists():
            place = path.relative_to(study.folder).as_posix()
            yield Finding(place=place, message="it has no reason beside it; drop it in data/inbox once more")
