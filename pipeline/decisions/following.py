"""What can be asked about how people's work came about, beside what holds now."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.decisions.boundaries import history
from pipeline.decisions.boundaries.history import BoundaryChange
from pipeline.decisions.coders import blinding
from pipeline.decisions.ledger import adjudication, undo
from pipeline.decisions.ledger.adjudication import Adjudication
from pipeline.decisions.ledger.undo import LastAct
from pipeline.decisions.looking import Looking
from pipeline.decisions.queries import fragment_states, similar
from pipeline.decisions.queries.similar import OpenSuggestion
from pipeline.decisions.records import Verdict


class Following(Looking):
    """The questions about acts; each is answered from one moment."""

    def last_deed(self, coder: str) -> LastAct | None:
        """What `undo_last` would undo; None when there is nothing."""
        with self._database.reading() as connection:
            return undo.last_deed(connection, coder)

    def cuts(self, fragment_id: str) -> list[BoundaryChange]:
        """The acts that made this fragment out of others, or others out of it, oldest first; none for unknown ones."""
        with self._database.reading() as connection:
            return history.cuts_of(connection, fragment_id)

    def verdicts_on(self, fragment_id: str) -> list[Verdict]:
        """What everybody holds of one fragment, by coder; none for one that is not cut so (any more)."""
        with self._database.reading() as connection:
            return fragment_states.verdicts_on(connection, fragment_id)

    def hiding(self, coder: str) -> set[str]:
        """The interviews where what others said is hidden from this coder, wherever he has not finished it himself."""
        with self._database.reading() as connection:
            return blinding.hiding(connection, coder)

    def finished_by(self, interview: str, coder: str) -> set[str]:
        """The fragments of an interview that this coder finished; raises UnknownInterview."""
        with self._database.reading() as connection:
            return blinding.finished_by(connection, interview, coder)

    def finished_among(self, of: Collection[str], coder: str) -> set[str]:
        """Those of these fragments, of whichever interviews, that this coder finished."""
        with self._database.reading() as connection:
            return blinding.finished_among(connection, of, coder)

    def alike(
        self, dimension: str, code: str, coder: str, *, least: float, single: bool, limit: int = 50
    ) -> list[OpenSuggestion]:
        """The fragments where this coder has yet to answer a suggestion of this code, the most probable first.

        Blind fragments never are among them. `least` is the lowest probability that counts; where the dimension has
        room for a `single` code, fragments where another holds are left out.
        """
        with self._database.reading() as connection:
            return similar.alike(connection, dimension, code, coder, least=least, single=single, limit=limit)

    def still_alike(
        self, dimension: str, code: str, coder: str, *, single: bool, of: Collection[str]
    ) -> list[OpenSuggestion]:
        """Those of these fragments that `alike` would still find, whatever their probability."""
        with self._database.reading() as connection:
            return similar.open_among(connection, dimension, code, coder, single=single, of=of)

    def rulings(self, interview: str | None = None) -> dict[str, Adjudication]:
        """The last choice that somebody made on each fragment where coders differ; of one interview, or of all.

        Raises:
            UnknownInterview: it is not in the study.
        """
        with self._database.reading() as connection:
            return adjudication.rulings(connection, interview)

    def coded_anew(self) -> set[tuple[str, str]]:
        """The fragments and coders of verdicts that a judge gave having seen those of others."""
        with self._database.reading() as connection:
            return adjudication.adjudicator_verdicts(connection)
