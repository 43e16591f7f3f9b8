"""Examples of the codebook as training data: each counts for its own dimension, and none is used to judge a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.pipeline import Pipeline

from pipeline.codebook import Code, Codebook
from pipeline.errors import NothingToLearn
from pipeline.messages import Message
from pipeline.records import Example, Passage
from pipeline.suggestions.learning.estimators import blank_pipeline
from pipeline.suggestions.learning.kernels import BLENDS, Similarities, views_of
from pipeline.suggestions.learning.labels import DimensionLabels, Marks, target_of
from pipeline.suggestions.learning.model_selection import ridges_of
from pipeline.suggestions.learning.ridge import RidgeCache

BOOK = "codebook/"
"""Stands before the ids of such passages: they are of no interview."""


def examples_in(codebook: Codebook) -> list[Example]:
    """An example of its code for each text that the codebook gives, and one of no code for each counterexample."""
    return [
        Example(passage=_passage(f"{BOOK}{dimension.id}/{code.id}", at, text), codes={dimension.id: codes})
        for dimension in codebook
        for code in dimension.codes
        for at, (text, codes) in enumerate(_texts(code))
    ]


def _texts(code: Code) -> list[tuple[str, tuple[str, ...]]]:
    return [*((text, (code.id,)) for text in code.examples), *((text, ()) for text in code.counterexamples)]


def _passage(name: str, at: int, text: str) -> Passage:
    return Passage(transcript_id=f"{name}/{at}", start=0, end=len(text), text=text)


LIMIT = 12_000
"""Beyond so many examples the similarities would not fit a laptop: an even draw of them is learnt from."""

STARTER = "starter/"
"""Stands before the ids of the starter study's interviews: they are never taken for the team's own."""


@dataclass(frozen=True, kw_only=True)
class TrainingSet:
    """Passages as numbers by view, a lesson per dimension, and similarities under each share of the starter study.

    `pipeline` has read the passages, and has learnt no code yet.
    """

    passages: tuple[Passage, ...]
    pipeline: Pipeline
    views: list[csr_matrix]
    lessons: tuple[DimensionLabels, ...]
    ridges: tuple[RidgeCache, ...]


def gather(
    examples: Sequence[Example],
    starter: Sequence[Example],
    codebook: Codebook,
    *,
    encoder: str | None,
    seed: int,
    prefer: str = "balance",
    columns: Sequence[str] = (),
) -> TrainingSet:
    """Read everything once.

    Raises:
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    kept = learnt_from(examples, starter, codebook, seed=seed)
    foreign, told = (marked(kept, mark) for mark in (STARTER, BOOK))
    passages = tuple(each.passage for each in kept)
    pipeline = blank_pipeline(codebook, encoder=encoder, prefer=prefer, columns=columns)
    views = views_of(pipeline["read"].fit_transform(passages), BLENDS)
    lessons = [target_of(dimension, kept, foreign, told) for dimension in codebook]
    return TrainingSet(
        passages=passages,
        pipeline=pipeline,
        views=views,
        lessons=tuple(pipeline["suggest"].expecting(lessons, views[0])),
        ridges=ridges_of(Similarities(views, BLENDS, pipeline["suggest"].meaning), foreign, told),
    )


def learnt_from(
    examples: Sequence[Example], starter: Sequence[Example], codebook: Codebook, *, seed: int
) -> list[Example]:
    """All rows of a training set in their order: the team's own, the starter study's, the codebook's examples.

    Raises:
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    _refuse_nothing([*examples, *starter])
    study = [*_even_draw(examples, seed), *_even_draw([_as_starter(each) for each in starter], seed)]
    return [*study, *examples_in(codebook)]


def marked(examples: Sequence[Example], mark: str) -> Marks:
    """Which of them are of the starter study (`STARTER`), or of the codebook (`BOOK`)."""
    return np.array([each.passage.transcript_id.startswith(mark) for each in examples])


def _refuse_nothing(examples: Sequence[Example]) -> None:
    if not examples:
        raise NothingToLearn(
            Message("No fragment was coded or reviewed yet. Code an interview by hand, then train again.")
        )
    if not any(codes for example in examples for codes in example.codes.values()):
        raise NothingToLearn(
            Message(
                "%(count)s fragments were reviewed, but none carries a code. Give codes to some, then train again.",
                count=len(examples),
            )
        )


def _even_draw(examples: Sequence[Example], seed: int) -> Sequence[Example]:
    if len(examples) <= LIMIT:
        return examples
    drawn = np.sort(np.random.default_rng(seed).permutation(len(examples))[:LIMIT])
    return [examples[row] for row in drawn]


def _as_starter(example: Example) -> Example:
    name = f"{STARTER}{example.passage.transcript_id}"
    # Who spoke there tells nothing of a team's own people, whatever they are called.
    return replace(example, passage=replace(example.passage, transcript_id=name, about={}))
