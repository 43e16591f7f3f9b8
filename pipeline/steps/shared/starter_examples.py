"""Training examples of the shipped study, used beside a team's own; they never enter its store or results."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline import transcripts
from pipeline.codebook import Codebook, Dimension, load_codebook
from pipeline.decisions import read_hand_codes
from pipeline.errors import InvalidSettings
from pipeline.messages import Message
from pipeline.records import Example, HandCoded, passages
from pipeline.settings import CODEBOOK_FILE, SETTINGS_FILE, Study
from pipeline.steps.shared.interview_columns import ColumnTables


def starter_study() -> Path:
    """Return the folder of the shipped study: inside the installed package, or in the repository beside it."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "starter"
    return installed if installed.is_dir() else package.parent / "data" / "starter"


Codes = Mapping[str, tuple[str, ...]]


def starter_examples_for(study: Study) -> list[Example]:
    """Return the starter study's examples if the settings ask for them, else none.

    Raises:
        InvalidSettings: the settings ask for them, but the study's codebook shares no code with them.
    """
    if not study.settings.suggestions.starter:
        return []
    found = starter_examples(study.codebook.open)
    if not any(codes for example in found for codes in example.codes.values()):
        why = Message(
            "the codebook shares no code with the starter study, so nothing can be learnt from it; write false"
        )
        raise InvalidSettings(study.folder / SETTINGS_FILE, "suggestions.starter", why)
    return found


def starter_examples(codebook: Codebook) -> list[Example]:
    """Return the hand-coded fragments of the starter study, with the codes that this codebook has too."""
    folder = starter_study()
    written = load_codebook(folder / CODEBOOK_FILE)
    rows: dict[str, list[HandCoded]] = {}
    for row in read_hand_codes(folder / "codes.csv", written):
        rows.setdefault(row.transcript_id, []).append(row)
    found: list[Example] = []
    tables = ColumnTables()
    for interview, coded in sorted(rows.items()):
        file = folder / "interviews" / f"{interview}.txt"
        transcript = transcripts.read(file, codebook=written, metadata=tables.beside(file))
        context = passages(transcript, [(row.start, row.end) for row in coded])
        found += [
            Example(passage=passage, codes=_shared(row.codes, codebook))
            for row, passage in zip(coded, context, strict=True)
        ]
    return found


def _shared(codes: Codes, codebook: Codebook) -> Codes:
    return {
        dimension.id: tuple(code for code in dimension.code_ids if code in codes[dimension.id])
        for dimension in codebook
        if dimension.id in codes and _knows(dimension, codes[dimension.id])
    }


def _knows(dimension: Dimension, given: tuple[str, ...]) -> bool:
    """Whether all given codes exist here: otherwise the fragment is no example for this dimension."""
    return set(given) <= set(dimension.code_ids) and (len(given) <= 1 or not dimension.single)
