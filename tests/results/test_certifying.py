import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from pipeline.codebook import Codebook
from pipeline.results.certification import Certificate, Uncertified, blind_verdicts, certify, upper_limit

STAMP = {"model": "m1", "codebook": "1+0f3a9c21"}


def verdicts(errors, accepted, *, probability=0.9):
    """One code: for each interview so many suggestions of that probability, so many of them wrong."""
    rows = [
        {"interview": f"g{home}", "fragment": f"g{home}:{each}-{each + 1}", "dimension": "view", "code": "a",
         "probability": probability, "given": each >= wrong}
        for home, (wrong, number) in enumerate(zip(errors, accepted, strict=True))
        for each in range(number)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_with_one_fragment_per_interview_the_limit_is_the_exact_binomial_one():
    # No error in 59: the textbook case, 95 % sure of less than 4.95 %.
    assert upper_limit(np.zeros(59), np.ones(59)) == pytest.approx(beta.ppf(0.95, 1, 59), abs=1e-3)
    assert upper_limit(np.zeros(59), np.ones(59)) == pytest.approx(0.0495, abs=1e-3)


def test_errors_that_sit_together_raise_the_limit():
    together, apart = np.array([8, *[0] * 19]), np.array([1] * 8 + [0] * 12)
    accepted = np.full(20, 20)
    assert upper_limit(together, accepted) > upper_limit(apart, accepted) > 8 / 400


def test_one_interview_tells_nothing():
    assert upper_limit(np.zeros(1), np.full(1, 500)) == 1


def test_a_code_that_is_hardly_ever_wrong_is_certified():
    (found,) = certify(verdicts([0] * 25, [12] * 25), **STAMP)
    assert isinstance(found, Certificate)
    assert (found.threshold, found.errors, found.fragments, found.interviews) == (0.9, 0, 300, 25)
    assert found.upper <= 0.05
    assert found.id.startswith("cert-")


def test_the_threshold_goes_down_until_it_would_be_wrong_too_often():
    good = verdicts([0] * 25, [12] * 25, probability=0.92)
    fair = verdicts([1, 0, 0, 0, 0] * 5, [12] * 25, probability=0.77)
    bad = verdicts([6] * 25, [12] * 25, probability=0.65)
    (found,) = certify(pd.concat([good, fair, bad]), **STAMP)
    assert found.threshold == 0.75


def test_probabilities_that_nobody_saw_are_not_certified():
    (found,) = certify(verdicts([0] * 25, [12] * 25, probability=0.96), **STAMP)
    assert found.threshold == 0.95


def test_a_threshold_with_too_few_fragments_to_pass_does_not_end_the_search():
    few = verdicts([0] * 6, [1] * 6, probability=0.995)
    assert upper_limit(np.zeros(6), np.ones(6)) > 0.05
    (found,) = certify(pd.concat([few, verdicts([0] * 25, [12] * 25)]), **STAMP)
    assert isinstance(found, Certificate)
    assert (found.threshold, found.fragments) == (0.9, 306)


def test_the_same_verdicts_give_the_same_certificate_and_others_another():
    one, same = (certify(verdicts([0] * 25, [12] * 25), **STAMP)[0] for _ in range(2))
    other = certify(verdicts([1] + [0] * 24, [12] * 25), **STAMP)[0]
    assert one.id == same.id
    assert one.id != other.id


def test_too_few_verdicts_say_about_how_many_more_it_takes():
    (found,) = certify(verdicts([0] * 6, [5] * 6), **STAMP)
    assert isinstance(found, Uncertified)
    assert 30 <= found.needs <= 300
    assert found.why == f"not certifiable yet: needs about {found.needs} more blind verdicts (from 0.9 upwards)"


def test_about_that_many_more_do_certify():
    few = certify(verdicts([0] * 6, [5] * 6), **STAMP)[0]
    more = 6 + int(np.ceil(1.5 * few.needs / 5))
    assert isinstance(certify(verdicts([0] * more, [5] * more), **STAMP)[0], Certificate)


def test_a_code_that_errs_too_often_is_told_that_more_verdicts_do_not_help():
    (found,) = certify(verdicts([2] * 25, [12] * 25), **STAMP)
    assert found.needs is None
    assert "5% or more of the accepted codes would be wrong" in found.why


def test_a_code_that_the_model_is_never_sure_of_says_so():
    (found,) = certify(verdicts([0] * 25, [12] * 25, probability=0.4), **STAMP)
    assert "no blind fragment has a probability of 0.5 or more" in found.why


def test_the_calibration_holds_only_what_was_coded_blind():
    book = Codebook.model_validate(
        {"study": "p", "version": "1", "dimensions": [
            {"id": "view", "label": "V", "values": "one", "codes": [{"id": "a", "label": "A"}]}]}
    )  # fmt: skip
    names = ["g1:0-5", "g1:6-9", "g2:0-5"]
    ledger = pd.DataFrame({"fragment": names, "interview": ["g1", "g1", "g2"], "coder": "An", "action": "reviewed",
                           "live": True, "blind": [True, False, True], "number": [1, 2, 3]})  # fmt: skip
    codes = pd.DataFrame({"fragment": names[:2], "coder": "An", "dimension": "view", "code": "a", "final": True})
    said = pd.DataFrame({"fragment": names * 2, "interview": ["g1", "g1", "g2"] * 2, "dimension": "view",
                         "code": ["a"] * 3 + [""] * 3, "probability": 0.8})  # fmt: skip
    tables = {"fragments": pd.DataFrame({"fragment": names}), "decisions": ledger, "codes": codes}
    found = blind_verdicts(tables, said, book)
    assert found[["fragment", "given"]].values.tolist() == [["g1:0-5", True], ["g2:0-5", False]]


def test_a_certificate_that_should_not_be_is_rare():
    # The true error is just not under the 5 % promised, and interviews differ: one in twenty may pass by chance.
    generator = np.random.default_rng(5)
    wrongly = 0
    for _ in range(400):
        rate = generator.beta(0.05 * 9, 0.95 * 9, size=30)
        wrongly += upper_limit(generator.binomial(10, rate), np.full(30, 10)) <= 0.05
    assert wrongly <= 24
