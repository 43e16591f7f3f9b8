"""Keep `codebook.yaml` and the versions in the store together: take in what was edited by hand, and make changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pipeline.codebook import Codebook, CodeKey, load_codebook, write_codebook
from pipeline.codebook.changes import Edited, put_back
from pipeline.errors import CodebookDiffers
from pipeline.messages import Message
from pipeline.settings import CODEBOOK_FILE

if TYPE_CHECKING:
    from pipeline.decisions import CodebookVersion, Store
    from pipeline.settings import Study

Operation = Callable[[Codebook, Collection[CodeKey]], Edited]
"""A change of a codebook, given the codes that were just added to the file by hand."""


def follow_codebook(study: Study, store: Store, *, at: datetime) -> CodebookVersion:
    """Record what was edited in `codebook.yaml` as a version; returns the newest.

    Raises:
        InvalidCodebook: the file cannot be read.
        CodebookDiffers: codes are gone from the file that verdicts rest on.
        InvalidChange: a dimension that is used would have room for another number of codes.
    """
    newest = _begun(study, store, at=at)
    if newest.codebook.stamp == study.codebook.stamp:
        return newest
    found = differences_found(newest.codebook, study.codebook, store)
    if found:
        raise CodebookDiffers(found)
    edited = Edited(codebook=study.codebook)
    return store.codebook.record(edited, coder="", why="", at=at, base=newest.number, on_file=True)


def change_codebook(
    study: Study,
    store: Store,
    operation: Operation,
    *,
    coder: str,
    why: str,
    at: datetime,
    base: int | None = None,
    restores: int | None = None,
) -> CodebookVersion:
    """Make a change: a version in the store, then `codebook.yaml`. The next verb finishes a write that is cut off.

    What was edited in the file by hand is part of the same version. Used codes that are gone from it are put back
    before the change. `base` is the version that the person saw.

    Raises:
        InvalidChange: the change cannot be made; nothing was changed.
        InvalidCodebook: the file cannot be read.
    """
    # An open desk goes on with the last version while the file cannot be used: the file itself is what is changed.
    study.use_codebook(load_codebook(study.folder / CODEBOOK_FILE))
    newest = _begun(study, store, at=at)
    file, used = study.codebook, store.codebook.used_codes()
    gone = [key for key in newest.codebook.keys if key in used and key not in file.keys]
    fresh = set(file.keys) - set(newest.codebook.keys) | _added_and_unused(store, used)
    edited = operation(put_back(file, newest.codebook, gone), fresh)
    version = store.codebook.record(
        edited, coder=coder, why=why, at=at, base=newest.number if base is None else base, restores=restores
    )
    _write(study, store, version)
    return version


def _added_and_unused(store: Store, used: Collection[CodeKey]) -> set[CodeKey]:
    """The codes that came after the first version and that nobody has used: verdicts may move to them."""
    versions = store.codebook.all()
    return set(versions[-1].codebook.keys) - set(versions[0].codebook.keys) - set(used)


def trouble_with(study: Study, store: Store) -> list[str]:
    """What is wrong between the file and the newest version; reads only. Raises InvalidCodebook."""
    newest = store.codebook.newest()
    before = store.codebook.last_used() if newest is None else newest.codebook
    if before is None or before.stamp == study.codebook.stamp or _cut_off(study, store):
        return []
    return differences_found(before, study.codebook, store)


def refuse_differing(study: Study, store: Store) -> None:
    """Stop a verb that only reads where `trouble_with` finds something; raises CodebookDiffers."""
    found = trouble_with(study, store)
    if found:
        raise CodebookDiffers(found)


def differences_found(before: Codebook, after: Codebook, store: Store) -> list[str]:
    """Why a codebook cannot take the place of another: used codes are gone, or dimensions have other room."""
    used = store.codebook.used_codes()
    return [*_gone(before, after, used), *_other_room(before, after, {of for of, _ in used})]


def _gone(before: Codebook, after: Codebook, used: dict[CodeKey, int]) -> Iterator[str]:
    fresh = [key for key in after.keys if key not in before.keys]
    for dimension, code in [key for key in before.keys if key in used and key not in after.keys]:
        became = _likeliest(dimension, code, before, after, fresh)
        yield Message(
            "%(count)s verdicts under %(code)s, which is no longer in the codebook: %(rename)s, or %(retire)s",
            count=used[dimension, code],
            code=f"`{code}`",
            rename=f"`drempel codebook rename {dimension} {code} {became}`",
            retire=f"`drempel codebook retire {dimension} {code}`",
        )


def _likeliest(dimension: str, code: str, before: Codebook, after: Codebook, fresh: Collection[CodeKey]) -> str:
    """The code that somebody probably made of one that is gone."""
    tried = [each for of, each in fresh if of == dimension]
    label = before.dimension(dimension).code(code).label
    for each in tried:
        if after.dimension(dimension).code(each).label == label:
            return each
    return tried[0] if len(tried) == 1 else next(iter(get_close_matches(code, tried, n=1)), "NEW")


def _other_room(before: Codebook, after: Codebook, used: Collection[str]) -> Iterator[str]:
    for dimension in after:
        if dimension.id in used and dimension.id in before.dimension_ids:
            values = before.dimension(dimension.id).values
            if values != dimension.values:
                yield Message(
                    "dimension %(dimension)s is used, so `values` has to stay %(values)s",
                    dimension=f"`{dimension.id}`",
                    values=values,
                )


def _begun(study: Study, store: Store, *, at: datetime) -> CodebookVersion:
    """The newest version, recorded and on file; a study of before gets the codebook of its newest verdict first."""
    newest = store.codebook.newest()
    if newest is None:
        first = store.codebook.last_used() or study.codebook
        return store.codebook.record(Edited(codebook=first), coder="", why="", at=at, base=0, on_file=True)
    if newest.on_file:
        return newest
    if newest.codebook.stamp != study.codebook.stamp and _cut_off(study, store):
        _write(study, store, newest)
    else:
        store.codebook.mark_written(newest.number)
    return newest


def _cut_off(study: Study, store: Store) -> bool:
    """Whether the file still holds the version before the newest, whose writing was cut off."""
    versions = store.codebook.all()[-2:]
    return len(versions) == 2 and not versions[1].on_file and versions[0].codebook.stamp == study.codebook.stamp


def _write(study: Study, store: Store, version: CodebookVersion) -> None:
    write_codebook(study.folder / CODEBOOK_FILE, version.codebook)
    store.codebook.mark_written(version.number)
    study.read_codebook_again()
