"""Open the index of fragments by meaning at first use, and make it anew when fragments or vectors changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.decisions import Store
from pipeline.errors import DrempelError
from pipeline.settings import Study

if TYPE_CHECKING:
    from pipeline.suggestions import MeaningIndex

Signs = tuple[str, tuple[int, int], frozenset[str]]


@dataclass(slots=True)
class MeaningAccess:
    """Access to the vectors of a study's fragments; thread-safe. Forgotten vectors are not used again."""

    study: Study
    store: Store
    _index: MeaningIndex | None = None
    _signs: Signs | None = None
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def index(self) -> MeaningIndex | None:
        """The index of the fragments that stand now; None where no encoder can be used."""
        # Loaded only now: the desk opens, and shows its first pages, without scikit-learn.
        from pipeline import suggestions

        try:
            encoder = suggestions.resolve(self.study.encoder)
        except DrempelError:
            encoder = None
        if encoder is None:
            return None
        with self._one_at_a_time:
            signs = (encoder, self.store.queries.fragments_stamp(), self._files())
            if self._index is None or signs != self._signs:
                self._index = None  # the old one goes before the new one comes: one is enough in memory
                self._index = suggestions.MeaningIndex(self.study.vectors, encoder, self.store.queries.fragment_texts())
                self._signs = signs
            return self._index

    def _files(self) -> frozenset[str]:
        folder = self.study.vectors
        return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()
