"""Marks beside the ledger, asked for and set: quotes for the report, interviews unlike those learnt from."""

from __future__ import annotations

from pipeline.decisions import marked
from pipeline.decisions.erasing import Erasing
from pipeline.decisions.marked import Quote, Unlike


class Marking(Erasing):
    """Marks change nothing of what holds."""

    def release_quote(self, quote: Quote) -> None:
        """Keep the words that may be shown of a fragment for a code; empty text takes the quote back.

        Raises:
            UnknownFragment: it is not in the study (any more).
        """
        with self._database.writing() as connection:
            marked.release(connection, quote)

    def quotes(self) -> list[Quote]:
        """Every released quote of a fragment that stands, by code, then in the order of the interviews."""
        with self._database.reading() as connection:
            return marked.released(connection)

    def mark_unlike(self, interview: str, told: Unlike | None) -> None:
        """Remember how an interview differs from those that the model learnt from; None: it does not.

        Raises:
            UnknownInterview: it is not in the study.
        """
        with self._database.writing() as connection:
            marked.mark_unlike(connection, interview, told)

    def unlike(self) -> dict[str, Unlike]:
        """The interviews that are unlike those that their suggestions were learnt from."""
        with self._database.reading() as connection:
            return marked.marked_unlike(connection)
