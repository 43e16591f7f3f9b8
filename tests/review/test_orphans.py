"""What a newer transcript left without a place is listed at the desk, and gives nothing away."""

import pytest

from tests.review.invented_study import NOON, TALK, fragments_of, transcript_of

GONE = "De huur is niet te betalen."


@pytest.fixture
def changed(visit, store):
    """Ann finished the first fragment of `talk`, Bea began; then its words were changed."""
    ann, bea = visit("ann"), visit("bea")
    for browser, verdict in ((ann, "give barrier housing"), (bea, "give barrier mobility")):
        browser.get("/interviews/talk")
        browser.judge(store, "talk", 1, verdict)
    ann.judge(store, "talk", 1, "drop activation structural")
    ann.judge(store, "talk", 1, "done")
    later = transcript_of("talk", (TALK[0], ("R", TALK[1][1].replace("huur", "prijs")), *TALK[2:]))
    store.transcripts.replace(later, fragments_of(later), cut_by="rules 2", taken_in_at=NOON)
    return ann, bea


def test_orphans_are_reached_from_the_interview_and_from_manage(changed):
    ann, _ = changed
    assert 'href="/manage/orphans?interview=talk"' in ann.get("/interviews/talk").text
    assert "orphans" not in ann.get("/interviews/plain").text
    assert 'href="/manage/orphans"' in ann.get("/manage").text
    page = ann.get("/manage/orphans").text
    assert GONE in page
    assert "ann" in page
    assert "bea" in page


def test_who_is_still_coding_sees_only_what_was_his_own(changed):
    _, bea = changed
    page = bea.get("/manage/orphans?interview=talk").text
    assert GONE in page
    assert "<td>bea</td>" in page
    assert "<td>ann</td>" not in page


def test_without_orphans_the_page_says_so(visit, store):
    assert "There are none" in visit("ann").get("/manage/orphans").text
