"""Open stored models at first use, explain suggestions, and rank fragments for active learning."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.decisions import ShownSuggestion, Store
from pipeline.errors import DrempelError, NoModel, UnfitModel, UnknownFragment
from pipeline.records import Passage, passages
from pipeline.settings import Study
from pipeline.shelf import Shelf
from pipeline.suggestions.registry.card import codebook_speaks
from pipeline.suggestions.registry.store import MODEL

if TYPE_CHECKING:
    from pipeline.suggestions import Explanation, TrainedModel

DRAWN = 8
"""Interviews among which what is most useful next is looked for: enough to choose from, few enough to wait for."""


@dataclass(slots=True)
class ModelAccess:
    """Access to the models of a study; thread-safe."""

    study: Study
    store: Store
    _models: dict[str, TrainedModel | None] = field(default_factory=dict)
    _ranked: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _codebook_speaks: dict[str, frozenset[str]] = field(default_factory=dict)
    _ranking: threading.Lock = field(default_factory=threading.Lock)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def model(self, model_id: str | None = None) -> TrainedModel | None:
        """The model of this id (default: the current one); None when it is gone or does not fit any more."""
        try:
            name = model_id or Shelf(self.study.models, MODEL).current()
        except NoModel:
            return None
        with self._one_at_a_time:
            if name not in self._models:
                # One model in memory is enough: another is asked only after training, or of old suggestions.
                self._models = {name: self._opened(name)}
            return self._models[name]

    def codebook_speaks(self, model_id: str) -> frozenset[str]:
        """The dimensions in which this model suggests by the codebook alone."""
        if model_id not in self._codebook_speaks:
            self._codebook_speaks[model_id] = codebook_speaks(self._card(model_id))
        return self._codebook_speaks[model_id]

    def _card(self, model_id: str) -> dict[str, Any]:
        """The card of a model, empty where it cannot be read any more."""
        try:
            return dict(Shelf(self.study.models, MODEL).card(model_id))
        except (NoModel, UnfitModel):
            return {}

    def explain(self, fragment: str, offer: ShownSuggestion) -> Explanation | None:
        """Why a code is suggested; None when the model that suggested it cannot be asked any more."""
        model = self.model(offer.model)
        if model is None:
            return None
        try:
            return model.explain(self._passage(fragment), offer.dimension, offer.code)
        except KeyError:
            return None

    def next_by_active_learning(self, coder: str, *, after: str | None) -> str | None:
        """What the current model learns most from next, among some interviews that wait for this coder."""
        model = self.model()
        if model is None:
            return None
        with self._ranking:
            order = self._ranked.get((coder, model.id), ())
        waiting = self._from_first_waiting(order, coder, after)
        if not waiting:
            waiting = self._from_first_waiting(self._rank(model, coder), coder, after)
        with self._ranking:
            self._ranked[coder, model.id] = waiting
        return waiting[0] if waiting else None

    def _from_first_waiting(self, order: Sequence[str], coder: str, after: str | None) -> tuple[str, ...]:
        """The rest of the order from the first fragment that waits; the order itself is left as it is."""
        for at, fragment in enumerate(order):
            if fragment != after and self._waits(fragment, coder):
                return tuple(order[at:])
        return ()

    def _waits(self, fragment: str, coder: str) -> bool:
        try:
            return not self.store.queries.fragment(fragment, coder).state.reviewed
        except UnknownFragment:  # it was cut anew since
            return False

    def _rank(self, model: TrainedModel, coder: str) -> list[str]:
        waiting = [
            each for each in self.store.transcripts.interviews() if each.progress_of(coder).reviewed < each.fragments
        ]
        drawn = random.Random(f"{coder}:{model.id}:{len(waiting)}").sample(waiting, min(DRAWN, len(waiting)))
        candidates = [passage for each in drawn for passage in self._open_passages(each.id, coder)]
        return model.most_useful_first(candidates) if candidates else []

    def _open_passages(self, interview: str, coder: str) -> list[Passage]:
        verdicts = {each.fragment_id: each for each in self.store.ledger.verdicts(interview, coder)}
        stored = self.store.transcripts.fragments(interview)
        spans = [(each.fragment.start, each.fragment.end) for each in stored]
        read = passages(self.store.transcripts.get(interview), spans)
        # A blind fragment in front would tell that the model is unsure of it.
        return [
            passage
            for each, passage in zip(stored, read, strict=True)
            if not each.blind and not verdicts[each.id].reviewed
        ]

    def _passage(self, fragment: str) -> Passage:
        interview, _, place = fragment.rpartition(":")
        start, _, end = place.partition("-")
        spans = [(each.fragment.start, each.fragment.end) for each in self.store.transcripts.fragments(interview)]
        wanted = (int(start), int(end))
        read: Mapping[tuple[int, int], Passage] = {
            (each.start, each.end): each for each in passages(self.store.transcripts.get(interview), spans)
        }
        return read[wanted]

    def _opened(self, model_id: str) -> TrainedModel | None:
        # Loaded only now: the desk opens, and shows its first pages, without scikit-learn.
        from pipeline import suggestions

        try:
            return suggestions.load(self.study.models, self.study.codebook.open, model_id)
        except DrempelError:
            return None
