"""Plan the import of another program's project: decide on each part before anything is stored."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.decisions import Store
from pipeline.errors import InvalidCodes, NotPseudonymised, UnknownInterview, UnreadableTranscript
from pipeline.messages import Message
from pipeline.projects import Project
from pipeline.projects.codebook import BETWEEN, Mapped, map_codes, read_mapping
from pipeline.projects.placement import Placed, Placement, Span, Unplaced, cuts, place_all
from pipeline.projects.records import Coding, Reviewed, SourceText
from pipeline.records import Fragment, Problem, Transcript
from pipeline.settings import Study
from pipeline.steps.shared.reader import CODED_ANSWER, Reader

_SUFFIXES = re.compile(r"\.(txt|docx?|odt|rtf|pdf|md|html?|tsv|csv|xmi|json|vtt|srt)$", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f/\\:*?"<>|]+')
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of an import.

    `own_cuts` makes the project's stretches the fragments of new texts; `whole_texts` treats every coded text as read
    to the end by its coder: a fragment without a coding has no code.
    """

    coder: str = ""
    coder_map: Path | None = None
    code_map: Path | None = None
    one_dimension: bool = False
    own_cuts: bool = False
    whole_texts: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedInterview:
    """The interview that a text of the project becomes; `file` is where a new text waits."""

    transcript: Transcript
    fragments: tuple[Fragment, ...]
    file: Path | None = None

    @property
    def spans(self) -> list[Span]:
        """The offsets of its fragments."""
        return [(each.start, each.end) for each in self.fragments]


@dataclass(kw_only=True)
class Plan:
    """A project with all decisions about it, before anything is stored."""

    project: Project
    mapped: Mapped
    coders: Mapping[str, str]
    interviews: dict[str, PlannedInterview]
    placement: Placement
    problems: list[Problem] = field(default_factory=list)


class Planner:
    """Decides on each part of a project."""

    def __init__(self, study: Study, store: Store, project: Project, options: Options, staging: Path) -> None:
        self._study, self._store, self._options, self._staging = study, store, options, staging
        self._project, self._problems = project, list[Problem]()
        self._reader = Reader(study)
        self._coded: dict[str, list[Span]] = {}
        for coding in project.codings:
            self._coded.setdefault(coding.text, []).append((coding.start, coding.end))

    def plan(self) -> Plan:
        """Make the plan."""
        coders = self._coders()
        mapping = read_mapping(self._options.code_map) if self._options.code_map else None
        mapped = map_codes(self._project, self._study.codebook, mapping, one_dimension=self._options.one_dimension)
        interviews = self._interviews()
        placement = place_all(self._project, {key: each.spans for key, each in interviews.items()})
        placement = self._without_those_left_out(placement, mapped, coders)
        problems = [*self._problems, *mapped.problems, *self._reader.segmentation.problems]
        return Plan(
            project=self._project,
            mapped=mapped,
            coders=coders,
            interviews=interviews,
            placement=placement,
            problems=problems,
        )

    def _coders(self) -> dict[str, str]:
        """Return the name in the study for each coder of the project; excluded coders are absent."""
        given = read_coder_map(self._options.coder_map) if self._options.coder_map else {}
        unnamed = self._options.coder or self._project.name
        found = {"": unnamed}
        for coder in self._project.coders:
            name = given.get(coder.name, "" if coder.machine else coder.name)
            if name:
                found[coder.id] = name
            elif coder.name not in given:
                self._problems.append(
                    Problem(
                        place=coder.name,
                        message=Message("its codes are left out: a machine gave them, and people decide"),
                    )
                )
        for name in sorted(given.keys() - {coder.name for coder in self._project.coders}):
            self._problems.append(
                Problem(place=name, message=Message("the coder map names a coder whom the project has not"))
            )
        return found

    def _interviews(self) -> dict[str, PlannedInterview]:
        """Return the interview for each text, by the text's id; a text that cannot be an interview is named."""
        found: dict[str, PlannedInterview] = {}
        taken: set[str] = set()
        for text in self._project.texts:
            try:
                interview = self._interview(text, taken)
            except (UnreadableTranscript, NotPseudonymised) as refused:
                self._problems.append(
                    Problem(place=text.name, message=Message("it is no interview: %(why)s", why=_why(refused)))
                )
                continue
            if interview is None:
                continue
            taken.add(interview.transcript.id)
            found[text.id] = interview
        return found

    def _interview(self, text: SourceText, taken: set[str]) -> PlannedInterview | None:
        """Return the interview with this name and text, or a new one, under another name if that one is taken."""
        if not text.text.strip():
            return None  # the reader of the project has named it
        wanted = interview_name(text.name)
        for number in count(1):
            name = wanted if number == 1 else f"{wanted}-{number}"
            known = self._known(name) if name not in taken else None
            if known is not None and known.text == text.text:
                stored = self._store.transcripts.fragments(name)
                return PlannedInterview(transcript=known, fragments=tuple(each.fragment for each in stored))
            if known is None and name not in taken and self._is_free(name, text):
                break
        if name != wanted:
            why = Message("another interview has this name; it becomes %(name)s", name=name)
            self._problems.append(Problem(place=text.name, message=why))
        return self._new(text, name)

    def _new(self, text: SourceText, name: str) -> PlannedInterview | None:
        file = self._staging / f"{name}.txt"
        file.write_bytes(text.text.encode("utf-8", "surrogatepass"))
        cut = self._reader.cut(file, self._coded.get(text.id, ()))
        if cut.transcript.text != text.text:
            why = Message(
                "names in it are replaced, so that its codings would lie elsewhere; import before you pseudonymise"
            )
            self._problems.append(Problem(place=text.name, message=why))
            return None
        if CODED_ANSWER in cut.account.get("notices", ()):
            self._problems.append(Problem(place=text.name, message=CODED_ANSWER))
        transcript = replace(cut.transcript, metadata={**text.attributes, **cut.transcript.metadata})
        fragments = tuple(cut.fragments)
        if self._options.own_cuts:
            fragments = self._own_cuts(text, transcript, fragments)
        return PlannedInterview(transcript=transcript, fragments=fragments, file=file)

    def _own_cuts(self, text: SourceText, transcript: Transcript, cut: Sequence[Fragment]) -> tuple[Fragment, ...]:
        """Segment at the start and end of the project's stretches, in turns whose words are coded."""
        stretches: list[Coding | Reviewed] = [each for each in self._project.codings if each.text == text.id]
        stretches += [each for each in self._project.reviewed if each.text == text.id]
        coded = {fragment.turn for fragment in cut}
        found = []
        for turn in transcript.turns:
            if turn.index in coded:
                for start, end in cuts(transcript.text, [(turn.start, turn.end)], stretches):
                    found.append(
                        Fragment(
                            transcript_id=transcript.id,
                            turn=turn.index,
                            speaker=turn.speaker,
                            role=turn.role,
                            start=start,
                            end=end,
                            text=transcript.text[start:end],
                            boundary="hand",
                        )
                    )
        return tuple(found)

    def _known(self, name: str) -> Transcript | None:
        try:
            return self._store.transcripts.get(name)
        except UnknownInterview:
            return None

    def _is_free(self, name: str, text: SourceText) -> bool:
        """Whether no file in the inbox has this name, unless it is this text."""
        inbox = self._study.inbox
        others = [each for each in inbox.iterdir() if each.stem == name] if inbox.is_dir() else []
        words = text.text.encode("utf-8", "surrogatepass")
        return all(each.name == f"{name}.txt" and each.read_bytes() == words for each in others)

    def _without_those_left_out(self, placement: Placement, mapped: Mapped, coders: Mapping[str, str]) -> Placement:
        """Remove codings whose code or coder is excluded, or that exceed a single-valued dimension."""
        names = {text.id: text.name for text in self._project.texts}
        paths = {code: BETWEEN.join(path) for code, path in self._project.paths.items()}
        room = _Room(mapped.codebook)
        placed: list[Placed] = []
        unplaced = list(placement.unplaced)
        for each in placement.placed:
            coding = each.coding
            if coding.coder not in coders:
                why = Message("its coder is left out")
            elif coding.code not in mapped.where:
                why = Message("the mapping leaves its code out")
            elif not room.take(each, coders[coding.coder], *mapped.where[coding.code]):
                why = Message("its dimension has room for one code, and another coding has taken it")
            else:
                placed.append(each)
                continue
            file, code = names[coding.text], paths[coding.code]
            unplaced.append(Unplaced(file=file, start=coding.start, end=coding.end, code=code, why=why))
        return Placement(placed=tuple(placed), unplaced=tuple(unplaced))


class _Room:
    """The code that each coder has given in single-valued dimensions."""

    def __init__(self, codebook: Codebook) -> None:
        self._single = {dimension.id for dimension in codebook if dimension.single}
        self._taken: dict[tuple[str, Span, str, str], str] = {}

    def take(self, placed: Placed, coder: str, dimension: str, code: str) -> bool:
        """Record the code if the dimension allows it on all fragments of the coding; returns whether it does."""
        if dimension not in self._single:
            return True
        keys = [(placed.coding.text, span, coder, dimension) for span in placed.fragments]
        if any(self._taken.get(key, code) != code for key in keys):
            return False
        self._taken.update((key, code) for key in keys)
        return True


def interview_name(said: str) -> str:
    """Return the interview's id for the name of a text: without a suffix, and valid as a file name."""
    name = _FORBIDDEN.sub("_", _SUFFIXES.sub("", said.strip())).strip(" ._")
    return name[:_LONGEST_NAME].strip(" .") or "text"


def read_coder_map(path: Path) -> dict[str, str]:
    """Read a CSV file with the columns `coder` (in the project) and `name` (in the study; empty excludes the coder).

    Raises:
        InvalidCodes: it cannot be read, or lacks a column.
    """
    try:
        contents = path.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(contents, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidCodes(path.name, ["the file cannot be read as CSV in UTF-8"]) from error
    missing = [name for name in ("coder", "name") if not rows or name not in rows[0]]
    if missing:
        raise InvalidCodes(path.name, [f"row 1: column {name!r} is missing" for name in missing])
    return {(row["coder"] or "").strip(): (row["name"] or "").strip() for row in rows}


def _why(refused: UnreadableTranscript | NotPseudonymised) -> str:
    return (
        refused.why if isinstance(refused, UnreadableTranscript) else Message("its names wait for a researcher's word")
    )
