"""Ingest: files become transcripts, transcripts become fragments; what cannot be read is set aside with its reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline import fragments, transcripts
from pipeline.decisions import Store
from pipeline.errors import ChangedTranscript, UnreadableTranscript
from pipeline.records import Problem, Report, Role, Transcript, sha256_of
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.reports import Progress, silent

INTERVIEW_COLUMNS = ("interviews.csv", "interviews.xlsx")
"""Files that describe interviews; beside the transcripts or one folder up, never transcripts themselves."""


def waiting(study: Study) -> list[Path]:
    """The files in the inbox that are not in the study yet, by name."""
    with held(study) as store:
        return [path for path in _files_in([study.inbox]) if not _is_known(store, path)]


def ingest(
    study: Study, paths: Sequence[Path] | None = None, *, progress: Progress = silent, clock: Clock = now
) -> Report:
    """Read the files (default: the inbox; a folder stands for the files in it) and cut them into fragments.

    A file already in the study is passed over. One that cannot be read, or that has other contents than the
    interview of its name, lands in `data/rejected/` beside a `.why.txt`: moved from the inbox, copied from elsewhere.
    """
    found = _files_in([study.inbox] if paths is None else paths)
    counts = {"read": 0, "known": 0, "rejected": 0, "fragments": 0, "words": 0}
    problems: list[Problem] = []
    guessed: list[str] = []
    with held(study) as store:
        for done, path in enumerate(found):
            progress("reading", done, len(found))
            try:
                taken = _take_in(study, store, path, clock)
            except (UnreadableTranscript, ChangedTranscript) as refusal:
                problems.append(Problem(place=path.name, message=str(refusal)))
                _set_aside(study, path, str(refusal))
                counts["rejected"] += 1
                continue
            if taken is None:
                counts["known"] += 1
                continue
            transcript, cut = taken
            counts["read"] += 1
            counts["fragments"] += cut
            counts["words"] += sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
            if transcript.roles_from == "guessed":
                guessed.append(transcript.id)
        progress("reading", len(found), len(found))
    return Report(step="ingest", counts=counts, problems=tuple(problems), details={"roles_guessed": guessed})


def _take_in(study: Study, store: Store, path: Path, clock: Clock) -> tuple[Transcript, int] | None:
    if _is_known(store, path):
        return None
    if store.sha256_of(path.stem) is not None:
        raise ChangedTranscript(path, path.stem)
    # Pydantic's keys are literals; to the reader they are names.
    columns = {str(part): header for part, header in study.settings.transcripts.columns.items()}
    transcript = transcripts.read(path, codebook=study.codebook, metadata=_columns_beside(path), columns=columns)
    cut = fragments.cut(transcript, unit=study.settings.fragments.unit)
    if not any(turn.role is Role.RESPONDENT for turn in transcript.turns):
        raise UnreadableTranscript(
            path,
            "no turn of a respondent was found in it",
            "Label the turns, for example `I:` and `R:`, or name the labels in `roles` of codebook.yaml.",
        )
    store.add_transcript(
        transcript,
        cut,
        blind_share=study.settings.review.blind_share,
        seed=study.settings.seed,
        cut_by=fragments.backend(),
        ingested_at=clock(),
    )
    return transcript, len(cut)


def _is_known(store: Store, path: Path) -> bool:
    known = store.sha256_of(path.stem)
    return known is not None and path.is_file() and known == sha256_of(path.read_bytes())


def _files_in(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.iterdir()) if path.is_dir() else [path]
    # A hidden file is the system's, not the researcher's.
    return [path for path in found if path.name not in INTERVIEW_COLUMNS and path.name[0] != "." and not path.is_dir()]


def _columns_beside(path: Path) -> Mapping[str, str]:
    for folder in (path.parent, path.parent.parent):
        for name in INTERVIEW_COLUMNS:
            if (folder / name).is_file():
                return transcripts.read_metadata(folder / name).get(path.stem, {})
    return {}


def _set_aside(study: Study, path: Path, why: str) -> None:
    study.rejected.mkdir(parents=True, exist_ok=True)
    place = study.rejected / path.name
    reason = place.with_name(f"{place.name}.why.txt")
    partial = reason.with_name(f"{reason.name}.partial")
    partial.write_text(why + "\n", encoding="utf-8")
    partial.replace(reason)
    if path.parent.resolve() == study.inbox.resolve():
        path.replace(place)
    elif path.is_file() and not path.is_symlink():
        shutil.copyfile(path, place)
