"""Compute the table of codes by interview column, as one coder may see it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from pipeline.decisions import InterviewFrequencies
from pipeline.review.labels import Key


def columns(told: Collection[Mapping[str, str]]) -> dict[str, list[str]]:
    """Each interview column with its values, for columns that group: fewer values than interviews."""
    values = defaultdict[str, set[str]](set)
    for about in told:
        for name, value in about.items():
            values[name].add(value)
    return {name: sorted(found) for name, found in values.items() if len(found) < max(2, len(told))}


def counts(counted: Sequence[InterviewFrequencies]) -> Counter[Key]:
    """How many fragments each code holds on."""
    total: Counter[Key] = Counter()
    for each in counted:
        total.update(each.codes)
    return total


def table(counted: Sequence[InterviewFrequencies], column: str) -> tuple[dict[str, int], dict[Key, Counter[str]]]:
    """Reviewed fragments per value of a column, and of those how many hold each code."""
    reviewed: Counter[str] = Counter()
    cells = defaultdict[Key, Counter[str]](Counter)
    for each in counted:
        value = each.metadata.get(column, "")
        reviewed[value] += each.reviewed
        for key, count in each.codes.items():
            cells[key][value] += count
    return {value: count for value, count in sorted(reviewed.items()) if count}, dict(cells)
