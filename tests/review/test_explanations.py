"""See why: words for and against, fragments like it, the codebook's rule; never while a fragment is blind."""

import re
from dataclasses import replace

import pytest

from pipeline import suggestions
from pipeline.records import passages
from pipeline.suggestions.learning import first_days
from tests.review.invented_study import NOON

pytestmark = pytest.mark.slow


def anchor(store, interview, number):
    fragment = store.transcripts.fragments(interview)[number - 1].fragment
    return f"{fragment.start}-{fragment.end}"


def ask(browser, store, interview, number, **options):
    return browser.get(f"/interviews/{interview}/fragments/{anchor(store, interview, number)}/why", **options)


@pytest.fixture
def model(study, visit, store, monkeypatch):
    """A model that learnt from what mia coded in `plain`, with its suggestions on `talk` and `secret`."""
    monkeypatch.setattr(first_days, "ENOUGH", 0)  # of one interview the codebook would still speak
    mia = visit("mia")
    mia.get("/interviews/plain")
    for number, code in enumerate(("housing", "mobility", "", "childcare", ""), 1):
        if code:
            mia.judge(store, "plain", number, f"give barrier {code}")
        mia.judge(store, "plain", number, "done")
    learnt = suggestions.train(
        store.exports.training_examples(study.codebook), study.codebook, trained_at=NOON, evaluate=False
    )
    suggestions.save(learnt, study.models)
    for interview in ("talk", "secret"):
        spans = [(each.fragment.start, each.fragment.end) for each in store.transcripts.fragments(interview)]
        frame = learnt.suggest(passages(store.transcripts.get(interview), spans))
        frame.loc[(frame["code"] == "housing"), "suggested"] = True
        store.suggestions.save(interview, learnt.id, frame, suggested_at=NOON)
    return learnt


def test_words_that_speak_for_a_code_are_marked_in_the_text(model, visit, store):
    page = ask(visit("jan"), store, "talk", 1).text
    housing = re.search(r'<section class="why[^>]*>(?:(?!</section>).)*housing.*?</section>', page, re.DOTALL)[0]
    assert re.search(r'<mark class="speaks-for"><span class="unseen">for: </span>huur</mark>', housing)
    assert f"Model {model.id}" in housing


@pytest.mark.slow
def test_the_nearest_fragments_that_people_coded_so_are_named(model, visit, store):
    page = ask(visit("jan"), store, "talk", 1).text
    assert '<q class="text">De huur is niet te betalen.</q> <a href="/interviews/plain?at=' in page


def test_who_has_still_to_judge_an_interview_is_not_told_how_others_coded_it(model, visit, store):
    jan = visit("jan")
    jan.get("/interviews/plain")
    jan.judge(store, "plain", 2, "none")
    assert "/interviews/plain?at=" not in ask(jan, store, "talk", 1).text


def test_what_the_codebook_says_stands_beside_it(model, visit, store, study):
    page = ask(visit("jan"), store, "talk", 1).text
    housing = study.codebook.dimension("barrier").code("housing")
    assert housing.definition.en.split("'")[0].split('"')[0][:30] in page


def test_nothing_is_told_of_a_blind_fragment_until_the_verdict(model, visit, store):
    jan = visit("jan")
    page = ask(jan, store, "secret", 1).text
    assert "Blind:" in page
    assert model.id not in page
    assert "speaks-" not in page
    jan.get("/interviews/secret")
    jan.judge(store, "secret", 1, "none")
    assert model.id in ask(jan, store, "secret", 1).text


def test_a_model_that_is_gone_is_said_to_be_gone(visit, store):
    page = ask(visit("jan"), store, "talk", 1).text
    assert page.count("it cannot be asked any more") == 2
    assert "0.93" in page


def test_a_model_that_somebody_changed_is_never_opened(model, study, visit, store):
    (study.models / model.id / "model.npz").write_bytes(b"something else")
    assert "it cannot be asked any more" in ask(visit("jan"), store, "talk", 1).text


@pytest.mark.slow
def test_the_desks_script_gets_the_piece_alone(model, visit, store):
    page = ask(visit("jan"), store, "talk", 1, headers={"X-Desk": "1"}).text
    assert page.startswith('<div class="whys" id="why">')


def test_most_useful_next_is_a_fragment_that_waits_and_is_not_blind(model, visit, store):
    page = visit("jan").get("/queue/useful")
    place = re.search(r'data-at="(\d+-\d+)" data-queue="useful"', page.text)[1]
    interview = re.search(r"/interviews/(\w+)", str(page.url))[1]
    assert not store.queries.fragment(f"{interview}:{place}", "jan").state.blind


@pytest.mark.slow
def test_a_column_that_the_model_was_let_to_read_is_named_with_its_value(study, visit, store, model):
    examples = [
        replace(
            each, passage=replace(each.passage, about={"kind_of_work": "bakery" if each.codes["barrier"] else "bus"})
        )
        for each in store.exports.training_examples(study.codebook)
    ]
    learnt = suggestions.train(examples, study.codebook, trained_at=NOON, evaluate=False, columns=["kind_of_work"])
    suggestions.save(learnt, study.models)
    store.transcripts.set_columns("talk", {"kind_of_work": "bakery"})
    spans = [(each.fragment.start, each.fragment.end) for each in store.transcripts.fragments("talk")]
    frame = learnt.suggest(passages(store.transcripts.get("talk"), spans))
    frame.loc[(frame["code"] == "housing"), "suggested"] = True
    store.suggestions.save("talk", learnt.id, frame, suggested_at=NOON)
    assert "also speaks: kind of work: bakery" in " ".join(ask(visit("jan"), store, "talk", 1).text.split())
