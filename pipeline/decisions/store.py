"""The store of a study: one database, and a part for each subject.

Every method is one transaction. Methods that write wait their turn; none is half done when the process is killed.
The functions that the parts are made of take a connection, so that one transaction can use several of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection

from pipeline.decisions import passages
from pipeline.decisions import suggestions as stored_suggestions
from pipeline.decisions import undo as act_undo
from pipeline.decisions.boundaries import history, split_merge
from pipeline.decisions.codebook.recorded_mapping import code_mapping
from pipeline.decisions.coders import accounts, blinding, double_coding
from pipeline.decisions.database import backup
from pipeline.decisions.database import owner as workspace_owner
from pipeline.decisions.database.connection import Database
from pipeline.decisions.exports import published_rows, training_data
from pipeline.decisions.exports.published_rows import Snapshot
from pipeline.decisions.imports import hand_codes, projects
from pipeline.decisions.ledger import adjudication, codebook_versions, codebooks, consistency, entries, verdicts
from pipeline.decisions.ledger import undo as entry_undo
from pipeline.decisions.notes import memos, quotes
from pipeline.decisions.queries import fragment_states as states
from pipeline.decisions.queries import frequencies as code_frequencies
from pipeline.decisions.queries import interviews as interview_queries
from pipeline.decisions.queries import queues, search, similar, texts
from pipeline.decisions.transcripts import columns as interview_columns
from pipeline.decisions.transcripts import erase as erasure
from pipeline.decisions.transcripts import insert, replace, versions
from pipeline.decisions.transcripts import orphans as orphan_queries

P = ParamSpec("P")
R = TypeVar("R")


class Part:
    """A part of the store: methods on one subject, each of them one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database


def reads(query: Callable[Concatenate[Connection, P], R]) -> Callable[Concatenate[Part, P], R]:
    """A method that runs a query in a transaction of its own, and waits for nobody."""

    @wraps(query)
    def method(part: Part, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with part._database.reading() as connection:
            return query(connection, *args, **kwargs)

    return method


def writes(change: Callable[Concatenate[Connection, P], R]) -> Callable[Concatenate[Part, P], R]:
    """A method that makes a change in a transaction of its own, one writer at a time."""

    @wraps(change)
    def method(part: Part, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with part._database.writing() as connection:
            return change(connection, *args, **kwargs)

    return method


class Transcripts(Part):
    """Interviews: their text, fragments and columns."""

    add = writes(insert.add_transcript)
    replace = writes(replace.replace_transcript)
    get = reads(versions.transcript)
    fragments = reads(interview_queries.fragments)
    interviews = reads(interview_queries.interviews)
    sha256 = reads(versions.sha256_of)
    has_version = reads(versions.has_read)
    columns = reads(interview_columns.columns)
    set_columns = writes(interview_columns.describe)
    orphans = reads(orphan_queries.orphans)
    orphan_count = reads(orphan_queries.how_many)
    stored_texts = reads(erasure.everything_said)
    erase = writes(erasure.forget)
    mask_words = writes(erasure.mask_words)


class Suggestions(Part):
    """What models suggested, and marks of drift."""

    save = writes(stored_suggestions.save_suggestions)
    stored_at = reads(stored_suggestions.stored_at)
    refresh = writes(stored_suggestions.refresh_suggestions)
    to_refresh = reads(stored_suggestions.interviews_to_refresh)
    all = reads(stored_suggestions.suggestions_of)
    interviews_without = reads(stored_suggestions.interviews_without_suggestions)
    open_count = reads(stored_suggestions.open_count)
    drift_marks = reads(stored_suggestions.drift_marks)


class Ledger(Part):
    """Verdicts: record, read, undo."""

    keep_codebook = writes(codebooks.keep_codebook)
    record = writes(verdicts.record)
    history = reads(entries.history)
    verdicts = reads(states.verdicts)
    undo = writes(entry_undo.undo)
    undo_last = writes(act_undo.undo_last)
    redo_last = writes(act_undo.redo_last)
    last_act = reads(act_undo.last_act)
    newest_act = reads(queues.newest_act)
    newest_entry = reads(entries.newest_entry)


class CodebookVersions(Part):
    """Versions of the codebook."""

    newest = reads(codebook_versions.newest_version)
    newest_number = reads(codebook_versions.newest_number)
    all = reads(codebook_versions.all_versions)
    last_used = reads(codebook_versions.last_used_codebook)
    used_codes = reads(codebook_versions.used_codes)
    mapping = reads(code_mapping)
    record = writes(codebook_versions.record_version)
    mark_written = writes(codebook_versions.mark_written)


class Adjudications(Part):
    """The choice between coders who differ."""

    choose = writes(adjudication.adjudicate)
    choose_new_codes = writes(verdicts.record_as_final)
    choices = reads(adjudication.rulings)
    verdicts_on = reads(states.verdicts_on)
    adjudicator_verdicts = reads(adjudication.adjudicator_verdicts)


class Boundaries(Part):
    """Fragment boundaries that people change."""

    history = reads(history.cuts_of)
    code_passages = writes(passages.code_passages)

    def split(self, fragment_id: str, at: int, *, coder: str, decided_at: datetime) -> tuple[str, str]:
        """Cut a fragment in two at this offset of the transcript; returns the ids of both.

        Every coder's codes go to both halves, which nobody has finished then.

        Raises:
            InvalidDecision: a half would be without words.
            UnknownFragment: it is not in the study (any more).
        """
        with self._database.writing() as connection:
            first, second = split_merge.split(connection, fragment_id, at, coder=coder, decided_at=decided_at)
            return first, second

    def merge(self, first: str, second: str, *, coder: str, decided_at: datetime) -> str:
        """Make one fragment of two neighbours in a turn; returns its id.

        Codes of both hold; where they differ in a dimension with room for one, none does. A coder who had finished
        both, without such a difference, has finished the new one.

        Raises:
            InvalidDecision: they are no neighbours in one turn.
            UnknownFragment: one is not in the study (any more).
        """
        with self._database.writing() as connection:
            return split_merge.merge(connection, first, second, coder=coder, decided_at=decided_at)[0]

    def move(self, first: str, second: str, to: int, *, coder: str, decided_at: datetime) -> tuple[str, str]:
        """Move the boundary between two neighbours to this offset; returns the new ids.

        Each keeps its codes, its suggestions, and who finished it.

        Raises:
            InvalidDecision: they are no neighbours in one turn, or one would be without words.
            UnknownFragment: one is not in the study (any more).
        """
        with self._database.writing() as connection:
            left, right = split_merge.move_boundary(connection, first, second, to, coder=coder, decided_at=decided_at)
            return left, right


class Coders(Part):
    """Coders, their keys, and double coding."""

    all = reads(accounts.people)
    add = writes(accounts.add_coder)
    remove_key = writes(accounts.remove_key)
    for_key = reads(accounts.coder_for_key)
    sign_in = writes(accounts.sign_in)
    sign_out = writes(accounts.sign_out)
    signed_in = reads(accounts.signed_in)
    hidden_interviews = reads(blinding.hidden_interviews)
    interviews_waiting_for_two = reads(blinding.interviews_waiting_for_two)
    withheld_interviews = reads(blinding.withheld_interviews)
    visible_in = reads(blinding.visible_in)
    visible_among = reads(blinding.visible_among)
    draw_double_coding = writes(double_coding.draw)
    set_double_coding = writes(double_coding.choose)
    double_coding_changes = reads(double_coding.changes)


class Notes(Part):
    """Memos and quotes."""

    write_memo = writes(memos.write_memo)
    memos = reads(memos.all_memos)
    release_quote = writes(quotes.release)
    quotes = reads(quotes.released)


class Queries(Part):
    """Read-only queries of the desk."""

    fragment_states = reads(states.fragment_states)
    fragment = reads(states.fragment_detail)
    numbered = reads(search.numbered)
    with_and_without = reads(search.with_and_without)
    search = reads(search.search)
    number_of = reads(texts.number_of)
    fragment_texts = reads(texts.fragment_texts)
    fragments_stamp = reads(texts.fragments_stamp)
    frequencies = reads(code_frequencies.counted)
    most_given = reads(code_frequencies.most_given)
    fragments_with = reads(code_frequencies.fragments_with)
    examples_of_codes = reads(code_frequencies.samples)
    queue_totals = reads(queues.waiting)
    next_in_queue = reads(queues.next_in)
    pace = reads(queues.median_seconds_per_fragment)
    open_suggestions = reads(similar.alike)
    still_open = reads(similar.open_among)


class Imports(Part):
    """Codes from elsewhere."""

    hand_codes = writes(hand_codes.import_codes)
    project = writes(projects.import_project)
    stretches = reads(projects.stretches)


class Exports(Part):
    """Published rows and training data."""

    training_examples = reads(training_data.examples)
    hand_boundaries = reads(training_data.hand_cuts)

    def rows(self, table: str) -> Iterator[dict[str, object]]:
        """The rows of a published table, in a stable order: transcripts, fragments, codes, suggestions, decisions."""
        with self._database.reading() as connection:
            yield from published_rows.rows(connection, table)


class Maintenance(Part):
    """Checks, backups and cleaning."""

    check = reads(consistency.check)
    rebuild = writes(consistency.rebuild)
    owner = reads(workspace_owner.owner)
    give_to = writes(workspace_owner.give_to)

    def backup(self, target: Path) -> None:
        """Copy the store as it is at one moment to a file, whole or not at all; people can go on coding.

        Raises:
            StoreUnusable: the store is on a database server, whose own tools copy it.
        """
        with self._database.reading() as connection:
            backup.copy_to(connection, target, where=self._database.where)

    def scrub(self) -> str:
        """Write the database anew without the room of what was removed; returns what that cannot reach, in words.

        Raises:
            StoreUnusable: somebody has it open and reads; nothing is lost, but the room is not free yet.
        """
        return self._database.scrub()


class Store:
    """Everything that a study knows; safe to use from several threads and processes at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.transcripts = Transcripts(database)
        self.suggestions = Suggestions(database)
        self.ledger = Ledger(database)
        self.codebook = CodebookVersions(database)
        self.adjudication = Adjudications(database)
        self.boundaries = Boundaries(database)
        self.coders = Coders(database)
        self.notes = Notes(database)
        self.queries = Queries(database)
        self.imports = Imports(database)
        self.exports = Exports(database)
        self.maintenance = Maintenance(database)

    @classmethod
    def open(cls, url: str, *, workspace: str | None = None) -> Store:
        """The store at this SQLAlchemy URL, made or brought up to date where needed.

        With the id of a `workspace`, a store that belongs to none belongs to that one from then on.

        Raises:
            StoreUnusable: it cannot be reached, read or written, a newer drempel made it, or it belongs to another
                workspace.
        """
        store = cls(Database.open(url))
        if workspace is not None:
            try:
                workspace_owner.claim(store._database, workspace)
            except BaseException:
                store.close()
                raise
        return store

    def close(self) -> None:
        """Let go of every connection; the store itself stays as it is."""
        self._database.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close."""
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The store at one moment: tables read from it fit each other, whatever people do meanwhile."""
        with self._database.reading() as connection:
            # The moment is that of the first question.
            interview_queries.interviews(connection)
            yield Snapshot(connection)
