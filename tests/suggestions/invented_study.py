"""Invented sentences whose codes a reader sees at once, told again in as many interviews as a test asks for."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.records import Example, Passage

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

SAID = {
    ("individual", "health"): [
        "Hij drinkt te veel en moet daar zelf vanaf.",
        "Ze blijft in haar bed liggen door de pijn.",
    ],
    ("individual", ""): ["Ze komt altijd te laat, dat is haar eigen fout.", "Hij wil gewoon niet, geen motivatie."],
    ("structural", "housing"): ["De huurprijzen zijn overal te hoog.", "Overal wachtlijsten voor een sociale woning."],
    ("structural", "housing|health"): ["Een nat kot, en de kinderen worden ziek van de schimmel in die huurwoning."],
    ("", ""): ["Wij zijn begonnen in een oude loods.", "De koffie is hier trouwens goed.", "Dat was een mooie dag."],
}


def examples_of(interviews: int) -> list[Example]:
    """The sentences told again in each interview, each time with another ending."""
    return [example for number in range(interviews) for example in _interview(f"int_{number}", number)]


def _interview(name: str, number: int) -> list[Example]:
    told: list[Example] = []
    start = 0
    for (view, barriers), sentences in SAID.items():
        for sentence in sentences:
            text = f"{sentence} Dat zei ik keer {number}."
            codes = {"view": tuple(filter(None, [view])), "barrier": tuple(filter(None, barriers.split("|")))}
            passage = Passage(transcript_id=name, start=start, end=start + len(text), text=text)
            told.append(Example(passage=passage, codes=codes))
            start += len(text) + 1
    return told
