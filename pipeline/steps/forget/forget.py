"""Forget one participant everywhere in the workspace, and certify what was removed and what was not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.errors import NothingToLearn, UnknownInterview, WatchIsOn
from pipeline.messages import Message
from pipeline.records import Problem, Report
from pipeline.settings import CODEBOOK_FILE, Study
from pipeline.steps.backup import backups_of
from pipeline.steps.forget.quote_search import QuoteIndex
from pipeline.steps.forget.remaining_files import UNFINISHED, UNSEARCHED, name_pattern, remaining_files
from pipeline.steps.forget.remove_files import (
    clear_history,
    redact_codebook,
    remove_derived,
    remove_files,
    remove_models,
    strike_rows,
)
from pipeline.steps.publish import publish
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.starter_examples import starter_study
from pipeline.steps.shared.study_lock import Clock, locked_store, now
from pipeline.steps.train import train

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.decisions.transcripts.erase import StoredText

CERTIFICATES = Path("data", "forgotten")

RETRAIN = Message(
    "The models that learnt from this interview were removed. Run `drempel train` to make one without it."
)

NOT_SEARCHED = Message(
    "The forgetting had been cut off, and their words are gone, so your other files could not be searched for quotes: "
    "look through notes and memos of your own."
)


NAME_NOT_SEARCHED = Message(
    "The interview's id is too short to be looked for within your files and their names: look for it yourself."
)

OUT_OF_REACH = Message("are out of reach from here: ask who administers them")
IN_BACKUP = Message("is a backup with this interview in it: destroy it")


def forget(
    study: Study,
    interview: str,
    *,
    retrain: bool = False,
    evaluate: bool = True,
    progress: Progress = silent,
    clock: Clock = now,
) -> Report:
    """Remove an interview from the inbox, the store, the results, and every model that learnt from it.

    Its ledger entries stay, without words or name. Backups are not changed but named, and so is every file that
    still contains a quote. With `retrain` a new model is trained on the other interviews. A certificate without a word
    of the interview is stored in `data/forgotten/`. After an interruption, `forget` or `check` does the rest.

    Raises:
        UnknownInterview: it is not in the study.
        WatchIsOn: `drempel watch` or a run of Prefect uses the workspace; nothing was changed.
        StoreUnusable: somebody reads from the store, so that its pages cannot be cleaned; call it again.
    """
    with _refuse_active_watch(study), locked_store(study, follows_codebook=False) as store:
        said = _all_texts(study, store, interview)
        traces = QuoteIndex([each.text for each in said], _texts_of_others(store, interview))
        (study.folder / UNFINISHED).write_text(interview, encoding="utf-8")
        counts, beyond = _erase(study, store, interview, said, traces, clock())
        problems = [Problem(place="models", message=RETRAIN)] if counts["models"] and not retrain else []
        if counts["models"] and retrain:
            problems += _retrain(study, evaluate, progress, clock)
        problems += [] if said else [Problem(place="files", message=NOT_SEARCHED)]
        problems += [] if name_pattern(interview) else [Problem(place="files", message=NAME_NOT_SEARCHED)]
        backups = backups_of(study, interview)
        left = remaining_files(study, interview, traces, backups)
        unsearched = list(left.values()).count(UNSEARCHED)
        counts |= {"backups": len(backups), "left": len(left) - unsearched, "unsearched": unsearched}
        done = {"removed": counts, "searched": bool(said), "backups": backups, "out_of_reach": beyond}
        details = {"interview": interview, "certificate": str(_certify(study, clock(), done))}
        (study.folder / UNFINISHED).unlink()
    problems += [_problem(each, IN_BACKUP) for each in backups]
    problems += [_problem(place, what) for place, what in (left | dict.fromkeys(beyond, OUT_OF_REACH)).items()]
    return Report(step="forget", counts=counts, problems=tuple(problems), details=details)


def _problem(place: str, what: str) -> Problem:
    return Problem(place=place, message=Message("%(place)s %(what)s.", place=place, what=what))


def unfinished(study: Study) -> str | None:
    """Return the interview whose removal was interrupted."""
    marker = study.folder / UNFINISHED
    return marker.read_text(encoding="utf-8") if marker.is_file() else None


@contextmanager
def _refuse_active_watch(study: Study) -> Iterator[None]:
    home = study.folder / ".prefect"
    home.mkdir(exist_ok=True)
    lock = FileLock(home / "server.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise WatchIsOn(home) from error
    try:
        yield
    finally:
        lock.release()


def _all_texts(study: Study, store: Store, interview: str) -> list[StoredText]:
    try:
        return store.transcripts.stored_texts(interview)
    except UnknownInterview:
        if unfinished(study) == interview:
            return []
        raise


def _texts_of_others(store: Store, interview: str) -> Iterator[str]:
    """Yield the texts of all other interviews, and the shipped codebook with its invented examples."""
    yield (starter_study() / CODEBOOK_FILE).read_text(encoding="utf-8")
    for each in store.transcripts.interviews():
        if each.id != interview:
            yield store.transcripts.get(each.id).text


def _erase(
    study: Study, store: Store, interview: str, said: Sequence[StoredText], traces: QuoteIndex, at: datetime
) -> tuple[dict[str, int], list[str]]:
    """Remove everything outside the store first: while the store knows the interview, all of this can be repeated.

    Returns counts, and what could not be removed.
    """
    counts = {
        "files": remove_files(study, interview, said),
        "derived": remove_derived(study),
        "rows": strike_rows(study, interview),
        "models": remove_models(study, interview, traces),
        "in_codebook": redact_codebook(study, traces),
        "runs": clear_history(study),
    }
    if said:
        facts = store.transcripts.erase(interview, at=at, redact=traces.redact)
        counts |= {"fragments": facts.fragments, "entries": facts.entries, "memos": facts.memos, "quotes": facts.quotes}
    beyond = [store.maintenance.scrub()]
    if any(study.results.glob("*.parquet")):
        counts["tables"] = len(publish(study).counts)
    for depot in study.depots:
        # Now and not at the end of the step: what could not be removed here is not certified.
        depot.send()
        beyond.append(f"{depot.where}: earlier versions of files, where that storage keeps any")
    return counts, list(filter(None, beyond))


def _retrain(study: Study, evaluate: bool, progress: Progress, clock: Clock) -> list[Problem]:
    try:
        train(study, evaluate=evaluate, curve=False, progress=progress, clock=clock)
    except NothingToLearn as too_little:
        return [Problem(place="models", message=too_little.message)]
    return []


def _certify(study: Study, at: datetime, facts: Mapping[str, object]) -> Path:
    """Write the certificate without the interview's name: that is on the steward's own copy, printed once."""
    folder = study.folder / CERTIFICATES
    folder.mkdir(parents=True, exist_ok=True)
    stem, taken = f"{at:%Y%m%d-%H%M%S}", len(list(folder.glob(f"{at:%Y%m%d-%H%M%S}*.json")))
    path = folder / (f"{stem}-{taken + 1}.json" if taken else f"{stem}.json")
    partial = path.with_suffix(".partial")
    partial.write_text(
        json.dumps({"forgotten_at": at.isoformat(), **facts}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    partial.replace(path)
    return path
