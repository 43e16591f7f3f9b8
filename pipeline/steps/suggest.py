"""Suggest codes for unreviewed fragments, and score the fragments that a file names."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline import suggestions
from pipeline.errors import InvalidCodes, UnknownInterview
from pipeline.records import Passage, Report, passages
from pipeline.steps.remote.scoring import request_hash, scores
from pipeline.steps.shared.current_model import model_in_use, refreshed_of
from pipeline.steps.shared.drift import drift_mark, stored_reference, warning
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.study_lock import Clock, locked_store, now
from pipeline.suggestions.registry.card import remark_of

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.settings import Study
    from pipeline.steps.remote.handover import Handover

GIVEN_COLUMNS = ("interview", "start", "end")

SCORED_COLUMNS = ("interview", "start", "end", "dimension", "code", "probability", "suggested")

Spans = dict[str, list[tuple[int, int]]]


def suggest_for_file(study: Study, fragments: Path, output: Path, *, progress: Progress = silent) -> Report:
    """Score the fragments that a CSV names (`interview,start,end`) and write every code's probability to Parquet.

    The file is written whole or not at all; a dimension with at most one value also has a row with the empty code.

    Raises:
        InvalidCodes: a row names an unknown interview or offsets outside its text.
    """
    with locked_store(study) as store, suggestions.vectors_kept_in(study.vectors):
        model = model_in_use(study, clock=now)
        named = _read_given(fragments, store)
        frames = []
        for done, (interview, spans) in enumerate(named.items()):
            progress("suggesting", done, len(named))
            frames.append(_scored(model, passages(store.transcripts.get(interview), spans)))
    frame = pd.concat(frames, ignore_index=True)
    _write_whole(frame, output)
    counts = {"fragments": sum(map(len, named.values())), "suggested": int(frame["suggested"].sum())}
    return Report(step="suggest", counts=counts, details={"model": model.id, "output": str(output)})


def _scored(model: suggestions.TrainedModel, given: Sequence[Passage]) -> pd.DataFrame:
    places = pd.DataFrame(
        [(each.fragment_id, each.transcript_id, each.start, each.end) for each in given],
        columns=["fragment_id", *GIVEN_COLUMNS],
    )
    return model.suggest(given).merge(places, on="fragment_id", how="left")[list(SCORED_COLUMNS)]


def _write_whole(frame: pd.DataFrame, output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(f"{output.name}.partial")
    frame.to_parquet(partial, index=False)
    partial.replace(output)


def _read_given(path: Path, store: Store) -> Spans:
    named: Spans = {}
    lengths: dict[str, int | None] = {}
    problems: list[str] = []
    for row, cells in _rows(path):
        interview = cells["interview"]
        if interview not in lengths:
            lengths[interview] = _length(store, interview)
        span = _span(cells, lengths[interview])
        if isinstance(span, str):
            problems.append(f"row {row}: {span}")
        else:
            named.setdefault(interview, []).append(span)
    if problems or not named:
        raise InvalidCodes(path, problems or ["row 2: there are no fragments in the file"])
    return {interview: list(dict.fromkeys(spans)) for interview, spans in named.items()}


def _length(store: Store, interview: str) -> int | None:
    try:
        return len(store.transcripts.get(interview).text)
    except UnknownInterview:
        return None


def _span(cells: Mapping[str, str], length: int | None) -> tuple[int, int] | str:
    """Parse the offsets of a row, or say what is wrong with them."""
    if length is None:
        return str(UnknownInterview(cells["interview"]))
    try:
        start, end = int(cells["start"]), int(cells["end"])
    except ValueError:
        return "start and end must be whole numbers"
    if not 0 <= start < end <= length:
        return f"{start}-{end} is not inside {cells['interview']} ({length} characters)"
    return start, end


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            missing = [name for name in GIVEN_COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise InvalidCodes(path, [f"row 1: column {missing[0]!r} is missing; needed are interview,start,end"])
            yield from enumerate(reader, start=2)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCodes(path, [f"the file cannot be read as UTF-8 CSV ({type(error).__name__})"]) from error


def unsuggested(study: Study) -> list[str]:
    """Return the interviews with fragments that the current model has not scored; raises NoModel."""
    with locked_store(study) as store:
        model = model_in_use(study, clock=now)
        return store.suggestions.interviews_without(model.id, or_by=refreshed_of(study, model.id))


def suggest(
    study: Study,
    interviews: Sequence[str] | None = None,
    *,
    handed: Handover | None = None,
    progress: Progress = silent,
    clock: Clock = now,
) -> Report:
    """Suggest codes for every fragment without a verdict that the current model has not scored yet.

    Interviews that differ from the training interviews are marked, and named among the problems. `handed` has the
    results of `score` on another machine for some of them.

    Raises:
        NoModel: there is none, and none can be made before people have coded.
        UnfitModel: the stored one must not be loaded.
    """
    counts = {"interviews": 0, "fragments": 0, "suggested": 0}
    with locked_store(study) as store, suggestions.vectors_kept_in(study.vectors):
        model = model_in_use(study, clock=clock)
        known, strange = stored_reference(study, model.id), []
        todo, scored = (
            store.suggestions.interviews_without(model.id, interviews, or_by=refreshed_of(study, model.id)),
            scores(study, handed),
        )
        for done, interview in enumerate(todo):
            progress("suggesting", done, len(todo))
            cut = [each.fragment for each in store.transcripts.fragments(interview)]
            spans = [(each.start, each.end) for each in cut]
            transcript = store.transcripts.get(interview)
            frame = scored.get(request_hash(model.id, transcript, spans))
            if frame is None:
                frame = model.suggest(passages(transcript, spans))
            mark = drift_mark(known, interview, model.id, [each.text for each in cut], frame)
            store.suggestions.save(interview, model.id, frame, suggested_at=clock(), drift_mark=mark)
            strange += [mark] if mark else []
            counts["interviews"] += 1
            counts["fragments"] += len(spans)
            counts["suggested"] += int(frame["suggested"].sum())
        progress("suggesting", len(todo), len(todo))
    details = {"model": model.id, "remark": remark_of(model.card)}
    return Report(step="suggest", counts=counts, problems=tuple(map(warning, strange)), details=details)
