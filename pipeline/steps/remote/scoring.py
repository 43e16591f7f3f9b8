"""The part of `suggest` that needs no store and can run on a worker: score interviews with a model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from pipeline import suggestions
from pipeline.records import Transcript, passages, sha256_of
from pipeline.steps.remote.handover import Handover, as_row, as_transcript, hand_over, rows_of, taken_over
from pipeline.steps.shared.current_model import model_in_use, refreshed_of
from pipeline.steps.shared.study_lock import locked_store, now

if TYPE_CHECKING:
    from pipeline.settings import Study

Spans = Sequence[tuple[int, int]]


def request_hash(model: str, transcript: Transcript, spans: Spans) -> str:
    """Hash everything that the scores depend on, so that scores for another request are not accepted."""
    known = [transcript.text, sorted(transcript.metadata.items()), [list(span) for span in spans]]
    return sha256_of(json.dumps([model, *known]).encode())


def hand_out(study: Study, interviews: Sequence[str], name: str) -> tuple[Handover, str]:
    """Hand over the interviews that the current model has not scored, for `score`; also returns the model's id."""
    rows = []
    with locked_store(study) as store:
        model = model_in_use(study, clock=now)
        for interview in store.suggestions.interviews_without(
            model.id, interviews, or_by=refreshed_of(study, model.id)
        ):
            spans = [(each.fragment.start, each.fragment.end) for each in store.transcripts.fragments(interview)]
            rows.append(
                {"transcript": as_row(store.transcripts.get(interview)), "spans": [list(span) for span in spans]}
            )
    return hand_over(study, name, pa.Table.from_pylist(rows), interviews=len(rows)), model.id


def score(study: Study, handed: Handover, model: str, name: str) -> Handover:
    """Score the interviews that were handed over, and hand over the scores; needs folder and model, and no store.

    Raises:
        UnfitModel: the model must not be loaded here.
    """
    scorer, frames = suggestions.load(study.models, study.codebook.open, model), []
    # The request stays: if this worker is killed, another one handles it.
    for row in rows_of(taken_over(study, handed, keep=True)):
        transcript, spans = as_transcript(row["transcript"]), [(start, end) for start, end in row["spans"]]
        frame = scorer.suggest(passages(transcript, spans))
        frames.append(frame.assign(question=request_hash(model, transcript, spans)))
    answers = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    table = pa.Table.from_pandas(answers, preserve_index=False)
    return hand_over(study, name, table, interviews=len(frames))


def scores(study: Study, handed: Handover | None) -> Mapping[str, pd.DataFrame]:
    """Return the scores that were handed over, by the hash of their request."""
    table = taken_over(study, handed)
    if table is None or not table.num_rows:
        return {}
    answers = table.to_pandas().groupby("question", sort=False)
    return {str(asked): frame.drop(columns="question").reset_index(drop=True) for asked, frame in answers}
