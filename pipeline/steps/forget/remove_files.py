"""Remove the files, table rows and models of one interview from a study's folders; the store is handled elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import transcripts
from pipeline.records import sha256_of
from pipeline.shelf import CARD, CURRENT
from pipeline.steps.pseudonymise import forget_pseudonyms
from pipeline.steps.shared.files import INTERVIEW_COLUMNS
from pipeline.steps.shared.interview_columns import forget_columns
from pipeline.suggestions import forget_vectors
from pipeline.suggestions.registry.proposals import PROPOSED

if TYPE_CHECKING:
    from pipeline.decisions.transcripts.erase import StoredText
    from pipeline.settings import Study


def remove_files(study: Study, interview: str, said: Sequence[StoredText]) -> int:
    """Remove its files in the inbox and the rejected ones, by name or contents, with their reasons.

    Returns the number.
    """
    hashes = {each.sha256 for each in said}
    files = [path for folder in (study.inbox, study.rejected) for path in sorted(folder.glob("*"))]
    theirs = [path for path in files if path.stem == interview or (_is_plain(path) and _hash(path) in hashes)]
    reasons = [path.with_name(f"{path.name}.why.txt") for path in theirs]
    # Of a rejected link only its reason was stored.
    reasons += [path for path in files if Path(path.name.removesuffix(".why.txt")).stem == interview]
    gone = {path for path in (*theirs, *reasons) if path.exists() or path.is_symlink()}
    for path in gone:
        path.unlink()
    return len(gone)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _hash(path: Path) -> str:
    return sha256_of(path.read_bytes())


def strike_rows(study: Study, interview: str) -> int:
    """Remove its rows from the tables that people keep: columns, hand codes, replacements.

    Not transcripts in tables.
    """
    tables = [path for suffix in ("csv", "xlsx") for path in sorted((study.folder / "data").rglob(f"*.{suffix}"))]
    transcripts_here = (study.inbox, study.rejected)
    forget_columns(study, interview)
    forget_pseudonyms(study, interview)
    return sum(
        transcripts.strike(path, interview)
        for path in tables
        if path.parent not in transcripts_here or path.name in INTERVIEW_COLUMNS
    )


def remove_derived(study: Study) -> int:
    """Remove reports, exports and vectors of texts, which can be made again; returns the number of files."""
    data = study.folder / "data"
    derived = [path for path in (data / "exports").rglob("*") if path.is_file()] + list(data.glob("report.html"))
    for path in derived:
        path.unlink()
    return len(derived) + forget_vectors(study.vectors)


def remove_models(study: Study, interview: str) -> int:
    """Remove all models whose card names the interview, current or old: they contain its words."""
    removed = 0
    for card in sorted(study.models.rglob(CARD)):
        try:
            learnt_from = json.loads(card.read_text(encoding="utf-8"))["interviews"]
        except (ValueError, KeyError, TypeError):
            continue
        if interview in learnt_from:
            removed += 1
            shutil.rmtree(card.parent)
            for pointer in (card.parent.parent / CURRENT, card.parent.parent / PROPOSED):
                if pointer.is_file() and card.parent.name in pointer.read_text(encoding="utf-8"):
                    pointer.unlink()
    return removed


def clear_history(study: Study) -> int:
    """Remove Prefect's history of runs, which names files and interviews."""
    old = [path for path in sorted((study.folder / ".prefect").glob("*")) if path.name != "server.lock"]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(old)
