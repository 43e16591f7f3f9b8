"""Removing an interview at the desk: asked for by its name, done as `forget` does it, with its certificate."""

import pytest

from pipeline.decisions import Store
from tests.review.test_manage_page import wait_for_the_end

WORDS = "De huur is niet te betalen."


def ids(study):
    with Store.open(study.store_url) as store:
        return {each.id for each in store.transcripts.interviews()}


def test_it_goes_once_its_name_was_typed_and_a_certificate_is_kept(visit, study):
    browser = visit("jan")
    page = browser.get("/manage/remove/plain").text
    assert "This cannot be undone." in page
    browser.post("/manage/remove/plain", name=" plain ")
    page = wait_for_the_end(browser)
    assert "Removal of an interview" in page
    assert "fragments 5" in page
    assert "files that cannot be searched 0" in page
    assert "plain" not in ids(study)
    [certificate] = (study.folder / "data" / "forgotten").glob("*")
    assert WORDS not in certificate.read_text(encoding="utf-8")
    assert browser.get("/interviews/plain").status_code == 404


@pytest.mark.parametrize("name", ["", "plai", "talk"])
def test_another_name_removes_nothing(visit, study, name):
    browser = visit("jan")
    browser.get("/manage/remove/plain")
    answer = browser.post("/manage/remove/plain", name=name)
    assert answer.status_code == 409
    assert "Nothing was removed." in answer.text
    assert "plain" in ids(study)


def test_one_that_is_not_there_is_not_found(visit):
    browser = visit("jan")
    assert browser.get("/manage/remove/nothing").status_code == 404
    browser.get("/manage")
    assert browser.post("/manage/remove/nothing", name="nothing").status_code == 404


def test_what_was_removed_is_told_to_who_did_it_alone(visit):
    browser = visit("jan")
    browser.get("/manage/remove/plain")
    browser.post("/manage/remove/plain", name="plain")
    wait_for_the_end(browser)
    page = visit("mia").get("/manage").text
    assert "Removal of an interview" in page
    assert "fragments 5" not in page


def test_the_interview_page_leads_there(visit):
    assert 'href="/manage/remove/plain"' in visit("jan").get("/interviews/plain").text
