"""The desk brings its model up to date while people code: after so many verdicts, quietly, in a process of its own."""

import shutil
import threading
from datetime import UTC, datetime

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from pipeline.decisions import Store
from pipeline.review import create_app
from pipeline.review.background_refresh import BackgroundRefresh
from pipeline.settings import SETTINGS_FILE, open_study
from pipeline.steps import api as steps
from tests.review.conftest import Visit

EVERY = 25


class Runs:
    """In place of the process: notes what was asked for, and answers once it may."""

    def __init__(self, answer):
        self.asked, self.answer, self.go_on = [], answer, threading.Event()

    def __call__(self, interviews, leave):
        self.asked.append((list(interviews), list(leave)))
        self.go_on.wait()
        return self.answer


@pytest.fixture
def runs():
    return Runs({"changed": {"a": ["a:10-20"]}, "held_out": {"view": 0.4, "barrier": 0.6}})


def test_after_so_many_verdicts_one_refresh_begins_and_leaves_what_is_on_screen(study, runs):
    refresh = BackgroundRefresh(study, run=runs)
    refresh.show("an", "a:0-9")
    refresh.show("bo", "b:0-9")
    for _ in range(EVERY - 1):
        refresh.count()
    assert refresh.thread is None
    for _ in range(3 * EVERY):  # while it goes on no second one begins
        refresh.count()
    runs.go_on.set()
    refresh.thread.join()
    assert runs.asked == [(["a", "b"], ["a:0-9", "b:0-9"])]
    told = refresh.show("an", "a:10-20")
    assert (told.decisions, told.agreement, told.before, told.here) == (EVERY, 0.5, None, True)
    assert not refresh.show("an", "a:10-20").here, "it was seen"


def test_one_that_failed_says_nothing_and_the_desk_goes_on(study, runs):
    runs.answer = None
    runs.go_on.set()
    refresh = BackgroundRefresh(study, run=runs)
    for _ in range(EVERY):
        refresh.count()
    refresh.thread.join()
    assert refresh.show("an", "a:0-9") is None


def test_with_0_it_never_begins(study, runs):
    (study.folder / SETTINGS_FILE).write_text("[suggestions]\nrefresh = 0\n", encoding="utf-8")
    refresh = BackgroundRefresh(open_study(study.folder), run=runs)
    for _ in range(3 * EVERY):
        refresh.count()
    assert refresh.thread is None


def test_suggestions_that_changed_since_the_card_was_shown_are_never_accepted_unseen(visit, store, clock):
    browser = visit("jan")
    fragment = next(
        each for each in store.transcripts.fragments("talk") if not each.blind and store.suggestions.stored_at(each.id)
    )
    browser.get("/interviews/talk")
    shown_at = clock.now.timestamp()
    clock.pass_seconds(5)
    frame = pd.DataFrame(
        [(fragment.id, "barrier", "housing", 0.9, 1, True)],
        columns=["fragment_id", "dimension", "code", "probability", "rank", "suggested"],
    )
    store.suggestions.refresh("talk", "0123456789ab", frame, suggested_at=clock())
    assert store.suggestions.stored_at(fragment.id) == clock(), "it was open to a refresh"
    where = f"/interviews/talk/fragments/{fragment.fragment.start}-{fragment.fragment.end}"
    refused = browser.post(where, verdict="accept-all", shown_at=str(shown_at))
    assert refused.status_code == 409
    assert store.ledger.history(fragment.id) == []
    clock.pass_seconds(1)
    assert browser.post(where, verdict="accept-all", shown_at=str(clock.now.timestamp())).status_code == 200


@pytest.mark.slow
def test_a_verdict_at_the_real_desk_renews_the_other_suggestions_in_a_process(trained_folder, starter, tmp_path):
    study = open_study(shutil.copytree(trained_folder, tmp_path / "study"))
    path = study.folder / SETTINGS_FILE
    path.write_text(path.read_text(encoding="utf-8").replace("refresh = 25", "refresh = 1"), encoding="utf-8")
    study = open_study(study.folder)
    steps.ingest(study, [starter / "interviews" / "int_06.txt"])
    steps.suggest(study)
    app = create_app(study, clock=lambda: datetime.now(UTC))
    with TestClient(app, base_url="http://127.0.0.1:8377") as client, Store.open(study.store_url) as store:
        browser = Visit(client)
        browser.sign_in("An")
        first, second, *others = [each for each in store.transcripts.fragments("int_06") if not each.blind]
        places = [f"{each.fragment.start}-{each.fragment.end}" for each in (first, second)]
        browser.get(f"/interviews/int_06?at={places[0]}")
        assert "Bijgewerkt met" not in browser.page.text
        # The verdict moves on to the next: that one is on screen while the model learns.
        assert browser.post(f"/interviews/int_06/fragments/{places[0]}", verdict="none").status_code == 200
        app.state.desk.refresh.thread.join()
        models = {each.fragment_id: each.model for each in store.suggestions.all("int_06")}
        [refreshed] = {models[each.id] for each in others}
        base = (study.models / "current").read_text(encoding="utf-8").strip()
        assert refreshed != base
        assert models[first.id] == base
        assert "Bijgewerkt met de laatste beslissing." in browser.get(f"/interviews/int_06?at={places[1]}").text
