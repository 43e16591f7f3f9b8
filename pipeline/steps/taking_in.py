"""Ingest: files become transcripts, transcripts become fragments; what cannot be read is set aside with its reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import fragments, transcripts
from pipeline.decisions import Store
from pipeline.decisions.views import Replacement
from pipeline.errors import ChangedTranscript, LostCodes, TwoFiles, UnreadableTranscript
from pipeline.records import Fragment, Problem, Report, Role, Transcript
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.describing import INTERVIEW_COLUMNS, Tables, bring_up_to_date
from pipeline.steps.renewing import is_known, renew, settle_rejected
from pipeline.steps.reports import Progress, silent

REFUSALS = (UnreadableTranscript, ChangedTranscript, LostCodes, TwoFiles)
"""What sets a file aside; the run goes on."""


@dataclass(kw_only=True)
class _Tally:
    """What an ingest has done so far."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("read", "changed", "known", "rejected", "fragments", "words", "orphans"), 0
        )
    )
    problems: list[Problem] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)

    def add(self, transcript: Transcript, cut: int, replaced: Replacement | None) -> None:
        """Count an interview that is new, or has a new version."""
        self.counts["read" if replaced is None else "changed"] += 1
        self.counts["fragments"] += cut if replaced is None else replaced.added
        if replaced is None:
            self.counts["words"] += sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
        else:
            self.orphans += replaced.orphans
            self.counts["orphans"] += len(replaced.orphans)
        if transcript.roles_from == "guessed":
            self.guessed.append(transcript.id)


def waiting(study: Study) -> list[Path]:
    """The files in the inbox that are not in the study yet, or have other contents, by name."""
    with held(study) as store:
        return [path for path in _files_in([study.inbox]) if not is_known(store, path)]


def ingest(
    study: Study,
    paths: Sequence[Path] | None = None,
    *,
    accept_changes: bool = False,
    progress: Progress = silent,
    clock: Clock = now,
) -> Report:
    """Read the files (default: the inbox; a folder stands for the files in it) and cut them into fragments.

    A file already in the study is passed over. One with other contents than the interview of its name becomes its new
    version: codes go along where their words still stand, the others are listed as `orphans`. One that cannot be read,
    or (unless `accept_changes`) would orphan most of what was coded, lands in `data/rejected/` beside a `.why.txt`:
    moved from the inbox, copied from elsewhere.
    """
    found = _files_in([study.inbox] if paths is None else paths)
    tally, tables = _Tally(), Tables()
    with held(study) as store:
        # Old copies that lie in the inbox are no wish to go back; a file that is named is.
        go_back = accept_changes and paths is not None
        taking = _Taking(study, store, tables, clock, accept_changes=accept_changes, go_back=go_back)
        for done, path in enumerate(found):
            progress("reading", done, len(found))
            _take_one(taking, path, tally)
        progress("reading", len(found), len(found))
        tally.counts["described"] = bring_up_to_date(study, store, tables, found)
    problems = (*tally.problems, *tables.problems)
    details = {"roles_guessed": tally.guessed, "orphans": tally.orphans}
    return Report(step="ingest", counts=tally.counts, problems=problems, details=details)


def _take_one(taking: _Taking, path: Path, tally: _Tally) -> None:
    try:
        if not taking.knows(path):
            tally.add(*taking.take_in(path))
            return
        tally.counts["known"] += 1
    except REFUSALS as refusal:
        tally.problems.append(Problem(place=path.name, message=str(refusal)))
        tally.counts["rejected"] += 1
        _set_aside(taking.study, path, str(refusal))


class _Taking:
    """What taking in a file needs, the same for all of a run."""

    def __init__(
        self, study: Study, store: Store, tables: Tables, clock: Clock, *, accept_changes: bool, go_back: bool
    ) -> None:
        self.study, self._store, self._tables, self._clock = study, store, tables, clock
        self._accept_changes, self._go_back = accept_changes, go_back

    def knows(self, path: Path) -> bool:
        """Whether there is nothing to do for this file."""
        return is_known(self._store, path, go_back=self._go_back)

    def take_in(self, path: Path) -> tuple[Transcript, int, Replacement | None]:
        """Store what the file holds, with the number of its fragments and what it replaced."""
        transcript, cut = self._read(path)
        replaced = None
        if self._store.sha256_of(transcript.id) is None:
            self._add(transcript, cut)
        else:
            accept = self._accept_changes
            replaced = renew(self._store, path, transcript, cut, self._clock, accept_changes=accept)
        settle_rejected(self.study, path)
        return transcript, len(cut), replaced

    def _read(self, path: Path) -> tuple[Transcript, list[Fragment]]:
        settings = self.study.settings
        # Pydantic's keys are literals; to the reader they are names.
        columns = {str(part): header for part, header in settings.transcripts.columns.items()}
        transcript = transcripts.read(
            path, codebook=self.study.codebook, metadata=self._tables.beside(path), columns=columns
        )
        cut = fragments.cut(transcript, unit=settings.fragments.unit)
        if not any(turn.role is Role.RESPONDENT for turn in transcript.turns):
            raise UnreadableTranscript(
                path,
                "no turn of a respondent was found in it",
                "Label the turns, for example `I:` and `R:`, or name the labels in `roles` of codebook.yaml.",
            )
        return transcript, cut

    def _add(self, transcript: Transcript, cut: Sequence[Fragment]) -> None:
        self._store.add_transcript(
            transcript,
            cut,
            blind_share=self.study.settings.review.blind_share,
            seed=self.study.settings.seed,
            cut_by=fragments.backend(),
            ingested_at=self._clock(),
        )


def _files_in(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.iterdir()) if path.is_dir() else [path]
    # A hidden file is the system's, not the researcher's.
    return [path for path in found if path.name not in INTERVIEW_COLUMNS and path.name[0] != "." and not path.is_dir()]


def _set_aside(study: Study, path: Path, why: str) -> None:
    study.rejected.mkdir(parents=True, exist_ok=True)
    place = study.rejected / path.name
    reason = place.with_name(f"{place.name}.why.txt")
    partial = reason.with_name(f"{reason.name}.partial")
    partial.write_text(why + "\n", encoding="utf-8")
    partial.replace(reason)
    if path.parent.resolve() == study.inbox.resolve():
        path.replace(place)
    elif path.is_file() and not path.is_symlink() and path.resolve() != place.resolve():
        shutil.copyfile(path, place)
