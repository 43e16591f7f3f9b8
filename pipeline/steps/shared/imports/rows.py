"""Convert a planned import to rows for the store: codes, stretches, memos and columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.decisions import ImportedProject, Stretch, Topic
from pipeline.projects.codebook import BETWEEN
from pipeline.projects.placement import Span, place
from pipeline.projects.records import About, Memo
from pipeline.records import HandCoded, fragment_id
from pipeline.steps.shared.imports.plan import Plan


def arriving(plan: Plan, *, coder: str, whole_texts: bool, at: datetime) -> ImportedProject:
    """Build the project as it is stored."""
    origin = " ".join(dict.fromkeys([plan.project.format, plan.project.program]))
    fresh = [each for each in plan.interviews.values() if each.file is not None]
    texts = {text.id: text for text in plan.project.texts}
    return ImportedProject(
        origin=origin,
        interviews=tuple((each.transcript, each.fragments) for each in fresh),
        columns={each.transcript.id: texts[key].attributes for key, each in plan.interviews.items()},
        coded=tuple(_rows(plan, whole_texts=whole_texts)),
        stretches=tuple(_stretches(plan, origin)),
        memos=tuple(_memos(plan, coder or plan.project.name, at)),
    )


def _stretches(plan: Plan, origin: str) -> Iterator[Stretch]:
    """Yield the offsets of each coding, including those without a fragment."""
    placed = {id(each.coding) for each in plan.placement.placed}
    for coding in plan.project.codings:
        if coding.text not in plan.interviews or coding.code not in plan.mapped.where:
            continue
        if coding.coder not in plan.coders:
            continue
        dimension, code = plan.mapped.where[coding.code]
        yield Stretch(
            interview=plan.interviews[coding.text].transcript.id,
            coder=plan.coders[coding.coder],
            dimension=dimension,
            code=code,
            start=coding.start,
            end=coding.end,
            origin=origin,
            coding=coding.id,
            at=coding.at,
            placed=id(coding) in placed,
        )


@dataclass(slots=True)
class _Said:
    """The codes and notes of one coder on one fragment."""

    codes: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    times: list[datetime] = field(default_factory=list)


_Spoken = dict[tuple[str, str, Span], _Said]
"""Codes by text, coder and fragment; none where it was reviewed and found without code."""


def _rows(plan: Plan, *, whole_texts: bool) -> Iterator[HandCoded]:
    """Yield a row for each fragment and coder with a coding there; with `whole_texts`, also without one."""
    said = _spoken(plan)
    if whole_texts:
        for text, coder in {(text, coder) for text, coder, _ in said}:
            for span in plan.interviews[text].spans:
                said.setdefault((text, coder, span), _Said())
    dimensions = sorted({dimension for dimension, _ in plan.mapped.where.values()})
    for text, coder, span in sorted(said):
        there, transcript = said[text, coder, span], plan.interviews[text].transcript
        yield HandCoded(
            transcript_id=transcript.id,
            start=span[0],
            end=span[1],
            text=transcript.text[slice(*span)],
            codes={dimension: tuple(there.codes.get(dimension, ())) for dimension in dimensions},
            coder=coder,
            place=fragment_id(transcript.id, *span),
            at=max(there.times, default=None),
        )


def _spoken(plan: Plan) -> _Spoken:
    said: _Spoken = {}
    for each in plan.placement.placed:
        dimension, code = plan.mapped.where[each.coding.code]
        for span in each.fragments:
            there = said.setdefault((each.coding.text, plan.coders[each.coding.coder], span), _Said())
            there.codes[dimension][code] = None
            there.times += [each.coding.at] if each.coding.at else []
    for stretch in plan.project.reviewed:
        interview = plan.interviews.get(stretch.text)
        if interview is None or stretch.coder not in plan.coders:
            continue
        for span in place(interview.transcript.text, (stretch.start, stretch.end), interview.spans):
            there = said.setdefault((stretch.text, plan.coders[stretch.coder], span), _Said())
            there.times += [stretch.at] if stretch.at else []
    return said


def _memos(plan: Plan, unnamed: str, at: datetime) -> Iterator[tuple[str, Topic, str, datetime]]:
    if plan.project.description.strip():
        yield plan.project.description, Topic(), unnamed, at
    names = {coder.id: coder.name for coder in plan.project.coders}
    for memo in plan.project.memos:
        topic, words = _about(plan, memo)
        coder = plan.coders.get(memo.coder) or names.get(memo.coder) or unnamed
        yield words, topic, coder, memo.at or at


def _about(plan: Plan, memo: Memo) -> tuple[Topic, str]:
    """Return what a memo is about in the study and its text, with a heading if the study has no such thing."""
    words = memo.words if memo.title in ("", memo.words) else f"{memo.title}\n\n{memo.words}"
    if memo.about is About.CODE:
        return _about_code(plan, memo.target, words)
    if memo.about is About.CASE:
        return _about_case(plan, memo.target, words)
    interview = plan.interviews.get(memo.text or memo.target)
    if interview is None:
        return Topic(), words
    stretch = (memo.start, memo.end)
    spans = place(interview.transcript.text, stretch, interview.spans) if memo.end > memo.start else ()
    if spans:
        return Topic(fragment_id=fragment_id(interview.transcript.id, *spans[0])), words
    return Topic(interview=interview.transcript.id), words


def _about_code(plan: Plan, code_id: str, words: str) -> tuple[Topic, str]:
    if code_id in plan.mapped.where:
        dimension, code = plan.mapped.where[code_id]
        return Topic(dimension=dimension, code=code), words
    return Topic(), f"{BETWEEN.join(plan.project.paths.get(code_id, ('?',)))}: {words}"


def _about_case(plan: Plan, case_id: str, words: str) -> tuple[Topic, str]:
    """Return the interview of a case that has only one."""
    case = next((case for case in plan.project.cases if case.id == case_id), None)
    if case is None:
        return Topic(), words
    texts = [text for text in case.texts if text in plan.interviews]
    topic = Topic(interview=plan.interviews[texts[0]].transcript.id) if len(texts) == 1 else Topic()
    return topic, f"{case.name}: {words}"
