"""Compute the comparison of coders in a thread, while pages show what is known so far."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.errors import DrempelError
from pipeline.messages import Message

if TYPE_CHECKING:
    from pipeline.review.pages.compare.comparison import Comparison

log = logging.getLogger("drempel.desk")

PATIENCE = 0.05
"""Seconds that a page waits for figures before it says that they are being made."""


def _compare(store: Store, codebook: Codebook) -> Comparison:
    # Loaded only now: the desk opens without pandas and SciPy.
    from pipeline.review.pages.compare.comparison import Comparison

    return Comparison(store, codebook)


@dataclass(frozen=True, slots=True)
class ComparisonState:
    """The comparison as far as it is made; `complete` if it covers all verdicts so far; `trouble` if it failed."""

    comparison: Comparison | None
    complete: bool
    trouble: str = ""

    @property
    def being_made(self) -> bool:
        """Whether a newer comparison is on its way."""
        return not self.complete and not self.trouble


@dataclass(slots=True)
class BackgroundComparison:
    """The comparison of coders, computed in a thread once somebody did something since."""

    store: Store
    codebook: Codebook
    make: Callable[[Store, Codebook], Comparison] = _compare
    _known: tuple[int, Comparison] | None = None
    _waiting: frozenset[str] = frozenset()
    _failed: tuple[int, str] | None = None
    _making: threading.Event | None = None
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> ComparisonState:
        """The comparison as far as it is made; a computation that failed is not begun again until `retry`."""
        newest = self.store.ledger.newest_act()
        waiting = frozenset(self.store.coders.interviews_waiting_for_two())
        if waiting != self._waiting:  # what was computed may tell of an interview that is coded blind now
            self._known, self._waiting = None, waiting
        if not self._covers(newest) and not self._trouble_at(newest):
            self._begin(newest).wait(PATIENCE)
        known = self._known
        return ComparisonState(known and known[1], self._covers(newest), self._trouble_at(newest))

    def use(self, codebook: Codebook) -> None:
        """Compare with another codebook: what was made is made anew."""
        self.codebook, self._known, self._failed = codebook, None, None

    def retry(self) -> None:
        """Forget that the last computation failed, so that the next page begins it again."""
        self._failed = None

    def _covers(self, newest: int) -> bool:
        known = self._known
        return known is not None and known[0] >= newest

    def _trouble_at(self, newest: int) -> str:
        failed = self._failed
        return failed[1] if failed is not None and failed[0] >= newest else ""

    def _begin(self, newest: int) -> threading.Event:
        """Start the computation, unless it is going on."""
        with self._one_at_a_time:
            if self._making is None or self._making.is_set():
                self._making = threading.Event()
                threading.Thread(target=self._make, args=(newest, self._making), name="comparing", daemon=True).start()
            return self._making

    def _make(self, newest: int, made: threading.Event) -> None:
        try:
            # Read after `newest` was: it may cover more, never less.
            self._known = newest, self.make(self.store, self.codebook)
            self._failed = None
        except DrempelError as mistake:
            self._failed = newest, mistake.message
        except Exception as error:  # the thread's edge: its text may hold what people said
            log.error("%s while comparing coders", type(error).__name__)
            self._failed = newest, Message("a fault of the program (%(error)s)", error=type(error).__name__)
        finally:
            made.set()


def comparison_of(request: Request) -> BackgroundComparison:
    """The comparison of coders of the desk that got this request."""
    comparison: BackgroundComparison = request.app.state.comparison
    return comparison
