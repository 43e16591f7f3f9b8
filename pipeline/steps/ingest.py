"""Ingest transcripts: read, pseudonymise and segment files, store new interviews and new versions, set others aside."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.decisions.records import Replacement
from pipeline.errors import (
    ChangedTranscript,
    KnownUnderAnotherName,
    LostCodes,
    NotPseudonymised,
    StillWritten,
    StoreUnusable,
    TwoFiles,
    UnreadableTranscript,
)
from pipeline.records import Fragment, Problem, Report, Transcript, sha256_of
from pipeline.steps.shared.files import files_in
from pipeline.steps.shared.interview_columns import sync_columns
from pipeline.steps.shared.reader import Reader, SegmentedFile
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.study_lock import Clock, locked_store, now, open_store
from pipeline.transcripts import may_be_opened, words_hash

if TYPE_CHECKING:
    from pipeline.decisions import Store
    from pipeline.settings import Study
    from pipeline.steps.pseudonymise import Pseudonyms
    from pipeline.steps.remote.handover import Handover

MOST_LOST = 0.5
"""The share of coded fragments that a new version may orphan before a person has to confirm it."""


def is_known(store: Store, pseudonyms: Pseudonyms, path: Path, *, go_back: bool = False, again: bool = False) -> bool:
    """Whether this file is in the study, as the current version or as an earlier one.

    A file with other replacements than are confirmed now is not known.

    An old copy in the inbox must not undo the newer version at every run; `go_back` restores it on purpose. With
    `again` the current version's file is not known either: how it is read may have changed.
    """
    stored = store.transcripts.sha256(path.stem)
    if stored is None or not may_be_opened(path):
        return False
    sha256 = sha256_of(path.read_bytes())
    if sha256 == stored:
        return pseudonyms.is_current(path.stem) and not again
    return not go_back and store.transcripts.has_version(path.stem, sha256)


def replace_interview(
    store: Store,
    pseudonyms: Pseudonyms,
    path: Path,
    later: Transcript,
    cut: Sequence[Fragment],
    clock: Clock,
    *,
    cut_by: str,
    accept_changes: bool,
) -> Replacement:
    """Store the file's contents as a new version of the interview.

    Raises:
        LostCodes: most coded passages are missing in it, and nobody confirmed that.
        TwoFiles: another file beside it is the current version of the interview.
    """
    _refuse_twins(store, path)
    stored = store.transcripts.get(later.id)
    done = store.transcripts.replace(
        # Columns that people typed take precedence over those of the file.
        replace(later, metadata={**later.metadata, **stored.metadata}),
        cut,
        cut_by=cut_by,
        taken_in_at=clock(),
        most_lost=1.0 if accept_changes else MOST_LOST,
        reworded=pseudonyms.with_current_names(stored),
    )
    # Earlier versions may still contain the names, and so may freed pages of the store's file.
    if store.transcripts.mask_words(later.id, pseudonyms.words(later.id)):
        with suppress(StoreUnusable):  # somebody reads: the next rewriting of the file cleans it
            store.maintenance.scrub()
    return done


def settle_rejected(study: Study, path: Path) -> None:
    """Move a rejected file that is in the study now back to the inbox, and remove its reason."""
    if path.parent.resolve() == study.rejected.resolve() and not (study.inbox / path.name).exists():
        path.replace(study.inbox / path.name)
        path.with_name(f"{path.name}.why.txt").unlink(missing_ok=True)


def _refuse_twins(store: Store, path: Path) -> None:
    stored = store.transcripts.sha256(path.stem)
    for other in sorted(path.parent.glob(f"{_literally(path.stem)}.*")):
        if (
            other != path
            and other.stem == path.stem
            and may_be_opened(other)
            and sha256_of(other.read_bytes()) == stored
        ):
            raise TwoFiles(path, other)


def _literally(name: str) -> str:
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """The result of one file: transcript, fragments, number of names replaced, and the version that it replaces."""

    transcript: Transcript
    fragments: int
    names_replaced: int
    replaced: Replacement | None
    account: Mapping[str, Any]


class FileImporter:
    """Imports files; made once per run."""

    def __init__(
        self,
        reader: Reader,
        store: Store,
        clock: Clock,
        *,
        accept_changes: bool = False,
        go_back: bool = False,
        again: bool = False,
    ) -> None:
        self.study, self._reader, self._store, self._clock = reader.study, reader, store, clock
        self._accept_changes, self._go_back, self._again = accept_changes, go_back, again
        self._by_words: dict[int, list[str]] | None = None

    def knows(self, path: Path) -> bool:
        """Whether there is nothing to do for this file."""
        return is_known(self._store, self._reader.pseudonyms, path, go_back=self._go_back, again=self._again)

    def take_in(self, path: Path) -> ImportedFile:
        """Store the interview in the file.

        Raises:
            UnreadableTranscript, ChangedTranscript, KnownUnderAnotherName, LostCodes, TwoFiles: it cannot be taken in
                as it is.
            NotPseudonymised: it has to wait.
        """
        cut = self._reader.cut(path)
        transcript, pseudonyms, cut_by = cut.transcript, self._reader.pseudonyms, self._reader.segmentation.cut_by
        replaced = None
        if self._store.transcripts.sha256(transcript.id) is None:
            self._refuse_repeated(path, transcript)
            self._add(cut, cut_by)
        else:
            replaced = replace_interview(
                self._store,
                pseudonyms,
                path,
                transcript,
                cut.fragments,
                self._clock,
                cut_by=cut_by,
                accept_changes=self._accept_changes,
            )
        pseudonyms.remember(transcript.id)
        settle_rejected(self.study, path)
        return ImportedFile(
            transcript=transcript,
            fragments=len(cut.fragments),
            names_replaced=cut.names_replaced,
            replaced=replaced,
            account=cut.account,
        )

    def _refuse_repeated(self, path: Path, transcript: Transcript) -> None:
        """Refuse the text of an interview that is in the study under another name.

        Equal counts are compared in full.
        """
        if self._by_words is None:
            self._by_words = {}
            for each in self._store.transcripts.interviews():
                self._by_words.setdefault(each.words, []).append(each.id)
        words = sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
        for other in self._by_words.setdefault(words, []):
            if words_hash(self._store.transcripts.get(other)) == words_hash(transcript):
                raise KnownUnderAnotherName(path, other)
        self._by_words[words].append(transcript.id)

    def _add(self, cut: SegmentedFile, cut_by: str) -> None:
        self._store.transcripts.add(
            cut.transcript,
            cut.fragments,
            blind_share=self.study.settings.review.blind_share,
            seed=self.study.settings.seed,
            cut_by=cut_by,
            ingested_at=self._clock(),
        )


REFUSALS = (UnreadableTranscript, ChangedTranscript, KnownUnderAnotherName, LostCodes, TwoFiles)
"""Errors that set a file aside; the run goes on."""


@dataclass(kw_only=True)
class IngestCounts:
    """The counts and problems of an ingest so far."""

    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            (
                "read",
                "changed",
                "known",
                "waiting",
                "rejected",
                "fragments",
                "words",
                "covered",
                "orphans",
                "words_in_no_turn",
            ),
            0,
        )
    )
    problems: list[Problem] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    def add(self, taken: ImportedFile) -> None:
        """Count an interview that is new, or has a new version."""
        transcript, replaced = taken.transcript, taken.replaced
        if replaced == Replacement():
            self.counts["known"] += 1  # other replacements were confirmed, and none of them occurs in it
            return
        self.counts["covered"] += taken.names_replaced
        self.counts["words_in_no_turn"] += int(taken.account.get("words_in_no_turn", 0))
        self.files.append({"interview": transcript.id, "replaced": taken.names_replaced, **taken.account})
        self.counts["read" if replaced is None else "changed"] += 1
        self.counts["fragments"] += taken.fragments if replaced is None else replaced.added
        if replaced is None:
            self.counts["words"] += sum(len(transcript.words_of(turn).split()) for turn in transcript.turns)
        else:
            self.orphans += replaced.orphans
            self.counts["orphans"] += len(replaced.orphans)
        if transcript.roles_from in ("guessed", "proposed"):
            self.guessed.append(transcript.id)


def waiting(study: Study) -> list[Path]:
    """Return the files in the inbox that are new or changed, by name."""
    return look_in_inbox(study)[0]


def look_in_inbox(study: Study) -> tuple[list[Path], int]:
    """Return the files in the inbox that are new or changed, by name, and the number of known ones."""
    with open_store(study) as store:
        taking = FileImporter(Reader(study), store, now)
        found = files_in([study.inbox])
        new = [path for path in found if not taking.knows(path)]
    return new, len(found) - len(new)


def ingest(
    study: Study,
    paths: Sequence[Path] | None = None,
    *,
    accept_changes: bool = False,
    again: bool = False,
    handed: Handover | None = None,
    progress: Progress = silent,
    clock: Clock = now,
) -> Report:
    """Read the files (default: the inbox; a folder stands for the files in it) and segment them into fragments.

    A known file is skipped. One with other contents than the interview of its name becomes its new version: codes are
    carried over where their words still occur, the others are listed as `orphans`. A file that cannot be read, or
    (unless `accept_changes`) would orphan most codes, goes to `data/rejected/` with a `.why.txt`: moved from the inbox,
    copied from elsewhere. A file whose replacements wait for confirmation, or that is still being written, stays where
    it is. With `again` known files are read once more, for roles and settings that changed since: only where speakers,
    roles or text come out otherwise is there a new version. `handed` has the results of `read_and_cut` on another
    machine for some of them.

    Raises:
        InvalidPseudonyms: the table of replacements cannot be read; nothing was taken in.
    """
    found = files_in([study.inbox] if paths is None else paths)
    tally = IngestCounts()
    with locked_store(study) as store:
        # An old copy in the inbox does not restore its version; a file that is named does.
        go_back = accept_changes and paths is not None
        reader = Reader(study, handed)
        taking = FileImporter(reader, store, clock, accept_changes=accept_changes, go_back=go_back, again=again)
        for done, path in enumerate(found):
            progress("reading", done, len(found))
            _take_one(taking, path, tally)
        progress("reading", len(found), len(found))
        store.coders.draw_double_coding(share=study.settings.review.double_share, seed=study.settings.seed)
        tally.counts["described"] = sync_columns(study, store, reader.tables, found)
    problems = (*reader.segmentation.problems, *tally.problems, *reader.tables.problems)
    details = {"roles_guessed": tally.guessed, "orphans": tally.orphans, "files": tally.files}
    return Report(step="ingest", counts=tally.counts, problems=problems, details=details)


def _take_one(taking: FileImporter, path: Path, tally: IngestCounts) -> None:
    try:
        if not taking.knows(path):
            tally.add(taking.take_in(path))
            return
        tally.counts["known"] += 1
    except (NotPseudonymised, StillWritten) as not_yet:
        tally.problems.append(Problem(place=path.name, message=not_yet.message))
        tally.counts["waiting"] += 1
    except REFUSALS as refusal:
        tally.problems.append(Problem(place=path.name, message=refusal.message))
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
