"""Takes one file into the store: read, names covered, cut, and added or made the newer version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import transcripts
from pipeline.decisions import Store
from pipeline.decisions.views import Replacement
from pipeline.errors import UnreadableTranscript
from pipeline.records import Fragment, Role, Transcript
from pipeline.settings import Study
from pipeline.steps.access import Clock
from pipeline.steps.cutting import Scissors
from pipeline.steps.describing import Tables
from pipeline.steps.pseudonymising import Pseudonyms
from pipeline.steps.renewing import is_known, renew, settle_rejected
from pipeline.transcripts.pseudonyms import Covered


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file: its transcript, its fragments, the names covered in it, and what it replaced."""

    transcript: Transcript
    fragments: int
    covered: int
    replaced: Replacement | None


class Taking:
    """What taking in a file needs, the same for all of a run."""

    def __init__(
        self, study: Study, store: Store, clock: Clock, *, accept_changes: bool = False, go_back: bool = False
    ) -> None:
        self.study, self._store, self._clock = study, store, clock
        self.tables, self._pseudonyms, self.scissors = Tables(), Pseudonyms(study), Scissors.of(study)
        self._accept_changes, self._go_back = accept_changes, go_back

    def knows(self, path: Path) -> bool:
        """Whether there is nothing to do for this file."""
        return is_known(self._store, self._pseudonyms, path, go_back=self._go_back)

    def take_in(self, path: Path) -> Taken:
        """Store what the file holds.

        Raises:
            UnreadableTranscript, ChangedTranscript, LostCodes, TwoFiles: it cannot be taken in as it is.
            NotPseudonymised: it has to wait.
        """
        read = self._read(path)
        transcript = read.transcript
        cut = self.scissors.cut(transcript)
        replaced = None
        if self._store.sha256_of(transcript.id) is None:
            self._add(transcript, cut)
        else:
            replaced = renew(
                self._store,
                self._pseudonyms,
                path,
                transcript,
                cut,
                self._clock,
                cut_by=self.scissors.cut_by,
                accept_changes=self._accept_changes,
            )
        self._pseudonyms.remember(transcript.id)
        settle_rejected(self.study, path)
        return Taken(transcript=transcript, fragments=len(cut), covered=read.times, replaced=replaced)

    def _read(self, path: Path) -> Covered:
        transcript = transcripts.read(
            path,
            codebook=self.study.codebook,
            metadata=self.tables.beside(path),
            columns=self.study.table_columns,
        )
        if not any(turn.role is Role.RESPONDENT for turn in transcript.turns):
            raise UnreadableTranscript(
                path,
                "no turn of a respondent was found in it",
                "Label the turns, for example `I:` and `R:`, or name the labels in `roles` of codebook.yaml.",
            )
        return self._pseudonyms.cover(path, transcript)

    def _add(self, transcript: Transcript, cut: Sequence[Fragment]) -> None:
        self._store.add_transcript(
            transcript,
            cut,
            blind_share=self.study.settings.review.blind_share,
            seed=self.study.settings.seed,
            cut_by=self.scissors.cut_by,
            ingested_at=self._clock(),
        )
