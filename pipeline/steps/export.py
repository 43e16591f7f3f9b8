"""A study handed to another program: the store's texts, codes and memos as they stand now, as a REFI-QDA project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd

from pipeline import results
from pipeline.decisions import Memo, Snapshot, Store
from pipeline.results.exchange import Note, Project, export_qdpx
from pipeline.settings import Study
from pipeline.steps.access import held


class Texts(Mapping[str, str]):
    """The texts of a store's interviews by name, each read when it is asked for."""

    def __init__(self, store: Store, names: Sequence[str]) -> None:
        self._store, self._names = store, names

    def __getitem__(self, name: str) -> str:
        """The text of an interview."""
        return self._store.transcript(name).text

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)


def hand_over(study: Study, path: Path) -> list[Path]:
    """Write the project and the table beside it; returns both files.

    The offsets of codes belong to the texts as they stand, so both come from the store and not from what was published.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(study) as store, store.snapshot() as moment:
        transcripts = results.frames({"transcripts": moment.rows("transcripts")})["transcripts"]
        project = Project(
            codebook=study.codebook,
            texts=Texts(store, [str(name) for name in transcripts["interview"]]),
            transcripts=transcripts,
            coded=partial(_coded, moment),
            notes=tuple(_note(memo) for memo in store.memos()),
            origin=f"drempel {version('drempel')}",
        )
        return export_qdpx(project, path)


def _coded(moment: Snapshot) -> Iterator[tuple[str, pd.DataFrame]]:
    for interview, rows in groupby(moment.rows("codes"), key=itemgetter("interview")):
        yield str(interview), results.frames({"codes": rows})["codes"]


def _note(memo: Memo) -> Note:
    about = memo.topic
    code = f"{about.dimension}.{about.code}" if about.code else ""
    return Note(coder=memo.coder, at=memo.at, text=memo.text, about=about.fragment_id or about.interview or code)
