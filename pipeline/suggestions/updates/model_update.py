"""Bring a trained model up to date with what people decided since, its features staying as they are.

New rows are added to the inverse, rows that are gone are taken out of it, and changed codes only change the right-hand
side. Weights, held-out scores, calibration and lines are then computed as in training. The result equals a training
with the same features and the same choice of blend.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.base import clone
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from pipeline.codebook import Codebook
from pipeline.records import Example, Passage
from pipeline.suggestions.features.passages import PassageFeatures
from pipeline.suggestions.learning.estimators import CodeClassifier, MultiDimensionClassifier, chosen_by
from pipeline.suggestions.learning.kernels import BLENDS, Similarities, views_of
from pipeline.suggestions.learning.labels import DimensionLabels, Marks, Matrix, target_of
from pipeline.suggestions.learning.model_selection import Choice, ridges_of
from pipeline.suggestions.learning.training_set import BOOK, STARTER, learnt_from, marked
from pipeline.suggestions.model import TrainedModel
from pipeline.suggestions.registry.card import REFRESHED, card_of, remark_of
from pipeline.suggestions.updates.ridges import KeptInverse, UpdatedRidge
from pipeline.suggestions.updates.working_state import WorkingState


@dataclass(frozen=True, kw_only=True)
class Updated:
    """A pipeline that is up to date, what the next update begins at, and what was done.

    `full` counts full factorisations, and `worst` is the largest error of a score that was estimated in an update.
    """

    pipeline: Pipeline
    state: WorkingState
    lessons: tuple[DimensionLabels, ...]
    added: int
    removed: int
    full: int
    worst: float


def bring_up_to_date(
    model: str,
    pipeline: Pipeline,
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    state: WorkingState | None = None,
    starter: Sequence[Example] = (),
    seed: int = 0,
) -> Updated:
    """Learn what stands in the ledger now, with the features of a trained `model` (its id and its `pipeline`).

    `state` is what the last update left; without one everything is factorised once.

    Raises:
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    kept = learnt_from(examples, starter, codebook, seed=seed)
    features: PassageFeatures = pipeline["read"]
    before: MultiDimensionClassifier = pipeline["suggest"]
    passages = [each.passage for each in kept]
    keys = np.array([_key(each, features.columns) for each in passages], dtype="S32")
    rows, added = _rows(features, passages, keys, state)
    views = views_of(rows, BLENDS)
    foreign, told = (marked(kept, mark) for mark in (STARTER, BOOK))
    learnt: MultiDimensionClassifier = clone(before)
    lessons = learnt.expecting([target_of(each, kept, foreign, told) for each in codebook], views[0])
    ridges = _ridges(learnt, views, lessons, foreign, told, keys, state)
    chosen = [_chosen(each, {ridge.share for ridge in ridges}) for each in before.classifiers_]
    with threadpool_limits(1):  # many small systems: threads would wait for each other, and the desk has work too
        learnt.study(lessons, ridges, views, chosen=chosen)
    inverses = [each for ridge in ridges for each in ridge.kept.values()]
    return Updated(
        pipeline=Pipeline([("read", _of_these(features, passages)), ("suggest", learnt)]),
        state=WorkingState(model=model, keys=keys, rows=rows, inverses=inverses),
        lessons=tuple(lessons),
        added=added,
        removed=0 if state is None else int((~np.isin(state.keys, keys)).sum()),
        full=sum(each.full for each in ridges),
        worst=max(each.worst for each in ridges),
    )


def _key(passage: Passage, columns: Sequence[str]) -> bytes:
    said = [passage.fragment_id, passage.text, passage.question, passage.before, passage.after]
    known = [passage.about.get(name, "") for name in columns]
    return hashlib.blake2b(json.dumps([said, known]).encode(), digest_size=16).hexdigest().encode()


def _rows(
    features: PassageFeatures, passages: Sequence[Passage], keys: Matrix, state: WorkingState | None
) -> tuple[csr_matrix, int]:
    """The features of all passages, of which only those are read that the state does not know; and how many."""
    known = {} if state is None else {key: at for at, key in enumerate(state.keys.tolist())}
    new = [at for at, key in enumerate(keys.tolist()) if key not in known]
    read = features.transform([passages[at] for at in new]) if new else None
    if state is None and read is not None:
        return read, len(new)
    parts = [each for each in (None if state is None else state.rows, read) if each is not None]
    first = 0 if state is None else state.rows.shape[0]
    places = {at: first + nth for nth, at in enumerate(new)}
    order = [places[at] if at in places else known[key] for at, key in enumerate(keys.tolist())]
    return csr_matrix(vstack(parts, format="csr")[order]), len(new)


def _ridges(
    learnt: MultiDimensionClassifier,
    views: Sequence[csr_matrix],
    lessons: Sequence[DimensionLabels],
    foreign: Marks,
    told: Marks,
    keys: Matrix,
    state: WorkingState | None,
) -> tuple[UpdatedRidge, ...]:
    wanted = {each.rows[~each.told].tobytes() for each in lessons if len(each.rows)}
    kept: Sequence[KeptInverse] = () if state is None else state.inverses
    similar = Similarities(views, BLENDS, learnt.meaning, small=0)
    return tuple(
        UpdatedRidge(similar, penalty=each.penalty, apart=told, share=each.share, keys=keys, before=kept, wanted=wanted)
        for each in ridges_of(similar, foreign, told)
    )


def _chosen(classifier: CodeClassifier, shares: Collection[float]) -> Choice | None:
    """What training chose; None where the codebook speaks, or nothing was learnt: then it is chosen anew."""
    share = classifier.starter_share_ or 1.0
    if classifier.blend_ not in BLENDS or share not in shares:
        return None
    return Choice(blend=classifier.blend_, share=share, trust=classifier.keyword_trust_)


def _of_these(features: PassageFeatures, passages: Sequence[Passage]) -> PassageFeatures:
    """The same features, with the names of the rows that are learnt from now."""
    found: PassageFeatures = clone(features)
    found.__dict__.update({name: value for name, value in features.__dict__.items() if name.endswith("_")})
    found.fragments_ = tuple(each.fragment_id for each in passages)
    return found


def refreshed_model(
    base: TrainedModel,
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    name: str,
    ledger: int,
    trained_at: datetime,
    seed: int = 0,
    state: WorkingState | None = None,
    starter: Sequence[Example] = (),
) -> tuple[TrainedModel, Updated]:
    """The trained model `base` with what stands in the ledger up to an entry, as a model with a `name` and a card."""
    updated = bring_up_to_date(base.id, base.pipeline, examples, codebook, state=state, starter=starter, seed=seed)
    card = card_of(
        updated.lessons,
        codebook,
        trained_at=trained_at,
        seed=seed,
        prefer=updated.pipeline["suggest"].prefer,
        figures={},
        columns=updated.pipeline["read"].columns,
    )
    card |= {"encoder": base.card.get("encoder"), "no_encoder": base.card.get("no_encoder")}
    card |= {"chosen": chosen_by(updated.pipeline["suggest"])}
    made = TrainedModel(id=name, card={**card, "remark": remark_of(card)}, pipeline=updated.pipeline)
    return as_refreshed(made, name, base=base.id, ledger=ledger), updated


def as_refreshed(model: TrainedModel, name: str, *, base: str, ledger: int) -> TrainedModel:
    """The model under this name; its card tells what it was made from, and its held-out agreement per dimension."""
    every: MultiDimensionClassifier = model.pipeline["suggest"]
    agreement = {
        dimension: round(each.held_out_.f1, 4)
        for dimension, each in zip(every.names, every.classifiers_, strict=True)
        if each.held_out_ is not None
    }
    made_from = {"model": base, "ledger": ledger, "held_out": agreement}
    return replace(model, id=name, card={**model.card, REFRESHED: made_from})
