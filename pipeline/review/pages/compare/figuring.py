"""Figures that take longer than a page may: made in the background, shown once they are there, kept until outdated."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.review.comparing import Comparison

log = logging.getLogger("drempel.desk")

PATIENCE = 0.05
"""Seconds that a page waits for figures before it says that they are being made."""


@dataclass(slots=True)
class Comparing:
    """How coders compare, made anew once somebody did something since."""

    store: Store
    codebook: Codebook
    make: Callable[[Store, Codebook], Comparison] = Comparison
    _known: tuple[int, Comparison] | None = None
    _making: threading.Event | None = None
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> tuple[Comparison | None, bool]:
        """The comparison as far as it is made, and whether it tells of everything that was done until now."""
        newest = self.store.newest_act()
        if not self._tells(newest):
            self._begin(newest).wait(PATIENCE)
        return self._known and self._known[1], self._tells(newest)

    def _tells(self, newest: int) -> bool:
        return self._known is not None and self._known[0] >= newest

    def _begin(self, newest: int) -> threading.Event:
        """Make it, unless somebody else's page is having it made."""
        with self._one_at_a_time:
            if self._making is None or self._making.is_set():
                self._making = threading.Event()
                threading.Thread(target=self._make, args=(newest, self._making), name="comparing", daemon=True).start()
            return self._making

    def _make(self, newest: int, made: threading.Event) -> None:
        try:
            # Read after `newest` was: it may tell of more, never of less.
            self._known = newest, self.make(self.store, self.codebook)
        except Exception as error:  # the thread's edge: its text may hold what people said
            log.error("%s while comparing coders", type(error).__name__)
        finally:
            made.set()
