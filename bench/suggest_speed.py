"""How long training takes, how many fragments a second get suggestions beside the bare way, and what it weighs."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from pipeline.codebook import Codebook
from pipeline.records import Example, Passage
from pipeline.suggestions import TrainedModel, save, train
from pipeline.suggestions.peers import bare_features

MANY = 100_000
SLICE = 5_000
HALF = 0.5


def show_speed(console: Console, examples: Sequence[Example], codebook: Codebook, model: TrainedModel) -> None:
    """Print seconds, rates and sizes beside their limits."""
    now = datetime.now(UTC)
    whole = _seconds(lambda: train(examples, codebook, trained_at=now))
    short = _seconds(lambda: train(examples, codebook, trained_at=now, evaluate=False))
    passages = _many(examples, SLICE)
    bare = _bare(examples)
    ours = SLICE / _seconds(lambda: model.suggest(passages))
    theirs = SLICE / _seconds(lambda: bare.predict_proba([passage.text for passage in passages]))
    table = Table(title="Speed of suggestions")
    for column in ("what", "measured", "limit"):
        table.add_column(column)
    table.add_row("training with evaluation, s", f"{whole:.1f}", "180")
    table.add_row("training without, s", f"{short:.1f}", "20")
    table.add_row("fragments a second", f"{ours:.0f}", "")
    table.add_row("bare TF-IDF + logistic regression", f"{theirs:.0f}", "")
    table.add_row("ratio", f"{ours / theirs:.2f}", f">= {HALF}")
    first, last = _peaks(model, passages)
    table.add_row(f"most memory held, after {SLICE:,} / {MANY:,}, MB", f"{first:.0f} / {last:.0f}", "flat")
    table.add_row("model file, MB", f"{_megabytes(model):.1f}", "30")
    console.print(table)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _many(examples: Sequence[Example], count: int) -> list[Passage]:
    """As many passages as asked, no two alike: each round adds a word of its own."""
    told = [example.passage for example in examples]
    return [again(told[at % len(told)], at // len(told)) for at in range(count)]


def again(passage: Passage, turn: int) -> Passage:
    """The passage as it would be told in another interview: a word more, in its neighbours as well."""
    told = {view: f"{getattr(passage, view)} ronde{turn}".strip() for view in ("text", "before", "after", "question")}
    name = f"{passage.transcript_id}_{turn}"
    return replace(passage, transcript_id=name, end=passage.start + len(told["text"]), **told)


def _bare(examples: Sequence[Example]) -> OneVsRestClassifier:
    """As many classes as ours, one logistic regression each, on the same texts."""
    held = [{(dimension, code) for dimension, codes in each.codes.items() for code in codes} for each in examples]
    pairs = sorted(set().union(*held))
    given = np.array([[int(pair in each) for pair in pairs] for each in held])
    lines = OneVsRestClassifier(LogisticRegression(C=4.0, solver="liblinear"))
    return make_pipeline(bare_features(), lines).fit([each.passage.text for each in examples], given)


def _peaks(model: TrainedModel, passages: Sequence[Passage]) -> tuple[float, float]:
    """The most memory the program ever held, in MB, after one slice and after all, each read batch by batch."""
    peaks = []
    for turns in (1, MANY // SLICE):
        for turn in range(turns):
            for _ in model.suggest_in_batches([again(passage, turn) for passage in passages]):
                pass
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return peaks[0], peaks[1]


def _megabytes(model: TrainedModel) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return (save(model, Path(folder)) / "model.joblib").stat().st_size / 1e6
