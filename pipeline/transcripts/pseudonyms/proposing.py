"""Propose a replacement for every finding: one per person or place, the same in every interview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.transcripts.pseudonyms.finding import Finding
from pipeline.transcripts.pseudonyms.key import Key, Row

AROUND = 30
"""Characters of context on each side, shown to the researcher."""

CALLED = {
    "person": "persoon",
    "place": "plaats",
    "name": "naam",
    "organisation": "organisatie",
    "address": "adres",
    "phone": "telefoonnummer",
    "e-mail": "e-mailadres",
    "web": "webadres",
    "national number": "rijksregisternummer",
    "account": "rekeningnummer",
}
"""The Dutch word of a replacement, to which a number is added: `[persoon 3]`."""

_NUMBERED = re.compile(r"\[(.+) (\d+)\]")


def proposed(key: Key, found: Mapping[str, tuple[str, Sequence[Finding]]], own: Mapping[str, str]) -> Key:
    """Add a row to the key for every finding; `found` has the text and the findings per file.

    Rows with a decision stay as they are; rows without one are proposed again. `own` are replacements that the study
    chose itself.
    """
    kept = [row for row in key.rows if row.confirm is not None or row.file not in found]
    known = {(row.file, row.found) for row in kept}
    names = _Names(kept, own, (each for _, findings in found.values() for each in findings))
    rows = list(kept)
    for file, (text, findings) in found.items():
        for first, times in _counted(findings):
            if (file, first.text) not in known:
                replacement = names.replacement(first.kind, first.text)
                around = _around(text, first)
                rows.append(
                    Row(
                        file=file,
                        kind=first.kind,
                        found=first.text,
                        replacement=replacement,
                        times=times,
                        around=around,
                    )
                )
    return Key(sorted(rows, key=lambda row: (row.file, row.kind, row.found)))


class _Names:
    """Assigns replacements; a name keeps the replacement that it had before."""

    def __init__(self, kept: Iterable[Row], own: Mapping[str, str], findings: Iterable[Finding]) -> None:
        self._given = {row.found: row.replacement for row in kept if row.replacement} | dict(own)
        self._last: Counter[str] = Counter()
        for replacement in self._given.values():
            if numbered := _NUMBERED.fullmatch(replacement):
                self._last[numbered[1]] = max(self._last[numbered[1]], int(numbered[2]))
        self._long = _by_part({each.text for each in findings if each.kind == "person" and " " in each.text})

    def replacement(self, kind: str, found: str) -> str:
        """The replacement of a name; a first name shares that of the full name it is part of, if there is only one."""
        whole = self._long.get(found, {found})
        name = next(iter(whole)) if kind == "person" and len(whole) == 1 else found
        if found not in self._given:
            self._given[found] = self._given.get(name) or self._new(kind)
            self._given.setdefault(name, self._given[found])
        return self._given[found]

    def _new(self, kind: str) -> str:
        called = CALLED.get(kind, kind)
        self._last[called] += 1
        return f"[{called} {self._last[called]}]"


def _by_part(names: Iterable[str]) -> dict[str, set[str]]:
    parts: dict[str, set[str]] = {}
    for name in names:
        for part in name.split():
            parts.setdefault(part, set()).add(name)
    return parts


def _counted(findings: Iterable[Finding]) -> list[tuple[Finding, int]]:
    first: dict[str, Finding] = {}
    times: Counter[str] = Counter()
    for each in findings:
        first.setdefault(each.text, each)
        times[each.text] += 1
    return [(each, times[text]) for text, each in first.items()]


def _around(text: str, found: Finding) -> str:
    said = f"{text[max(0, found.start - AROUND) : found.start]}«{found.text}»{text[found.end : found.end + AROUND]}"
    return " ".join(said.split())
