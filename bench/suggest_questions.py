"""The recipe on another corpus, coded parliamentary questions in written Dutch, compared with common classifiers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from bench.question_peers import Peer, Scores, installed
from pipeline.codebook import Codebook
from pipeline.records import Example, Passage
from pipeline.suggestions.evaluation.evaluation import nested
from pipeline.suggestions.evaluation.metrics import f1
from pipeline.suggestions.features.passages import PassageFeatures
from pipeline.suggestions.learning.cross_validation import folds_by_interview
from pipeline.suggestions.learning.kernels import BLENDS, similarities, views_of
from pipeline.suggestions.learning.labels import DimensionLabels, target_of
from pipeline.suggestions.learning.model_selection import PENALTY
from pipeline.suggestions.learning.ridge import RidgeCache

COMMON = 20


def show_questions(console: Console, folder: Path) -> None:
    """Print macro F1 of the main theme and micro F1 of the questions on work, on folds by near-copies."""
    themes = pd.read_parquet(folder / "train.parquet").dropna(subset=["label_main"])
    often = themes["label_main"].value_counts()
    themes = themes[themes["label_main"].isin(often[often >= COMMON].index)]
    work = pd.read_csv(folder / "work_train.csv", keep_default_na=False)
    table = Table(title="Parliamentary questions, 5 folds by near-copies")
    for column in ("", "main theme, macro F1", "work subset, micro F1"):
        table.add_column(column)
    first = _lesson(themes, [[theme] for theme in themes["label_main"]], values="one")
    second = _lesson(work, [[each for each in row.split("|") if each] for row in work["labels_kept"]], values="many")
    (_, main), (said, shown) = _ours(first), _ours(second)
    table.add_row("drempel", f"{_macro(first, main):.3f}", f"{_best_f1(second, said):.3f}")
    table.add_row("drempel, as shown", "", f"{f1(second.given, shown):.3f}")
    peers, absent = installed()
    for name, peer in peers.items():
        scores = _scores(first, peer)
        told = np.eye(scores.shape[1])[scores.argmax(axis=1)]
        table.add_row(name, f"{_macro(first, told):.3f}", f"{_best_f1(second, _scores(second, peer)):.3f}")
    table.caption = "second column at the line that suits these very answers best; `as shown`: lines learnt beforehand"
    console.print(table)
    if absent:
        console.print(f"not installed here, so not measured: {', '.join(absent)}")


def _lesson(frame: pd.DataFrame, labels: list[list[str]], *, values: str) -> DimensionLabels:
    names = sorted({label for row in labels for label in row})
    ids = {name: f"c{at}" for at, name in enumerate(names)}
    codes = [{"id": ids[name], "label": name} for name in names]
    dimension = {"id": "theme", "label": "theme", "values": values, "codes": codes}
    book = Codebook.model_validate({"study": "questions", "version": "1", "dimensions": [dimension]})
    examples = [
        Example(
            passage=Passage(transcript_id=str(group), start=0, end=len(text), text=text),
            codes={"theme": tuple(ids[label] for label in row)},
        )
        for group, text, row in zip(frame["dup_group"], frame["text"], labels, strict=True)
    ]
    return target_of(book.dimension("theme"), examples)


def _ours(target: DimensionLabels) -> tuple[Scores, Scores]:
    views = views_of(PassageFeatures().fit_transform(target.passages), BLENDS)
    ridges = RidgeCache(similarities(views, BLENDS), penalty=PENALTY)
    [(probabilities, shown)] = nested([target], [ridges], prefer="balance", tell=lambda *_: None)
    return probabilities, shown.astype(float)


def _scores(target: DimensionLabels, peer: Peer) -> Scores:
    said = np.array([passage.text for passage in target.passages], dtype=object)
    scores = np.full(target.given.shape, -np.inf)
    for learn, judge in folds_by_interview(target.interviews):
        used = np.flatnonzero(target.given[learn].any(axis=0))
        scores[np.ix_(judge, used)] = peer(said[learn], target.given[learn][:, used], said[judge], target.single)
    return scores


def _macro(target: DimensionLabels, shown: Scores) -> float:
    used = np.flatnonzero(target.given.any(axis=0))
    return float(np.mean([f1(target.given[:, at], shown[:, at]) for at in used]))


def _best_f1(target: DimensionLabels, scores: Scores) -> float:
    order = np.argsort(-scores.ravel(), kind="stable")
    hits = np.cumsum(target.given.ravel()[order])
    return float((2 * hits / (target.given.sum() + np.arange(1, len(order) + 1))).max())
