"""Propose replacements for names, places and numbers, and apply those that a researcher confirmed.

Everything that identifies people is in `data/pseudonyms/`: never in results, exports, logs or messages.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import transcripts
from pipeline.decisions.records import Reworded
from pipeline.errors import InvalidPseudonyms, NotPseudonymised, UnreadableTranscript
from pipeline.messages import Message
from pipeline.records import Problem, Report, Transcript
from pipeline.steps.shared.files import files_in
from pipeline.steps.shared.interview_columns import ColumnTables
from pipeline.steps.shared.reports import Progress, silent
from pipeline.steps.shared.study_lock import locked_store
from pipeline.transcripts import pseudonyms

if TYPE_CHECKING:
    from pipeline.settings import Study

OWN_NAMES, LOOKED_AT, APPLIED = "names.csv", "looked-at.json", "applied.json"
"""The files in `data/pseudonyms/` beside the key.

The last two say which files were scanned, and what each interview was stored with.
"""

ORGANISATION_COLUMNS = ("organisation", "organisatie", "organization", "werkgever", "employer")


class Pseudonyms:
    """The key of a study, and the rows of it that each interview was stored with."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._folder, self._required = study.pseudonyms, study.settings.transcripts.pseudonyms == "required"
        self._key = pseudonyms.Key.read(key_file(study))
        self._looked_at = _read_json(study.pseudonyms / LOOKED_AT)
        self._applied: dict[str, dict[str, str]] = _read_json(study.pseudonyms / APPLIED)

    def is_current(self, interview: str) -> bool:
        """Whether the interview was stored with the replacements that are confirmed now."""
        return self._applied.get(interview, {}) == self._key.confirmed(interview)

    def stamp(self, interview: str) -> list[object]:
        """Return everything that the replacement depends on; it goes into a hash, never into a file."""
        confirmed, waiting = self._key.confirmed(interview), self._key.undecided(interview)
        return [confirmed, waiting, self._required, self._looked_at.get(interview)]

    def words(self, interview: str) -> list[str]:
        """Return the words that are replaced in the interview."""
        return list(self._key.confirmed(interview))

    def with_current_names(self, stored: Transcript) -> Reworded:
        """Return the stored transcript with the current replacements, so that its passages can be found again."""
        before, now = self._applied.get(stored.id, {}), self._key.confirmed(stored.id)
        # A replacement that stood for one name leads back to it; one that stood for several does not.
        alone = {said: found for found, said in before.items() if list(before.values()).count(said) == 1}
        back = {said: now.get(found, found) for said, found in alone.items() if now.get(found, found) != said}
        done = pseudonyms.covered(stored, {**now, **back})
        return Reworded(transcript=done.transcript, place=done.place)

    def apply(self, path: Path, transcript: Transcript) -> pseudonyms.Covered:
        """Apply the confirmed replacements to the transcript.

        Raises:
            NotPseudonymised: proposals for the file wait for a yes or a no; or the study requires pseudonyms and the
                file has not been scanned as it is now.
        """
        waiting = self._key.undecided(transcript.id)
        if waiting:
            raise NotPseudonymised(
                path,
                Message(
                    "%(count)s proposed replacement(s) in data/pseudonyms/%(key)s need yes or no",
                    count=waiting,
                    key=key_file(self._study).name,
                ),
            )
        if self._required and self._looked_at.get(transcript.id) != transcript.sha256:
            why = Message(
                "this study requires pseudonyms (drempel.toml), and nothing was proposed for the file as it is now"
            )
            raise NotPseudonymised(path, Message("%(why)s. Run `drempel pseudonymise`", why=why))
        if self._required and self.not_found(transcript):
            raise NotPseudonymised(path, self.not_found(transcript))
        return pseudonyms.covered(transcript, self._key.confirmed(transcript.id))

    def not_found(self, transcript: Transcript) -> str:
        """Say which confirmed replacements stand nowhere in the file; empty if there are none. Rows, never names."""
        text = "\n".join([transcript.text, *(turn.speaker for turn in transcript.turns), *transcript.metadata.values()])
        rows = self._key.unused(transcript.id, text)
        if not rows:
            return ""
        return Message(
            "%(count)s confirmed replacement(s) in data/pseudonyms/%(key)s stand nowhere in it (row %(rows)s); a "
            "spreadsheet may have changed them, such as a number that lost its first 0: correct the row, or say no",
            count=len(rows),
            key=key_file(self._study).name,
            rows=", ".join(map(str, rows)),
        )

    def remember(self, interview: str) -> None:
        """Record the replacements that the interview was stored with."""
        if not self.is_current(interview):
            self._applied[interview] = self._key.confirmed(interview)
            _write_json(self._folder / APPLIED, self._applied)


def key_file(study: Study) -> Path:
    """The file of the key: a CSV file or a workbook, whichever is there.

    Raises:
        InvalidPseudonyms: both are there.
    """
    there = [study.pseudonyms / name for name in pseudonyms.NAMES if (study.pseudonyms / name).exists()]
    if len(there) > 1:
        raise InvalidPseudonyms(there[1], Message("key.csv is there too; remove the one that you do not fill in"))
    return there[0] if there else study.pseudonyms / pseudonyms.NAMES[0]


def pseudonymise(
    study: Study, paths: Sequence[Path] | None = None, *, xlsx: bool = False, progress: Progress = silent
) -> Report:
    """Propose replacements in the files (default: the inbox) and write them to the key in `data/pseudonyms/`.

    The key is `key.csv`, or the workbook `key.xlsx` if there is one or `xlsx` asks for it.

    Rows that somebody decided on stay as they are. Nothing is replaced before it is confirmed there.

    Raises:
        InvalidPseudonyms: the table, or the study's list of own names, cannot be read.
    """
    tables, problems = ColumnTables(), []
    read: dict[Path, Transcript] = {}
    for path in files_in([study.inbox] if paths is None else paths):
        try:
            read[path], _ = transcripts.read_within_limits(path, codebook=study.codebook, columns=study.table_columns)
        except UnreadableTranscript as refusal:
            problems.append(Problem(place=path.name, message=refusal.message))
    own = _own_names(study.pseudonyms / OWN_NAMES)
    kinds = {**_organisations(tables, read), **{name: kind for name, (kind, _) in own.items()}}
    found = _found(read, pseudonyms.Seeker((each.text for each in read.values()), kinds), progress)
    with locked_store(study):
        before = key_file(study)
        written = before.with_suffix(".xlsx") if xlsx else before
        key = pseudonyms.Key.read(before)
        later = pseudonyms.proposed(key, found, {name: chosen for name, (_, chosen) in own.items() if chosen})
        later.write(written)
        if written != before:
            before.unlink(missing_ok=True)
        looked_at = _read_json(study.pseudonyms / LOOKED_AT)
        looked_at |= {transcript.id: transcript.sha256 for transcript in read.values()}
        _write_json(study.pseudonyms / LOOKED_AT, looked_at)
    files = {path.name for path in read}
    counts = {
        "files": len(read),
        "proposed": sum(row.file in files for row in later.rows),
        "undecided": sum(row.confirm is None for row in later.rows),
    }
    details = {"table": str(written)}
    return Report(step="pseudonymise", counts=counts, problems=(*problems, *tables.problems), details=details)


def forget_pseudonyms(study: Study, interview: str) -> None:
    """Remove an interview from what is stored beside the key."""
    for name in (LOOKED_AT, APPLIED):
        remembered = _read_json(study.pseudonyms / name)
        if remembered.pop(interview, None) is not None:
            _write_json(study.pseudonyms / name, remembered)


def _found(
    read: Mapping[Path, Transcript], seeker: pseudonyms.Seeker, progress: Progress
) -> dict[str, tuple[str, Sequence[pseudonyms.Finding]]]:
    found: dict[str, tuple[str, Sequence[pseudonyms.Finding]]] = {}
    for done, (path, transcript) in enumerate(read.items()):
        progress("looking for names", done, len(read))
        speakers = [turn.speaker for turn in transcript.turns]
        found[path.name] = (transcript.text, seeker.find(transcript.text, speakers))
    progress("looking for names", len(read), len(read))
    return found


def _organisations(tables: ColumnTables, read: Mapping[Path, Transcript]) -> dict[str, str]:
    """Return the organisations that the tables beside the files name."""
    columns = [row for path in read for row in tables.all_beside(path).values()]
    named = {value for row in columns for name, value in row.items() if name.casefold() in ORGANISATION_COLUMNS}
    return dict.fromkeys((name for name in named if len(name) > 2), "organisation")


def _own_names(path: Path) -> dict[str, tuple[str, str]]:
    """Read the study's own names with their kind and optional replacement: `name,kind,replacement`."""
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidPseudonyms(path, Message("it is no UTF-8 text; save it as “CSV UTF-8”")) from error
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    if "name" not in (rows.fieldnames or ()):
        raise InvalidPseudonyms(path, Message("the column %(column)s is missing", column="'name'"))
    return {
        row["name"].strip(): ((row.get("kind") or "person").strip(), (row.get("replacement") or "").strip())
        for row in rows
        if (row["name"] or "").strip()
    }


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _write_json(path: Path, contents: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(contents, indent=0, sort_keys=True), encoding="utf-8")
    partial.replace(path)
