"""The same conversation in every form gives the same turns, speakers and words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import transcripts
from pipeline.records import Role
from tests.transcripts.forms import FORMS
from tests.transcripts.talks import Conversation

SPOKEN = re.split(
    " ",
    "ja nee en dan ge weet dat ze ne keer de crèche café één ’t zo’n 14u30 3,5 € 2024 straße naïef Goed. Hoe? Dat! "
    'zei: „wel” «ja» (lacht) ... (…) Tja: Tja, & “opvang” \'k - – R&D vdab.be 14:30 O.C.M.W. 😀 Ωmega "kom" '
    "e\u0301e\u0301n",
)
PAIRS = [("I", "R"), ("Interviewer", "Respondent"), ("Sofie", "Jan Peeters"), ("SPEAKER_00", "SPEAKER_01"), ("V", "A")]

words = st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=14).map(lambda said: "Euh " + " ".join(said))
conversations = st.builds(
    lambda pair, turns: [(pair[at % 2], said) for at, said in enumerate(turns)],
    st.sampled_from(PAIRS),
    st.lists(words, min_size=4, max_size=7),
)


def told(transcript) -> Conversation:
    return [(turn.speaker, " ".join(transcript.words_of(turn).split())) for turn in transcript.turns]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(talk=conversations)
def test_a_conversation_is_the_same_in_every_form(form, talk, tmp_path):
    suffix, write = FORMS[form]
    path = tmp_path / f"talk{suffix}"
    path.write_bytes(write(talk))
    transcript = transcripts.read(path)
    assert told(transcript) == list(talk)
    assert len({turn.speaker for turn in transcript.turns if turn.role is Role.INTERVIEWER}) == 1


TIMELESS = {
    form
    for form in FORMS
    if form.startswith(("LibreOffice", "rich text", "Word, p", "Word, l"))
    or form in {"text", "markdown", "CSV", "CSV without header"}
    or form in {"text, a blank line between turns", "text, words under the label", "text, Windows newlines, UTF-16"}
    or form == "text, time after the words, as f4"
}


@pytest.mark.parametrize("form", [form for form in FORMS if form not in TIMELESS])
def test_the_times_of_the_recording_are_kept(form, written):
    suffix, write = FORMS[form]
    talk = [
        ("Sofie", "Hoe gaat het met u vandaag?"),
        ("Jan", "Goed. Heel goed, dank u wel."),
        ("Sofie", "Fijn, en toen?"),
        ("Jan", "Niets."),
    ]
    transcript = transcripts.read(written(f"talk{suffix}", write(talk)))
    assert [turn.begins_at for turn in transcript.turns] == pytest.approx([0, 10, 20, 30])


@pytest.mark.slow
def test_a_real_conversation_is_the_same_in_every_form(written):
    """The first turns of an interview of the starter study, as each program would write them."""
    starter = Path(__file__).parents[2] / "data" / "starter" / "interviews" / "int_04.txt"
    interview = transcripts.read(starter)
    talk = told(interview)[:12]
    roles = [turn.role for turn in interview.turns][:12]
    for form, (suffix, write) in FORMS.items():
        transcript = transcripts.read(written(f"talk{suffix}", write(talk)))
        assert told(transcript) == talk, form
        assert [turn.role for turn in transcript.turns] == roles, form
