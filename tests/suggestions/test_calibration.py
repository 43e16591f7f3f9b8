import numpy as np
import pytest

from pipeline.suggestions.learning.calibration import Calibrator

SCORES = np.linspace(-2.0, 2.0, 40)[:, None]


def test_a_score_that_goes_against_the_codes_gives_the_base_rate_and_keeps_its_order():
    given = (SCORES < -1.0).astype(float)
    probabilities = Calibrator(single=False).fit(SCORES, given).probabilities(SCORES)[:, 0]
    assert (np.diff(probabilities) >= 0).all()
    assert probabilities == pytest.approx(given.mean(), abs=0.02)


def test_a_score_that_goes_with_the_codes_separates_them():
    given = (SCORES > 1.0).astype(float)
    probabilities = Calibrator(single=False).fit(SCORES, given).probabilities(SCORES)[:, 0]
    assert (np.diff(probabilities) > 0).all()
    assert probabilities[0] < 0.05 < 0.9 < probabilities[-1]
