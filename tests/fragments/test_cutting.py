import subprocess
import sys

import pytest

from pipeline.fragments import cut, segmenter_name, sentences
from tests.fragments.invented_talk import SPOKEN, interview

RECOGNISED = " ".join(["en dan zeg ik tegen die man kom morgen terug want nu is er niemand"] * 20)


def cut_texts(unit):
    return [fragment.text for fragment in cut(interview(), unit=unit)]


def test_only_respondents_words_are_cut():
    assert {fragment.turn for fragment in cut(interview())} == {1, 3}


def test_everybodys_words_are_cut_when_asked():
    assert {fragment.turn for fragment in cut(interview(), speakers="all")} == {0, 1, 2, 3}


def test_a_turn_is_one_fragment_when_the_unit_is_a_turn():
    assert cut_texts("turn") == [SPOKEN[1][1], "Ja."]


def test_a_sentence_is_one_fragment_when_the_unit_is_a_sentence():
    assert cut_texts("sentence")[2] == "Maar 't is zwaar, hé."


def test_meaning_units_hold_one_to_six_sentences():
    assert all(1 <= len(sentences(unit)) <= 6 for unit in cut_texts("meaning"))


def test_a_new_person_begins_a_meaning_unit():
    assert "Vorige week is Karim gestopt. Hij had geen bus meer. Dus bleef hij thuis." in cut_texts("meaning")


def test_the_fragments_of_a_turn_say_how_they_were_cut():
    assert {unit: {f.boundary for f in cut(interview(), unit=unit)} for unit in ("meaning", "sentence", "turn")} == {
        "meaning": {"learnt"},
        "sentence": {"sentence"},
        "turn": {"turn"},
    }


def test_an_unknown_unit_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="meaning, sentence, turn"):
        cut(interview(), unit="paragraph")


@pytest.mark.parametrize("backchannel", ["Mm.", "Ja ja.", "Ja, zeker.", "Nee nee."])
def test_a_backchannel_joins_its_neighbour(backchannel):
    story = f"{backchannel} Bij Fatima is het de opvang. De crèche opent om acht uur. En zij begint om zeven."
    assert cut(interview([("R", story)]))[0].text.startswith(f"{backchannel} Bij Fatima")


def test_a_turn_of_a_backchannel_alone_is_kept():
    assert [fragment.text for fragment in cut(interview([("R", "Mm.")]))] == ["Mm."]


def test_text_without_punctuation_is_cut_in_windows_of_forty_to_eighty_words():
    fragments = cut(interview([("R", RECOGNISED)]))
    assert {fragment.boundary for fragment in fragments} == {"window"}
    assert all(40 <= len(fragment.text.split()) <= 80 for fragment in fragments)


def test_windows_lose_no_word():
    fragments = cut(interview([("R", RECOGNISED)]))
    assert " ".join(fragment.text for fragment in fragments) == RECOGNISED


def test_a_short_turn_without_punctuation_is_whole():
    short = RECOGNISED[:200].strip()
    assert [f.boundary for f in cut(interview([("R", short), ("I", "en toen"), ("R", short)]))] == ["turn", "turn"]


def test_a_silence_of_the_same_speaker_is_a_pause():
    short = RECOGNISED[:200].strip()
    spoken = [("R", short), ("R", short), ("R", short)]
    fragments = cut(interview(spoken, times=[(0.0, 5.0), (6.2, 9.0), (9.1, 12.0)]))
    assert [fragment.boundary for fragment in fragments] == ["pause", "turn", "turn"]


def test_one_long_stretch_without_punctuation_in_a_punctuated_interview_is_cut_in_windows():
    spoken = [("R", "Dat is zo. Ik zei het al. " * 12 + RECOGNISED + ".")]
    assert {fragment.boundary for fragment in cut(interview(spoken))} == {"learnt", "window"}


def test_the_cutter_names_itself():
    assert segmenter_name(unit="sentence").endswith(" / rules 1")


def test_sentences_need_no_spacy_and_no_scikit_learn():
    asked = (
        "import sys; from pipeline.fragments import sentences; sentences('Ja. Nee.'); "
        "sys.exit(bool({'spacy', 'sklearn', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
