"""Collects what a format's reader finds, and makes a project of it: offsets decided, problems named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from pipeline.messages import Message
from pipeline.projects.offsets import Decided, Mark, Unit, decide
from pipeline.projects.records import About, Case, Code, Coder, Coding, Memo, Project, Reviewed, SourceText, Unread
from pipeline.records import Problem, sha256_of

MOST_NAMED = 20
"""How many problems of one kind are named one by one; the rest are counted."""

BOM = "\ufeff"
_UNHEARD = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch with its codes, or with a memo, as the file gives it; `lost` says why it lies on no text.

    `reviewed` says that its coder read it and gave it no code.
    """

    mark: Mark
    codes: tuple[str, ...] = ()
    coder: str = ""
    at: datetime | None = None
    memos: tuple[Memo, ...] = ()
    ids: tuple[str, ...] = ()
    lost: str = ""
    reviewed: bool = False

    def id_of(self, position: int) -> str:
        """The id of the coding with the code at this position; made from its place where the file gives none."""
        return self.ids[position] if position < len(self.ids) else f"{self.mark.place}.{position}"


class Assembly:
    """A project in the making."""

    def __init__(self, path: Path, form: str, program: str, name: str = "") -> None:
        self.path, self._form, self._program, self.name = path, form, program, name or path.stem
        self._texts: dict[str, SourceText] = {}
        self._codes: dict[str, Code] = {}
        self._coders: dict[str, Coder] = {}
        self._cases: dict[str, Case] = {}
        self._memos: list[Memo] = []
        self._marked: list[Marked] = []
        self._problems: dict[str, list[Problem]] = {}
        self.description = ""

    def problem(self, place: str, message: str) -> None:
        """Name something that was set aside or is not as it should be; quotes nothing of what people said."""
        self._problems.setdefault(message, []).append(Problem(place=place, message=message))

    def add_text(self, text: SourceText) -> str:
        """Add a text and return its id; a byte order mark at its start is noted and left out.

        A text whose id another one has gets an id of its own.
        """
        if text.text.startswith(BOM):
            text = replace(text, text=text.text[1:], bom=True, added=tuple(at - 1 for at in text.added))
        if text.id in self._texts:
            self.problem(text.name, Message("another text has the same id; both were kept"))
            number = next(number for number in count(2) if f"{text.id}#{number}" not in self._texts)
            text = replace(text, id=f"{text.id}#{number}")
        if not text.text.strip():
            self.problem(text.name, Message("the text is empty"))
        self._texts[text.id] = text
        return text.id

    def has_text(self, text_id: str) -> bool:
        """Whether a text with this id was added."""
        return text_id in self._texts

    def words_of(self, text_id: str) -> str | None:
        """The words of a text, or None where there is none with this id."""
        known = self._texts.get(text_id)
        return known.text if known is not None else None

    def add_code(self, code: Code) -> None:
        """Add a code or a category."""
        if code.id in self._codes:
            self.problem(code.name, Message("its id belongs to another code already; the first one is kept"))
            return
        self._codes[code.id] = code

    def has_code(self, code_id: str) -> bool:
        """Whether a code with this id was added."""
        return code_id in self._codes

    def code_named(self, *path: str, codable: bool = True) -> str:
        """The id of the code at this path of names, which is added with those above it if it is not there."""
        parent = ""
        for depth in range(1, len(path) + 1):
            code_id = "\x1f".join(path[:depth])
            given = codable and depth == len(path)
            known = self._codes.get(code_id)
            if known is None or (given and not known.codable):
                self._codes[code_id] = Code(id=code_id, name=path[depth - 1], parent=parent, codable=given)
            parent = code_id
        return parent

    def describe_code(self, code_id: str, description: str) -> None:
        """Add what a code means, if something is said."""
        if description.strip():
            self._codes[code_id] = replace(self._codes[code_id], description=description.strip())

    def add_coder(self, coder: Coder) -> str:
        """Add a coder unless he is there already; returns his id."""
        self._coders.setdefault(coder.id, coder)
        return coder.id

    def coder_named(self, name: object) -> str:
        """The id of the coder with this name, who is added if he is not there; empty for no name."""
        said = str(name or "").strip()
        return self.add_coder(Coder(id=said, name=said)) if said else ""

    def add_case(self, case: Case) -> None:
        """Add a case."""
        self._cases.setdefault(case.id, case)

    def add_memo(self, memo: Memo) -> None:
        """Add a memo unless it says nothing."""
        if memo.words.strip():
            self._memos.append(memo)

    def add_marked(self, marked: Marked) -> None:
        """Add a stretch with its codes or memos."""
        self._marked.append(marked)

    def finish(self, candidates: Sequence[Unit]) -> Project:
        """The project, with its offsets as code points.

        Raises:
            UndecidedOffsets: it cannot be decided what they count.
        """
        readable = {key: text for key, text in self._texts.items() if text.text}
        counted = [each for each in self._marked if each.mark.text in readable]
        decided = decide(readable.values(), [each.mark for each in counted], candidates, place=self.path.name)
        codings, unread = self._codings(counted, decided)
        lost = [each for each in self._marked if each.mark.text not in readable]
        unread += [
            one for each in lost for one in self._unread(each, each.lost or Message("its text is missing or empty"))
        ]
        self._replace_characters()
        self._name_repeats()
        self._name_cases_without_texts()
        return Project(
            format=self._form,
            program=self._program,
            name=self.name,
            description=self.description,
            unit=str(decided.unit) if counted else Message("no offsets"),
            texts=tuple(self._with_case_attributes()),
            codes=tuple(self._codes.values()),
            coders=tuple(self._coders.values()),
            codings=tuple(codings),
            unread=tuple(unread),
            reviewed=tuple(self._reviewed(counted, decided)),
            memos=tuple(self._memos),
            cases=tuple(self._cases.values()),
            problems=tuple(self._told()),
        )

    def _codings(self, counted: Sequence[Marked], decided: Decided) -> tuple[list[Coding], list[Unread]]:
        codings: list[Coding] = []
        unread: list[Unread] = []
        for at, (each, span) in enumerate(zip(counted, decided.spans, strict=True)):
            if at in decided.moved:
                self.problem(
                    each.mark.place,
                    Message("its stored words stand elsewhere than its offsets say; they were followed"),
                )
            if span is None:
                unread += self._unread(each, Message("its offsets lie outside its text"))
                continue
            codings += self._coding(each, span)
            self._memos += [replace(memo, text=each.mark.text, start=span[0], end=span[1]) for memo in each.memos]
        return codings, unread

    def _reviewed(self, counted: Sequence[Marked], decided: Decided) -> Iterable[Reviewed]:
        for each, span in zip(counted, decided.spans, strict=True):
            if each.reviewed and span is not None:
                yield Reviewed(
                    text=each.mark.text, coder=self._known_coder(each), start=span[0], end=span[1], at=each.at
                )

    def _coding(self, each: Marked, span: tuple[int, int]) -> Iterable[Coding]:
        for position, code in enumerate(each.codes):
            if code not in self._codes:
                self.problem(
                    each.mark.place, Message("its code is not in the project's codebook; the coding was left out")
                )
                continue
            yield Coding(
                text=each.mark.text,
                code=code,
                coder=self._known_coder(each),
                start=span[0],
                end=span[1],
                raw=(each.mark.start, each.mark.end),
                place=each.mark.place,
                id=each.id_of(position),
                at=each.at,
            )

    def _known_coder(self, each: Marked) -> str:
        """The coder, or nobody where the project names one that it does not have."""
        if each.coder in self._coders or not each.coder:
            return each.coder
        self.problem(
            self.path.name, Message("a coder is named that the project does not have; those codings are nobody's")
        )
        return ""

    def _unread(self, each: Marked, why: str) -> Iterable[Unread]:
        self.problem(each.mark.place, Message("%(why)s; what was coded or noted there was left out", why=why))
        self._memos += [replace(memo, about=About.PROJECT, target="") for memo in each.memos]
        raw = (each.mark.start, each.mark.end)
        for code in each.codes:
            yield Unread(
                text=each.mark.text, code=code, coder=self._known_coder(each), raw=raw, place=each.mark.place, why=why
            )

    def _name_cases_without_texts(self) -> None:
        for case in self._cases.values():
            if case.attributes and not set(case.texts) & self._texts.keys():
                self.problem(case.name, Message("no text belongs to the case, so that its attributes describe none"))

    def _with_case_attributes(self) -> Iterable[SourceText]:
        """The texts with what is known of the cases that they belong to; what a text says of itself comes first."""
        of_cases: dict[str, dict[str, str]] = {}
        for case in self._cases.values():
            for text_id in case.texts:
                known = of_cases.setdefault(text_id, {})
                for name, value in case.attributes.items():
                    if known.setdefault(name, value) != value:
                        self.problem(
                            case.name, Message("a text belongs to several cases with other values; the first counts")
                        )
        for text in self._texts.values():
            yield replace(text, attributes={**of_cases.get(text.id, {}), **text.attributes})

    def _replace_characters(self) -> None:
        """Replace what no text file holds, one for one: after the offsets are decided, as programs count them."""
        for key, text in self._texts.items():
            words = _UNHEARD.sub("\ufffd", text.text)
            if words != text.text:
                self.problem(text.name, Message("characters that no text can hold became �"))
                self._texts[key] = replace(text, text=words)

    def _name_repeats(self) -> None:
        self._name_repeated(
            (text.name for text in self._texts.values()),
            lambda times: Message("%(count)s texts have this name", count=times),
        )
        self._name_repeated(
            (code.name for code in self._codes.values() if code.codable),
            lambda times: Message("%(count)s codes have this name", count=times),
        )
        by_words: dict[str, str] = {}
        for text in self._texts.values():
            first = by_words.setdefault(sha256_of(text.text.encode("utf-8", "surrogatepass")), text.name)
            if first != text.name and text.text.strip():
                self.problem(text.name, Message("it has the same words as %(text)s", text=first))

    def _name_repeated(self, names: Iterable[str], what: Callable[[int], Message]) -> None:
        for name, times in Counter(names).items():
            if times > 1:
                self.problem(name, what(times))

    def _told(self) -> Iterable[Problem]:
        for message, problems in self._problems.items():
            yield from problems[:MOST_NAMED]
            if len(problems) > MOST_NAMED:
                more = len(problems) - MOST_NAMED
                yield Problem(
                    place=self.path.name, message=Message("%(message)s (%(more)s more)", message=message, more=more)
                )


def whole(value: object) -> int | None:
    """An offset that a program stored as a number, whole or real, or as digits; None for anything else."""
    if isinstance(value, str):
        return int(value) if value.strip().isdecimal() and len(value) < 16 else None
    if isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer():
        return int(value)
    return None


def filled(values: Mapping[str, object]) -> dict[str, str]:
    """Attributes as words, without the empty ones."""
    return {name: str(value).strip() for name, value in values.items() if value is not None and str(value).strip()}
