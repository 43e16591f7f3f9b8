"""A study handed to another program: the store's texts, codes and memos as they stand now, as a REFI-QDA project."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from pipeline import results
from pipeline.decisions import Memo
from pipeline.results.exchange import Note, Project, export_qdpx
from pipeline.settings import Study
from pipeline.steps.access import held

EXCHANGED = ("transcripts", "fragments", "codes")


def hand_over(study: Study, path: Path) -> list[Path]:
    """Write the project and the table beside it; returns both files.

    The offsets of codes belong to the texts as they stand, so both come from the store and not from what was published.
    """
    with held(study) as store, store.snapshot() as moment:
        tables = results.frames({name: moment.rows(name) for name in EXCHANGED})
        project = Project(
            codebook=study.codebook,
            texts={name: store.transcript(name).text for name in tables["transcripts"]["interview"]},
            tables=tables,
            notes=tuple(_note(memo) for memo in store.memos()),
            origin=f"drempel {version('drempel')}",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    return export_qdpx(project, path)


def _note(memo: Memo) -> Note:
    about = memo.topic
    code = f"{about.dimension}.{about.code}" if about.code else ""
    return Note(coder=memo.coder, at=memo.at, text=memo.text, about=about.fragment_id or about.interview or code)
