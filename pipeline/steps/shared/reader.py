"""Read, pseudonymise and segment a transcript file, without the store, here or on a worker."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import transcripts
from pipeline.errors import DrempelError, UnreadableTranscript
from pipeline.messages import Message
from pipeline.records import Fragment, Role, Transcript, sha256_of
from pipeline.steps.pseudonymise import Pseudonyms
from pipeline.steps.remote.handover import Handover, as_fragments, as_row, as_transcript, rows_of, taken_over
from pipeline.steps.shared.interview_columns import ColumnTables
from pipeline.steps.shared.proposed_roles import read_with_proposal
from pipeline.steps.shared.segmentation import Segmentation
from pipeline.transcripts import may_be_opened

if TYPE_CHECKING:
    from pipeline.settings import Study


Span = tuple[int, int]

CODED_ANSWER = Message(
    "most of what is coded was read as questions; the speakers who are coded are read as respondents"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentedFile:
    """A file that was read and segmented, the number of names replaced in it, and the account of the reading.

    `account` has counts, kinds, places and notices, without a word or a name from the file.
    """

    transcript: Transcript
    fragments: Sequence[Fragment]
    names_replaced: int
    account: Mapping[str, Any] = field(default_factory=dict)


class Reader:
    """Reads and segments the files of a study with the same settings for a whole run.

    Uses what a worker handed over.
    """

    def __init__(self, study: Study, handed: Handover | None = None) -> None:
        self.study = study
        self.tables, self.pseudonyms, self.segmentation = ColumnTables(), Pseudonyms(study), Segmentation.of(study)
        self._handed = {(row["made_of"], row["made_with"]): row for row in rows_of(taken_over(study, handed))}

    def cut(self, path: Path, coded: Sequence[Span] = ()) -> SegmentedFile:
        """Read and segment the file; `coded` are the stretches of it that people coded in another program.

        Raises:
            UnreadableTranscript: it cannot be read.
            NotPseudonymised: it has to wait.
        """
        row = self._handed.get((self._made_of(path), self.made_with(path))) if self._handed else None
        return self._read(path, coded) if row is None else _of_row(row)

    def as_row(self, path: Path, sha256: str) -> Mapping[str, Any] | None:
        """Return the result as a row; None if the file changed, or if the storing machine has to refuse it."""
        try:
            segmented = self._read(path)
        except DrempelError:
            return None
        if segmented.transcript.sha256 != sha256:
            return None
        return {
            "made_of": sha256,
            "made_with": self.made_with(path),
            "transcript": as_row(segmented.transcript),
            "fragments": [asdict(each) for each in segmented.fragments],
            "covered": segmented.names_replaced,
            "account": json.dumps(segmented.account),
        }

    def made_with(self, path: Path) -> str:
        """Hash everything but the file's contents that the result depends on."""
        settings, beside = self.study.settings, dict(self.tables.beside(path))
        by = [version("drempel"), self.study.codebook.stamp, self.segmentation.cut_by, self.segmentation.speakers]
        inputs = [by, settings.transcripts.model_dump(), beside, self.pseudonyms.stamp(path.stem), path.name]
        return sha256_of(json.dumps(inputs, sort_keys=True).encode())

    def _made_of(self, path: Path) -> str:
        return sha256_of(path.read_bytes()) if may_be_opened(path) else ""

    def _read(self, path: Path, coded: Sequence[Span] = ()) -> SegmentedFile:
        transcript, report = transcripts.read_within_limits(
            path,
            codebook=self.study.codebook,
            metadata=self.tables.beside(path),
            columns=self.study.table_columns,
        )
        transcript, report = read_with_proposal(transcript, report, self.study.settings.transcripts.nameless)
        as_read, transcript = transcript, coded_are_answers(transcript, coded)
        if not any(turn.role is Role.RESPONDENT for turn in transcript.turns):
            raise UnreadableTranscript(
                path,
                Message("no turn of a respondent was found in it"),
                Message("Label the turns, for example `I:` and `R:`, or name the labels in `roles` of codebook.yaml."),
            )
        told = [self.pseudonyms.not_found(transcript), "" if transcript is as_read else CODED_ANSWER]
        read = self.pseudonyms.apply(path, transcript)
        return SegmentedFile(
            transcript=read.transcript,
            fragments=self.segmentation.cut(read.transcript),
            names_replaced=read.times,
            account=_nameless(transcripts.facts_of(report)) | {"notices": [*report.problems, *filter(None, told)]},
        )


def coded_are_answers(transcript: Transcript, coded: Sequence[Span]) -> Transcript:
    """Return the transcript in which those whom people coded answer, if most stretches lie on questions alone."""
    asking = {turn.speaker for turn in transcript.turns if turn.role is not Role.RESPONDENT}
    on_questions: list[set[str]] = []
    for start, end in coded:
        speakers = {turn.speaker for turn in transcript.turns if turn.start < end and start < turn.end}
        if speakers and speakers <= asking:
            on_questions.append(speakers)
    if 2 * len(on_questions) <= len(coded):
        return transcript
    answering = set[str]().union(*on_questions)
    turns = [replace(each, role=Role.RESPONDENT) if each.speaker in answering else each for each in transcript.turns]
    return replace(transcript, turns=tuple(turns))


def _of_row(row: Mapping[str, Any]) -> SegmentedFile:
    return SegmentedFile(
        transcript=as_transcript(row["transcript"]),
        fragments=as_fragments(row["fragments"]),
        names_replaced=row["covered"],
        account=json.loads(row["account"]),
    )


def _nameless(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the account of a reading without speakers' names: a report goes into logs and artifacts."""
    speakers = [{key: value for key, value in each.items() if key != "speaker"} for each in facts["speakers"]]
    return {**facts, "speakers": speakers}
