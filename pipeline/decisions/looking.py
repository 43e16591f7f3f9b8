"""What the desk asks again and again: one fragment from nearby, a page of what is found, sums, and what is next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pipeline.decisions import adding_up, closeup, laying_out, queueing, reading, retrieving
from pipeline.decisions.adding_up import Counted, Sample
from pipeline.decisions.asking import Asking
from pipeline.decisions.closeup import Closeup
from pipeline.decisions.hits import Question
from pipeline.decisions.laying_out import Laid
from pipeline.decisions.queueing import Waiting
from pipeline.decisions.retrieving import Page
from pipeline.decisions.states import Given


class Looking(Asking):
    """Questions whose answers take no longer in a large study: none of them reads every fragment."""

    def closeup(self, fragment_id: str, coder: str) -> Closeup:
        """One fragment as this coder left it; raises UnknownFragment, UnknownInterview."""
        with self._database.reading() as connection:
            return closeup.closeup(connection, fragment_id, coder)

    def laid_out(self, interview: str, coder: str) -> list[Laid]:
        """Every fragment of an interview as this coder left it, in the order of the text; raises UnknownInterview."""
        with self._database.reading() as connection:
            return laying_out.laid_out(connection, interview, coder)

    def columns(self) -> dict[str, Mapping[str, str]]:
        """The columns of every interview, by id."""
        with self._database.reading() as connection:
            return reading.columns(connection)

    def retrieve(self, question: Question, coder: str, *, limit: int = 50, offset: int = 0) -> Page:
        """The fragments that answer a question, by interview and place, as this coder may see them.

        Words are found whatever their accents and capitals; those in quotation marks must follow each other; `word*`
        also finds longer words that begin so. What answers to a code is counted whole; for words, or for what does not
        hold, no more than `MOST` fragments are looked at.
        """
        with self._database.reading() as connection:
            return retrieving.retrieve(connection, question, coder, limit=limit, offset=offset)

    def counted(self, coder: str) -> list[Counted]:
        """Per interview how much is reviewed and how often each code holds, as this coder may see it."""
        with self._database.reading() as connection:
            return adding_up.counted(connection, coder)

    def samples(self, codes: Iterable[Given], coder: str, *, each: int) -> dict[Given, list[Sample]]:
        """Per code some fragments on which it holds, as this coder may see them."""
        with self._database.reading() as connection:
            return adding_up.samples(connection, codes, coder, each=each)

    def waiting(self, coder: str) -> Waiting:
        """How much waits for this coder, per queue."""
        with self._database.reading() as connection:
            return queueing.waiting(connection, coder)

    def next_in(self, queue: str, coder: str, *, code: Given | None = None, after: str | None = None) -> str | None:
        """The fragment that comes next in a queue for this coder, other than the one on screen; None at its end.

        Queues are `uncertain` (what the model is least sure of), `code` (that code suggested, the most probable
        first), `differing` (coders differ and nobody judged) and `random`.
        """
        with self._database.reading() as connection:
            return queueing.next_in(connection, queue, coder, code=code, after=after)

    def newest_act(self) -> int:
        """The number of the last act by which anybody coded or cut; it grows with every one."""
        with self._database.reading() as connection:
            return queueing.newest_act(connection)

    def pace(self, coder: str, *, since: datetime) -> float | None:
        """The median number of seconds between the fragments that this coder finished since; None if too few."""
        with self._database.reading() as connection:
            return queueing.pace(connection, coder, since=since)
