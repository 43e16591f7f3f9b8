"""Common text classifiers, as functions from coded texts to scores of other texts; missing packages are skipped."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import ClassifierMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from pipeline.suggestions.learning.cross_validation import FOLDS

Scores = NDArray[np.float64]
Texts = Sequence[str]
Peer = Callable[[Texts, Scores, Texts, bool], Scores]
"""Arguments: texts, their 0/1 columns, texts to score, whether exactly one column is 1. Returns scores per column."""

ROUNDS = 20
_BAG = {"@architectures": "spacy.TextCatBOW.v3", "ngram_size": 1, "no_output_layer": False, "length": 32768}


def linear(make: Callable[[], ClassifierMixin], coded: Texts, given: Scores, asked: Texts, single: bool) -> Scores:
    """TF-IDF of words, their pairs, and characters inside words, with a classifier of scikit-learn."""
    known, new = _read(tuple(coded), tuple(asked))
    peer = make() if single else OneVsRestClassifier(make())
    peer.fit(known, given.argmax(axis=1) if single else given.astype(int))
    rank = peer.decision_function if hasattr(peer, "decision_function") else peer.predict_proba
    return np.asarray(rank(new))


@lru_cache(maxsize=FOLDS)  # every classifier uses the same folds
def _read(coded: tuple[str, ...], asked: tuple[str, ...]) -> tuple[csr_matrix, csr_matrix]:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    features = make_union(words, characters)
    return features.fit_transform(coded), features.transform(asked)


def textcat(coded: Texts, given: Scores, asked: Texts, single: bool) -> Scores:
    """A blank Dutch spaCy pipeline with its text categoriser for CPUs, trained from scratch."""
    fix_random_seed(0)
    nlp = spacy.blank("nl")
    names = [str(at) for at in range(given.shape[1])]
    categoriser = nlp.add_pipe(
        "textcat" if single else "textcat_multilabel", config={"model": {**_BAG, "exclusive_classes": single}}
    )
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": dict(zip(names, row, strict=True))})
        for text, row in zip(coded, given.tolist(), strict=True)
    ]
    for name in names:
        categoriser.add_label(name)
    optimizer = nlp.initialize(lambda: examples)
    rng = np.random.default_rng(0)
    for _ in range(ROUNDS):
        for batch in minibatch([examples[at] for at in rng.permutation(len(examples))], 16):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    return np.array([[doc.cats[name] for name in names] for doc in nlp.pipe(asked)])


def fasttext(coded: Texts, given: Scores, asked: Texts, single: bool) -> Scores:
    """The fastText classifier on words and word pairs, on one thread so that results are reproducible."""
    import fasttext as library

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coded.txt"
        lines = (
            " ".join([*(f"__label__{at}" for at in np.flatnonzero(row)), _line(text)])
            for text, row in zip(coded, given, strict=True)
        )
        path.write_text("\n".join(lines), encoding="utf-8")
        loss = "softmax" if single else "ova"
        settings = {"lr": 1.0, "epoch": 100, "wordNgrams": 2, "minCount": 2, "dim": 50, "bucket": 200_000}
        learnt = library.train_supervised(str(path), loss=loss, thread=1, verbose=0, **settings)
    scores = np.zeros((len(asked), given.shape[1]))
    for row, text in zip(scores, asked, strict=True):
        # The function under `predict`, which fails with numpy 2 and repeats one probability for several texts.
        for said, name in learnt.f.predict(f"{_line(text)}\n", -1, 0.0, "strict"):
            row[int(name.removeprefix("__label__"))] = said
    return scores


def _line(text: str) -> str:
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


PEERS: dict[str, tuple[str, Peer]] = {
    "LinearSVC": ("sklearn", partial(linear, LinearSVC)),
    "LogisticRegression": ("sklearn", partial(linear, lambda: LogisticRegression(C=10.0, max_iter=500))),
    "ComplementNB": ("sklearn", partial(linear, lambda: ComplementNB(alpha=0.1))),
    "spaCy textcat (bag of words)": ("spacy", textcat),
    "fastText": ("fasttext", fasttext),
}


def installed() -> tuple[dict[str, Peer], list[str]]:
    """The installed classifiers, and the names of those that are missing."""
    here = {name: peer for name, (module, peer) in PEERS.items() if find_spec(module)}
    return here, [name for name in PEERS if name not in here]
