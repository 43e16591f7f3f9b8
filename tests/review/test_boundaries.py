"""Split, merge and move a boundary by word: with forms alone, undone like a verdict, and told in the audit trail."""

import pytest

RENT, BUS = "De huur is niet te betalen.", "En de bus rijdt niet."


def texts(store, interview="plain"):
    return [each.fragment.text.strip() for each in store.transcripts.fragments(interview)]


def cut(browser, store, number, wanted, interview="plain", **options):
    fragment = store.transcripts.fragments(interview)[number - 1].fragment
    address = f"/interviews/{interview}/fragments/{fragment.start}-{fragment.end}/cut"
    if not options.get("swap"):
        browser.get(address)
    return browser.post(address, cut=wanted, **options)


def word_at(store, number, word, interview="plain"):
    fragment = store.transcripts.fragments(interview)[number - 1].fragment
    return fragment.start + fragment.text.index(word)


@pytest.fixture
def browser(visit):
    return visit("jan")


def test_a_fragment_is_split_before_a_word(browser, store):
    page = cut(browser, store, 1, f"split {word_at(store, 1, 'niet')}")
    assert texts(store)[:3] == ["De huur is", "niet te betalen.", BUS]
    assert "Fragment 1 " in page.text


def test_every_word_is_a_button_so_no_script_is_needed(browser, store):
    fragment = store.transcripts.fragments("plain")[0].fragment
    page = browser.get(f"/interviews/plain/fragments/{fragment.start}-{fragment.end}/cut").text
    for word in ("huur", "is", "niet"):
        assert f'value="split {word_at(store, 1, word)}">{word}</button>' in page
    assert f'value="split {word_at(store, 1, "De")}"' not in page, "before its first word there is nothing to split off"


@pytest.mark.parametrize(("number", "side"), [(1, "next"), (2, "previous")])
def test_neighbours_are_merged_from_either_side(browser, store, number, side):
    cut(browser, store, number, f"merge {side}")
    assert texts(store)[0] == f"{RENT} {BUS}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "wanted", "left", "right"),
    [
        (1, "end later", f"{RENT} En", "de bus rijdt niet."),
        (1, "end earlier", "De huur is niet te", f"betalen. {BUS}"),
        (2, "begin later", f"{RENT} En", "de bus rijdt niet."),
        (2, "begin earlier", "De huur is niet te", f"betalen. {BUS}"),
    ],
)
def test_a_boundary_moves_by_a_word(browser, store, number, wanted, left, right):
    cut(browser, store, number, wanted)
    assert texts(store)[:2] == [left, right]


def test_a_boundary_moves_to_the_word_that_was_chosen(browser, store):
    cut(browser, store, 1, f"end {word_at(store, 2, 'rijdt')}")
    assert texts(store)[:2] == [f"{RENT} En de bus", "rijdt niet."]


@pytest.mark.parametrize(
    ("number", "wanted"), [(1, "merge previous"), (3, "merge next"), (1, "split x"), (1, "burn"), (1, "split 1")]
)
def test_what_cannot_be_cut_says_so_and_changes_nothing(browser, store, number, wanted):
    before = texts(store)
    answer = cut(browser, store, number, wanted)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert texts(store) == before


def test_undo_cuts_back_also_where_nothing_was_said(browser, store):
    before = texts(store)
    cut(browser, store, 1, f"split {word_at(store, 1, 'niet')}")
    answer = browser.post("/undo", swap=True, interview="plain")
    assert answer.headers["x-desk-go"].startswith("/interviews/plain?at=")
    assert texts(store) == before
    assert browser.post("/undo").status_code == 409, "and before that there was nothing"


def test_redo_cuts_again_and_shows_the_first_of_what_was_made(browser, store):
    cut(browser, store, 1, f"split {word_at(store, 1, 'niet')}")
    after = texts(store)
    browser.post("/undo")
    answer = browser.post("/redo", swap=True, interview="plain")
    assert texts(store) == after
    made = store.transcripts.fragments("plain")[0].id.rpartition(":")[2]
    assert answer.headers["x-desk-go"] == f"/interviews/plain?at={made}#f-{made}"


def test_codes_go_along_and_the_audit_trail_says_how(browser, store):
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "give barrier housing")
    whole = store.transcripts.fragments("plain")[0].id
    cut(browser, store, 1, f"split {word_at(store, 1, 'niet')}")
    for half, verdict in zip(
        store.transcripts.fragments("plain")[:2], store.ledger.verdicts("plain", "jan"), strict=False
    ):
        assert [each.code for each in verdict.codes] == ["housing"]
        page = browser.get(f"/fragments/{half.id}/history").text
        assert "split this fragment in two" in page
        assert f"/fragments/{whole.replace(':', '%3A')}/history" in page
    page = browser.get(f"/fragments/{whole}/history").text
    assert "This fragment was set aside." in page
    assert "housing" in page.lower()


def test_halves_of_a_blind_fragment_are_blind(browser, store):
    page = cut(browser, store, 1, f"split {word_at(store, 1, 'niet', 'secret')}", "secret")
    assert "Blind: code this fragment yourself." in page.text
    assert all(each.blind for each in store.transcripts.fragments("secret"))


def test_who_comes_second_is_told_that_it_was_cut_meanwhile(browser, visit, store):
    first, second = browser, visit("mia")
    fragment = store.transcripts.fragments("plain")[0].fragment
    address = f"/interviews/plain/fragments/{fragment.start}-{fragment.end}/cut"
    second.get(address)
    cut(first, store, 1, "merge next")
    answer = second.post(address, cut=f"split {word_at(store, 1, 'huur')}")
    assert answer.status_code == 404
    assert "any more" in answer.text
    assert texts(store)[0] == f"{RENT} {BUS}"
