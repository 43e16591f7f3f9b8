"""Changes of a codebook: rename, merge, retire, restore, add and edit codes, and the differences between two versions.

Every function returns a new codebook. `moves` say which code becomes which: what was coded follows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from pipeline.codebook.model import Code, Codebook, CodeKey, Dimension
from pipeline.errors import InvalidChange
from pipeline.messages import Message

Move = tuple[str, str, str]
"""A dimension, a code in it, and the code that it becomes."""

T = TypeVar("T")

Kind = Literal["add", "rename", "merge", "retire", "restore", "edit", "order", "remove"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions: of a code, of a dimension (no code), or of the whole (no dimension).

    `into` is the code that it became; `fields` are those that were edited.
    """

    kind: Kind
    dimension: str = ""
    code: str = ""
    into: str = ""
    fields: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """The change as JSON types, without what says nothing."""
        return {name: list(value) if name == "fields" else value for name, value in asdict(self).items() if value}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Change:
        """The inverse of `facts`."""
        return cls(**{**facts, "fields": tuple(facts.get("fields", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A codebook after a change, and which codes became which."""

    codebook: Codebook
    moves: tuple[Move, ...] = ()


def rename(book: Codebook, dimension: str, old: str, new: str, *, fresh: Collection[CodeKey] = ()) -> Edited:
    """Give a code another id. A code that somebody just added to the file (`fresh`) may be the new one.

    Raises:
        InvalidChange: there is no such code, or the new id is taken or invalid.
    """
    code = _code(book, dimension, old)
    known = {each.id: each for each in book.dimension(dimension).codes}
    if new in known and (dimension, new) not in fresh:
        raise InvalidChange(
            Message(
                "Dimension %(dimension)s has a code %(code)s already. To make one code of both: %(command)s.",
                dimension=repr(dimension),
                code=repr(new),
                command=f"`drempel codebook merge {dimension} {old} {new}`",
            )
        )
    place = known[new] if new in known else code.model_copy(update={"id": new})
    codes = [place if each.id == old else each for each in known.values() if each.id != new]
    return _edited(book, dimension, _reparented(codes, {old: new}), moves=((dimension, old, new),))


def merge(book: Codebook, dimension: str, codes: Sequence[str], into: str) -> Edited:
    """Make one code of several: `into` stays, and takes over keywords, patterns and examples of the others.

    Raises:
        InvalidChange: there is no such code, or one would be merged into itself.
    """
    target, gone = _code(book, dimension, into), [_code(book, dimension, each) for each in dict.fromkeys(codes)]
    if not gone or into in codes:
        raise InvalidChange(Message("Name the codes to merge, and last, another one: what they become."))
    taken: dict[str, Any] = {
        name: tuple(dict.fromkeys(word for each in (target, *gone) for word in getattr(each, name)))
        for name in ("keywords", "patterns", "examples", "counterexamples")
    }
    above = {each.id: each.parent for each in gone}
    parent = target.parent
    while parent in above:
        parent = above[parent]
    merged = target.model_copy(update={**taken, "parent": None if parent == into else parent})
    kept = [merged if each.id == into else each for each in book.dimension(dimension).codes if each.id not in above]
    moves = tuple((dimension, each.id, into) for each in gone)
    return _edited(book, dimension, _reparented(kept, dict.fromkeys(above, into)), moves=moves)


def retire(book: Codebook, dimension: str, code: str, *, back: bool = False) -> Edited:
    """Do not offer a code any more, or again (`back`); its verdicts stay.

    Raises:
        InvalidChange: there is no such code, or it is so already.
    """
    known = _code(book, dimension, code)
    if known.retired is not back:
        already = Message("Code %(code)s is not retired.", code=repr(code))
        raise InvalidChange(already if back else Message("Code %(code)s is retired already.", code=repr(code)))
    return edit(book, dimension, code, {"retired": not back})


def edit(book: Codebook, dimension: str, code: str, fields: Mapping[str, object]) -> Edited:
    """Give fields of a code other values.

    Raises:
        InvalidChange: there is no such code, or a value is invalid.
    """
    known = _code(book, dimension, code)
    later = _valid(lambda: Code.model_validate({**known.model_dump(), **fields}))
    codes = [later if each.id == code else each for each in book.dimension(dimension).codes]
    return _edited(book, dimension, codes)


def edit_dimension(book: Codebook, dimension: str, fields: Mapping[str, object]) -> Edited:
    """Give fields of a dimension other values; raises InvalidChange."""
    known = _dimension(book, dimension)
    return _replaced(book, _valid(lambda: Dimension.model_validate({**known.model_dump(), **fields})))


def add(book: Codebook, dimension: str, code: Mapping[str, object], *, after: str | None = None) -> Edited:
    """Add a code to a dimension, at the end or after another one.

    Raises:
        InvalidChange: there is no such dimension, the id is taken, or a value is invalid.
    """
    known = list(_dimension(book, dimension).codes)
    made = _valid(lambda: Code.model_validate(code))
    at = len(known) if after is None else known.index(_code(book, dimension, after)) + 1
    return _edited(book, dimension, [*known[:at], made, *known[at:]])


def with_dimensions(book: Codebook, dimensions: Sequence[Mapping[str, object]]) -> Edited:
    """The codebook with these dimensions; raises InvalidChange."""
    contents = {**book.model_dump(), "dimensions": list(dimensions)}
    return Edited(codebook=_valid(lambda: Codebook.model_validate(contents)))


def add_dimension(book: Codebook, dimension: Mapping[str, object]) -> Edited:
    """Add a dimension with its codes at the end; raises InvalidChange."""
    made = _valid(lambda: Dimension.model_validate(dimension))
    return _whole(book, (*book.dimensions, made))


def move_code(book: Codebook, dimension: str, code: str, steps: int) -> Edited:
    """Move a code up (negative) or down among the codes of its dimension; raises InvalidChange."""
    moved = _code(book, dimension, code)
    codes = [each for each in book.dimension(dimension).codes if each.id != code]
    at = book.dimension(dimension).code_ids.index(code) + steps
    codes.insert(max(at, 0), moved)
    return _edited(book, dimension, codes)


def put_back(book: Codebook, before: Codebook, gone: Iterable[CodeKey]) -> Codebook:
    """The codebook with codes of an earlier one that it lacks, each at the end of its dimension."""
    for dimension, code in gone:
        lost = before.dimension(dimension).code(code)
        if dimension not in book.dimension_ids:
            bare = before.dimension(dimension).model_copy(update={"codes": (lost.model_copy(update={"parent": None}),)})
            book = _whole(book, (*book.dimensions, bare)).codebook
            continue
        known = book.dimension(dimension).code_ids
        codes = (
            *book.dimension(dimension).codes,
            lost if lost.parent in known else lost.model_copy(update={"parent": None}),
        )
        book = _edited(book, dimension, codes).codebook
    return book


def restore(now: Codebook, then: Codebook, *, became: Callable[[CodeKey], str], used: Collection[CodeKey]) -> Edited:
    """Go back to an earlier codebook. `became` tells what one of its codes is now.

    Codes that came since are kept, retired, where they are used.

    Raises:
        InvalidChange: a dimension that is used would have room for another number of codes.
    """
    origins: dict[CodeKey, list[str]] = {}
    for key in then.keys:
        origins.setdefault((key[0], became(key)), []).append(key[1])
    moves, book = [], then
    for dimension, code in now.keys:
        before = origins.get((dimension, code))
        if before is None and (dimension, code) not in used:
            continue
        back = _kept_code(book, now, dimension, code) if before is None else None
        if back is not None:
            book = put_back(
                book, now.model_copy(update={"dimensions": _with(now, dimension, back)}), [(dimension, back.id)]
            )
        earlier = back.id if back is not None else _origin(code, before or [])
        if earlier != code:
            moves.append((dimension, code, earlier))
    return Edited(codebook=book, moves=tuple(moves))


def _origin(code: str, before: Sequence[str]) -> str:
    return code if code in before else before[0]


def _kept_code(book: Codebook, now: Codebook, dimension: str, code: str) -> Code:
    """A code that came since as it is kept: retired, under an id that is free."""
    taken = set(book.dimension(dimension).code_ids) if dimension in book.dimension_ids else set()
    tried, number = code, 1
    while tried in taken:
        number += 1
        tried = f"{code[: 40 - len(str(number)) - 1]}_{number}"
    return now.dimension(dimension).code(code).model_copy(update={"id": tried, "retired": True})


def _with(book: Codebook, dimension: str, code: Code) -> tuple[Dimension, ...]:
    changed = book.dimension(dimension)
    changed = changed.model_copy(update={"codes": (*(each for each in changed.codes if each.id != code.id), code)})
    return tuple(changed if each.id == dimension else each for each in book.dimensions)


def differences(before: Codebook, after: Codebook, moves: Sequence[Move] = ()) -> tuple[Change, ...]:
    """What changed between two codebooks, given which codes became which."""
    return tuple(
        (*_of_the_whole(before, after), *_of_dimensions(before, after), *_moved(before, moves),
         *_of_codes(before, after, moves))
    )  # fmt: skip


def _of_the_whole(before: Codebook, after: Codebook) -> Iterator[Change]:
    fields = _differing(before, after, ("study", "version", "rules", "conventions", "roles"))
    if fields:
        yield Change(kind="edit", fields=fields)


def _of_dimensions(before: Codebook, after: Codebook) -> Iterator[Change]:
    for dimension in after:
        if dimension.id in before.dimension_ids:
            yield from _of_dimension(before.dimension(dimension.id), dimension)
        else:
            yield Change(kind="add", dimension=dimension.id)
    for lost in before.dimension_ids:
        if lost not in after.dimension_ids:
            yield Change(kind="remove", dimension=lost)


def _of_dimension(before: Dimension, after: Dimension) -> Iterator[Change]:
    fields = _differing(before, after, ("label", "question", "values"))
    if fields:
        yield Change(kind="edit", dimension=after.id, fields=fields)
    common = [code for code in before.code_ids if code in after.code_ids]
    if common != [code for code in after.code_ids if code in common]:
        yield Change(kind="order", dimension=after.id)


def _moved(before: Codebook, moves: Sequence[Move]) -> Iterator[Change]:
    times, leaving = Counter((move[0], move[2]) for move in moves), {(move[0], move[1]) for move in moves}
    for dimension, old, new in moves:
        taken = (dimension, new) in before.keys and (dimension, new) not in leaving
        kind: Kind = "merge" if taken or times[dimension, new] > 1 else "rename"
        yield Change(kind=kind, dimension=dimension, code=old, into=new)


def _of_codes(before: Codebook, after: Codebook, moves: Sequence[Move]) -> Iterator[Change]:
    origins: dict[CodeKey, str] = {(dimension, new): old for dimension, old, new in moves}
    gone = {(dimension, old) for dimension, old, _ in moves}
    known = set(before.keys)
    for dimension, code in after.keys:
        stays = (dimension, code) in known and (dimension, code) not in gone
        earlier = code if stays else origins.get((dimension, code))
        if earlier is None:
            yield Change(kind="add", dimension=dimension, code=code)
        else:
            yield from _of_code(
                dimension, before.dimension(dimension).code(earlier), after.dimension(dimension).code(code)
            )
    for dimension, code in before.keys:
        if (dimension, code) not in gone and (dimension, code) not in after.keys:
            yield Change(kind="remove", dimension=dimension, code=code)


EDITABLE = tuple(name for name in Code.model_fields if name not in ("id", "retired"))
"""The fields of a code that are edited; the others change by operations of their own."""


def _of_code(dimension: str, before: Code, after: Code) -> Iterator[Change]:
    if before.retired != after.retired:
        yield Change(kind="retire" if after.retired else "restore", dimension=dimension, code=after.id)
    fields = _differing(before, after, EDITABLE)
    if fields:
        yield Change(kind="edit", dimension=dimension, code=after.id, fields=fields)


def _differing(before: object, after: object, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _dimension(book: Codebook, dimension: str) -> Dimension:
    if dimension not in book.dimension_ids:
        raise InvalidChange(
            Message(
                "The codebook has no dimension %(dimension)s; it has %(known)s.",
                dimension=repr(dimension),
                known=", ".join(book.dimension_ids),
            )
        )
    return book.dimension(dimension)


def _code(book: Codebook, dimension: str, code: str) -> Code:
    known = _dimension(book, dimension).code_ids
    if code not in known:
        raise InvalidChange(
            Message(
                "Dimension %(dimension)s has no code %(code)s; it has %(known)s.",
                dimension=repr(dimension),
                code=repr(code),
                known=", ".join(known),
            )
        )
    return book.dimension(dimension).code(code)


def _reparented(codes: Iterable[Code], became: Mapping[str, str]) -> list[Code]:
    """The codes with the parents that took the place of those that are gone; none is its own parent."""
    found = []
    for code in codes:
        parent = became.get(code.parent or "", code.parent)
        parent = None if parent == code.id else parent
        found.append(code if parent == code.parent else code.model_copy(update={"parent": parent}))
    return found


def _edited(book: Codebook, dimension: str, codes: Iterable[Code], *, moves: tuple[Move, ...] = ()) -> Edited:
    changed = _valid(
        lambda: Dimension.model_validate(
            {**book.dimension(dimension).model_dump(), "codes": [code.model_dump() for code in codes]}
        )
    )
    return _replaced(book, changed, moves=moves)


def _replaced(book: Codebook, changed: Dimension, *, moves: tuple[Move, ...] = ()) -> Edited:
    return _whole(book, tuple(changed if each.id == changed.id else each for each in book.dimensions), moves=moves)


def _whole(book: Codebook, dimensions: tuple[Dimension, ...], *, moves: tuple[Move, ...] = ()) -> Edited:
    contents = {**book.model_dump(), "dimensions": [each.model_dump() for each in dimensions]}
    return Edited(codebook=_valid(lambda: Codebook.model_validate(contents)), moves=moves)


def _valid(make: Callable[[], T]) -> T:
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise InvalidChange(
            Message("The codebook was not changed: %(why)s.", why=f"{place}: {why}" if place else why)
        ) from error
