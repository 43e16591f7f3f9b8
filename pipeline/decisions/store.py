"""The store of a study: transcripts, fragments, suggestions and people's verdicts, behind one door.

Every method is one transaction. Methods that write wait their turn; none is half done when the process is killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.decisions import suggestions as stored_suggestions
from pipeline.decisions.database.connection import Database
from pipeline.decisions.imports import hand_codes
from pipeline.decisions.ledger import codebooks, consistency, undo, verdicts
from pipeline.decisions.marking import Marking
from pipeline.decisions.records import Replacement, Reworded
from pipeline.decisions.transcripts import insert, replace
from pipeline.records import Decision, Fragment, HandCoded, Transcript


class Store(Marking):
    """Everything that a study knows; safe to use from several threads and processes at once."""

    @classmethod
    def open(cls, url: str) -> Store:
        """The store at this SQLAlchemy URL, made or brought up to date where needed.

        Raises:
            StoreUnusable: it cannot be reached, read or written, or a newer drempel made it.
        """
        return cls(Database.open(url))

    def close(self) -> None:
        """Let go of every connection; the store itself stays as it is."""
        self._database.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close."""
        self.close()

    def keep_codebook(self, codebook: Codebook) -> None:
        """Remember this codebook under its stamp, so that verdicts that name the stamp can be checked."""
        with self._database.writing() as connection:
            codebooks.keep_codebook(connection, codebook)

    def add_transcript(
        self,
        transcript: Transcript,
        fragments: Sequence[Fragment],
        *,
        blind_share: float,
        seed: int,
        cut_by: str,
        ingested_at: datetime,
    ) -> None:
        """Store an interview with its fragments: all, or nothing.

        Each fragment is drawn to be blind with probability `blind_share`; the same seed and fragment id always give
        the same draw. An interview of the same id and hash is left as it is.

        Raises:
            ChangedTranscript: an interview of this id is in the study with other contents.
        """
        with self._database.writing() as connection:
            insert.add_transcript(
                connection,
                transcript,
                fragments,
                blind_share=blind_share,
                seed=seed,
                cut_by=cut_by,
                ingested_at=ingested_at,
            )

    def replace_transcript(
        self,
        transcript: Transcript,
        fragments: Sequence[Fragment],
        *,
        cut_by: str,
        taken_in_at: datetime,
        most_lost: float = 1.0,
        reworded: Reworded | None = None,
    ) -> Replacement:
        """Make a changed transcript the new version of the interview of its id; the earlier text is kept.

        Fragments whose words still stand, found by quote and context, keep what was said of them at their new place.
        The others are set aside, and those with verdicts listed as orphans. `fragments` cut the new text; of them only
        what no kept fragment covers is added. The same contents again change nothing. Suggestions for kept fragments
        that nobody judged and that have other words around them now are taken away, to be made anew. `reworded` is
        the stored text with the names that the new one uses: passages are looked for as they read there.

        Raises:
            UnknownInterview: there is no earlier version.
            LostCodes: of the fragments with verdicts a larger share than `most_lost` would become orphans.
        """
        with self._database.writing() as connection:
            return replace.replace_transcript(
                connection,
                transcript,
                fragments,
                cut_by=cut_by,
                taken_in_at=taken_in_at,
                most_lost=most_lost,
                reworded=reworded,
            )

    def import_codes(
        self, coded: Sequence[HandCoded], codebook: Codebook, *, source: str, decided_at: datetime
    ) -> dict[str, int]:
        """Store hand-coded rows as their coder's finished, blind verdicts: all of them, or none.

        A row that was imported before is passed over. Hand cuts take the place of automatic fragments that nobody
        gave a verdict on. Returns counts: rows, known, interviews, fragments, codes.

        Raises:
            InvalidCodes: names every row that does not fit the transcripts, the codebook or another row.
        """
        with self._database.writing() as connection:
            return hand_codes.import_codes(connection, coded, codebook, source=source, decided_at=decided_at)

    def save_suggestions(self, interview: str, model: str, frame: pd.DataFrame, *, suggested_at: datetime) -> int:
        """Store a model's suggestions in place of older ones; returns for how many fragments.

        Fragments with a verdict keep the suggestions that people saw. `frame` has the columns fragment_id, dimension,
        code, probability, rank and suggested. Raises UnknownInterview.
        """
        with self._database.writing() as connection:
            return stored_suggestions.save_suggestions(connection, interview, model, frame, suggested_at=suggested_at)

    def record(self, decisions: Sequence[Decision]) -> list[int]:
        """Add entries to the ledger, all or none, as one act; returns their numbers.

        The codebook that they name must have been kept (`keep_codebook`). Entries see those before them.

        Raises:
            UnknownFragment: a fragment that is not in the study (any more).
            InvalidDecision: what the codebook or the fragment's state does not allow.
        """
        with self._database.writing() as connection:
            return verdicts.record(connection, decisions)

    def undo(self, number: int, coder: str, *, decided_at: datetime) -> int:
        """Say that this coder's entry counts as never said; returns the number of the entry that says so.

        Undoing an `undone` entry brings back what it undid.

        Raises:
            InvalidDecision: it is not this coder's, not live, or what was said later rests on it.
        """
        with self._database.writing() as connection:
            return undo.undo(connection, number, coder, decided_at=decided_at)

    def undo_last(self, coder: str, *, decided_at: datetime) -> list[int]:
        """Undo this coder's last live act as a whole; returns the new entries, none if there is nothing to undo.

        What was cut anew is cut back, a judge's choice taken back; that adds no entry: the act's number is returned.

        Raises:
            InvalidDecision: others said something since that rests on it.
        """
        with self._database.writing() as connection:
            return undo.undo_last(connection, coder, decided_at=decided_at)

    def redo_last(self, coder: str, *, decided_at: datetime) -> list[int]:
        """Bring back what this coder undid last, if nothing new was said since; returns the new entries.

        What was cut back is cut again, what was chosen chosen again: the number of the act is returned then.

        Raises:
            InvalidDecision: somebody else said something since that would be lost.
        """
        with self._database.writing() as connection:
            return undo.redo_last(connection, coder, decided_at=decided_at)

    def rebuild(self) -> None:
        """Make anew from the ledger all that is kept beside it, where `check` found a difference."""
        with self._database.writing() as connection:
            consistency.rebuild(connection)
