"""Training time, suggestions per second compared with a plain baseline, and size of the model."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import joblib
import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from pipeline.codebook import Codebook
from pipeline.records import Example, Passage
from pipeline.suggestions import TrainedModel, save, train
from pipeline.suggestions.evaluation.baselines import bare_features

MANY = 100_000
FEW = 10_000
SLICE = 5_000
HALF = 0.5
FLAT = 1.1


def show_speed(console: Console, examples: Sequence[Example], codebook: Codebook, model: TrainedModel) -> None:
    """Print seconds, rates and sizes with their limits."""
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
    few, most = (_peak(model, examples, count) for count in (FEW, MANY))
    table.add_row(f"most memory held, suggesting {FEW:,} / {MANY:,}, MB", f"{few:.0f} / {most:.0f}", "")
    table.add_row("ratio", f"{most / few:.2f}", f"<= {FLAT}")
    table.add_row("model file, MB", f"{_megabytes(model):.1f}", "30")
    console.print(table)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _many(examples: Sequence[Example], count: int) -> list[Passage]:
    """`count` different passages: each round adds another word."""
    told = [example.passage for example in examples]
    return [again(told[at % len(told)], at // len(told)) for at in range(count)]


def again(passage: Passage, turn: int) -> Passage:
    """The passage with one more word, in its neighbours as well."""
    told = {view: f"{getattr(passage, view)} ronde{turn}".strip() for view in ("text", "before", "after", "question")}
    name = f"{passage.transcript_id}_{turn}"
    return replace(passage, transcript_id=name, end=passage.start + len(told["text"]), **told)


def _bare(examples: Sequence[Example]) -> OneVsRestClassifier:
    """The baseline: TF-IDF and one logistic regression per code, on the same texts."""
    held = [{(dimension, code) for dimension, codes in each.codes.items() for code in codes} for each in examples]
    pairs = sorted(set().union(*held))
    given = np.array([[int(pair in each) for pair in pairs] for each in held])
    lines = OneVsRestClassifier(LogisticRegression(C=4.0, solver="liblinear"))
    return make_pipeline(bare_features(), lines).fit([each.passage.text for each in examples], given)


def _peak(model: TrainedModel, examples: Sequence[Example], count: int) -> float:
    """The peak memory in MB of a process that suggests codes for `count` passages, a batch at a time."""
    with tempfile.TemporaryDirectory() as folder:
        binary = save(model, Path(folder)) / "model.npz"
        joblib.dump([example.passage for example in examples], Path(folder) / "passages.joblib")
        asked = [sys.executable, "-m", "bench.suggest_many", folder, str(binary), str(count)]
        return float(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def _megabytes(model: TrainedModel) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return (save(model, Path(folder)) / "model.npz").stat().st_size / 1e6
