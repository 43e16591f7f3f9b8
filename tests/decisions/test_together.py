"""Coders and keys, adjudication, memos, search and copies: what a team does beside giving verdicts."""

import sqlite3

import pytest

from pipeline.decisions import Store, Topic
from pipeline.errors import InvalidDecision, UnknownFragment, UnknownInterview
from tests.decisions.invented import NOON, SAID, add, find, held, say, transcript

KEY = "k3y-drawn-at-random-0123456789"


def test_a_coder_is_known_by_the_key_and_only_its_hash_is_kept(store, tmp_path):
    store.coders.add("ann", key=KEY, since=NOON)
    assert store.coders.for_key(KEY) == "ann"
    assert store.coders.for_key(KEY + "x") is None
    [ann] = store.coders.all()
    assert (ann.name, ann.has_key, ann.since, ann.left_at) == ("ann", True, NOON, None)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert KEY.encode() not in kept


def test_a_new_key_ends_the_old_one_and_who_left_has_none(store):
    store.coders.add("ann", key=KEY, since=NOON)
    store.coders.add("ann", key=KEY[::-1], since=NOON)
    assert (store.coders.for_key(KEY), store.coders.for_key(KEY[::-1])) == (None, "ann")
    store.coders.remove_key("ann", at=NOON)
    assert store.coders.for_key(KEY[::-1]) is None
    assert store.coders.all()[0].left_at == NOON


def test_a_short_key_and_an_empty_or_unknown_name_are_refused(store):
    with pytest.raises(ValueError, match="20 characters"):
        store.coders.add("ann", key="1234", since=NOON)
    with pytest.raises(InvalidDecision, match="name"):
        store.coders.add("  ", key=KEY, since=NOON)
    with pytest.raises(InvalidDecision, match="'bo'"):
        store.coders.remove_key("bo", at=NOON)


def both_finish(store):
    fragment = add(store)[0]
    for coder, code in (("ann", "health"), ("bo", "mobility")):
        store.ledger.record(
            [say("added", fragment, "barrier", code, coder=coder), say("reviewed", fragment, coder=coder)]
        )
    return fragment


def finals(store):
    return {row["coder"]: row["final"] for row in store.exports.rows("codes")}


def test_adjudication_chooses_whose_verdict_is_final_and_keeps_both(store):
    fragment = both_finish(store)
    assert finals(store) == {"ann": True, "bo": False}
    store.adjudication.choose(fragment, "bo", by="eva", decided_at=NOON)
    assert finals(store) == {"ann": False, "bo": True}
    assert (held(store, fragment, "ann"), held(store, fragment, "bo")) == (
        {"barrier=health": "manual"},
        {"barrier=mobility": "manual"},
    )
    store.adjudication.choose(fragment, None, by="eva", decided_at=NOON)
    assert finals(store) == {"ann": True, "bo": False}


def test_a_choice_on_one_fragment_changes_nothing_on_another(store):
    chosen, other = add(store)[:2]
    for fragment in (chosen, other):
        for coder, code in (("ann", "health"), ("bo", "mobility")):
            store.ledger.record(
                [say("added", fragment, "barrier", code, coder=coder), say("reviewed", fragment, coder=coder)]
            )
    store.adjudication.choose(chosen, "bo", by="eva", decided_at=NOON)
    store.adjudication.choose(other, None, by="eva", decided_at=NOON)
    store.ledger.record([say("added", chosen, "barrier", "housing", coder="eva")])
    assert {row["coder"] for row in store.exports.rows("codes") if row["fragment"] == chosen and row["final"]} == {"bo"}


def test_a_chosen_verdict_that_is_reopened_is_final_no_more(store):
    fragment = both_finish(store)
    store.adjudication.choose(fragment, "bo", by="eva", decided_at=NOON)
    store.ledger.record([say("reopened", fragment, coder="bo")])
    assert finals(store) == {"ann": True}


def test_only_a_finished_verdict_can_be_chosen(store):
    fragment = both_finish(store)
    with pytest.raises(InvalidDecision, match="'eva' has not finished"):
        store.adjudication.choose(fragment, "eva", by="eva", decided_at=NOON)
    with pytest.raises(UnknownFragment):
        store.adjudication.choose("int_01:1-2", "bo", by="eva", decided_at=NOON)


def test_memos_are_about_a_fragment_an_interview_a_code_or_the_study(store):
    fragment = add(store)[0]
    topics = [
        Topic(interview="int_01", fragment_id=fragment),
        Topic(interview="int_01"),
        Topic(dimension="barrier", code="housing"),
        Topic(),
    ]
    for topic in topics:
        store.notes.write_memo("Nog eens bekijken.", topic, coder="ann", at=NOON)
    assert [each.topic for each in store.notes.memos()] == topics
    assert [each.topic for each in store.notes.memos("int_01")] == topics[:2]
    with pytest.raises(UnknownInterview):
        store.notes.write_memo("?", Topic(interview="int_09"), coder="ann", at=NOON)


def test_a_memo_is_rewritten_once_and_empty_text_takes_it_away(store):
    add(store)
    first = store.notes.write_memo("Eerst.", Topic(interview="int_01"), coder="ann", at=NOON)
    second = store.notes.write_memo("Daarna.", Topic(interview="int_01"), coder="ann", at=NOON, replaces=first)
    assert [each.text for each in store.notes.memos()] == ["Daarna."]
    with pytest.raises(InvalidDecision, match="rewritten meanwhile"):
        store.notes.write_memo("Tegelijk.", Topic(interview="int_01"), coder="bo", at=NOON, replaces=first)
    store.notes.write_memo("", Topic(interview="int_01"), coder="ann", at=NOON, replaces=second)
    assert store.notes.memos() == []


def found(store, query):
    return [[hit.text[start:end] for start, end in hit.marks] for hit in find(store, query)]


def test_words_are_found_whatever_their_accents_and_capitals(store):
    add(store, transcript(said=(("R", "De crèche zit vól. Geen plaats."), ("R", "Crèches genoeg 🚌 in de crèche."))))
    assert found(store, "creche") == [["crèche"], ["crèche"]]
    assert found(store, "CRÈCHE* vol") == [["crèche", "vól"]]
    assert found(store, "crech*") == [["crèche"], ["Crèches", "crèche"]]
    assert found(store, '"de crèche zit"') == [["De crèche zit"]]
    assert found(store, "niets") == []


@pytest.mark.parametrize("query", ["", "  ", '"', "AND", "a OR (b", "NEAR(", "*", "text:woning", "-huur", "';--"])
def test_no_query_breaks_the_search(store, query):
    add(store)
    assert isinstance(find(store, query), list)


def test_hits_come_in_order_and_in_pages_and_not_from_fragments_set_aside(store):
    ids = add(store)
    add(store, transcript("int_00"))
    assert [hit.interview for hit in find(store, "woning")] == ["int_00", "int_01"]
    assert [hit.fragment_id for hit in find(store, "woning", limit=1, offset=1)] == [ids[0]]
    start = store.transcripts.fragments("int_01")[0].fragment.start
    store.boundaries.split(ids[0], start + 8, coder="ann", decided_at=NOON)
    [_, hit] = find(store, "woning")
    assert hit.text == SAID[1][1][9:21]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_copy_is_whole_and_is_a_store(store, tmp_path):
    ids = add(store)
    store.ledger.record([say("added", ids[0], "barrier", "health")])
    target = tmp_path / "copies" / "monday.sqlite"
    target.parent.mkdir()
    target.write_bytes(b"an older copy")
    store.maintenance.backup(target)
    store.ledger.record([say("added", ids[0], "barrier", "mobility")])
    assert [path.name for path in target.parent.iterdir()] == ["monday.sqlite"]
    with sqlite3.connect(target) as copied:
        assert copied.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copied.close()
    with Store.open(f"sqlite:///{target}") as copy:
        assert held(copy, ids[0]) == {"barrier=health": "manual"}
        assert copy.maintenance.check() == []


def test_a_judge_codes_anew_in_one_act_that_is_undone_as_one(store):
    fragment = both_finish(store)
    store.adjudication.choose_new_codes(
        [say("added", fragment, "barrier", "housing", coder="eva"), say("reviewed", fragment, coder="eva")]
    )
    assert finals(store) == {"ann": False, "bo": False, "eva": True}
    assert store.adjudication.adjudicator_verdicts() == {(fragment, "eva")}
    ruling = store.adjudication.choices("int_01")[fragment]
    assert (ruling.coder, ruling.by) == ("eva", "eva")
    store.ledger.undo_last("eva", decided_at=NOON)
    assert finals(store) == {"ann": True, "bo": False}


def test_the_last_choice_on_a_fragment_is_told(store):
    fragment = both_finish(store)
    assert store.adjudication.choices("int_01") == {}
    store.adjudication.choose(fragment, "bo", by="eva", decided_at=NOON)
    store.adjudication.choose(fragment, None, by="ann", decided_at=NOON)
    ruling = store.adjudication.choices("int_01")[fragment]
    assert (ruling.coder, ruling.by) == (None, "ann")
    assert store.adjudication.adjudicator_verdicts() == set()


def test_what_everybody_holds_of_one_fragment_is_told(store):
    fragment = both_finish(store)
    every = [each for each in store.ledger.verdicts("int_01") if each.fragment_id == fragment]
    assert store.adjudication.verdicts_on(fragment) == every
    assert [each.coder for each in every] == ["ann", "bo"]
    assert store.adjudication.verdicts_on("int_01:0-1") == []
