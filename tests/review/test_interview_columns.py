"""What is known of an interview is typed at the desk; of two people who do so at once, the second is told."""

import html
import json
import re

import pytest

from pipeline import transcripts
from pipeline.settings import Study
from tests.review.test_manage_page import bring, wait_for_the_end


def form_of(page):
    """What a browser would send back: the hidden picture of what was stored, and every row."""
    fields = dict(re.findall(r'name="(seen)" value="([^"]*)"', page))
    names = re.findall(r'<input name="name" value="([^"]*)"', page)
    values = re.findall(r'<input name="value" value="([^"]*)"', page)
    return {
        "seen": html.unescape(fields["seen"]),
        "name": [html.unescape(each) for each in names],
        "value": [html.unescape(each) for each in values],
    }


def open_form(browser, interview="talk"):
    return form_of(browser.get(f"/manage/columns/{interview}").text)


def put(form, name, value):
    at = form["name"].index(name if name in form["name"] else "")
    form["name"][at], form["value"][at] = name, value
    return form


def stored(store, interview="talk"):
    return next(each.metadata for each in store.transcripts.interviews() if each.id == interview)


def test_columns_are_typed_and_reach_the_store(visit, store):
    jan = visit("jan")
    form = put(put(open_form(jan), "role", "coördinator"), "plaats", "Gent & “Aalst”")
    assert "talk" in jan.post("/manage/columns/talk", **form).text
    assert stored(store) == {"role": "coördinator", "years": "7", "plaats": "Gent & “Aalst”"}
    assert 'href="/manage/columns/talk"' in jan.get("/manage/columns").text
    assert 'href="/manage/columns"' in jan.get("/manage").text


def test_a_typed_column_that_suggestions_rest_on_lets_the_interview_be_scored_anew(visit, desk, store):
    given = desk.state.desk.study
    section = given.settings.suggestions.model_copy(update={"read_columns": ("role",)})
    settings = given.settings.model_copy(update={"suggestions": section})
    desk.state.desk.study = Study(given.folder, settings)
    jan = visit("jan")
    model = store.suggestions.all("talk")[0].model
    assert "talk" not in store.suggestions.interviews_without(model)
    jan.post("/manage/columns/talk", **put(open_form(jan), "years", "8"))
    assert "talk" not in store.suggestions.interviews_without(model)
    jan.post("/manage/columns/talk", **put(open_form(jan), "role", "coördinator"))
    assert "talk" in store.suggestions.interviews_without(model)


def test_columns_of_other_interviews_are_offered_and_an_empty_one_is_left_out(visit, store):
    jan = visit("jan")
    form = open_form(jan, "plain")
    assert form["name"][:2] == ["role", "years"]
    jan.post("/manage/columns/plain", **put(form, "years", "3"))
    assert stored(store, "plain") == {"years": "3"}


def test_of_two_people_the_second_is_told_and_nothing_is_lost(visit, store):
    jan, bea = visit("jan"), visit("bea")
    of_jan, of_bea = open_form(jan), open_form(bea)
    jan.post("/manage/columns/talk", **put(put(of_jan, "role", "directeur"), "years", "9"))
    answer = bea.post("/manage/columns/talk", **put(put(of_bea, "years", "8"), "stad", "Gent"))
    assert answer.status_code == 409
    assert "Somebody else changed" in answer.text
    assert stored(store) == {"role": "directeur", "years": "9"}
    bea.page = answer
    bea.post("/manage/columns/talk", **form_of(answer.text))
    assert stored(store) == {"role": "directeur", "years": "8", "stad": "Gent"}


@pytest.mark.parametrize(
    ("name", "value"), [("", "x"), ("ROLE", "x"), ("a" * 61, "x"), ("a", "x" * 501), ("a\u2028b", "x"), ("a", "x\ny")]
)
def test_what_cannot_be_a_column_is_refused_with_the_reason(visit, store, name, value):
    jan = visit("jan")
    form = open_form(jan)
    form["name"].append(name)
    form["value"].append(value)
    answer = jan.post("/manage/columns/talk", **form)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert stored(store) == {"role": "jobcoach", "years": "7"}


def test_nobody_changes_columns_from_another_site_or_of_an_interview_that_is_not_there(visit, store):
    jan = visit("jan")
    form = open_form(jan)
    assert jan.client.post("/manage/columns/talk", data={"csrf": "x", **form}).status_code == 403
    assert jan.get("/manage/columns/nobody").status_code == 404
    assert json.loads(form["seen"]) == dict(stored(store))


def test_a_changed_transcript_can_be_brought_once_the_study_keeps_the_old_one(visit, study):
    jan = visit("jan")
    bring(jan, ("nieuw.txt", b"I: Dag?\nR: De huur is te hoog.\n"))
    assert "already" in bring(jan, ("nieuw.txt", b"I: Dag?\nR: De bus rijdt niet.\n")).text
    jan.get("/manage")
    jan.post("/manage/steps", step="ingest")
    wait_for_the_end(jan)
    assert "new version" in bring(jan, ("nieuw.txt", b"I: Dag?\nR: De bus rijdt niet.\n")).text
    assert b"bus" in (study.inbox / "nieuw.txt").read_bytes()


def test_a_file_that_is_too_large_is_refused_with_the_reason(visit, study, monkeypatch):
    monkeypatch.setattr("pipeline.transcripts.LARGEST", 100)
    monkeypatch.setattr("pipeline.transcripts.limits.LARGEST", 100)
    # In this process, where the limit is another.
    monkeypatch.setattr(transcripts, "read_within_limits", transcripts.read_with_report)
    assert "larger than" in bring(visit("jan"), ("groot.txt", b"I: Dag?\nR: " + b"ja " * 200)).text
    assert not study.inbox.exists() or list(study.inbox.iterdir()) == []
