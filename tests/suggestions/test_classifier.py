"""Our estimators keep every promise of scikit-learn's, and held-out scores are what refitting would give."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_classification, make_multilabel_classification
from sklearn.metrics import f1_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from pipeline.suggestions.learning.estimators import CodeClassifier, MultiDimensionClassifier
from pipeline.suggestions.learning.ridge import RidgeCache, fit_ridge, inverse_of, scores_from


@parametrize_with_checks([CodeClassifier(), MultiDimensionClassifier()])
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


@pytest.mark.parametrize("asked", [range(40), range(10, 60), [3, 50, 7, 41, 20], range(40, 60), range(13, 20)])
def test_an_inverse_that_grows_by_the_rows_of_one_lesson_is_that_of_all_its_rows(asked):
    rows, y = make_classification(n_samples=60, n_features=12, random_state=3)
    given, asked = np.column_stack([y, 1 - y]).astype(float), np.array(asked)
    apart = np.arange(60) % 20 > 12
    penalty, grams = np.where(apart, 4.0, 2.0), {"even": rows @ rows.T}
    at_once = RidgeCache(grams, penalty=penalty).fit("even", asked, given[asked], asked % 6)
    growing = RidgeCache(grams, penalty=penalty, apart=apart).fit("even", asked, given[asked], asked % 6)
    assert np.allclose(growing.duals, at_once.duals)
    assert np.allclose(growing.held_out, at_once.held_out)


def test_probabilities_calibrated_out_of_group_are_less_sure_than_those_that_saw_the_group():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(10), 12)
    y = rng.integers(0, 2, 10)[groups]  # each group has one answer: within a group everything looks easy
    rows = rng.normal(size=(10, 30))[groups] + 0.1 * rng.normal(size=(120, 30))
    apart = CodeClassifier().fit(rows, y, groups=groups).predict_proba(rows).max(axis=1).mean()
    mixed = CodeClassifier().fit(rows, y).predict_proba(rows).max(axis=1).mean()
    assert apart < mixed


def test_several_values_of_a_row_are_learnt_from_a_column_each():
    rows, y = make_multilabel_classification(n_samples=200, n_features=20, n_classes=4, random_state=1)
    learnt = CodeClassifier().fit(rows[:150], y[:150])
    assert learnt.predict_proba(rows[150:]).shape == (50, 4)
    assert f1_score(y[150:], learnt.predict(rows[150:]), average="micro") > 0.7


def test_columns_that_do_not_divide_into_views_are_refused():
    with pytest.raises(ValueError, match="7 columns do not divide into 2 views"):
        CodeClassifier(blends={"even": np.eye(2)}).fit(np.ones((4, 7)), [0, 1, 0, 1])
