"""Invented conversations for the tests of this room."""

from pipeline.records import Role, Transcript, Turn, sha256_of

SPOKEN = [
    ("I", "Wat doet u hier?"),
    (
        "R",
        "Ik ben trajectbegeleider. Ik begeleid een man of zes, o.a. in het groen. Maar 't is zwaar, hé. "
        "Bij Fatima is het de opvang. De crèche opent om acht uur. En zij begint om zeven. "
        "Vorige week is Karim gestopt. Hij had geen bus meer. Dus bleef hij thuis.",
    ),
    ("I", "En vroeger?"),
    ("R", "Ja."),
]


def interview(spoken=SPOKEN, *, times=None, between="\n"):
    """A transcript of these (label, words), a turn a line; `times` are (begins, ends) per turn."""
    text, turns = "", []
    for index, (speaker, words) in enumerate(spoken):
        start = len(text) + len(speaker) + 2
        text += f"{speaker}: {words}{between}"
        begins, ends = times[index] if times else (None, None)
        turns.append(
            Turn(
                index=index,
                speaker=speaker,
                role=Role.INTERVIEWER if speaker == "I" else Role.RESPONDENT,
                start=start,
                end=start + len(words),
                begins_at=begins,
                ends_at=ends,
            )
        )
    return Transcript(
        id="int",
        text=text,
        sha256=sha256_of(text.encode("utf-8", "surrogatepass")),
        source="int.txt",
        format="txt",
        turns=tuple(turns),
        roles_from="labels",
    )
