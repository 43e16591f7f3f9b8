"""Ingest: files become transcripts, transcripts become fragments; what cannot be read is set aside with its reason."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.decisions.views import Replacement
from pipeline.errors import (
    ChangedTranscript,
    LostCodes,
    NotPseudonymised,
    StillWritten,
    TwoFiles,
    UnreadableTranscript,
)
from pipeline.records import Problem, Report
from pipeline.settings import Study
from pipeline.steps.access import Clock, held, now
from pipeline.steps.describing import bring_up_to_date
from pipeline.steps.files import files_in
from pipeline.steps.handing import Handed
from pipeline.steps.reading import Reader
from pipeline.steps.reports import Progress, silent
from pipeline.steps.taking import Taken, Taking
from pipeline.transcripts import may_be_opened

REFUSALS = (UnreadableTranscript, ChangedTranscript, LostCodes, TwoFiles)
"""What sets a file aside; the run goes on."""


@dataclass(kw_only=True)
class _Tally:
    """What an ingest has done so far."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("read", "changed", "known", "waiting", "rejected", "fragments", "words", "covered", "orphans"), 0
        )
    )
    problems: list[Problem] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)

    def add(self, taken: Taken) -> None:
        """Count an interview that is new, or has a new version."""
        transcript, replaced = taken.transcript, taken.replaced
        if replaced == Replacement():
            self.counts["known"] += 1  # other replacements were confirmed, and none of them occurs in it
            return
        self.counts["covered"] += taken.covered
        self.counts["read" if replaced is None else "changed"] += 1
        self.counts["fragments"] += taken.fragments if replaced is None else replaced.added
        if replaced is None:
            self.counts["words"] += sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
        else:
            self.orphans += replaced.orphans
            self.counts["orphans"] += len(replaced.orphans)
        if transcript.roles_from == "guessed":
            self.guessed.append(transcript.id)


def waiting(study: Study) -> list[Path]:
    """The files in the inbox that are not in the study yet, or have other contents, by name."""
    return look_in_inbox(study)[0]


def look_in_inbox(study: Study) -> tuple[list[Path], int]:
    """The files in the inbox that wait, by name, and how many there are in the study already."""
    with held(study) as store:
        taking = Taking(Reader(study), store, now)
        found = files_in([study.inbox])
        new = [path for path in found if not taking.knows(path)]
    return new, len(found) - len(new)


def ingest(
    study: Study,
    paths: Sequence[Path] | None = None,
    *,
    accept_changes: bool = False,
    handed: Handed | None = None,
    progress: Progress = silent,
    clock: Clock = now,
) -> Report:
    """Read the files (default: the inbox; a folder stands for the files in it) and cut them into fragments.

    A file already in the study is passed over. One with other contents than the interview of its name becomes its new
    version: codes go along where their words still stand, the others are listed as `orphans`. One that cannot be read,
    or (unless `accept_changes`) would orphan most of what was coded, lands in `data/rejected/` beside a `.why.txt`:
    moved from the inbox, copied from elsewhere. One whose names wait for a researcher's word, or that somebody is still
    writing, stays where it is. `handed` is what `read_and_cut` made of some of them elsewhere.

    Raises:
        InvalidPseudonyms: the table of replacements cannot be read; nothing was taken in.
    """
    found = files_in([study.inbox] if paths is None else paths)
    tally = _Tally()
    with held(study) as store:
        # Old copies that lie in the inbox are no wish to go back; a file that is named is.
        go_back = accept_changes and paths is not None
        reader = Reader(study, handed)
        taking = Taking(reader, store, clock, accept_changes=accept_changes, go_back=go_back)
        for done, path in enumerate(found):
            progress("reading", done, len(found))
            _take_one(taking, path, tally)
        progress("reading", len(found), len(found))
        store.draw_coded_twice(share=study.settings.review.double_share, seed=study.settings.seed)
        tally.counts["described"] = bring_up_to_date(study, store, reader.tables, found)
    problems = (*reader.scissors.problems, *tally.problems, *reader.tables.problems)
    details = {"roles_guessed": tally.guessed, "orphans": tally.orphans}
    return Report(step="ingest", counts=tally.counts, problems=problems, details=details)


def _take_one(taking: Taking, path: Path, tally: _Tally) -> None:
    try:
        if not taking.knows(path):
            tally.add(taking.take_in(path))
            return
        tally.counts["known"] += 1
    except (NotPseudonymised, StillWritten) as not_yet:
        tally.problems.append(Problem(place=path.name, message=str(not_yet)))
        tally.counts["waiting"] += 1
    except REFUSALS as refusal:
        tally.problems.append(Problem(place=path.name, message=str(refusal)))
        tally.counts["rejected"] += 1
        _set_aside(taking.study, path, str(refusal))


def _set_aside(study: Study, path: Path, why: str) -> None:
    study.rejected.mkdir(parents=True, exist_ok=True)
    place = study.rejected / path.name
    reason = place.with_name(f"{place.name}.why.txt")
    partial = reason.with_name(f"{reason.name}.partial")
    partial.write_text(why + "\n", encoding="utf-8")
    partial.replace(reason)
    if path.parent.resolve() == study.inbox.resolve():
        path.replace(place)
    elif may_be_opened(path) and path.resolve() != place.resolve():
        shutil.copyfile(path, place)
