"""Where coders differ somebody judges: both codings stay, one counts, and a judge's own leaves agreement as it was."""

import re

import pytest

from tests.review.test_comparison import code

DOCKET = "coders=jan&coders=mia&dimension=barrier&code="


@pytest.fixture
def two(visit, store):
    """Jan and mia finished `plain` and differ on its second and fourth fragment."""
    first, second = visit("jan"), visit("mia")
    code(first, store, "plain", ["barrier housing", "barrier mobility", "", "barrier childcare", ""])
    code(second, store, "plain", ["barrier housing", "barrier housing", "", "", ""])
    return [each.id for each in store.transcripts.fragments("plain")]


@pytest.fixture
def judge(two, visit):
    return visit("eva")


def final(store, fragment):
    return {
        (row["coder"], row["code"])
        for row in store.exports.rows("codes")
        if row["fragment"] == fragment and row["final"]
    }


def codes(store, number, coder):
    return {each.code for each in store.ledger.verdicts("plain", coder)[number - 1].codes}


def choose(judge, fragment, side, names="on"):
    judge.get(f"/adjudicate/{fragment}?{DOCKET}&names={names}")
    return judge.post(f"/adjudicate/{fragment}?{DOCKET}&names={names}", side=side)


def anew(judge, fragment, *chosen):
    judge.get(f"/adjudicate/{fragment}?{DOCKET}")
    return judge.post(f"/adjudicate/{fragment}/anew?{DOCKET}", codes=list(chosen))


def test_from_the_comparison_to_the_first_disagreement(judge, two):
    page = judge.get(f"/compare/differences?{DOCKET}").text
    assert "Decide on these 2" in page
    page = judge.get(f"/adjudicate?{DOCKET}")
    assert page.url.path == f"/adjudicate/{two[1]}"
    assert "En de bus rijdt niet." in page.text
    assert page.text.count("This one counts") == 2


def test_agreement_stands_beside_it(judge, two):
    page = judge.get(f"/adjudicate/{two[1]}?{DOCKET}").text
    assert "How far they agree" in page
    assert "Krippendorff" in page
    assert page.count("where they differ") == 9, "eight barriers and all of them together"


def test_a_choice_counts_keeps_both_and_goes_on_to_the_next(judge, store, two):
    answer = choose(judge, two[1], "B")
    assert answer.url.path == f"/adjudicate/{two[3]}"
    assert final(store, two[1]) == {("mia", "housing")}
    assert (codes(store, 2, "jan"), codes(store, 2, "mia")) == ({"mobility"}, {"housing"})
    answer = choose(judge, two[3], "A")
    assert answer.url.path == "/compare/differences"
    assert answer.text.count("✓ decided") == 2


def test_a_choice_is_taken_back(judge, store, two):
    choose(judge, two[1], "B")
    assert "Chosen by eva" in judge.get(f"/adjudicate/{two[1]}?{DOCKET}").text
    choose(judge, two[1], "")
    assert final(store, two[1]) == {("jan", "mobility")}, "who finished first counts again"


def test_a_choice_is_undone_and_redone_in_order_with_what_else_was_done(judge, store, two):
    judge.get("/interviews/talk")
    judge.judge(store, "talk", 3, "give barrier housing")
    choose(judge, two[1], "B")
    page = choose(judge, two[3], "A")
    difference_filter = re.search(r'name="difference_filter" value="([^"]+)"', page.text)[1].replace("&amp;", "&")
    answer = judge.post("/undo", difference_filter=difference_filter)
    assert answer.url.path == f"/adjudicate/{two[3]}"
    assert "Chosen by" not in answer.text
    assert "made again" in judge.post("/redo", swap=True, interview="plain").text
    judge.post("/undo", difference_filter=difference_filter)
    assert "taken back" in judge.post("/undo", swap=True, interview="plain").text
    assert final(store, two[1]) == {("jan", "mobility")}
    assert judge.post("/undo", difference_filter=difference_filter).url.path == "/interviews/talk"
    assert {each.code for each in store.ledger.verdicts("talk", "eva")[2].codes} == set()


def test_without_names_nothing_tells_whose_coding_it_is(judge, store, two):
    page = judge.get(f"/adjudicate/{two[1]}?{DOCKET}&names=off").text
    body = page[page.index("<h1>") : page.index("How far they agree")]
    assert [each for each in ("jan", "mia") if f">{each}" in body] == []
    shown = "housing" if body.index(">housing<") < body.index(">mobility<") else "mobility"
    choose(judge, two[1], "A", names="off")
    assert {each for _, each in final(store, two[1])} == {shown}


def test_a_judge_who_agrees_with_nobody_codes_anew_and_that_counts(judge, store, two):
    answer = anew(judge, two[1], "activation.structural", "barrier.finances")
    assert answer.url.path == f"/adjudicate/{two[3]}"
    assert final(store, two[1]) == {("eva", "structural"), ("eva", "finances")}
    assert (codes(store, 2, "jan"), codes(store, 2, "mia")) == ({"mobility"}, {"housing"})


def test_a_judges_own_coding_is_undone_in_one_go(judge, store, two):
    anew(judge, two[1], "barrier.finances")
    judge.post("/undo")
    assert codes(store, 2, "eva") == set()
    assert final(store, two[1]) == {("jan", "mobility")}


def test_a_judges_own_coding_is_no_coding_to_compare_with(judge, two):
    before = judge.get("/compare").text
    anew(judge, two[1], "barrier.finances")
    after = judge.get("/compare").text
    assert after.count("<h2>") == before.count("<h2>") == 1
    assert "eva" not in after[after.index("<main") :]


def test_no_code_at_all_can_be_the_final_coding(judge, store, two):
    anew(judge, two[1])
    assert final(store, two[1]) == set()
    assert store.ledger.verdicts("plain", "eva")[1].final


def test_a_coder_of_the_fragment_does_not_overwrite_an_original(two, visit, store):
    jan = visit("jan")
    assert "code it anew" not in jan.get(f"/adjudicate/{two[1]}?{DOCKET}").text
    assert anew(jan, two[1], "barrier.finances").status_code == 409
    assert codes(store, 2, "jan") == {"mobility"}
    assert choose(jan, two[1], "A").status_code == 200


def test_who_is_still_coding_judges_nothing_yet(two, visit, store):
    third = visit("bo")
    third.get("/interviews/plain")
    third.judge(store, "plain", 1, "done")
    answer = third.get(f"/adjudicate/{two[1]}?{DOCKET}")
    assert answer.status_code == 409
    assert "Finish this fragment yourself first" in answer.text


def test_what_was_changed_meanwhile_is_not_chosen(judge, visit, store, two):
    judge.get(f"/adjudicate/{two[1]}?{DOCKET}")
    mia = visit("mia")
    mia.get("/interviews/plain")
    mia.judge(store, "plain", 2, "reopen")
    answer = judge.post(f"/adjudicate/{two[1]}?{DOCKET}", side="B")
    assert answer.status_code == 409
    assert "not there any more" in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("difference_filter", ["coders=jan&dimension=weather", "coders=&dimension=barrier", ""])
def test_a_docket_of_nothing_is_not_there(judge, difference_filter):
    assert judge.get(f"/adjudicate?{difference_filter}").status_code == 404
