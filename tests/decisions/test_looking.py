"""The desk's questions: the same answers as reading everything would give, and nothing that a coder may not see."""

from datetime import timedelta

import pytest

from pipeline.decisions import SearchQuery
from pipeline.decisions.queries import search
from tests.decisions.invented import NOON, add, say, suggest, transcript

HOUSING, MOBILITY, HEALTH = (("barrier", each) for each in ("housing", "mobility", "health"))


def finish(store, fragment, *codes, coder="ann", after=0):
    said = [say("added", fragment, *code, coder=coder, blind=True, after=after) for code in codes]
    return store.ledger.record([*said, say("reviewed", fragment, coder=coder, blind=True, after=after)])


def ids_of(page):
    return [each.fragment_id for each in page.found]


@pytest.fixture
def two(store):
    """Two interviews; ann finished the first but for its last fragment, bo one of its fragments otherwise."""
    first, second = add(store), add(store, transcript("int_02"))
    finish(store, first[0], HOUSING)
    finish(store, first[1], HOUSING, HEALTH)
    finish(store, first[2])
    finish(store, first[3], MOBILITY)
    finish(store, first[1], MOBILITY, coder="bo")
    return first, second


def test_a_fragment_alone_is_what_it_is_in_its_interview(store, two):
    first, _ = two
    suggest(store, {HOUSING})
    for coder in ("ann", "bo", "nobody"):
        for number, state in enumerate(store.queries.fragment_states("int_01", coder), 1):
            detail = store.queries.fragment(state.fragment.id, coder)
            assert (detail.state, detail.number) == (state, number)
            assert (detail.previous, detail.next) == (
                first[number - 2] if number > 1 else None,
                first[number] if number < len(first) else None,
            )


def test_a_model_that_suggests_nothing_looked_at_the_fragment_all_the_same(store, two):
    first, _ = two
    assert not store.queries.fragment(first[4], "ann").state.scored
    suggest(store, set(), only=[first[4]])
    assert [each.scored for each in store.queries.fragment_states("int_01", "ann")] == [False] * 4 + [True]
    assert store.queries.fragment(first[4], "ann").state.scored
    assert {each.scored for each in store.queries.fragment_states("int_02", "ann")} == {False}


def test_the_states_of_an_interview_are_what_reading_it_tells(store, two):
    suggest(store, {HOUSING})
    for coder in ("ann", "bo", "nobody"):
        shown = store.suggestions.all("int_01", only_shown=True)
        laid = store.queries.fragment_states("int_01", coder)
        assert len(laid) == 5
        for each, stored, verdict in zip(
            laid, store.transcripts.fragments("int_01"), store.ledger.verdicts("int_01", coder), strict=True
        ):
            assert (each.fragment, each.blind) == (stored.fragment, stored.blind)
            assert each.reviewed == verdict.reviewed
            assert sorted(each.held) == [(code.dimension, code.code, code.origin) for code in verdict.codes]
            assert [offer[:2] for offer in each.open] == list(verdict.open)
            assert [(*offer[:4], offer.model) for offer in each.shown] == [
                (said.dimension, said.code, said.probability, said.rank, said.model)
                for said in shown
                if said.fragment_id == stored.id
            ]


def test_a_fragment_knows_what_waits_from_here_on_and_then_from_the_top(store, two):
    first, _ = two
    assert store.queries.fragment(first[0], "ann").onward == first[4]
    assert store.queries.fragment(first[4], "ann").onward is None
    assert store.queries.fragment(first[4], "bo").onward == first[0]
    near = store.queries.fragment(first[0], "ann")
    assert (near.done, near.of) == (4, 5)


def test_a_code_is_found_and_not_another(store, two):
    first, _ = two
    assert ids_of(store.queries.search(SearchQuery(code=HOUSING), "ann")) == first[:2]
    assert ids_of(store.queries.search(SearchQuery(code=HOUSING, without=HEALTH), "ann")) == first[:1]


def test_who_is_not_at_work_sees_what_counts(store, two):
    first, _ = two
    assert ids_of(store.queries.search(SearchQuery(code=HOUSING), "zoe")) == first[:2]
    assert ids_of(store.queries.search(SearchQuery(code=MOBILITY), "zoe")) == [first[3]]


def test_who_is_at_work_sees_there_only_what_is_their_own(store, two):
    first, _ = two
    assert ids_of(store.queries.search(SearchQuery(code=HOUSING), "bo")) == []
    assert ids_of(store.queries.search(SearchQuery(code=MOBILITY), "bo")) == [first[1]]
    [found] = [each for each in store.queries.search(SearchQuery(), "bo").found if each.fragment_id == first[0]]
    assert (found.codes, found.reviewed) == ({}, False)


def test_what_an_adjudicator_chose_counts(store, two):
    first, _ = two
    store.adjudication.choose(first[1], "bo", by="zoe", decided_at=NOON)
    assert ids_of(store.queries.search(SearchQuery(code=MOBILITY), "zoe")) == [first[1], first[3]]
    store.adjudication.choose(first[1], None, by="zoe", decided_at=NOON)
    assert ids_of(store.queries.search(SearchQuery(code=MOBILITY), "zoe")) == [first[3]]


@pytest.mark.parametrize(
    ("words", "places"),
    [("WÓNING", [0]), ('"te duur"', [1]), ('"duur te"', []), ("won*", [0]), ("won", []), ("huur hier", [1])],
)
def test_words_are_found_with_their_places(store, two, words, places):
    first, second = two
    found = store.queries.search(SearchQuery(words=words), "ann").found
    assert [each.fragment_id for each in found] == [each[at] for each in (first, second) for at in places]
    assert all(each.marks for each in found)


def test_what_is_around_a_fragment_comes_with_it(store, two):
    found = store.queries.search(SearchQuery(words="woning"), "ann").found[0]
    assert (found.before, found.after) == ("Hoe verliep het traject?", "En het vervoer?")


def test_pages_follow_each_other_and_count_all(store, two):
    first, second = two
    pages = [store.queries.search(SearchQuery(), "ann", limit=4, offset=offset) for offset in (0, 4, 8)]
    assert [each for page in pages for each in ids_of(page)] == [*first, *second]
    assert {(page.total, page.interviews) for page in pages} == {(10, 2)}
    assert store.queries.search(SearchQuery(among=["int_02"]), "ann").total == 5


@pytest.mark.parametrize("coder", ["ann", "bo", "zoe"])
def test_sums_are_what_retrieval_finds(store, two, coder):
    for code in (HOUSING, MOBILITY, HEALTH):
        counted = sum(each.codes.get(code, 0) for each in store.queries.frequencies(coder))
        found = store.queries.search(SearchQuery(code=code), coder)
        assert counted == found.total
        assert [each.fragment_id for each in store.queries.examples_of_codes([code], coder, each=9)[code]] == ids_of(
            found
        )
    reviewed = sum(each.reviewed for each in store.queries.search(SearchQuery(), coder).found)
    assert sum(each.reviewed for each in store.queries.frequencies(coder)) == reviewed


@pytest.mark.parametrize("rare", [0, 2000])
@pytest.mark.parametrize("coder", ["ann", "bo", "zoe"])
def test_the_pages_of_a_code_are_those_of_the_whole(store, two, coder, rare, monkeypatch):
    monkeypatch.setattr(search, "RARE", rare)
    _, second = two
    finish(store, second[1], HOUSING)
    for among in (None, ["int_02"], []):
        question = SearchQuery(code=HOUSING, among=among)
        whole = store.queries.search(question, coder)
        assert whole.total == len(whole.found)
        pages = [store.queries.search(question, coder, limit=2, offset=offset) for offset in (0, 2, 4)]
        assert [each for page in pages for each in ids_of(page)] == ids_of(whole)
        assert {(page.total, page.interviews) for page in pages} == {(whole.total, whole.interviews)}


def test_of_what_is_everywhere_the_first_are_looked_at_and_it_is_said_that_there_are_more(store, two, monkeypatch):
    first, second = two
    assert not store.queries.search(SearchQuery(), "ann").more
    monkeypatch.setattr(search, "MOST", 7)
    page = store.queries.search(SearchQuery(), "ann", limit=4, offset=4)
    assert (page.total, page.more, ids_of(page)) == (7, True, [first[4], *second[:2]])
    assert store.queries.search(SearchQuery(words="huur"), "ann").more is False


def test_a_queue_gives_what_the_model_is_least_sure_of_and_then_the_next(store):
    first = add(store)
    suggest(store, {HOUSING, MOBILITY})
    waits = store.queries.queue_totals("ann")
    assert (waits.unfinished, waits.doubted) == (5, 5)
    assert waits.by_code == {HOUSING: 5, MOBILITY: 5}
    seen = []
    while (fragment := store.queries.next_in_queue("uncertain", "ann")) is not None:
        seen.append(fragment)
        store.ledger.record([say("rejected", fragment, *HOUSING), say("rejected", fragment, *MOBILITY)])
        store.ledger.record([say("reviewed", fragment)])
    assert sorted(seen) == sorted(first)
    assert (store.queries.queue_totals("ann").doubted, store.queries.queue_totals("bo").doubted) == (0, 5)


def test_blind_fragments_stand_in_no_order_that_a_model_made(store):
    add(store, blind_share=1.0)
    suggest(store, {HOUSING})
    assert (store.queries.queue_totals("ann").doubted, store.queries.queue_totals("ann").by_code) == (0, {})
    assert (
        store.queries.next_in_queue("uncertain", "ann")
        is store.queries.next_in_queue("code", "ann", code=HOUSING)
        is None
    )
    assert store.queries.next_in_queue("random", "ann") is not None


def test_a_random_order_is_the_same_until_something_is_finished_and_ends(store, two):
    first, second = two
    left = {first[4], *second}
    while left:
        fragment = store.queries.next_in_queue("random", "ann")
        assert fragment == store.queries.next_in_queue("random", "ann")
        left.remove(fragment)
        finish(store, fragment)
    assert store.queries.next_in_queue("random", "ann") is None


def test_coders_who_differ_are_a_queue_until_somebody_chooses(store, two):
    first, _ = two
    assert store.queries.queue_totals("zoe").differing == store.queries.queue_totals("bo").differing == 1
    assert store.queries.next_in_queue("differing", "zoe") == first[1]
    assert store.queries.next_in_queue("differing", "zoe", after=first[1]) is None
    store.ledger.record([say("reviewed", first[0], coder="zoe", blind=True)])
    assert store.queries.next_in_queue("differing", "zoe") == first[0]
    assert store.queries.queue_totals("zoe").differing == 1
    store.adjudication.choose(first[1], "bo", by="ann", decided_at=NOON)
    assert store.queries.next_in_queue("differing", "ann") == first[0]


def test_the_pace_is_told_from_six_fragments_on(store, two):
    _, second = two
    first = add(store, transcript("int_03"))
    for nth, fragment in enumerate([*first, second[0]]):
        assert store.queries.pace("cas", since=NOON) is None
        finish(store, fragment, coder="cas", after=20 * nth)
    assert store.queries.pace("cas", since=NOON) == 20
    assert store.queries.pace("cas", since=NOON + timedelta(hours=1)) is None
