"""What a file would become, without storing anything: turns with their roles, and what a person should look at."""

from __future__ import annotations

from pipeline.records import Transcript
from pipeline.transcripts.report import ReadingReport


def preview_of(transcript: Transcript, report: ReadingReport) -> dict[str, object]:
    """`{"turns": […], "problems": […], "speakers": […], …}`; it holds what was said."""
    turns = [
        {
            "speaker": turn.speaker,
            "role": turn.role.value,
            "begins": turn.begins_at,
            "text": transcript.text[turn.start : turn.end],
        }
        for turn in transcript.turns
    ]
    return {"turns": turns, "problems": list(report.problems), **facts_of(report)}


def facts_of(report: ReadingReport) -> dict[str, object]:
    """The account of a file as plain values, without a word that was said."""
    return {
        "speakers": [
            {
                "speaker": each.name,
                "role": each.role.value,
                "role_from": each.role_from,
                "turns": each.turns,
                "words": each.words,
            }
            for each in report.speakers
        ],
        "words_in_turns": report.words_in_turns,
        "words_in_no_turn": report.words_in_no_turn,
        "in_no_turn": [_place(each) for each in report.in_no_turn],
        "set_apart": [_place(each) for each in report.set_apart],
        "roles_from": report.roles_from,
        "layout": report.layout,
        "lead": report.lead,
        "encoding": report.encoding,
    }


def _place(place: object) -> dict[str, object]:
    return {name: getattr(place, name) for name in ("kind", "first_line", "last_line", "words")}
