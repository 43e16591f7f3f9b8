"""What people do with each other's work: coders and keys, adjudication, memos, and cutting fragments anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipeline.decisions.boundaries import split_merge
from pipeline.decisions.coders import accounts, double_coding
from pipeline.decisions.following import Following
from pipeline.decisions.ledger import adjudication
from pipeline.decisions.notes import memos
from pipeline.decisions.records import Topic
from pipeline.records import Decision


class Together(Following):
    """Changes to the store that are no verdict of one coder."""

    def add_coder(self, name: str, *, key: str, since: datetime) -> None:
        """Let somebody sign in with a name and a key; a new key takes the place of an older one.

        Only a hash of the key is kept, so it must be long and drawn at random: 20 characters or more.
        """
        with self._database.writing() as connection:
            accounts.add_coder(connection, name, key=key, since=since)

    def let_go(self, name: str, *, at: datetime) -> None:
        """Take a coder's key away; what was said stays. Raises InvalidDecision for a name that nobody has."""
        with self._database.writing() as connection:
            accounts.remove_key(connection, name, at=at)

    def adjudicate(self, fragment_id: str, coder: str | None, *, by: str, decided_at: datetime) -> None:
        """Say whose finished verdict is the final one; None leaves it to who finished first.

        An adjudicator who agrees with nobody codes the fragment under an own name first, and then chooses that.

        Raises:
            InvalidDecision: that coder has not finished the fragment.
            UnknownFragment: it is not in the study (any more).
        """
        with self._database.writing() as connection:
            adjudication.adjudicate(connection, fragment_id, coder, by=by, decided_at=decided_at)

    def draw_coded_twice(self, *, share: float, seed: int) -> None:
        """Draw which interviews two people code blindly: each once, with this probability; a seed gives one draw."""
        with self._database.writing() as connection:
            double_coding.draw(connection, share=share, seed=seed)

    def code_twice(self, interview: str, *, wanted: bool) -> None:
        """Choose by hand whether two people code this interview blindly; raises UnknownInterview."""
        with self._database.writing() as connection:
            double_coding.choose(connection, interview, twice=wanted)

    def code_anew(self, decisions: Sequence[Decision]) -> list[int]:
        """Record one coder's verdict on a fragment as `record` does, and make it the final one, all in one act.

        For a judge who agrees with nobody: the verdict counts, and agreement between coders leaves it out.
        """
        with self._database.writing() as connection:
            return adjudication.adjudicate_with_new_codes(connection, decisions)

    def write_memo(self, text: str, topic: Topic, *, coder: str, at: datetime, replaces: int | None = None) -> int:
        """Write a memo, or write one anew: empty text takes it away. Returns its number.

        Raises:
            InvalidDecision: the memo to replace was rewritten meanwhile.
            UnknownFragment, UnknownInterview: what it is about is not in the study.
        """
        with self._database.writing() as connection:
            return memos.write_memo(connection, text, topic, coder=coder, at=at, replaces=replaces)

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

    def move_boundary(self, first: str, second: str, to: int, *, coder: str, decided_at: datetime) -> tuple[str, str]:
        """Move the boundary between two neighbours to this offset; returns the new ids.

        Each keeps its codes, its suggestions, and who finished it.

        Raises:
            InvalidDecision: they are no neighbours in one turn, or one would be without words.
            UnknownFragment: one is not in the study (any more).
        """
        with self._database.writing() as connection:
            left, right = split_merge.move_boundary(connection, first, second, to, coder=coder, decided_at=decided_at)
            return left, right
