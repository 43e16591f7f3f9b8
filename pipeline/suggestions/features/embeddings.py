"""Dense vectors of texts as an option, from models that stand on this machine; nothing is ever fetched."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.preprocessing import normalize

from pipeline.errors import DrempelError
from pipeline.suggestions.features.text_transformer import TextTransformer
from pipeline.suggestions.learning.labels import Matrix

Encode = Callable[[list[str]], Matrix]


class UnusableEncoder(DrempelError):
    """An encoder that this machine cannot use as it is."""

    def __init__(self, name: str, why: str, remedy: str) -> None:
        super().__init__(f"encoder = {name!r} cannot be used: {why}. {remedy} docs/encoders.md tells how.")


class EmbeddingTransformer(TextTransformer):
    """Texts as vectors of equal length by a model named `kind:folder`; the model itself is not stored with ours."""

    def __init__(self, *, name: str, weight: float = 0.7) -> None:
        self.name = name
        self.weight = weight

    def fit(self, texts: Sequence[str], y: object = None) -> EmbeddingTransformer:
        """Nothing is learnt; an encoder that cannot be used is refused here, before the work begins."""
        encoder_named(self.name)
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        """A row per text; an empty text is all zeros."""
        vectors = np.asarray(encoder_named(self.name)([text or " " for text in texts]), dtype=np.float32)
        vectors[[not text.strip() for text in texts]] = 0.0
        return np.asarray(self.weight * normalize(vectors))


@lru_cache(maxsize=2)
def encoder_named(name: str) -> Encode:
    """The encoder of a setting like `spacy:nl_core_news_lg` or `model2vec:models/dutch`.

    Raises:
        UnusableEncoder: the kind is unknown, its library is not installed, or the model is not on this machine.
    """
    kind, _, where = name.partition(":")
    opener = _OPENERS.get(kind)
    if opener is None or not where:
        raise UnusableEncoder(name, "it names no known kind", f"Write {' or '.join(_OPENERS)}, a colon and a folder.")
    try:
        return opener(name, where)
    except UnusableEncoder:
        raise
    except Exception as error:  # half a model: readers of weights and of vocabularies raise errors of no common kind
        why = f"what lies at {where} is no {kind} model ({type(error).__name__})"
        raise UnusableEncoder(name, why, "Save the model there once more.") from error


def _library(name: str, module: str) -> Any:  # noqa: ANN401  # whatever that library is
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UnusableEncoder(name, f"{module} is not installed", "Install it into drempel's environment.") from error


def _folder(name: str, where: str) -> str:
    if not Path(where).is_dir():
        raise UnusableEncoder(name, f"there is no folder {where}", "Put the model there: drempel fetches nothing.")
    return str(Path(where).resolve())


def _open_spacy(name: str, where: str) -> Encode:
    spacy = _library(name, "spacy")
    try:
        pipeline = spacy.load(where, exclude=["parser", "ner", "tagger", "lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise UnusableEncoder(name, f"no spaCy model {where} here", "Install it, or name its folder.") from error
    return lambda texts: np.stack([np.asarray(each.vector) for each in pipeline.pipe(texts)])


def _open_sentence_transformers(name: str, where: str) -> Encode:
    folder = _folder(name, where)
    library = _library(name, "sentence_transformers")
    _library(name, "transformers").utils.logging.disable_progress_bar()
    model = library.SentenceTransformer(folder, device="cpu", local_files_only=True)
    return lambda texts: np.asarray(model.encode(texts, show_progress_bar=False))


def _open_model2vec(name: str, where: str) -> Encode:
    folder = _folder(name, where)
    model = _library(name, "model2vec").StaticModel.from_pretrained(folder)
    return lambda texts: np.asarray(model.encode(texts))


_OPENERS: dict[str, Callable[[str, str], Encode]] = {
    "spacy": _open_spacy,
    "sentence-transformers": _open_sentence_transformers,
    "model2vec": _open_model2vec,
}

KINDS = tuple(_OPENERS)
"""What may stand before the colon."""
