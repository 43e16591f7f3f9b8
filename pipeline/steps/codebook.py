"""The codebook's life: show it and its history, and rename, merge, retire, restore, add and check codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.codebook import Codebook, CodeKey, changes
from pipeline.codebook.changes import Change, Edited
from pipeline.codebook.rows import tree_order, with_rows
from pipeline.errors import InvalidChange
from pipeline.messages import Message
from pipeline.records import Problem, Report
from pipeline.settings import CODEBOOK_FILE
from pipeline.steps.shared.codebook_versions import change_codebook, trouble_with
from pipeline.steps.shared.study_lock import Clock, locked_store, now, open_store

if TYPE_CHECKING:
    from pipeline.decisions import CodebookVersion, Store
    from pipeline.settings import Study


def show(study: Study) -> Report:
    """Return the codebook as a tree, with how often each code holds, itself and with the codes below it."""
    with open_store(study) as store:
        newest, used = store.codebook.newest(), store.codebook.used_codes()
    book = study.codebook
    details = {
        "study": book.study,
        "stamp": book.stamp,
        "version": newest.number if newest else 0,
        "dimensions": [_dimension(book, each.id, used) for each in book],
    }
    counts = {"dimensions": len(book.dimensions), "codes": len(book.keys), "retired": len(book.retired)}
    return Report(step="codebook show", counts=counts, details=details)


def _dimension(book: Codebook, dimension_id: str, used: Mapping[CodeKey, int]) -> dict[str, object]:
    dimension = book.dimension(dimension_id)
    codes = []
    for code in tree_order(dimension):
        facts = code.model_dump(mode="json", exclude_defaults=True)
        below = [code.id, *dimension.below(code.id)]
        codes.append(
            {
                **facts,
                "level": dimension.depth(code.id),
                "verdicts": used.get((dimension_id, code.id), 0),
                "verdicts_with_children": sum(used.get((dimension_id, each), 0) for each in below),
            }
        )
    return {
        "id": dimension.id,
        "label": dimension.label.model_dump(),
        "question": dimension.question.model_dump(),
        "values": dimension.values,
        "codes": codes,
    }


def history(study: Study) -> Report:
    """Return every version: who made it, when, why, what changed, and the wording before and after."""
    with open_store(study) as store:
        versions = store.codebook.all()
    details = {"versions": history_of(versions)}
    return Report(step="codebook history", counts={"versions": len(versions)}, details=details)


def history_of(versions: Sequence[CodebookVersion]) -> list[dict[str, object]]:
    """Describe versions as plain values, oldest first."""
    described = []
    for nth, version in enumerate(versions):
        before = versions[nth - 1] if nth else None
        described.append(
            {
                "version": version.number,
                "stamp": version.codebook.stamp,
                "at": version.at.isoformat(),
                "coder": version.coder,
                "why": version.why,
                "restores": version.restores,
                "changes": [each.facts() for each in version.changes],
                "wording": list(_wording(before, version)) if before else [],
            }
        )
    return described


def _wording(before: CodebookVersion, after: CodebookVersion) -> Iterator[dict[str, object]]:
    """Every edited field of a version, with its value before and after."""
    origins = {(of, new): old for of, old, new in after.moves}
    for change in after.changes:
        for name in change.fields:
            earlier = origins.get((change.dimension, change.code), change.code)
            yield {
                "dimension": change.dimension,
                "code": change.code,
                "field": name,
                "before": _value(before.codebook, change.dimension, earlier, name),
                "after": _value(after.codebook, change.dimension, change.code, name),
            }


def _value(book: Codebook, dimension: str, code: str, name: str) -> object:
    holder: Any = book.dimension(dimension) if dimension else book
    if code:
        holder = holder.code(code) if code in holder.code_ids else None
    return None if holder is None else holder.model_dump(mode="json")[name]


def rename(
    study: Study, dimension: str, old: str, new: str, *, coder: str = "", why: str = "", clock: Clock = now
) -> Report:
    """Give a code another id; its verdicts count under the new one. Raises InvalidChange."""

    def operation(book: Codebook, fresh: Any) -> Edited:  # noqa: ANN401  # a set of keys
        return changes.rename(book, dimension, old, new, fresh=fresh)

    return _changed(study, "rename", operation, coder=coder, why=why, clock=clock)


def merge(
    study: Study,
    dimension: str,
    codes: Sequence[str],
    into: str,
    *,
    coder: str = "",
    why: str = "",
    clock: Clock = now,
) -> Report:
    """Make one code of several; the verdicts of all count under it. Raises InvalidChange."""
    return _changed(
        study, "merge", lambda book, _: changes.merge(book, dimension, codes, into), coder=coder, why=why, clock=clock
    )


def retire(study: Study, dimension: str, code: str, *, coder: str = "", why: str = "", clock: Clock = now) -> Report:
    """Do not offer a code any more; its verdicts stay. Raises InvalidChange."""
    return _changed(
        study, "retire", lambda book, _: changes.retire(book, dimension, code), coder=coder, why=why, clock=clock
    )


def restore_code(
    study: Study, dimension: str, code: str, *, coder: str = "", why: str = "", clock: Clock = now
) -> Report:
    """Offer a retired code again. Raises InvalidChange."""
    return _changed(
        study,
        "restore",
        lambda book, _: changes.retire(book, dimension, code, back=True),
        coder=coder,
        why=why,
        clock=clock,
    )


def restore(study: Study, version: int, *, coder: str = "", why: str = "", clock: Clock = now) -> Report:
    """Bring an earlier version back, as a new one. Codes that came since are kept, retired, where they are used.

    Raises:
        InvalidChange: there is no such version, or it is the newest.
    """
    # What was edited in the file by hand is what this may take back.
    with locked_store(study, follows_codebook=False) as store:
        made = restore_version(study, store, version, coder=coder, why=why, clock=clock)
    return _report("restore", made)


def restore_version(study: Study, store: Store, version: int, *, coder: str, why: str, clock: Clock) -> CodebookVersion:
    """Bring an earlier version back in an open store."""
    earlier = {each.number: each.codebook for each in store.codebook.all()}
    if version not in earlier or (version == max(earlier) and earlier[version].stamp == study.codebook.stamp):
        raise InvalidChange(
            Message(
                "There is no earlier version %(version)s; `drempel codebook history` lists them.", version=str(version)
            )
        )
    mapping, used = store.codebook.mapping(), store.codebook.used_codes()

    def operation(book: Codebook, _: object) -> Edited:
        return changes.restore(book, earlier[version], became=lambda key: mapping.given_in(*key, version), used=used)

    return change_codebook(study, store, operation, coder=coder, why=why, at=clock(), restores=version)


def add(
    study: Study,
    dimension: str,
    code: Mapping[str, object],
    *,
    after: str | None = None,
    coder: str = "",
    why: str = "",
    clock: Clock = now,
) -> Report:
    """Add a code to a dimension. Raises InvalidChange."""
    return _changed(
        study, "add", lambda book, _: changes.add(book, dimension, code, after=after), coder=coder, why=why, clock=clock
    )


def add_dimension(
    study: Study, dimension: Mapping[str, object], *, coder: str = "", why: str = "", clock: Clock = now
) -> Report:
    """Add a dimension with its first codes. Raises InvalidChange."""
    return _changed(
        study, "add", lambda book, _: changes.add_dimension(book, dimension), coder=coder, why=why, clock=clock
    )


def import_file(
    study: Study,
    path: Path,
    *,
    dimension: str = "",
    values: str = "many",
    coder: str = "",
    why: str = "",
    clock: Clock = now,
) -> Report:
    """Bring in the codes of a file: new ones are added, known ones get the wording that the file has.

    Raises:
        InvalidChange: the file cannot be read, or a row cannot be a code.
    """
    from pipeline.projects.codebook_tables import read_codebook_rows

    rows = read_codebook_rows(path, dimension=dimension)
    report = _changed(
        study, "import", lambda book, _: with_rows(book, rows, values=values), coder=coder, why=why, clock=clock
    )
    return replace(report, counts={**report.counts, "rows": len(rows)})


def export(study: Study, path: Path | None = None, *, language: str = "nl") -> Report:
    """Write the codebook for other programs (default: `data/exports/codebook.xlsx`); the ending says in which form.

    Raises:
        UnknownFormat: the ending is none of qdc, csv and xlsx.
    """
    from pipeline.results.exchange.codebook_files import export_codebook

    path = path or study.folder / "data" / "exports" / "codebook.xlsx"
    written = export_codebook(study.codebook, path, language=language, origin=f"drempel {version_of('drempel')}")
    return Report(step="codebook export", counts={"codes": len(study.codebook.keys)}, details={"files": [str(written)]})


def check(study: Study) -> Report:
    """Compare `codebook.yaml` with the last version, and name what coders would stumble over.

    Raises:
        InvalidCodebook: the file cannot be read.
    """
    with open_store(study) as store:
        newest, trouble = store.codebook.newest(), trouble_with(study, store)
    book = study.codebook
    waiting: list[Change] = [] if newest is None else list(changes.differences(newest.codebook, book))
    problems = (*trouble, *_same_labels(book))
    return Report(
        step="codebook check",
        counts={"problems": len(problems), "not_recorded": len(waiting)},
        problems=tuple(Problem(place=CODEBOOK_FILE, message=each) for each in problems),
        details={"changes": [] if trouble else [each.facts() for each in waiting]},
    )


def _same_labels(book: Codebook) -> Iterator[str]:
    for dimension in book:
        seen: dict[str, str] = {}
        for code in dimension.open_codes:
            label = code.label.nl.strip().casefold()
            if label in seen:
                yield Message(
                    "codes %(one)s and %(other)s of dimension %(dimension)s have the same label",
                    one=f"`{seen[label]}`",
                    other=f"`{code.id}`",
                    dimension=f"`{dimension.id}`",
                )
            seen.setdefault(label, code.id)


def _changed(
    study: Study,
    verb: str,
    operation: Callable[[Codebook, Any], Edited],
    *,
    coder: str,
    why: str,
    clock: Clock,
) -> Report:
    # Codes that are gone from the file are what this may mend.
    with locked_store(study, follows_codebook=False) as store:
        made = change_codebook(study, store, operation, coder=coder, why=why, at=clock())
    return _report(verb, made)


def _report(verb: str, made: CodebookVersion) -> Report:
    details = {
        "version": made.number,
        "stamp": made.codebook.stamp,
        "changes": [each.facts() for each in made.changes],
    }
    return Report(step=f"codebook {verb}", counts={"changes": len(made.changes)}, details=details)
