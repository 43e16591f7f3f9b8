"""Simulations: coverage of the prevalence intervals, and how often a certificate is given that is not deserved.

Thousands of invented corpora. Interviews differ in how often a code occurs, in length, and in the errors of the model.
The model is biased and over-confident, and people read a fifth of each interview blind. The corrected and the
reviewed-only estimate use the same fragments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from pipeline.results.certification import BOUND, upper_limit
from pipeline.results.prevalence.estimator import Sample, Share, count, estimate

REPETITIONS = 2000
WITHIN = (0.93, 0.97)
NARROWER = 0.8

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A kind of corpus: how common the code is, how good the model is, how many interviews there are."""

    name: str
    interviews: int
    log_odds: float
    skill: float  # distance of clear from unclear fragments, on the log-odds scale
    read: float = 0.2
    reached: float = 1.0  # the share of interviews that people have read


WORLDS = (
    World(name="30 interviews, fair model", interviews=30, log_odds=-3.0, skill=3.0),
    World(name="30 interviews, poor model", interviews=30, log_odds=-3.0, skill=1.0),
    World(name="30 interviews, good model", interviews=30, log_odds=-2.5, skill=5.0),
    World(name="60 interviews, half reached", interviews=60, log_odds=-3.0, skill=3.0, reached=0.5),
    World(name="16 interviews, fair model", interviews=16, log_odds=-2.0, skill=3.0),
)


def corpus(world: World, generator: np.random.Generator) -> tuple[Sample, Numbers]:
    """An invented corpus, and the codes that the model would show."""
    interview = np.repeat(np.arange(world.interviews), generator.integers(40, 91, world.interviews))
    per_interview = generator.normal(0, 0.5, world.interviews)[interview]
    told = world.log_odds + per_interview + world.skill * generator.normal(size=interview.size)
    given = (generator.random(interview.size) < 1 / (1 + np.exp(-told))).astype(float)
    lean = 0.3 + generator.normal(0, 0.4, world.interviews)[interview] - 0.6 * per_interview
    score = 1 / (1 + np.exp(-1.1 * (told + lean + generator.normal(0, 0.7, interview.size))))
    reached = generator.random(world.interviews)[interview] < world.reached
    read = reached & (generator.random(interview.size) < world.read)
    ones = np.ones(interview.size)
    study = Sample(
        interview=interview, size=ones, whole=ones < 0, weight=read / world.read, given=given * read, score=score
    )
    return study, (score > 0.5).astype(float)


def truth_of(world: World) -> float:
    """The true share in the population, by numerical integration over ten million draws."""
    generator = np.random.default_rng(99)
    spread = np.sqrt(0.5**2 + world.skill**2)
    return float((1 / (1 + np.exp(-(world.log_odds + spread * generator.normal(size=10_000_000))))).mean())


def measured(world: World, repetitions: int = REPETITIONS, seed: int = 0) -> dict[str, float]:
    """Coverage of each estimate and the width of the corrected interval as a share of the reviewed-only one."""
    generator, truth = np.random.default_rng(seed), truth_of(world)
    hits = {"corrected": 0, "reviewed": 0, "machine": 0}
    widths = {"corrected": 0.0, "reviewed": 0.0, "machine": 0.0}
    for _ in range(repetitions):
        study, shown = corpus(world, generator)
        found = {
            "corrected": estimate(study), "reviewed": estimate(study, power=0.0), "machine": count(study, shown)
        }  # fmt: skip
        for name, share in found.items():
            hits[name] += _holds(share, truth)
            widths[name] += _width(share)
    coverage = {name: hit / repetitions for name, hit in hits.items()}
    return {**coverage, "truth": truth, "width": widths["corrected"] / widths["reviewed"]}


def _holds(share: Share | None, truth: float) -> bool:
    return share is not None and share.low is not None and share.high is not None and share.low <= truth <= share.high


def _width(share: Share | None) -> float:
    return share.high - share.low if share and share.low is not None and share.high is not None else 1.0


def wrongly_certified(interviews: int, each: int, alike: float, repetitions: int = REPETITIONS, seed: int = 0) -> float:
    """How often a code is certified whose true error is just not under the bound; the guarantee is at most 5 %.

    `alike` is the intraclass correlation of errors within an interview, `each` the accepted codes per interview.
    """
    generator, concentration = np.random.default_rng(seed), 1 / alike - 1
    accepted = np.full(interviews, float(each))
    passed = 0
    for _ in range(repetitions):
        rate = generator.beta(BOUND * concentration, (1 - BOUND) * concentration, size=interviews)
        passed += upper_limit(generator.binomial(each, rate).astype(float), accepted) <= BOUND
    return passed / repetitions


def run() -> None:
    """Print coverage and width per kind of corpus, then how often auto-accept is certified wrongly."""
    Console(width=120).print(_prevalence())
    Console(width=120).print(_certificates())


def _certificates() -> Table:
    table = Table(
        title=f"Auto-accept at a true error of {BOUND:.0%}: wrongly certified, {REPETITIONS} calibrations each"
    )
    for heading in ("interviews", "codes per interview", "errors alike", "wrongly certified"):
        table.add_column(heading, justify="right")
    for interviews, each in ((20, 10), (40, 5), (40, 20)):
        for alike in (0.02, 0.1, 0.2):
            found = wrongly_certified(interviews, each, alike)
            table.add_row(str(interviews), str(each), str(alike), f"{found:.3f} (limit 0.05)")
    return table


def _prevalence() -> Table:
    table = Table(title=f"Prevalence: coverage of 95 % intervals, {REPETITIONS} corpora each", show_lines=False)
    for heading in ("corpora", "true share", "corrected", "reviewed only", "machine count", "width to reviewed only"):
        table.add_column(heading, justify="left" if heading == "corpora" else "right")
    for world in WORLDS:
        found = measured(world)
        mark = "" if WITHIN[0] <= found["corrected"] <= WITHIN[1] else " !"
        shares = [f"{found[name]:.3f}" for name in ("truth", "corrected", "reviewed", "machine")]
        shares[1] += mark
        table.add_row(world.name, *shares, f"{found['width']:.2f} (goal ≤ {NARROWER})")
    return table


if __name__ == "__main__":
    run()
