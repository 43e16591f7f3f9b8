"""What is learnt from: the team's examples, and the starter study's beside them where a team wants that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.codebook import Codebook
from pipeline.errors import NothingToLearn
from pipeline.records import Example, Passage
from pipeline.suggestions.beliefs import beliefs
from pipeline.suggestions.blend import similarities
from pipeline.suggestions.features import PassageFeatures, Places
from pipeline.suggestions.learner import PENALTY
from pipeline.suggestions.ridge import Ridges
from pipeline.suggestions.targets import Matrix, Target, target_of

LIMIT = 12_000
"""Beyond so many examples the similarities would not fit a laptop: an even draw of them is learnt from."""

STARTER = "starter/"
"""Stands before the ids of the starter study's interviews: they are never taken for the team's own."""

SHARES = (1.0, 0.3, 0.1)
"""What a fragment of the starter study may count beside one of the team's own; cross-validation chooses."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Passages as numbers, a lesson per dimension, and their similarities under each share of the starter study."""

    passages: tuple[Passage, ...]
    features: PassageFeatures
    rows: csr_matrix
    places: list[Places]
    lessons: tuple[Target, ...]
    ridges: tuple[Ridges, ...]
    beliefs: Mapping[str, Matrix]


def gather(
    examples: Sequence[Example], starter: Sequence[Example], codebook: Codebook, *, encoder: str | None, seed: int
) -> Material:
    """Read everything once.

    Raises:
        NothingToLearn: there are no examples, or none of them carries a code.
    """
    _refuse_nothing([*examples, *starter])
    kept = [*_even_draw(examples, seed), *_even_draw([_as_starter(each) for each in starter], seed)]
    foreign = np.array([each.passage.transcript_id.startswith(STARTER) for each in kept])
    told = tuple(each.passage for each in kept)
    codes = [code for dimension in codebook for code in dimension.codes]
    features = PassageFeatures(codes=codes, encoder=encoder).fit(told)
    rows, places = features.read(told)
    grams = similarities(rows, places)
    believed = beliefs(features, codebook)
    lessons = [target_of(dimension, kept, foreign) for dimension in codebook]
    shares = SHARES if foreign.any() and not foreign.all() else SHARES[:1]
    return Material(
        passages=told,
        features=features,
        rows=rows,
        places=places,
        lessons=tuple(
            replace(each, expected=rows[places[0][each.rows]] @ believed[each.dimension.id].T) for each in lessons
        ),
        beliefs=believed,
        ridges=tuple(Ridges(grams, penalty=PENALTY / np.where(foreign, share, 1.0), share=share) for share in shares),
    )


def _refuse_nothing(examples: Sequence[Example]) -> None:
    if not examples:
        raise NothingToLearn("No fragment was coded or reviewed yet. Code an interview by hand, then train again.")
    if not any(codes for example in examples for codes in example.codes.values()):
        raise NothingToLearn(
            f"{len(examples)} fragments were reviewed, but none carries a code. Give codes to some, then train again."
        )


def _even_draw(examples: Sequence[Example], seed: int) -> Sequence[Example]:
    if len(examples) <= LIMIT:
        return examples
    drawn = np.sort(np.random.default_rng(seed).permutation(len(examples))[:LIMIT])
    return [examples[row] for row in drawn]


def _as_starter(example: Example) -> Example:
    name = f"{STARTER}{example.passage.transcript_id}"
    return replace(example, passage=replace(example.passage, transcript_id=name))
