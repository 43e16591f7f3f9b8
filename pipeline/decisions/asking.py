"""Everything that can be asked of a store; asking changes nothing and waits for nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.decisions import suggestions as stored_suggestions
from pipeline.decisions.coders import accounts
from pipeline.decisions.database import backup
from pipeline.decisions.database.connection import Database
from pipeline.decisions.exports import published_rows, training_data
from pipeline.decisions.exports.published_rows import Snapshot
from pipeline.decisions.ledger import consistency, entries
from pipeline.decisions.notes import memos
from pipeline.decisions.queries import fragment_states, search_terms
from pipeline.decisions.queries import interviews as interview_queries
from pipeline.decisions.records import Coder, Entry, Hit, Interview, Memo, Orphan, StoredFragment, Suggestion, Verdict
from pipeline.decisions.transcripts import orphans
from pipeline.records import Example, Transcript


class Asking:
    """The questions; each is answered from one moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sha256_of(self, interview: str) -> str | None:
        """The hash of the file that this interview was read from; None if it is not in the study."""
        with self._database.reading() as connection:
            return interview_queries.sha256_of(connection, interview)

    def has_read(self, interview: str, sha256: str) -> bool:
        """Whether a file of this hash is the interview's text, or was it before a newer one came."""
        with self._database.reading() as connection:
            return interview_queries.has_read(connection, interview, sha256)

    def orphans(self, interview: str | None = None) -> list[Orphan]:
        """Fragments with verdicts whose words a newer text does not hold; of one interview, or of all."""
        with self._database.reading() as connection:
            return orphans.orphans(connection, interview)

    def how_many_orphans(self, interview: str | None = None) -> int:
        """How many there are, of one interview or of all."""
        with self._database.reading() as connection:
            return orphans.how_many(connection, interview)

    def interviews(self) -> list[Interview]:
        """Every interview by id, with progress in all and per coder."""
        with self._database.reading() as connection:
            return interview_queries.interviews(connection)

    def transcript(self, interview: str) -> Transcript:
        """The interview as it was read; raises UnknownInterview."""
        with self._database.reading() as connection:
            return interview_queries.transcript(connection, interview)

    def fragments(self, interview: str) -> list[StoredFragment]:
        """The interview's fragments as they are cut now, in the order of the text; raises UnknownInterview."""
        with self._database.reading() as connection:
            return interview_queries.fragments(connection, interview)

    def suggestions(self, interview: str, *, only_shown: bool = False) -> list[Suggestion]:
        """The current suggestions: every code with its probability, or only those that the desk shows.

        In the order of the text, then by dimension and rank. Raises UnknownInterview.
        """
        with self._database.reading() as connection:
            return interview_queries.suggestions(connection, interview, only_shown=only_shown)

    def verdicts(self, interview: str, coder: str | None = None) -> list[Verdict]:
        """What holds now, in the order of the text; raises UnknownInterview.

        With a coder: one verdict for each fragment, also where this coder said nothing yet (all its shown suggestions
        are open then). Without: one for each fragment and coder who said something there.
        """
        with self._database.reading() as connection:
            return fragment_states.verdicts(connection, interview, coder)

    def history(self, fragment_id: str) -> list[Entry]:
        """Every ledger entry of a fragment, oldest first; raises UnknownFragment."""
        with self._database.reading() as connection:
            return entries.history(connection, fragment_id)

    def examples(self, codebook: Codebook) -> list[Example]:
        """What people decided, to learn from: reviewed fragments with context and the codes of the final verdict."""
        with self._database.reading() as connection:
            return training_data.examples(connection, codebook)

    def hand_cuts(self) -> dict[str, list[tuple[int, int]]]:
        """The fragments that people cut, by interview: imported, or cut anew at the desk; in the order of the text."""
        with self._database.reading() as connection:
            return training_data.hand_cuts(connection)

    def waiting_for(self, model: str, among: Sequence[str] | None = None) -> list[str]:
        """Interviews (of these; default: all) with unjudged fragments that this model did not look at, by id."""
        with self._database.reading() as connection:
            return stored_suggestions.interviews_without_suggestions(connection, model, among)

    def rows(self, table: str) -> Iterator[dict[str, object]]:
        """The rows of a published table, in a stable order: transcripts, fragments, codes, suggestions, decisions."""
        with self._database.reading() as connection:
            yield from published_rows.rows(connection, table)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The store at one moment: tables read from it fit each other, whatever people do meanwhile."""
        with self._database.reading() as connection:
            # The moment is that of the first question.
            interview_queries.interviews(connection)
            yield Snapshot(connection)

    def coders(self) -> list[Coder]:
        """Everybody who ever coded or was given a key, by name."""
        with self._database.reading() as connection:
            return accounts.people(connection)

    def coder_with(self, key: str) -> str | None:
        """The name of the coder who has this access key; None when nobody has."""
        with self._database.reading() as connection:
            return accounts.coder_for_key(connection, key)

    def memos(self, interview: str | None = None) -> list[Memo]:
        """Every memo in its latest wording, oldest first; of one interview and its fragments, or all."""
        with self._database.reading() as connection:
            return memos.all_memos(connection, interview)

    def search(self, query: str, *, limit: int = 50, offset: int = 0) -> list[Hit]:
        """The fragments with all these words, by interview and place; accents and capitals make no difference.

        Words in quotation marks must follow each other; `word*` also finds longer words that begin so.
        """
        with self._database.reading() as connection:
            return search_terms.search(connection, query, limit=limit, offset=offset)

    def backup(self, target: Path) -> None:
        """Copy the store as it is at one moment to a file, whole or not at all; people can go on coding.

        Raises:
            StoreUnusable: the store is on a database server, whose own tools copy it.
        """
        with self._database.reading() as connection:
            backup.copy_to(connection, target, where=self._database.where)

    def check(self) -> list[str]:
        """Recompute from the ledger all that is kept beside it; returns what differs, in words, or nothing."""
        with self._database.reading() as connection:
            return consistency.check(connection)
