"""The file of a model: arrays and a description of objects, from which nothing can be executed.

A model file is an `.npz`. Its arrays are read without pickle. One of them, `objects`, holds the other objects as a
pickle stream in which each array is a number. It is read with a fixed list of classes that hold data (`CLASSES`), the
method of "Restricting Globals" in the documentation of Python's module `pickle`: a stream that names anything else is
refused before it is called.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import UnfitModel
from pipeline.messages import Message

CLASSES: Mapping[str, frozenset[str]] = {
    "numpy": frozenset({"dtype", "float32", "float64"}),
    "re": frozenset({"_compile"}),
    "scipy.sparse._csr": frozenset({"csr_matrix"}),
    "sklearn.pipeline": frozenset({"FeatureUnion", "Pipeline"}),
    "sklearn.feature_extraction._dict_vectorizer": frozenset({"DictVectorizer"}),
    "sklearn.feature_extraction.text": frozenset({"TfidfTransformer", "TfidfVectorizer"}),
    "pipeline.codebook.model": frozenset({"Code", "Dimension", "Text"}),
    "pipeline.suggestions.features.characters": frozenset({"Characters"}),
    "pipeline.suggestions.features.embeddings": frozenset({"EmbeddingTransformer"}),
    "pipeline.suggestions.features.keyword_prior": frozenset({"KeywordColumns"}),
    "pipeline.suggestions.features.keywords": frozenset({"KeywordFeatures", "Keywords", "Patterns"}),
    "pipeline.suggestions.features.lemmas": frozenset({"pairs_of", "terms_of"}),
    "pipeline.suggestions.features.passages": frozenset({"PassageFeatures"}),
    "pipeline.suggestions.features.word_lists": frozenset({"WordLists"}),
    "pipeline.suggestions.learning.calibration": frozenset({"Calibrator"}),
    "pipeline.suggestions.learning.codebook_prior": frozenset({"CodebookScores"}),
    "pipeline.suggestions.learning.estimators": frozenset({"CodeClassifier", "MultiDimensionClassifier"}),
    "pipeline.suggestions.learning.first_days": frozenset({"FirstDays"}),
    "pipeline.suggestions.learning.kernels": frozenset({"KnownMeanings", "Meaning", "MeaningScores"}),
    "pipeline.suggestions.learning.model_selection": frozenset({"HeldOut"}),
    "pipeline.suggestions.learning.nearest": frozenset({"NearestExamples"}),
}
"""The names that a model file may hold, by module."""

OBJECTS = "objects"
_PROTOCOL = 5


def write_model(pipeline: object, path: Path, *, compressed: bool = True) -> None:
    """Write a fitted pipeline to a file.

    Raises:
        TypeError: the pipeline holds an object of a class that is not in `CLASSES`.
    """
    stream = io.BytesIO()
    pickler = _Pickler(stream)
    pickler.dump(pipeline)
    written = stream.getvalue()
    try:
        _Unpickler(io.BytesIO(written), pickler.arrays.__getitem__).load()
    except _NotAllowed as strange:
        raise TypeError(f"{strange} is in the model and not in CLASSES of {__name__}") from None
    named = {f"a{number}": array for number, array in enumerate(pickler.arrays)}
    with path.open("wb") as file:
        write = np.savez_compressed if compressed else np.savez
        write(file, allow_pickle=False, **{OBJECTS: np.frombuffer(written, np.uint8)}, **named)


def read_model(path: Path, name: str) -> Any:  # noqa: ANN401 - what it is, the file says
    """Read the pipeline of the model `name`; nothing that the file says is executed.

    Raises:
        UnfitModel: the file is damaged, or holds something else than a model of drempel.
    """
    try:
        with np.load(path, allow_pickle=False) as kept:
            stream = io.BytesIO(kept[OBJECTS].tobytes())
            return _Unpickler(stream, lambda number: kept[f"a{number}"]).load()
    except _NotAllowed as strange:
        reason = Message("its file holds %(what)s, which no model of drempel holds", what=str(strange))
        raise UnfitModel(name, reason) from None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, pickle.UnpicklingError):
        raise UnfitModel(name, Message("its file is damaged")) from None


class _NotAllowed(Exception):
    """A name that is not in `CLASSES`."""


class _Pickler(pickle.Pickler):
    """Writes objects; arrays and NumPy's numbers are set apart in `arrays`."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, protocol=_PROTOCOL)
        self.arrays: list[NDArray[Any]] = []
        self._numbers: dict[int, int] = {}

    def persistent_id(self, given: object) -> int | tuple[int] | None:
        """A number for an array, a number in a tuple for a NumPy number; None for everything else."""
        if isinstance(given, np.generic):
            self.arrays.append(np.asarray(given))
            return (len(self.arrays) - 1,)
        if type(given) is not np.ndarray or given.dtype.hasobject:
            return None
        # An array that is used twice is stored once; the list keeps it alive, so that its id stays its own.
        if id(given) not in self._numbers:
            self._numbers[id(given)] = len(self.arrays)
            self.arrays.append(given)
        return self._numbers[id(given)]


class _Unpickler(pickle.Unpickler):
    """Reads objects of `CLASSES` alone."""

    def __init__(self, stream: io.BytesIO, array: Callable[[int], NDArray[Any]]) -> None:
        super().__init__(stream)
        self._array, self._read = array, dict[int, NDArray[Any]]()

    def persistent_load(self, number: int | tuple[int]) -> object:
        """The array, or the number, that stands for this."""
        if isinstance(number, tuple):
            return self._array(number[0])[()]
        if number not in self._read:
            self._read[number] = self._array(number)
        return self._read[number]

    def find_class(self, module: str, name: str) -> object:
        """The class of this name; raises `_NotAllowed`."""
        if name not in CLASSES.get(module, ()):
            raise _NotAllowed(f"{module}.{name}")
        return super().find_class(module, name)
