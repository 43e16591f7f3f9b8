"""Show what a file would become, without storing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline import transcripts
from pipeline.errors import DrempelError
from pipeline.settings import Study
from pipeline.steps.shared.proposed_roles import proposed_sentences


def preview(study: Study, path: Path) -> dict[str, Any]:
    """`{"turns": […], "problems": […], "speakers": […], …}`, or `{"refused": reason}`; it holds what was said.

    Where nobody is named, `proposed` has the turns as a model divides them, unless the study's settings say that these
    are taken: then they are the turns.
    """
    try:
        transcript, report = transcripts.read_within_limits(path, codebook=study.codebook, columns=study.table_columns)
    except DrempelError as refusal:
        return {"refused": str(refusal)}
    account = transcripts.preview_of(transcript, report)
    sentences = proposed_sentences(transcript)
    if not sentences:
        return account
    divided = transcripts.preview_of(*transcripts.with_proposed(transcript, report, sentences))
    if study.settings.transcripts.nameless == transcripts.PROPOSED:
        return divided
    return {**account, "proposed": {"turns": divided["turns"], "speakers": divided["speakers"]}}
