"""A file whose interview is in the study already: known, an old copy, or a new version that keeps its codes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.decisions import Store
from pipeline.decisions.views import Replacement
from pipeline.errors import StoreUnusable, TwoFiles
from pipeline.records import Fragment, Transcript, sha256_of
from pipeline.settings import Study
from pipeline.steps.access import Clock
from pipeline.steps.pseudonymising import Pseudonyms
from pipeline.transcripts import may_be_opened

MOST_LOST = 0.5
"""Of the fragments with codes, the share that a new version may orphan before a person has to say that it is meant."""


def is_known(store: Store, pseudonyms: Pseudonyms, path: Path, *, go_back: bool = False) -> bool:
    """Whether this file is in the study: as it stands there, or as it stood before a newer version came.

    With other replacements than are confirmed now it is not.

    An old copy that still lies about must not undo the newer version at every run; who means to go back to it says so
    with `go_back`.
    """
    stored = store.sha256_of(path.stem)
    if stored is None or not may_be_opened(path):
        return False
    sha256 = sha256_of(path.read_bytes())
    if sha256 == stored:
        return pseudonyms.is_current(path.stem)
    return not go_back and store.has_read(path.stem, sha256)


def renew(
    store: Store,
    pseudonyms: Pseudonyms,
    path: Path,
    later: Transcript,
    cut: Sequence[Fragment],
    clock: Clock,
    *,
    cut_by: str,
    accept_changes: bool,
) -> Replacement:
    """Make the file's contents the interview's new version.

    Raises:
        LostCodes: most of what people coded does not stand in it, and nobody said that it is meant.
        TwoFiles: another file beside it is the interview as it stands.
    """
    _refuse_twins(store, path)
    stored = store.transcript(later.id)
    done = store.replace_transcript(
        # What people typed about it goes before what the file says.
        replace(later, metadata={**later.metadata, **stored.metadata}),
        cut,
        cut_by=cut_by,
        taken_in_at=clock(),
        most_lost=1.0 if accept_changes else MOST_LOST,
        reworded=pseudonyms.reworded(stored),
    )
    # Earlier versions may still hold the names, and so may the room that they took in the store's file.
    if store.cover(later.id, pseudonyms.words(later.id)):
        with suppress(StoreUnusable):  # somebody reads: the next rewriting of the file cleans it
            store.scrub()
    return done


def settle_rejected(study: Study, path: Path) -> None:
    """Move a file that was set aside before, and is in the study now, to the inbox; the reason is void."""
    if path.parent.resolve() == study.rejected.resolve() and not (study.inbox / path.name).exists():
        path.replace(study.inbox / path.name)
        path.with_name(f"{path.name}.why.txt").unlink(missing_ok=True)


def _refuse_twins(store: Store, path: Path) -> None:
    stored = store.sha256_of(path.stem)
    for other in sorted(path.parent.glob(f"{_literally(path.stem)}.*")):
        if (
            other != path
            and other.stem == path.stem
            and may_be_opened(other)
            and sha256_of(other.read_bytes()) == stored
        ):
            raise TwoFiles(path, other)


def _literally(name: str) -> str:
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in name)
