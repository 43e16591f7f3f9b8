"""What the desk asks again and again: one fragment from nearby, a page of what is found, sums, and what is next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pipeline.decisions.asking import Asking
from pipeline.decisions.ledger.rules import CodeKey
from pipeline.decisions.queries import fragment_states, frequencies, queues, search
from pipeline.decisions.queries.fragment_states import FragmentDetail, FragmentState
from pipeline.decisions.queries.frequencies import ExampleFragment, InterviewFrequencies
from pipeline.decisions.queries.queues import QueueTotals
from pipeline.decisions.queries.search import SearchPage, SearchQuery
from pipeline.decisions.transcripts import columns


class Looking(Asking):
    """Questions whose answers take no longer in a large study: none of them reads every fragment."""

    def closeup(self, fragment_id: str, coder: str) -> FragmentDetail:
        """One fragment as this coder left it; raises UnknownFragment, UnknownInterview."""
        with self._database.reading() as connection:
            return fragment_states.closeup(connection, fragment_id, coder)

    def laid_out(self, interview: str, coder: str) -> list[FragmentState]:
        """Every fragment of an interview as this coder left it, in the order of the text; raises UnknownInterview."""
        with self._database.reading() as connection:
            return fragment_states.laid_out(connection, interview, coder)

    def columns(self) -> dict[str, Mapping[str, str]]:
        """The columns of every interview, by id."""
        with self._database.reading() as connection:
            return columns.columns(connection)

    def retrieve(self, question: SearchQuery, coder: str, *, limit: int = 50, offset: int = 0) -> SearchPage:
        """The fragments that answer a question, by interview and place, as this coder may see them.

        Words are found whatever their accents and capitals; those in quotation marks must follow each other; `word*`
        also finds longer words that begin so. What answers to a code is counted whole; for words, or for what does not
        hold, no more than `MOST` fragments are looked at.
        """
        with self._database.reading() as connection:
            return search.search(connection, question, coder, limit=limit, offset=offset)

    def counted(self, coder: str) -> list[InterviewFrequencies]:
        """Per interview how much is reviewed and how often each code holds, as this coder may see it."""
        with self._database.reading() as connection:
            return frequencies.counted(connection, coder)

    def samples(self, codes: Iterable[CodeKey], coder: str, *, each: int) -> dict[CodeKey, list[ExampleFragment]]:
        """Per code some fragments on which it holds, as this coder may see them."""
        with self._database.reading() as connection:
            return frequencies.samples(connection, codes, coder, each=each)

    def waiting(self, coder: str) -> QueueTotals:
        """How much waits for this coder, per queue."""
        with self._database.reading() as connection:
            return queues.waiting(connection, coder)

    def next_in(self, queue: str, coder: str, *, code: CodeKey | None = None, after: str | None = None) -> str | None:
        """The fragment that comes next in a queue for this coder, other than the one on screen; None at its end.

        Queues are `uncertain` (what the model is least sure of), `code` (that code suggested, the most probable
        first), `differing` (coders differ and nobody judged) and `random`.
        """
        with self._database.reading() as connection:
            return queues.next_in(connection, queue, coder, code=code, after=after)

    def newest_act(self) -> int:
        """The number of the last act by which anybody coded or cut; it grows with every one."""
        with self._database.reading() as connection:
            return queues.newest_act(connection)

    def pace(self, coder: str, *, since: datetime) -> float | None:
        """The median number of seconds between the fragments that this coder finished since; None if too few."""
        with self._database.reading() as connection:
            return queues.median_seconds_per_fragment(connection, coder, since=since)
