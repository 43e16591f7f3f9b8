"""Vector cache: the embedding of each text, stored by hash of the text, so that no text is encoded twice.

A file is written whole or not at all and named by the hash of its contents: a damaged one is not read, and its texts
are encoded anew. The files hold no words.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import numpy as np

from pipeline.suggestions.learning.labels import Matrix

Fresh = Callable[[list[str]], Matrix]
_SUFFIX = ".vectors"
_KEY = 16
_BATCH = 2000


class VectorCache:
    """The vectors in one folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[bytes, Matrix] = {}
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            self._known.update(_read(path) or {})

    def vectors(self, encoder: str, texts: Sequence[str], fresh: Fresh) -> Matrix:
        """A row per text, by this encoder; new ones are written to the folder, some thousands at a time."""
        keys = [_key(encoder, text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        asked = list(missing.items())
        for start in range(0, len(asked), _BATCH):
            part = asked[start : start + _BATCH]
            made = dict(zip((key for key, _ in part), fresh([text for _, text in part]), strict=True))
            _write(self.folder, made)
            self._known.update(made)
        return np.stack([self._known[key] for key in keys])


_IN_USE: ContextVar[VectorCache | None] = ContextVar("vectors", default=None)


@contextmanager
def vectors_kept_in(folder: Path) -> Iterator[None]:
    """While this lasts, texts that are encoded are kept in the folder, and known ones are read from it."""
    before = _IN_USE.set(VectorCache(folder))
    try:
        yield
    finally:
        _IN_USE.reset(before)


def cached(encoder: str, texts: Sequence[str], fresh: Fresh) -> Matrix:
    """A vector per text, from the cache in use or made afresh."""
    cache = _IN_USE.get()
    return fresh(list(texts)) if cache is None else cache.vectors(encoder, texts, fresh)


def kept_vectors(folder: Path, encoder: str, texts: Sequence[str]) -> tuple[list[int], Matrix]:
    """The vectors of those texts that the cache has, as float16, and the places of these texts; nothing is encoded.

    One file is in memory at a time, so that large studies can be searched.
    """
    places: dict[bytes, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(_key(encoder, text), []).append(place)
    found: list[int] = []
    rows = [np.zeros((0, 0), dtype=np.float16)]
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        here = [(places.pop(key), vector) for key, vector in _readable(path).items() if key in places]
        for at, vector in here:
            found += at
            rows.append(np.tile(vector.astype(np.float16), (len(at), 1)))
    return found, np.concatenate(rows[1:] or rows)


def _readable(path: Path) -> dict[bytes, Matrix]:
    try:
        return _read(path) or {}
    except FileNotFoundError:  # forgotten meanwhile
        return {}


def damaged_vectors(folder: Path) -> list[Path]:
    """The files of a cache that are not what was written: they may be removed, their texts are encoded anew."""
    return [path for path in sorted(folder.glob(f"*{_SUFFIX}")) if _read(path) is None]


def forget_vectors(folder: Path) -> int:
    """Remove every file of the cache, whoever's texts are in it; returns how many."""
    files = [path for path in folder.glob("*") if path.is_file()] if folder.is_dir() else []
    for path in files:
        path.unlink()
    return len(files)


def _key(encoder: str, text: str) -> bytes:
    return hashlib.blake2b(f"{encoder}\0{text}".encode(), digest_size=_KEY).digest()


def _write(folder: Path, made: dict[bytes, Matrix]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    contents = io.BytesIO()
    keys = np.frombuffer(b"".join(made), dtype=np.uint8).reshape(-1, _KEY)
    np.savez(contents, keys=keys, vectors=np.stack(list(made.values())).astype(np.float32))
    binary = contents.getvalue()
    name = hashlib.sha256(binary).hexdigest()
    partial = folder / f".{name}.{os.getpid()}.partial"
    partial.write_bytes(binary)
    partial.replace(folder / f"{name}{_SUFFIX}")


def _read(path: Path) -> dict[bytes, Matrix] | None:
    binary = path.read_bytes()
    if hashlib.sha256(binary).hexdigest() != path.name.removesuffix(_SUFFIX):
        return None
    with np.load(io.BytesIO(binary)) as kept:
        return {key.tobytes(): vector for key, vector in zip(kept["keys"], kept["vectors"], strict=True)}
