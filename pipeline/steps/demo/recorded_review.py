"""Replay a reviewer's recorded codes as verdicts on the fragments of the demo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from pipeline.codebook import Codebook, Dimension
from pipeline.decisions import Store, StoredFragment, Suggestion, read_hand_codes
from pipeline.records import Action, Decision, HandCoded, Report
from pipeline.settings import Study
from pipeline.steps.shared.study_lock import Clock
from pipeline.steps.shared.study_lock import locked_store
from pipeline.steps.shared.study_lock import now
from pipeline.steps.shared.reports import Progress
from pipeline.steps.shared.reports import silent

TALLIED = ("suggested", "accepted", "changed", "rejected", "added")
"""The counts per dimension; suggested = accepted + changed + rejected."""

Truth = Mapping[str, tuple[str, ...]]


def truth_of(span: tuple[int, int], coded: Iterable[HandCoded], codebook: Codebook) -> Truth:
    """Transfer hand codes to a span with other boundaries.

    A hand-coded fragment counts if it shares at least half of the shorter of the two spans. In a dimension with many
    values all of their codes hold; in a single-valued one, the code of the largest overlap.
    """
    counting = [(overlap, row) for row in coded if (overlap := _overlap(span, row)) and _is_about(span, row, overlap)]
    counting.sort(key=lambda each: (-each[0], each[1].start))
    return {dimension.id: _codes(dimension, [row for _, row in counting]) for dimension in codebook}


def _overlap(span: tuple[int, int], row: HandCoded) -> int:
    return max(0, min(span[1], row.end) - max(span[0], row.start))


def _is_about(span: tuple[int, int], row: HandCoded, overlap: int) -> bool:
    return 2 * overlap >= min(span[1] - span[0], row.end - row.start)


def _codes(dimension: Dimension, rows: Sequence[HandCoded]) -> tuple[str, ...]:
    if dimension.single:
        return rows[0].codes.get(dimension.id, ()) if rows else ()
    held = {code for row in rows for code in row.codes.get(dimension.id, ())}
    return tuple(code for code in dimension.code_ids if code in held)


def replay(study: Study, path: Path, *, coder: str, progress: Progress = silent, clock: Clock = now) -> Report:
    """Review every open fragment of the interviews in a hand-coded file as the person who coded it by hand would.

    A visible suggestion is accepted, changed or rejected; on blind fragments the codes are added.
    """
    recorded = read_hand_codes(path, study.codebook, coder=coder)
    by_interview = {name: [row for row in recorded if row.transcript_id == name] for name in _interviews(recorded)}
    tally: Counter[tuple[str, str]] = Counter()
    with locked_store(study) as store:
        store.ledger.keep_codebook(study.codebook)
        for done, (interview, rows) in enumerate(by_interview.items()):
            progress("reviewing", done, len(by_interview))
            _review(study.codebook, store, interview, rows, coder, tally, clock)
        progress("reviewing", len(by_interview), len(by_interview))
    dimensions = {
        dimension: {name: tally[dimension, name] for name in TALLIED} for dimension in study.codebook.dimension_ids
    }
    counts = {"interviews": len(by_interview), "fragments": tally["", "reviewed"], "blind": tally["", "blind"]}
    return Report(step="review", counts=counts, details={"dimensions": dimensions})


def _interviews(rows: Iterable[HandCoded]) -> list[str]:
    return list(dict.fromkeys(row.transcript_id for row in rows))


def _review(
    codebook: Codebook,
    store: Store,
    interview: str,
    rows: Sequence[HandCoded],
    coder: str,
    tally: Counter[tuple[str, str]],
    clock: Clock,
) -> None:
    shown = _by_fragment(store.suggestions.all(interview, only_shown=True))
    done = {verdict.fragment_id for verdict in store.ledger.verdicts(interview, coder) if verdict.reviewed}
    for stored in store.transcripts.fragments(interview):
        if stored.id in done:
            continue
        truth = truth_of((stored.fragment.start, stored.fragment.end), rows, codebook)
        seen = [] if stored.blind else shown.get(stored.id, [])
        desk = _Reviewer(fragment=stored.id, coder=coder, codebook=codebook.stamp, blind=stored.blind, at=clock())
        decisions = [each for name, codes in truth.items() for each in desk.decide(name, seen, codes)]
        store.ledger.record([*decisions, desk.entry(Action.REVIEWED)])
        _count(tally, stored, seen, decisions)


def _by_fragment(suggestions: Iterable[Suggestion]) -> dict[str, list[Suggestion]]:
    found: dict[str, list[Suggestion]] = {}
    for suggestion in suggestions:
        found.setdefault(suggestion.fragment_id, []).append(suggestion)
    return found


def _count(
    tally: Counter[tuple[str, str]], stored: StoredFragment, seen: Iterable[Suggestion], decisions: Iterable[Decision]
) -> None:
    tally["", "reviewed"] += 1
    tally["", "blind"] += stored.blind
    tally.update((each.dimension, "suggested") for each in seen)
    tally.update((str(each.dimension), str(each.action)) for each in decisions)


@dataclass(frozen=True, kw_only=True)
class _Reviewer:
    """The reviewer of one fragment."""

    fragment: str
    coder: str
    codebook: str
    blind: bool
    at: datetime

    def entry(
        self,
        action: Action,
        seen: Suggestion | None = None,
        *,
        dimension: str | None = None,
        code: str | None = None,
        instead_of: str | None = None,
    ) -> Decision:
        return Decision(
            fragment_id=self.fragment,
            coder=self.coder,
            action=action,
            decided_at=self.at,
            codebook=self.codebook,
            dimension=dimension,
            code=code,
            instead_of=instead_of,
            blind=self.blind,
            probability=seen.probability if seen else None,
            rank=seen.rank if seen else None,
            model=seen.model if seen else None,
        )

    def decide(self, dimension: str, seen: Sequence[Suggestion], codes: Sequence[str]) -> list[Decision]:
        """Accept correct suggestions, replace wrong ones by missing codes, and reject or add the rest."""
        mine = [each for each in seen if each.dimension == dimension]
        right = [each for each in mine if each.code in codes]
        wrong = [each for each in mine if each.code not in codes]
        missing = [code for code in codes if code not in {each.code for each in right}]
        decided = [self.entry(Action.ACCEPTED, each, dimension=dimension, code=each.code) for each in right]
        for each, code in zip_longest(wrong, missing):
            decided.append(self._instead(dimension, each, code))
        return decided

    def _instead(self, dimension: str, wrong: Suggestion | None, code: str | None) -> Decision:
        if wrong is None:
            return self.entry(Action.ADDED, dimension=dimension, code=str(code))
        if code is None:
            return self.entry(Action.REJECTED, wrong, dimension=dimension, code=wrong.code)
        return self.entry(Action.CHANGED, wrong, dimension=dimension, code=code, instead_of=wrong.code)
