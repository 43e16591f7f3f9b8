"""Each measure against a published worked example and, where there is one, against the package that people cite."""

import krippendorff
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from pipeline.results.agreement import measures
from pipeline.results.agreement.measures import ac1, alpha, kappa, masi, percent, sums_by_interview
from pipeline.results.agreement.unitizing import Continuum, unit_sums, unitizing_alpha

# Gwet (2014), table 2.10, also Krippendorff (2011), section D: 4 coders, 12 units, 5 categories, missing values.
FOUR_CODERS = np.array(
    [
        [1, 1, 0, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
        [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [0, 5, 5, 5], [0, 0, 1, 1], [0, 0, 3, 0],
    ]
) - 1  # fmt: skip


def whole(ratings, categories):
    ratings = np.asarray(ratings)
    return sums_by_interview(ratings, np.zeros(len(ratings), dtype=int), categories).total()


def pair(confusion):
    """Ratings of two coders that give this table."""
    return [(a, b) for a, row in enumerate(confusion) for b, count in enumerate(row) for _ in range(count)]


def test_alpha_is_that_of_krippendorffs_worked_example():
    assert alpha(whole(FOUR_CODERS, 5)) == pytest.approx(0.743, abs=5e-4)


def test_ac1_and_percent_are_those_of_gwets_worked_example():
    assert ac1(whole(FOUR_CODERS, 5)) == pytest.approx(0.77544, abs=5e-6)
    assert percent(whole(FOUR_CODERS, 5)) == pytest.approx(0.81818, abs=5e-6)


def test_kappa_is_that_of_the_grant_proposals_example():
    # Two readers of 50 proposals: 20 both yes, 15 both no; known from Kirk (1968) and many textbooks: kappa 0.4.
    assert kappa(whole(pair([[20, 5], [10, 15]]), 2)) == pytest.approx(0.4)


def test_kappa_and_ac1_part_ways_where_nearly_all_is_alike():
    # The example by which Gwet introduces the "paradox" of kappa: 125 subjects, nearly all of one kind.
    sums = whole(pair([[118, 5], [2, 0]]), 2)
    assert percent(sums) == pytest.approx(0.944)
    assert kappa(sums) == pytest.approx(-0.0234, abs=5e-4)
    assert ac1(sums) == pytest.approx(0.9408, abs=5e-4)


@pytest.mark.parametrize("seed", range(5))
def test_alpha_and_kappa_equal_the_packages_on_random_ratings(seed):
    generator = np.random.default_rng(seed)
    two = generator.integers(0, 4, size=(60, 2))
    assert kappa(whole(two, 4)) == pytest.approx(cohen_kappa_score(*two.T))
    three = np.where(generator.random((60, 3)) < 0.2, -1, generator.integers(0, 4, size=(60, 3)))
    values = np.where(three == -1, np.nan, three).T
    assert alpha(whole(three, 4)) == pytest.approx(krippendorff.alpha(values, level_of_measurement="nominal"))


def test_masi_has_exact_thirds():
    assert masi(frozenset("ab"), frozenset("abcd")) == pytest.approx(2 / 3)
    assert masi(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 9)
    assert masi(frozenset("a"), frozenset("b")) == 1
    assert masi(frozenset(), frozenset("b")) == 1
    assert masi(frozenset(), frozenset()) == 0


def test_alpha_with_masi_equals_the_package_with_the_same_distance():
    sets = [frozenset(each) for each in ("a", "ab", "bc", "b", "")]
    difference = np.array([[masi(one, other) for other in sets] for one in sets])
    ratings = np.random.default_rng(3).integers(0, 5, size=(40, 3))
    package = krippendorff.alpha(
        ratings.T.astype(float),
        level_of_measurement=lambda v1, v2, i1, i2, n_v, dtype: difference[np.asarray(i1), np.asarray(i2)],
        value_domain=range(5),
    )
    assert alpha(whole(ratings, 5), difference) == pytest.approx(package)


def test_sums_add_up_over_interviews_and_draws():
    interview = np.arange(12) % 3
    parts = sums_by_interview(FOUR_CODERS, interview, 5)
    assert alpha(parts.total()) == pytest.approx(alpha(whole(FOUR_CODERS, 5)))
    twice = parts.weighted(np.array([[1.0, 1, 1], [2, 0, 1]]))
    chosen = np.concatenate([FOUR_CODERS[interview == 0]] * 2 + [FOUR_CODERS[interview == 2]])
    for measure in (percent, alpha, ac1):
        assert measure(twice)[0] == pytest.approx(measure(whole(FOUR_CODERS, 5)))
        assert measure(twice)[1] == pytest.approx(measure(whole(chosen, 5)))


@pytest.mark.parametrize("name", ["kappa", "alpha"])
def test_a_measure_that_does_not_exist_is_no_number(name):
    assert np.isnan(measures.MEASURES[name](whole([[1, 1]] * 20, 2)))


def one_alpha(continuum):
    return float(unitizing_alpha([unit_sums([continuum])], np.ones((1, 1)))[0])


# Krippendorff (2004), p. 254: two coders, a continuum from 150 to 450.
C = Continuum(length=300, cuts=[[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]])
K = Continuum(length=300, cuts=[[(30, 90), (150, 200)]] * 2)


def test_unitizing_alpha_is_that_of_krippendorffs_worked_example():
    assert one_alpha(C) == pytest.approx(0.7286, abs=5e-5)
    assert one_alpha(K) == pytest.approx(1)
    # Published from rounded disagreements: 1 - 0.0144 / (0.0532 + 0.0490) = 0.8591.
    assert unitizing_alpha([unit_sums([C]), unit_sums([K])], np.ones((1, 1)))[0] == pytest.approx(0.8591, abs=5e-4)


def test_unitizing_alpha_punishes_one_long_unit_against_three_short_ones():
    # The example in the tests of DKPro Statistics, the Java reference implementation: -0.7003.
    assert one_alpha(Continuum(length=10, cuts=[[(1, 9)], [(2, 3), (4, 5), (6, 7)]])) == pytest.approx(
        -0.7003, abs=5e-5
    )


def test_unitizing_alpha_of_an_interview_drawn_twice_is_that_of_two_such_interviews():
    drawn = unitizing_alpha([unit_sums([C, K])], np.array([[2.0, 1.0]]))
    laid_out = unitizing_alpha([unit_sums([C, C, K])], np.ones((1, 3)))
    assert drawn == pytest.approx(laid_out)
