"""Forgetting an interview takes every word of it out of the file; the ledger keeps its entries, about nobody."""

from pathlib import Path

import pytest

from pipeline.decisions import Store, Topic
from pipeline.errors import UnknownFragment, UnknownInterview
from tests.decisions.invented import BOOK, NOON, add, by_hand, cut, find, say, suggest, transcript

RARE = ("huur", "vervoer", "Gruttopad", "voet", "Knarsetand", "zwijgplicht")
"""Words of the interview, its metadata, an earlier version of it, and memos about it."""


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("study.sqlite*"))


def fill(store: Store) -> list[str]:
    earlier = transcript(said=(("I", "Hoe heet u?"), ("R", "Knarsetand is de naam. De huur is te duur hier.")))
    add(store, earlier)
    later = transcript()
    store.transcripts.replace(later, cut(later), cut_by="rules 1", taken_in_at=NOON)
    store.transcripts.set_columns("int_01", {"organisation": "Gruttopad"})
    ids = [each.id for each in store.transcripts.fragments("int_01")]
    add(store, transcript("int_02", (("I", "En?"), ("R", "Alles gaat goed met mij. Heel goed zelfs."))))
    suggest(store, {("barrier", "housing")})
    store.ledger.record([say("accepted", ids[0], "barrier", "housing"), say("reviewed", ids[0])])
    store.boundaries.split(
        ids[-1], store.transcripts.fragments("int_01")[-1].fragment.start + 5, coder="ann", decided_at=NOON
    )
    other = store.transcripts.fragments("int_02")[0].id
    store.ledger.record([say("added", other, "barrier", "health"), say("reviewed", other)])
    memo = store.notes.write_memo("zwijgplicht", Topic(interview="int_01"), coder="ann", at=NOON)
    store.notes.write_memo("zwijgplicht!", Topic(fragment_id=ids[0]), coder="bo", at=NOON)
    store.notes.write_memo("nog eens", Topic(interview="int_01"), coder="ann", at=NOON, replaces=memo)
    quoting = "Zoals iemand zei: De huur is te duur hier."
    number = store.notes.write_memo(quoting, Topic(dimension="barrier", code="housing"), coder="ann", at=NOON)
    store.notes.write_memo("Anders.", Topic(dimension="barrier", code="housing"), coder="ann", at=NOON, replaces=number)
    return ids


def forget(store: Store, interview: str = "int_01"):
    told = store.transcripts.erase(
        interview, at=NOON, redact=lambda memo: memo.replace("De huur is te duur hier", "[…]")
    )
    store.maintenance.scrub()
    return told


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_no_page_of_the_file_keeps_a_word(store, tmp_path):
    fill(store)
    assert all(word.encode() in bytes_of(tmp_path) for word in RARE)
    forget(store)
    kept = bytes_of(tmp_path)
    assert [word for word in RARE if word.encode() in kept or word.lower().encode() in kept] == []
    assert b"goed zelfs" in kept


def test_the_entries_stay_as_they_were_but_for_whom_they_are_about(store):
    fill(store)
    before = {row["number"]: row for row in store.exports.rows("decisions")}
    told = forget(store)
    after = {row["number"]: row for row in store.exports.rows("decisions")}
    assert before.keys() == after.keys()
    theirs = [row for row in before.values() if row["interview"] == "int_01"]
    assert told.entries == len(theirs) > 0
    for number, row in after.items():
        changed = {name for name in row if row[name] != before[number][name]}
        assert changed <= ({"fragment", "interview", "live"} if before[number] in theirs else set())
    assert {row["interview"] for row in after.values()} == {told.name, "int_02"}


def test_it_is_nowhere_to_be_seen_and_nothing_else_is_gone(store):
    ids = fill(store)
    others = [list(store.exports.rows(name)) for name in ("transcripts", "fragments", "codes")]
    told = forget(store)
    assert (told.memos, told.quotes) == (3, 1)
    assert [each.id for each in store.transcripts.interviews()] == ["int_02"]
    for rows, name in zip(others, ("transcripts", "fragments", "codes"), strict=True):
        assert list(store.exports.rows(name)) == [row for row in rows if row["interview"] == "int_02"]
    assert store.transcripts.sha256("int_01") is None
    assert [each.text for each in store.notes.memos()] == ["Anders."]
    assert find(store, "huur") == []
    assert {example.passage.transcript_id for example in store.exports.training_examples(BOOK)} == {"int_02"}
    for gone in ("int_01", told.name):
        with pytest.raises(UnknownInterview):
            store.transcripts.get(gone)
    with pytest.raises(UnknownFragment):
        store.ledger.record([say("reviewed", ids[0])])


def test_a_coder_cannot_undo_it_back_to_life(store):
    fill(store)
    forget(store)
    for _ in range(20):
        store.ledger.undo_last("ann", decided_at=NOON)
    assert [each.id for each in store.transcripts.interviews()] == ["int_02"]
    assert {row["interview"] for row in store.exports.rows("fragments")} == {"int_02"}


def test_it_can_come_again_under_its_name_as_a_new_interview(store):
    fill(store)
    forget(store)
    add(store)
    assert store.imports.hand_codes(
        [by_hand(transcript(), *span(store), barrier=("housing",))], BOOK, source="codes.csv", decided_at=NOON
    )["rows"]
    assert forget(store).name != "int_01"
    assert [each.id for each in store.transcripts.interviews()] == ["int_02"]


def span(store):
    first = store.transcripts.fragments("int_01")[0].fragment
    return first.start, first.end


def test_an_interview_that_is_not_there_is_said_so(store):
    with pytest.raises(UnknownInterview):
        store.transcripts.erase("int_99", at=NOON, redact=str)
