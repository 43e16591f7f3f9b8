"""Who speaks and where is read only where a team asks for it, and is then said on the card and in explanations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.records import Passage
from pipeline.suggestions import load, name_of, save, train
from tests.suggestions.invented_study import NOON, examples_of


def told_by(examples):
    """The same sentence by everybody; only a boss calls it housing."""
    text = "Dat is hier overal hetzelfde."
    made = []
    for at, example in enumerate(examples):
        boss = at % 2 == 0
        about = {"role": "boss" if boss else "coach", "organisation": example.passage.transcript_id}
        passage = replace(example.passage, text=text, end=example.passage.start + len(text), about=about)
        made.append(replace(example, passage=passage, codes={"view": (), "barrier": ("housing",) if boss else ()}))
    return made


def asked(**about):
    text = "Dat is hier overal hetzelfde."
    return Passage(transcript_id="new", start=0, end=len(text), text=text, about=about)


def housing(model, passage):
    table = model.suggest([passage])
    return table[table.code == "housing"].probability.item()


@pytest.fixture(scope="module")
def coded():
    return told_by(examples_of(5))


@pytest.fixture(scope="module")
def model(coded, codebook):
    return train(coded, codebook, trained_at=NOON, evaluate=False, columns=["role"])


def test_without_being_asked_nothing_but_words_is_read(coded, codebook):
    model = train(coded, codebook, trained_at=NOON, evaluate=False)
    assert housing(model, asked(role="boss")) == housing(model, asked(role="coach"))
    assert model.card["read_columns"] == []
    assert "persons" not in model.card["remark"]


def test_a_column_that_is_asked_for_tells_what_words_do_not(model):
    assert housing(model, asked(role="boss")) > housing(model, asked()) > housing(model, asked(role="coach"))


def test_a_value_never_seen_and_a_column_not_asked_for_say_nothing(model):
    assert housing(model, asked(role="minister")) == housing(model, asked())
    assert housing(model, asked(role="boss", organisation="int_1")) == housing(model, asked(role="boss"))


def test_the_card_says_what_is_read_and_what_that_means(model, codebook, tmp_path):
    save(model, tmp_path)
    card = load(tmp_path, codebook).card
    assert card["read_columns"] == ["role"]
    assert "(role): it learns persons and organisations" in card["remark"]


def test_an_explanation_names_the_column_with_what_is_lost_without_it(model):
    passage = asked(role="boss")
    [reason] = [each for each in model.explain(passage, "barrier", "housing").reasons_for if each.view == "role"]
    with_it, without = housing(model, passage), housing(model, asked(role=""))
    assert reason.words == "boss"
    assert reason.effect == pytest.approx(np.log(with_it / (1 - with_it)) - np.log(without / (1 - without)))


def test_columns_that_are_read_and_their_values_make_another_model(coded, codebook):
    turned = [replace(each, passage=replace(each.passage, about={"role": "x"})) for each in coded]
    columns = [(), ["role"], ["organisation"]]
    ids = [name_of(made, codebook, columns=read) for made in (coded, turned) for read in columns]
    assert ids[0] == ids[3]
    assert len(set(ids)) == 5


def test_the_starter_studys_people_are_not_read(coded, codebook):
    own = [replace(each, passage=replace(each.passage, about={})) for each in coded]
    model = train(own, codebook, trained_at=NOON, evaluate=False, columns=["role"], starter=coded)
    assert housing(model, asked(role="boss")) == housing(model, asked(role="coach"))
