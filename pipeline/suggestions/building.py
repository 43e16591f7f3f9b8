"""What was learnt from similarities, as weights: a model of one dimension that needs the learnt rows no more."""

from __future__ import annotations

from pipeline.suggestions.blend import BLENDS, weights_under
from pipeline.suggestions.learner import Learnt
from pipeline.suggestions.material import Material
from pipeline.suggestions.model import DimensionModel
from pipeline.suggestions.targets import Target


def built(lesson: Target, learnt: Learnt, material: Material) -> DimensionModel:
    """The model of a lesson's dimension, learnt from that lesson's rows of the material."""
    judged = [place[lesson.rows] for place in material.places]
    weights = weights_under(BLENDS[learnt.blend], material.rows, judged, learnt.fit.duals)
    weights[:, : material.rows.shape[1]] += learnt.trust * material.beliefs[lesson.dimension.id]
    return DimensionModel(
        dimension=lesson.dimension.id,
        values=lesson.values,
        single=lesson.single,
        weights=weights,
        offsets=learnt.fit.duals.sum(axis=0),
        calibrator=learnt.calibrator,
        points=learnt.points,
        blend=learnt.blend,
        keyword_trust=learnt.trust,
        starter_share=learnt.share if lesson.foreign.any() else 0.0,
    )
