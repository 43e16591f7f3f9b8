from pipeline.fragments import backend, cut, sentences
from pipeline.records import Role, Transcript, Turn, sha256_of

SPOKEN = [
    ("I", "Wat doet u hier?"),
    ("R", "Ik ben trajectbegeleider. Ik begeleid een man of zes, zeven, o.a. in het groen. Maar 't is zwaar, hé."),
    ("I", "En vroeger?"),
    ("R", "Ja."),
]


def interview(spoken=SPOKEN):
    text, turns = "", []
    for index, (speaker, words) in enumerate(spoken):
        start = len(text) + len(speaker) + 2
        text += f"{speaker}: {words}\n"
        role = Role.INTERVIEWER if speaker == "I" else Role.RESPONDENT
        turns.append(Turn(index=index, speaker=speaker, role=role, start=start, end=start + len(words)))
    return Transcript(
        id="int",
        text=text,
        sha256=sha256_of(text.encode()),
        source="int.txt",
        format="txt",
        turns=tuple(turns),
        roles_from="labels",
    )


def cut_texts(unit):
    return [fragment.text for fragment in cut(interview(), unit=unit)]


def test_sentences_do_not_end_at_an_abbreviation():
    text = "Ik begeleid er zes, o.a. in het groen. 't Is zwaar."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Ik begeleid er zes, o.a. in het groen.",
        "'t Is zwaar.",
    ]


def test_only_respondents_words_are_cut():
    assert {fragment.turn for fragment in cut(interview())} == {1, 3}


def test_a_turn_is_one_fragment_when_the_unit_is_a_turn():
    assert cut_texts("turn") == [SPOKEN[1][1], "Ja."]


def test_a_sentence_is_one_fragment_when_the_unit_is_a_sentence():
    assert cut_texts("sentence")[2] == "Maar 't is zwaar, hé."


def test_the_cutter_names_itself():
    assert backend().endswith(" / rules 1")
