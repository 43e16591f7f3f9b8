"""A small invented study as rows, the way the store gives them."""

from datetime import UTC, datetime, timedelta

import pytest

WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SAID = ["De bus rijdt er niet.", "Zij wil wel, maar er is geen crèche.", "=Goh, ’t is wat 😀."]
STAMP = {"study": "proef", "codebook": "1+0f3a9c21"}


def fragments(count=3):
    for number in range(count):
        said = SAID[number % 3]
        start = 100 * number
        yield {
            "fragment": f"gesprek_{number % 2}:{start}-{start + len(said)}",
            "interview": f"gesprek_{number % 2}",
            "turn": number,
            "speaker": "R",
            "role": "respondent",
            "start": start,
            "end": start + len(said),
            "text": said,
            "words": len(said.split()),
            "boundary": "rules",
            "cut_by": "blank-nl",
            "reviewed": number < 2,
            "blind": number == 0,
            "sampling_probability": 0.2,
        }


def transcripts():
    for number in range(2):
        yield {
            "interview": f"gesprek_{number}",
            "source": f"gesprek_{number}.txt",
            "sha256": "ab" * 32,
            "format": "txt",
            "encoding": "utf-8",
            "roles_from": "codebook",
            "turns": 9,
            "words": 120,
            "fragments": 3,
            "reviewed_fragments": 2,
            "ingested_at": WHEN,
            "metadata": {"role": "jobcoach", "region": "Gent"} if number else {"role": "coördinator"},
        }


def codes():
    for number, (code, origin) in enumerate([("mobility", "accepted"), ("childcare", "manual")]):
        shown = origin == "accepted"
        said = SAID[number]
        yield {
            "fragment": f"gesprek_{number}:{100 * number}-{100 * number + len(said)}",
            "interview": f"gesprek_{number}",
            "dimension": "barrier",
            "code": code,
            "origin": origin,
            "coder": "An",
            "final": True,
            "decided_at": WHEN + timedelta(minutes=number),
            "probability": 0.75 if shown else None,
            "rank": 1 if shown else None,
            "model": "m1" if shown else None,
            "codebook": STAMP["codebook"],
            "blind": not shown,
            "seconds": None,
            "decision": number + 1,
            "certificate": None,
            "code_given": code,
            "retired": False,
        }


def suggestions():
    for row in fragments():
        yield {
            "fragment": row["fragment"],
            "interview": row["interview"],
            "dimension": "barrier",
            "code": "mobility",
            "probability": 0.75,
            "rank": 1,
            "suggested": True,
            "model": "m1",
            "suggested_at": WHEN,
            "unlike": False,
        }


def decisions():
    for row in codes():
        yield {
            "number": row["decision"],
            "decided_at": row["decided_at"],
            "coder": row["coder"],
            "fragment": row["fragment"],
            "interview": row["interview"],
            "action": "accepted" if row["model"] else "added",
            "dimension": row["dimension"],
            "code": row["code"],
            "instead_of": None,
            "blind": row["blind"],
            "probability": row["probability"],
            "rank": row["rank"],
            "model": row["model"],
            "codebook": row["codebook"],
            "seconds": None,
            "undoes": None,
            "live": True,
            "code_given": row["code"],
            "instead_of_given": None,
            "informed": False,
        }


@pytest.fixture
def study():
    """The rows of every core table, as fresh iterables."""
    return {
        "transcripts": transcripts(),
        "fragments": fragments(),
        "codes": codes(),
        "suggestions": suggestions(),
        "decisions": decisions(),
    }


@pytest.fixture
def again(study):
    """The same study, rows that can be read twice."""
    return {name: list(rows) for name, rows in study.items()}
