"""What the model can tell of its suggestions: it is opened once, on first use, and only if it is the one that spoke."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline import suggestions
from pipeline.decisions import ShownSuggestion, Store
from pipeline.errors import DrempelError, NoModel, UnknownFragment
from pipeline.records import Passage, passages
from pipeline.settings import Study
from pipeline.shelf import Shelf
from pipeline.suggestions import Explanation, TrainedModel
from pipeline.suggestions.registry.store import MODEL

DRAWN = 8
"""Interviews among which what is most useful next is looked for: enough to choose from, few enough to wait for."""


@dataclass(slots=True)
class ModelAccess:
    """The models of a study, as the desk asks them."""

    study: Study
    store: Store
    _models: dict[str, TrainedModel | None] = field(default_factory=dict)
    _ranked: dict[tuple[str, str], list[str]] = field(default_factory=dict)
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

    def explain(self, fragment: str, offer: ShownSuggestion) -> Explanation | None:
        """Why a code is suggested; None when the model that suggested it cannot be asked any more."""
        model = self.model(offer.model)
        if model is None:
            return None
        try:
            return model.explain(self._passage(fragment), offer.dimension, offer.code)
        except KeyError:
            return None

    def most_useful(self, coder: str, *, after: str | None) -> str | None:
        """What the current model learns most from next, among some interviews that wait for this coder."""
        model = self.model()
        if model is None:
            return None
        order = self._ranked.get((coder, model.id), [])
        found = self._first_waiting(order, coder, after)
        if found is None:
            order = self._ranked[coder, model.id] = self._rank(model, coder)
            found = self._first_waiting(order, coder, after)
        return found

    def _first_waiting(self, order: list[str], coder: str, after: str | None) -> str | None:
        while order:
            if order[0] != after and self._waits(order[0], coder):
                return order[0]
            order.pop(0)
        return None

    def _waits(self, fragment: str, coder: str) -> bool:
        try:
            return not self.store.queries.fragment(fragment, coder).verdict.reviewed
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
        try:
            return suggestions.load(self.study.models, self.study.codebook, model_id)
        except DrempelError:
            return None
