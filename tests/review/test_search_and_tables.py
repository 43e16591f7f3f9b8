"""Looking across interviews: by code, by words, by column; and what a coder may not see yet."""

import re

import pytest


@pytest.fixture
def coded(visit, store):
    browser = visit("mia")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "give barrier housing")
    browser.judge(store, "plain", 1, "give activation structural")
    browser.judge(store, "plain", 1, "done")
    browser.judge(store, "plain", 2, "give barrier housing")
    browser.judge(store, "plain", 2, "done")
    return browser


def found(page):
    return re.findall(r'<p class="where"><a href="/interviews/(\w+)\?at=', page.text)


def test_fragments_are_found_by_code(coded):
    assert found(coded.get("/find?code=barrier.housing")) == ["plain", "plain"]


def test_fragments_are_found_by_code_and_not_another(coded):
    page = coded.get("/find?code=barrier.housing&without=activation.structural")
    assert found(page) == ["plain"]
    assert "bus rijdt niet" in page.text


def test_words_are_found_whatever_their_accents_and_capitals(coded):
    page = coded.get("/find?words=CRECHE+plaatsen")
    assert found(page) == ["plain", "secret", "talk"]
    assert "<mark>crèche</mark>" in page.text


def test_interviews_are_chosen_by_column(coded):
    assert found(coded.get("/find?words=bus&about=role%3Djobcoach")) == ["talk"]


def test_what_is_looked_for_is_never_markup(coded):
    page = coded.get("/find?words=%3Cscript%3E").text
    assert "<script>" not in page.replace('<script type="module"', "")


def test_without_a_question_nothing_is_shown(coded):
    assert found(coded.get("/find")) == []


def test_a_verdict_is_found_at_once(coded, store):
    assert len(found(coded.get("/find?code=barrier.housing"))) == 2
    coded.get("/interviews/plain")
    coded.judge(store, "plain", 2, "drop barrier housing")
    assert len(found(coded.get("/find?code=barrier.housing"))) == 1


def test_a_coder_at_work_does_not_see_what_others_said_of_unfinished_fragments(coded, visit, store):
    second = visit("jan")
    second.get("/interviews/plain")
    second.judge(store, "plain", 1, "none")
    page = second.get("/find?words=bus+rijdt").text
    assert "bus" in page
    assert "mark tone" not in page


def test_the_table_counts_reviewed_fragments_with_their_share(coded):
    page = coded.get("/table").text
    row = re.search(r"housing</a></th>(.*?)</tr>", page, re.DOTALL)[1]
    assert re.findall(r"<td>(?:<a [^>]*>)?(\d+)", row) == ["2", "2"]
    assert "100" in row


def test_the_codebook_shows_meaning_count_and_examples(coded):
    page = coded.get("/codebook").text
    assert "2 fragments" in page
    assert "De huur is niet te betalen." in page
    assert "not given yet" in page


def test_the_history_of_a_fragment_is_complete_and_in_order(coded, store):
    fragment = store.transcripts.fragments("plain")[0].id
    page = coded.get(f"/fragments/{fragment}/history").text
    assert page.index("<b>housing</b>") < page.index("<b>structural</b>") < page.index("finished the fragment")


def test_the_history_keeps_others_to_itself_until_one_has_finished(coded, visit, store):
    second, fragment = visit("jan"), store.transcripts.fragments("plain")[0].id
    assert "<b>housing</b>" not in second.get(f"/fragments/{fragment}/history").text
    second.get("/interviews/plain")
    second.judge(store, "plain", 1, "none")
    assert "<b>housing</b>" in second.get(f"/fragments/{fragment}/history").text


def test_the_history_of_an_unknown_fragment_is_not_there(coded):
    assert coded.get("/fragments/plain:1-2/history").status_code == 404


def test_from_a_cell_of_the_table_to_its_fragments(coded):
    row = re.search(r"housing</a></th>(.*?)</tr>", coded.get("/table").text, re.DOTALL)[1]
    [cell] = re.findall(r'<td><a href="([^"]+)">2</a>', row)
    assert found(coded.get(cell.replace("&amp;", "&"))) == ["plain", "plain"]


def test_words_in_quotes_must_follow_each_other_and_a_star_begins_longer_ones(coded):
    assert found(coded.get('/find?words="bus+rijdt"')) == ["plain", "secret", "talk"]
    assert found(coded.get('/find?words="rijdt+bus"')) == []
    assert found(coded.get("/find?words=plaats*+creche")) == ["plain", "secret", "talk"]


def test_what_is_around_a_fragment_can_be_unfolded(coded):
    page = coded.get("/find?words=huur").text
    around = re.search(r'<details class="around">(.*?)</details>', page, re.DOTALL)[1]
    assert (
        around.index("Wat houdt mensen tegen?") < around.index("De huur is niet te betalen.") < around.index("verder?")
    )
