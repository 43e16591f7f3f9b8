"""What takes words out of a store for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pipeline.decisions.together import Together
from pipeline.decisions.transcripts import erase
from pipeline.decisions.transcripts.erase import ErasureCounts, StoredText


class Erasing(Together):
    """Forgetting an interview: `forget`, and then `scrub` so that no page of the file keeps what was there."""

    def everything_said(self, interview: str) -> list[StoredText]:
        """The text of every version of an interview, oldest first; raises UnknownInterview."""
        with self._database.reading() as connection:
            return erase.everything_said(connection, interview)

    def forget(self, interview: str, *, at: datetime, redact: Callable[[str], str]) -> ErasureCounts:
        """Remove an interview's words, names and memos; what was decided stays, as entries about nobody.

        `redact` blacks out what it recognises in memos about something else. Raises UnknownInterview.
        """
        with self._database.writing() as connection:
            return erase.forget(connection, interview, at=at, redact=redact)

    def cover(self, interview: str, words: Sequence[str]) -> int:
        """Cover these words in all that the store keeps of what was said in an interview; returns how often.

        Only for names that were stored before they were replaced. Offsets stay: a mark stands for each character.
        """
        with self._database.writing() as connection:
            return erase.mask_words(connection, interview, words)

    def scrub(self) -> str:
        """Write the database anew without the room of what was removed; returns what that cannot reach, in words.

        Raises:
            StoreUnusable: somebody has it open and reads; nothing is lost, but the room is not free yet.
        """
        return self._database.scrub()
