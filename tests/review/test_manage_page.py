"""Bringing transcripts, starting steps, fetching results: from the browser."""

import json
import socket
import threading

import pytest

from pipeline.decisions import Store
from pipeline.records import Report, sha256_of
from pipeline.review.pages.manage import jobs
from pipeline.review.pages.manage.uploads import store_uploads


def bring(browser, *files):
    browser.get("/manage")
    token = browser.page.text.partition('name="csrf" value="')[2].partition('"')[0]
    return browser.client.post(
        "/manage/inbox", data={"csrf": token}, files=[("files", (name, contents)) for name, contents in files]
    )


def wait_for_the_end(browser):
    """The page once the thread of the step is over, however long that takes."""
    for thread in threading.enumerate():
        if thread.name.startswith("drempel "):
            thread.join()
    page = browser.get("/manage").text
    assert 'http-equiv="refresh"' not in page
    return page


def test_a_transcript_is_brought_with_a_verdict_per_file(visit, study):
    page = bring(visit("jan"), ("nieuw.txt", b"I: Dag?\nR: Ja, dag.\n"), ("foto.jpg", b"\xff\xd8\xff")).text
    assert "4 words in 2 turns" not in page, "labels are no words"
    assert "3 words in 2 turns" in page
    assert "foto.jpg" in page
    assert [path.name for path in study.inbox.iterdir()] == ["nieuw.txt"]


@pytest.mark.parametrize("name", ["../../evil.txt", "..\\evil.txt", "/etc/evil.txt"])
def test_a_path_is_no_way_out_of_the_inbox(study, name):
    (brought,) = store_uploads(study, [(name, b"I: Dag?\nR: Ja.\n")])
    assert brought.name == "evil.txt"
    assert [path.name for path in study.inbox.iterdir()] == ["evil.txt"]
    assert {path.name for path in study.folder.rglob("evil*")} == {"evil.txt"}


@pytest.mark.parametrize("name", ["", ".hidden.txt", "x" * 200 + ".txt", "a\nb.txt"])
def test_a_name_that_cannot_be_kept_is_refused(study, name):
    (brought,) = store_uploads(study, [(name, b"I: Dag?\nR: Ja.\n")])
    assert brought.why
    assert list(study.inbox.iterdir() if study.inbox.exists() else []) == []


def test_a_file_of_the_same_name_is_not_overwritten(study):
    store_uploads(study, [("a.txt", b"I: Dag?\nR: Ja.\n")])
    (second,) = store_uploads(study, [("a.txt", b"I: Dag?\nR: Nee.\n")])
    assert "already" in second.why
    assert b"Ja." in (study.inbox / "a.txt").read_bytes()


def test_a_step_runs_and_tells_what_it_did(visit, study):
    browser = visit("jan")
    bring(browser, ("nieuw.txt", b"I: Wat houdt mensen tegen?\nR: De huur is niet te betalen.\n"))
    browser.get("/manage")
    browser.post("/manage/steps", step="ingest")
    page = wait_for_the_end(browser)
    assert "transcripts read 1" in page
    assert 'href="/interviews/nieuw"' in browser.get("/").text
    with Store.open(study.store_url) as store:
        assert [each.fragment.text for each in store.transcripts.fragments("nieuw")] == ["De huur is niet te betalen."]


def test_a_step_that_cannot_be_done_says_why(visit):
    browser = visit("jan")
    browser.get("/manage")
    browser.post("/manage/steps", step="train")
    assert "Code an interview by hand" in wait_for_the_end(browser)


@pytest.mark.slow
def test_suggestions_before_anybody_coded_are_marked_as_such(visit):
    browser = visit("jan")
    assert "codebook alone" not in browser.get("/manage").text
    browser.post("/manage/steps", step="suggest")
    assert "codebook alone" in wait_for_the_end(browser)


def test_results_are_published_and_fetched(visit, store):
    browser = visit("jan")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "give barrier housing")
    browser.judge(store, "plain", 1, "done")
    browser.get("/manage")
    browser.post("/manage/steps", step="publish")
    assert "codes.parquet" in wait_for_the_end(browser)
    answer = browser.client.get("/manage/results/codes.parquet")
    assert answer.content[:4] == b"PAR1"
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize("name", ["../study.sqlite", "..%2Fstudy.sqlite", "nothing.parquet"])
def test_nothing_but_results_is_fetched(visit, name):
    assert visit("jan").get(f"/manage/results/{name}").status_code == 404


def test_what_the_watch_did_and_when_it_comes_again_is_on_the_page(visit, study):
    home = study.folder / ".prefect"
    home.mkdir()
    lines = ["2026-03-02 05:00:01  3 interviews read", "2026-03-02 05:00:02  Next run: Tuesday 03 March, 05:00:00."]
    (home / "watch.log").write_text("\n".join(lines), encoding="utf-8")
    browser = visit("jan")
    page = browser.get("/manage").text
    assert "drempel watch is off" in page
    assert "3 interviews read" in page
    assert "Tuesday 3 March" not in page, "of a watch that is off nothing comes"
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}/api"
        (home / "watch.json").write_text(json.dumps({"url": address}), encoding="utf-8")
        page = browser.get("/manage").text
    assert "drempel watch is on." in page
    assert "Next: going over the inbox" in page
    assert "Tuesday 3 March, 05:00:00" in page


def test_a_proposed_model_is_used_when_somebody_says_so(visit, study):
    model = "0123456789ab"
    (study.models / model).mkdir(parents=True)
    (study.models / model / "model.npz").write_bytes(b"learnt")
    card = {"id": model, "sha256": sha256_of(b"learnt"), "interviews": ["a"]}
    (study.models / model / "card.json").write_text(json.dumps(card), encoding="utf-8")
    told = {"model": model, "figure": 0.71, "current": 0.68, "fragments": 120, "interviews": 3}
    (study.models / "proposed").write_text(json.dumps(told), encoding="utf-8")
    browser = visit("jan")
    assert "0.710" in browser.get("/manage").text
    browser.post("/manage/proposal")
    wait_for_the_end(browser)
    assert (study.models / "current").read_text(encoding="utf-8").strip() == model
    assert "A better model is proposed" not in browser.get("/manage").text


def test_a_proposed_model_is_not_used_while_a_step_runs(visit, desk, monkeypatch):
    going_on, end = threading.Event(), threading.Event()
    used = []

    def run_step(name, study, progress):
        if name == "accept":
            used.append(study)
        else:
            going_on.set()
            end.wait(60)
        return Report(step=name)

    monkeypatch.setattr(jobs, "run_step", run_step)
    browser = visit("jan")
    browser.get("/manage")
    browser.post("/manage/steps", step="train")
    assert going_on.wait(60)
    browser.post("/manage/proposal")
    assert [each.step for each in desk.state.jobs.runs] == ["train"]
    end.set()
    wait_for_the_end(browser)
    assert used == []
    browser.post("/manage/proposal")
    wait_for_the_end(browser)
    assert len(used) == 1


def test_a_model_that_is_no_longer_proposed_is_said_to_be_gone(visit):
    browser = visit("jan")
    browser.get("/manage")
    browser.post("/manage/proposal")
    assert "No model is proposed." in wait_for_the_end(browser)


def test_results_are_fetched_as_a_workbook_and_as_csv(visit, store, study):
    browser = visit("jan")
    browser.get("/interviews/talk")
    browser.judge(store, "talk", 3, "none")
    for step in ("publish", "xlsx", "csv"):
        browser.get("/manage")
        browser.post("/manage/steps", step=step)
        page = wait_for_the_end(browser)
    workbook = browser.get(f"/manage/exports/{study.folder.name}.xlsx")
    assert workbook.content[:2] == b"PK"
    rows = browser.get("/manage/exports/decisions.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[5] for line in rows] == ["action", "reviewed"]
    assert "/manage/exports/decisions.csv" in page


@pytest.mark.parametrize("name", ["study.sqlite", "..%2Fstudy.sqlite", "drempel.toml"])
def test_nothing_else_is_fetched_as_an_export(visit, study, name):
    assert visit("jan").get(f"/manage/exports/{name}").status_code == 404


def test_the_log_of_a_step_is_in_the_chosen_language(visit):
    browser = visit("jan")
    browser.get("/")
    browser.post("/preferences", language="nl")
    bring(browser, ("nieuw.txt", b"I: Wat houdt mensen tegen?\nR: De huur is niet te betalen.\n"))
    browser.get("/manage")
    browser.post("/manage/steps", step="ingest")
    assert "transcripten gelezen 1" in wait_for_the_end(browser)


@pytest.mark.parametrize(
    ("name", "contents", "told"),
    [
        ("zonder", b"I: Dag?\nR: Ja.\n", "een bestand zonder extensie wordt niet gelezen"),
        ("pdf.txt", b"%PDF-1.4 x", "(een pdf)"),
        ("m" * 130 + ".txt", b"I: Dag?\nR: Ja.\n", "hoogstens 120 tekens"),
    ],
)
def test_a_refused_file_is_told_in_dutch_to_the_last_word(visit, name, contents, told):
    browser = visit("jan")
    browser.post("/preferences", language="nl")
    assert told in bring(browser, (name, contents)).text


def test_what_was_guessed_and_set_aside_is_told_where_the_step_was_started(visit):
    browser = visit("jan")
    bring(browser, ("nieuw.txt", b"An: Wat houdt mensen tegen?\nBo: De huur is te hoog. Echt waar.\n"))
    browser.get("/manage")
    browser.post("/manage/steps", step="ingest")
    assert "was guessed in: nieuw" in wait_for_the_end(browser)


MODEL = "0123456789ab"


@pytest.fixture
def card(study):
    """The card of a model in use, which the test fills in."""

    def write(**told):
        folder = study.models / MODEL
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "model.npz").write_bytes(b"learnt")
        facts = {"id": MODEL, "sha256": sha256_of(b"learnt"), **told}
        (folder / "card.json").write_text(json.dumps(facts), encoding="utf-8")
        (study.models / "current").write_text(MODEL, encoding="utf-8")

    return write


def test_a_model_made_before_anybody_coded_is_said_to_be_so(visit, store, card):
    card(interviews=[])
    browser = visit("jan")
    assert "the codebook alone: nobody has coded yet." in browser.get("/manage").text
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "none")
    page = browser.get("/manage").text
    assert "nobody has coded yet" not in page
    assert "The model in use was made before anybody coded" in page
    assert "1 finished fragment is not in it yet" in page


def test_how_many_finished_fragments_a_model_has_not_learnt_from_is_told(visit, store, card):
    card(interviews=["plain"], examples={"barrier": {"fragments": 1}})
    browser = visit("jan")
    browser.get("/interviews/plain")
    for number in (1, 2, 3):
        browser.judge(store, "plain", number, "none")
    assert "2 finished fragments are not in it yet" in browser.get("/manage").text
