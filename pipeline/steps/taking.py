"""Takes one file into the store: read, names covered, cut, and added or made the newer version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.decisions import Store
from pipeline.decisions.views import Replacement
from pipeline.records import Transcript
from pipeline.steps.access import Clock
from pipeline.steps.reading import Cut, Reader
from pipeline.steps.renewing import is_known, renew, settle_rejected


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
        self, reader: Reader, store: Store, clock: Clock, *, accept_changes: bool = False, go_back: bool = False
    ) -> None:
        self.study, self._reader, self._store, self._clock = reader.study, reader, store, clock
        self._accept_changes, self._go_back = accept_changes, go_back

    def knows(self, path: Path) -> bool:
        """Whether there is nothing to do for this file."""
        return is_known(self._store, self._reader.pseudonyms, path, go_back=self._go_back)

    def take_in(self, path: Path) -> Taken:
        """Store what the file holds.

        Raises:
            UnreadableTranscript, ChangedTranscript, LostCodes, TwoFiles: it cannot be taken in as it is.
            NotPseudonymised: it has to wait.
        """
        cut = self._reader.cut(path)
        transcript, pseudonyms, cut_by = cut.transcript, self._reader.pseudonyms, self._reader.scissors.cut_by
        replaced = None
        if self._store.sha256_of(transcript.id) is None:
            self._add(cut, cut_by)
        else:
            replaced = renew(
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
        return Taken(transcript=transcript, fragments=len(cut.fragments), covered=cut.covered, replaced=replaced)

    def _add(self, cut: Cut, cut_by: str) -> None:
        self._store.add_transcript(
            cut.transcript,
            cut.fragments,
            blind_share=self.study.settings.review.blind_share,
            seed=self.study.settings.seed,
            cut_by=cut_by,
            ingested_at=self._clock(),
        )
