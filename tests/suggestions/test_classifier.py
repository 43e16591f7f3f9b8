"""Our estimator keeps every promise of scikit-learn's, and its held-out scores are what refitting would give."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.utils.estimator_checks import parametrize_with_checks

from pipeline.suggestions.classifier import CodeClassifier
from pipeline.suggestions.ridge import fit_ridge, inverse_of, scores_from


@parametrize_with_checks([CodeClassifier()])
def test_keeps_the_sklearn_contract(estimator, check):
    check(estimator)


@pytest.mark.parametrize("trust", [0.0, 0.5])
def test_held_out_scores_are_exactly_those_of_a_model_fitted_without_the_group(trust):
    rows, y = make_classification(n_samples=60, n_features=12, random_state=3)
    given = np.column_stack([y, 1 - y]).astype(float)
    groups = np.repeat(np.arange(6), 10)
    gram = rows @ rows.T
    expected = trust * np.column_stack([rows[:, 0], -rows[:, 0]])
    held_out = fit_ridge(inverse_of(gram, penalty=2.0), given, groups, expected).held_out
    for group in range(6):
        judge, learn = groups == group, groups != group
        inside = gram[np.ix_(learn, learn)]
        refitted = fit_ridge(inverse_of(inside, penalty=2.0), given[learn], groups[learn], expected[learn])
        said = scores_from(gram[np.ix_(judge, learn)], refitted.duals) + expected[judge]
        assert np.allclose(held_out[judge], said)


def test_probabilities_calibrated_out_of_group_are_less_sure_than_those_that_saw_the_group():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(10), 12)
    y = rng.integers(0, 2, 10)[groups]  # each group has one answer: within a group everything looks easy
    rows = rng.normal(size=(10, 30))[groups] + 0.1 * rng.normal(size=(120, 30))
    apart = CodeClassifier().fit(rows, y, groups=groups).predict_proba(rows).max(axis=1).mean()
    mixed = CodeClassifier().fit(rows, y).predict_proba(rows).max(axis=1).mean()
    assert apart < mixed
