"""Remove the files, table rows and models of one interview from a study's folders; the store is handled elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import transcripts
from pipeline.codebook import load_codebook
from pipeline.errors import InvalidCodebook
from pipeline.records import sha256_of
from pipeline.settings import CODEBOOK_FILE
from pipeline.shelf import CARD, CURRENT
from pipeline.steps.pseudonymise import forget_pseudonyms
from pipeline.steps.shared.files import INTERVIEW_COLUMNS
from pipeline.steps.shared.interview_columns import forget_columns
from pipeline.suggestions import forget_state, forget_vectors
from pipeline.suggestions.registry.proposals import PROPOSED

if TYPE_CHECKING:
    from pipeline.decisions.transcripts.erase import StoredText
    from pipeline.settings import Study
    from pipeline.steps.forget.quote_search import QuoteIndex


def remove_files(study: Study, interview: str, said: Sequence[StoredText]) -> int:
    """Remove its files in the inbox and the rejected ones, by name or contents, with their reasons.

    Returns the number.
    """
    hashes = {each.sha256 for each in said}
    files = [
        path
        for folder in (study.inbox, study.rejected)
        for path in sorted(folder.glob("*"))
        if path.name not in INTERVIEW_COLUMNS  # of no interview, whatever it is called: its rows are struck
    ]
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
    """Remove reports, exports, vectors of texts and the state of updates, which can be made again.

    Returns the number of files.
    """
    data = study.folder / "data"
    derived = [path for path in (data / "exports").rglob("*") if path.is_file()] + list(data.glob("report.html"))
    for path in derived:
        path.unlink()
    return len(derived) + forget_vectors(study.vectors) + forget_state(study.models)


def remove_models(study: Study, interview: str, traces: QuoteIndex) -> int:
    """Remove all models, current or old, that learnt from the interview or hold a quote of it; returns the number."""
    removed = 0
    for card in sorted(study.models.rglob(CARD)):
        if interview in _learnt_from(card) or any(map(traces.are_in_file, _plain_files(card.parent))):
            removed += 1
            shutil.rmtree(card.parent)
            for pointer in (card.parent.parent / CURRENT, card.parent.parent / PROPOSED):
                if pointer.is_file() and card.parent.name in pointer.read_text(encoding="utf-8"):
                    pointer.unlink()
    return removed


def _learnt_from(card: Path) -> Sequence[str]:
    try:
        return list(json.loads(card.read_text(encoding="utf-8"))["interviews"])
    except (ValueError, KeyError, TypeError):
        return ()


def _plain_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if _is_plain(path))


def redact_codebook(study: Study, traces: QuoteIndex) -> int:
    """Black out quotes in `codebook.yaml`, with its comments; returns 1 if there were any.

    A file that would be no codebook any more stays as it is: it is listed as one that holds words of the interview.
    """
    path = study.folder / CODEBOOK_FILE
    before = path.read_text(encoding="utf-8")
    after = traces.redact(before)
    if after == before:
        return 0
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(after, encoding="utf-8")
    try:
        same_codes = load_codebook(partial).dimension_ids == study.codebook.dimension_ids
    except InvalidCodebook:
        same_codes = False
    if same_codes:
        partial.replace(path)
        vars(study).pop("codebook", None)  # what was read before holds the quote
    partial.unlink(missing_ok=True)
    return int(same_codes)


def clear_history(study: Study) -> int:
    """Remove Prefect's history of runs, which names files and interviews."""
    old = [path for path in sorted((study.folder / ".prefect").glob("*")) if path.name != "server.lock"]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(old)
