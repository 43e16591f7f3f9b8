"""Marks beside the ledger, asked for and set: columns, quotes for the report, interviews unlike those learnt from."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.decisions import suggestions as stored_suggestions
from pipeline.decisions.erasing import Erasing
from pipeline.decisions.notes import quotes
from pipeline.decisions.notes.quotes import Quote
from pipeline.decisions.suggestions import DriftMark
from pipeline.decisions.transcripts import columns


class Marking(Erasing):
    """Marks change nothing of what holds."""

    def describe(
        self,
        interview: str,
        metadata: Mapping[str, str],
        *,
        instead_of: Mapping[str, str] | None = None,
        read: Collection[str] = (),
    ) -> None:
        """Put these columns in the place of the interview's own.

        Where one that suggestions rest on (`read`) changes, those for fragments that nobody judged are taken away.

        Raises:
            InvalidDecision: `instead_of` is given, and the columns are no longer those.
            UnknownInterview: it is not in the study.
        """
        with self._database.writing() as connection:
            columns.describe(connection, interview, metadata, instead_of, read)

    def release_quote(self, quote: Quote) -> None:
        """Keep the words that may be shown of a fragment for a code; empty text takes the quote back.

        Raises:
            UnknownFragment: it is not in the study (any more).
        """
        with self._database.writing() as connection:
            quotes.release(connection, quote)

    def quotes(self) -> list[Quote]:
        """Every released quote of a fragment that stands, by code, then in the order of the interviews."""
        with self._database.reading() as connection:
            return quotes.released(connection)

    def mark_unlike(self, interview: str, told: DriftMark | None) -> None:
        """Remember how an interview differs from those that the model learnt from; None: it does not.

        Raises:
            UnknownInterview: it is not in the study.
        """
        with self._database.writing() as connection:
            stored_suggestions.mark_unlike(connection, interview, told)

    def unlike(self) -> dict[str, DriftMark]:
        """The interviews that are unlike those that their suggestions were learnt from."""
        with self._database.reading() as connection:
            return stored_suggestions.marked_unlike(connection)
