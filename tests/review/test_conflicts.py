"""Two at one fragment: nobody's work is lost, and the second is told."""

import re

import pytest


def open_card(browser, store, number=1, interview="plain"):
    """Look at a fragment, and remember when."""
    fragment = store.transcripts.fragments(interview)[number - 1].id
    page = browser.get(f"/interviews/{interview}?at={fragment.rpartition(':')[2]}").text
    return re.search(r'name="shown_at" value="([^"]+)"', page)[1]


def codes(store, coder, number=1):
    return {each.code for each in store.ledger.verdicts("plain", coder)[number - 1].codes}


@pytest.fixture
def two(visit):
    return visit("jan"), visit("mia")


@pytest.mark.parametrize("swap", [False, True])
def test_finishing_what_another_finished_meanwhile_says_so(two, store, clock, swap):
    first, second = two
    shown = open_card(second, store)
    clock.pass_seconds(5)
    first.get("/interviews/plain")
    first.judge(store, "plain", 1, "give barrier housing")
    first.judge(store, "plain", 1, "done")
    clock.pass_seconds(5)
    answer = second.judge(store, "plain", 1, "none", shown_at=shown, swap=swap)
    assert answer.status_code == 200
    assert "Somebody else finished this fragment too" in answer.text
    assert "jan" not in answer.text[answer.text.index("card") :], "whose it is, is told where codings are compared"
    assert [each.reviewed for each in (store.ledger.verdicts("plain", name)[0] for name in ("jan", "mia"))] == [
        True,
        True,
    ]
    assert codes(store, "jan") == {"housing"}


@pytest.mark.parametrize("swap", [False, True])
def test_a_stale_window_overwrites_nothing(visit, store, clock, swap):
    here, there = visit("jan"), visit("jan")
    shown = open_card(there, store)
    clock.pass_seconds(5)
    here.get("/interviews/plain")
    here.judge(store, "plain", 1, "give activation structural")
    answer = there.judge(store, "plain", 1, "give activation individual", shown_at=shown, swap=swap)
    assert answer.status_code == 409
    assert "in another window meanwhile" in answer.text
    assert codes(store, "jan") == {"structural"}
    shown = open_card(there, store)
    there.judge(store, "plain", 1, "give activation individual", shown_at=shown)
    assert codes(store, "jan") == {"individual"}, "once it has been seen, it can be changed"


@pytest.mark.parametrize("swap", [False, True])
def test_who_judges_what_was_cut_anew_is_told(two, store, clock, swap):
    second = two[1]
    shown = open_card(second, store)
    fragment = store.transcripts.fragments("plain")[0].id
    address = f"/interviews/plain/fragments/{fragment.rpartition(':')[2]}"
    store.boundaries.merge(fragment, store.transcripts.fragments("plain")[1].id, coder="jan", decided_at=clock())
    answer = second.post(address, verdict="give barrier housing", shown_at=shown, swap=swap)
    assert answer.status_code == 409
    assert "re-cut meanwhile" in answer.text
    assert list(store.exports.rows("decisions")) == []
    assert second.get("/interviews/plain").status_code == 200
