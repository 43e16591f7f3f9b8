"""The estimator against the reference package's figures, against itself, and against a known truth."""

import numpy as np
import pytest

from pipeline.results.prevalence.estimator import Sample, count, estimate

READ = np.array([0, 1, 1, 0, 1, 0, 0, 1, 1, 0.0])
SCORED = np.array([0.2, 0.7, 0.6, 0.3, 0.9, 0.1, 0.4, 0.5, 0.8, 0.35])
UNREAD = np.array([1, 2, 3, 5, 4, 6, 8, 9, 2.5, 1.5, 7.5, 4.5, 5.5, 0.5, 9.5, 3.5, 6.5, 2, 1, 3]) / 10


def sample(given, score, *, read=None, interview=None, whole=None, size=None):
    fragments = len(score)
    return Sample(
        interview=np.arange(fragments) if interview is None else np.asarray(interview),
        size=np.ones(fragments) if size is None else np.asarray(size, dtype=float),
        whole=np.zeros(fragments, dtype=bool) if whole is None else np.asarray(whole),
        weight=np.ones(fragments) if read is None else np.asarray(read, dtype=float),
        given=np.asarray(given, dtype=float),
        score=np.asarray(score, dtype=float),
    )


# Every fragment an interview of its own: then this is the estimator of the package `ppi-python`, whose figures for
# these numbers (version 0.2.3) are 0.4425 at its lambda 1, 0.5 at 0, and a standard error of 0.11542 at 1. It sets
# apart read and unread where we score all, so its lambda is our power times the unread share (20 of 30).
FLAT = sample(np.concatenate([READ, np.zeros(20)]), np.concatenate([SCORED, UNREAD]), read=[1] * 10 + [0] * 20)


def test_the_estimate_is_that_of_the_reference_package():
    assert estimate(FLAT, power=1.5).share == pytest.approx(0.4425)
    assert estimate(FLAT, power=0).share == pytest.approx(0.5)


def test_the_error_is_near_that_of_the_reference_package():
    # The package divides by n, the jackknife by n - 1; on 10 read fragments that is about 5 %.
    assert estimate(FLAT, power=1.5).error == pytest.approx(0.11542, rel=0.1)


def test_the_chosen_power_has_the_smallest_error():
    chosen = estimate(FLAT)
    assert 0 < chosen.power <= 1
    assert all(chosen.error <= estimate(FLAT, power=power).error + 1e-12 for power in np.linspace(0, 1, 21))


def test_wholly_read_interviews_need_no_scores():
    wholly = sample([1, 0, 0, 1, 0, 0], np.full(6, np.nan), interview=[0, 0, 1, 1, 2, 2], whole=[True] * 6)
    assert estimate(wholly, power=0).share == pytest.approx(1 / 3)


def test_a_fragment_drawn_with_half_the_probability_counts_double():
    drawn = sample([1, 0, 1, 0], [0] * 4, interview=[0, 0, 1, 1], read=[2, 1, 2, 1])
    assert estimate(drawn, power=0).share == pytest.approx(4 / 6)


@pytest.mark.parametrize(("read", "quantile"), [(3, 4.302653), (4, 3.182446), (11, 2.228139)])
def test_the_interval_has_one_degree_of_freedom_less_than_interviews_with_read_fragments(read, quantile):
    """The quantiles of Student's t are those of the printed tables, for 2, 3 and 10 degrees of freedom."""
    interview = np.repeat(np.arange(12), 2)
    found = estimate(
        sample([1, 0] * 6 + [0, 0] * 6, [0.5, 0.25] * 12, interview=interview, read=interview < read), power=0
    )
    reach = quantile * found.error / (found.share * (1 - found.share))
    log_odds = [np.log(value / (1 - value)) for value in (found.low, found.share, found.high)]
    assert np.diff(log_odds) == pytest.approx(reach, rel=1e-6)


def test_words_count_a_fragment_by_its_length():
    long = sample([1, 0, 0, 1], [0] * 4, interview=[0, 0, 1, 1], size=[30, 10, 20, 20])
    assert estimate(long, power=0).share == pytest.approx(50 / 80)


def test_scores_that_know_nothing_are_not_used():
    generator = np.random.default_rng(2)
    given = (generator.random(400) < 0.3).astype(float)
    noise = sample(given, generator.random(400), interview=np.arange(400) % 40, read=np.arange(400) % 4 == 0)
    assert estimate(noise).power < 0.35


def test_scores_that_know_all_narrow_the_interval():
    generator = np.random.default_rng(2)
    given = (generator.random(800) < 0.3).astype(float)
    good = sample(given, given * 0.9 + 0.05, interview=np.arange(800) % 40, read=np.arange(800) % 8 == 0)
    corrected, reviewed = estimate(good), estimate(good, power=0)
    assert corrected.high - corrected.low < 0.6 * (reviewed.high - reviewed.low)


def test_the_interval_counts_interviews_not_fragments():
    given = np.repeat([1, 0, 0, 0, 1, 0, 0, 0], 50)
    alike = estimate(sample(given, given * 0, interview=np.repeat(np.arange(8), 50)), power=0)
    apart = estimate(sample(given, given * 0, interview=np.tile(np.arange(8), 50)), power=0)
    assert alike.share == apart.share
    assert alike.high - alike.low > 5 * (apart.high - apart.low)


def test_nothing_read_gives_nothing():
    assert estimate(sample([0, 0], [0.5, 0.5], read=[0, 0])) is None


def test_one_interview_read_gives_a_share_without_an_interval():
    one = estimate(sample([1, 0, 0, 0], [0.5] * 4, interview=[0, 0, 1, 1], read=[1, 1, 0, 0]))
    assert (one.share, one.low) == (0.5, None)


def test_the_machine_count_takes_the_model_at_its_word():
    shown = (SCORED > 0.45).astype(float)
    assert count(sample(READ, SCORED), shown).share == pytest.approx(0.5)


def test_the_interval_stays_between_0_and_1():
    given = np.zeros(60)
    given[:2] = 1
    found = estimate(sample(given, given * 0, interview=np.arange(60) % 6), power=0)
    assert 0 < found.low < found.share < found.high < 1


def test_most_intervals_hold_the_truth_and_the_machine_count_does_not():
    generator = np.random.default_rng(11)
    held = counted = 0
    for _ in range(200):
        interview = np.repeat(np.arange(30), 40)
        easy = generator.normal(size=1200)
        odds = -1.4 + generator.normal(0, 0.4, 30)[interview] + 2 * easy
        truth = 1 / (1 + np.exp(-odds))
        given = (generator.random(1200) < truth).astype(float)
        score = 1 / (1 + np.exp(-(odds + 0.7 + generator.normal(0, 0.5, 1200))))
        study = sample(given, score, interview=interview, read=5 * (generator.random(1200) < 0.2))
        corrected, machine = estimate(study), count(study, (score > 0.5).astype(float))
        # Averaged over interviews and fragments the share is 0.3002 (from a run of ten million).
        held += corrected.low < 0.3002 < corrected.high
        counted += machine.low < 0.3002 < machine.high
    assert 183 <= held <= 199
    assert counted < 100
