"""Memos: written where they belong, found by their words, rewritten by one at a time, and no way to peek."""

import pytest

SEEN = "Nog eens bekijken: crèche of vervoer?"


@pytest.fixture
def browser(visit):
    return visit("jan")


def topic_of(store, number=1, interview="plain"):
    return f"fragment {store.transcripts.fragments(interview)[number - 1].id}"


def write(browser, text, topic, **more):
    browser.get("/memos")
    return browser.post("/memos", text=text, topic=topic, **more)


def texts(store):
    return [each.text for each in store.notes.memos()]


def test_a_memo_on_a_fragment_shows_on_its_card_and_not_on_another(browser, store):
    assert SEEN in write(browser, f"  {SEEN}\n", topic_of(store)).text
    assert SEEN not in browser.get(f"/interviews/plain?at={topic_of(store, 2).rpartition(':')[2]}").text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("topic", "page"),
    [("interview plain", "/interviews/plain"), ("code barrier.housing", "/codebook"), ("study", "/memos")],
)
def test_a_memo_shows_where_it_belongs(browser, store, topic, page):
    write(browser, SEEN, topic)
    assert SEEN in browser.get(page).text
    assert SEEN not in browser.get("/interviews/talk").text


def test_memos_are_found_by_their_words(browser, store):
    write(browser, SEEN, topic_of(store))
    write(browser, "Iets over de rente.", "interview plain")
    page = browser.get("/memos?words=CRECHE vervoer").text
    assert "1 memo<" in page
    assert SEEN in page
    assert "rente" not in page


def test_a_memo_is_rewritten_and_an_empty_one_is_taken_away(browser, store):
    write(browser, SEEN, "study")
    write(browser, "Bekeken.", "study", replaces=str(store.notes.memos()[0].number))
    assert texts(store) == ["Bekeken."]
    write(browser, " ", "study", replaces=str(store.notes.memos()[0].number))
    assert texts(store) == []


def test_who_rewrites_second_is_told_and_keeps_the_text(browser, visit, store):
    second = visit("mia")
    write(browser, SEEN, "study")
    number = str(store.notes.memos()[0].number)
    write(browser, "Jan zegt mobiliteit.", "study", replaces=number)
    answer = write(second, "Mia zegt opvang.", "study", replaces=number)
    assert answer.status_code == 409
    assert "rewritten or taken away meanwhile" in answer.text
    assert "Mia zegt opvang.</textarea>" in answer.text
    assert texts(store) == ["Jan zegt mobiliteit."]


def test_a_memo_on_a_fragment_that_was_cut_meanwhile_is_given_back(browser, store):
    topic = topic_of(store)
    store.boundaries.merge(
        *(each.id for each in store.transcripts.fragments("plain")[:2]),
        coder="mia",
        decided_at=store.transcripts.interviews()[0].ingested_at,
    )
    answer = write(browser, SEEN, topic)
    assert answer.status_code == 409
    assert f"{SEEN}</textarea>" in answer.text
    assert 'name="topic" value="interview plain"' in answer.text


def test_a_memo_goes_along_when_its_fragment_is_cut_anew(browser, store, clock):
    write(browser, SEEN, topic_of(store))
    merged = store.boundaries.merge(
        *(each.id for each in store.transcripts.fragments("plain")[:2]), coder="mia", decided_at=clock()
    )
    assert SEEN in browser.get(f"/interviews/plain?at={merged.rpartition(':')[2]}").text


def test_who_is_still_coding_does_not_read_what_others_noted_there(browser, visit, store):
    write(browser, SEEN, topic_of(store))
    second = visit("mia")
    second.get("/interviews/plain")
    second.judge(store, "plain", 2, "done")
    assert SEEN not in second.get("/memos").text
    assert SEEN not in second.get(f"/interviews/plain?at={topic_of(store).rpartition(':')[2]}").text
    second.judge(store, "plain", 1, "done")
    assert SEEN in second.get("/memos").text


@pytest.mark.parametrize("topic", ["", "code barrier.weather", "fragment ", "weather"])
def test_a_memo_on_nothing_is_not_kept(browser, store, topic):
    assert write(browser, SEEN, topic).status_code in (404, 409)
    assert texts(store) == []


def test_a_memo_is_text_and_never_markup(browser, store):
    write(browser, "<script>alert(1)</script>", "study")
    assert "<script>alert" not in browser.get("/memos").text


def test_where_names_are_replaced_a_memo_says_that_its_own_are_not(browser, study):
    said = "Names that you write in a memo are not replaced."
    assert said not in browser.get("/memos").text
    study.pseudonyms.mkdir()
    assert said in browser.get("/memos").text
    assert said in browser.get("/interviews/plain").text


def test_a_memo_as_long_as_its_field_takes_is_kept_however_many_lines_it_has(visit, store):
    jan = visit("jan")
    jan.get("/memos")
    assert jan.post("/memos", text="a\r\n" * 5000, topic="interview talk").status_code == 200
    assert [len(each.text.splitlines()) for each in store.notes.memos()] == [5000]
