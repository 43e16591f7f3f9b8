"""A changed transcript: codes follow the words they were given to, orphans are listed, nothing shifts in silence."""

import pytest

from pipeline.errors import InvalidDecision, LostCodes, UnknownInterview
from tests.decisions.invented import NOON, SAID, add, cut, held, id_of, say, suggest, transcript


def replace(store, said, interview="int_01", **wishes):
    later = transcript(interview, said)
    return later, store.transcripts.replace(later, cut(later), cut_by="rules 2", taken_in_at=NOON, **wishes)


def ids(store):
    return [each.id for each in store.transcripts.fragments("int_01")]


def test_codes_follow_their_words_when_others_come_before_them(store):
    fragment = add(store)[1]
    suggest(store, {("view", "structural")})
    store.ledger.record([say("accepted", fragment, "view", "structural"), say("reviewed", fragment)])
    later, replaced = replace(store, (("I", "Dag, fijn dat u er bent."), ("R", "Graag gedaan."), *SAID))
    assert (replaced.kept, replaced.added, replaced.dropped, replaced.orphans) == (5, 1, 0, ())
    start = later.text.index("De huur")
    moved = id_of(later, start, start + len("De huur is te duur hier."))
    assert held(store, moved) == {"view=structural": "accepted"}
    assert store.transcripts.get("int_01") == later
    assert all(
        later.text[each.fragment.start : each.fragment.end] == each.fragment.text
        for each in store.transcripts.fragments("int_01")
    )
    assert [row["fragment"] for row in store.exports.rows("decisions")] == [moved, moved]
    assert len(store.suggestions.all("int_01", only_shown=True)) == 5


def test_passages_that_stand_no_more_are_listed_if_people_judged_them(store):
    before = add(store)
    store.ledger.record([say("added", before[0], "barrier", "housing")])
    changed = (SAID[0], ("R", "Zij vond wel iets. De huur is te duur hier. En dan komt het."), *SAID[2:])
    _, replaced = replace(store, changed)
    assert (replaced.kept, replaced.added, replaced.dropped) == (3, 2, 1)
    assert replaced.orphans == (before[0],)
    assert [str(each.action) for each in store.ledger.history(before[0])] == ["added"]
    assert list(store.exports.rows("codes")) == []
    assert store.transcripts.fragments("int_01")[0].fragment.text == "Zij vond wel iets."


def test_of_the_same_words_twice_the_ones_with_the_same_surroundings_are_meant(store):
    asked = ("Hoe woont hij nu?", "Heeft hij vervoer?", "En zijn gezondheid?")
    said = tuple(turn for question in asked for turn in (("I", question), ("R", "Ja, dus.")))
    first, second, third = add(store, transcript(said=said))
    for fragment, code in ((first, "housing"), (second, "mobility"), (third, "health")):
        store.ledger.record([say("added", fragment, "barrier", code)])
    _, replaced = replace(store, (*said[:2], *said[4:]))
    assert len(replaced.orphans) == 1
    kept = ids(store)
    assert [held(store, each) for each in kept] == [{"barrier=housing": "manual"}, {"barrier=health": "manual"}]


def test_words_that_the_interviewer_says_now_are_not_taken_for_the_respondents(store):
    before = add(store)
    store.ledger.record([say("reviewed", before[0])])
    _, replaced = replace(store, (("I", SAID[1][1]), SAID[3]))
    assert replaced.orphans == (before[0],)
    assert replaced.kept == 2


def test_line_ends_and_spaces_may_differ(store):
    before = add(store)
    store.ledger.record([say("added", before[3], "barrier", "mobility")])
    said = (*SAID[:3], ("R", SAID[3][1].replace("rijdt niet", "rijdt  niet")))
    _, replaced = replace(store, said)
    assert replaced.orphans == ()
    assert [held(store, each) for each in ids(store)][3] == {"barrier=mobility": "manual"}


def test_the_same_contents_again_change_nothing(store):
    before = add(store)
    _, replaced = replace(store, SAID)
    assert (replaced.kept, replaced.added, replaced.orphans) == (0, 0, ())
    assert ids(store) == before


def test_new_words_inside_a_kept_cut_become_fragments_of_their_own(store):
    add(store)
    said = (SAID[0], ("R", SAID[1][1] + " En nog iets heel anders."), *SAID[2:])
    later, replaced = replace(store, said)
    assert (replaced.kept, replaced.added) == (5, 1)
    covered = "".join(each.fragment.text for each in store.transcripts.fragments("int_01"))
    spoken = "".join(later.words_of(turn) for turn in later.turns if turn.speaker == "R")
    assert covered.replace(" ", "") == spoken.replace(" ", "")


def test_an_interview_that_was_never_there_cannot_be_replaced(store):
    with pytest.raises(UnknownInterview):
        replace(store, SAID, "int_08")


def test_columns_of_an_interview_can_be_put_right(store):
    add(store)
    store.transcripts.set_columns("int_01", {"role": "coördinator"})
    assert store.transcripts.interviews()[0].metadata == {"role": "coördinator"}
    with pytest.raises(UnknownInterview):
        store.transcripts.set_columns("int_08", {})


def test_columns_that_somebody_else_changed_meanwhile_are_not_overwritten(store):
    add(store)
    seen = store.transcripts.interviews()[0].metadata
    store.transcripts.set_columns("int_01", {"role": "coördinator"}, instead_of=seen)
    with pytest.raises(InvalidDecision, match="meanwhile"):
        store.transcripts.set_columns("int_01", {"role": "directeur"}, instead_of=seen)
    assert store.transcripts.interviews()[0].metadata == {"role": "coördinator"}


def test_when_too_many_codes_would_be_lost_nothing_changes(store):
    before = add(store)
    store.ledger.record([say("reviewed", each) for each in before[:3]])
    said = (("I", "Dag?"), ("R", "Iets heel anders. De huur is te duur hier."))
    with pytest.raises(LostCodes, match="3 fragments with codes 2"):
        replace(store, said, most_lost=0.5)
    assert ids(store) == before
    _, replaced = replace(store, said, most_lost=0.7)
    assert len(replaced.orphans) == 2


def test_orphans_are_listed_with_their_words_and_what_was_said(store):
    before = add(store)
    store.ledger.record([say("added", before[0], "barrier", "housing"), say("reviewed", before[0])])
    assert store.transcripts.orphans() == []
    replace(store, (SAID[0], ("R", "Zij vond wel iets. De huur is te duur hier."), *SAID[2:]))
    (orphan,) = store.transcripts.orphans("int_01")
    assert (orphan.fragment_id, orphan.text) == (before[0], "Hij vond geen woning.")
    assert [str(each.action) for each in orphan.entries] == ["added", "reviewed"]
    assert orphan.finished_by == {"ann"}
    assert store.transcripts.orphans("int_02") == []


def test_what_was_said_at_a_place_is_not_what_was_said_of_other_words_there_before(store):
    before = add(store)
    store.ledger.record([say("added", before[0], "barrier", "housing")])
    replace(store, (SAID[0], ("R", "Zij had nooit koffie. De huur is te duur hier."), *SAID[2:]))
    assert ids(store)[0] == before[0]
    assert store.ledger.history(before[0]) == []


def test_a_cut_that_codes_went_along_with_is_no_orphan_and_is_not_taken_back_in_another_text(store):
    before = add(store)
    store.ledger.record([say("added", before[1], "barrier", "housing")])
    at = int(before[1].partition(":")[2].partition("-")[0]) + len("De huur")
    store.boundaries.split(before[1], at, coder="ann", decided_at=NOON)
    replace(store, (("I", "Dag, fijn dat u er bent."), *SAID))
    assert store.transcripts.orphans() == []
    kept = ids(store)
    store.ledger.undo_last("ann", decided_at=NOON)
    assert ids(store) == kept


def test_suggestions_are_made_anew_where_other_words_stand_around(store):
    before = add(store)
    suggest(store, {("view", "structural")})
    store.ledger.record([say("accepted", before[1], "view", "structural"), say("reviewed", before[1])])
    assert store.suggestions.interviews_without("m1") == []
    replace(store, (("I", "Hoe ging het daarna?"), *SAID[1:]))
    # The question before the first turn is another one: only what was judged keeps what people saw.
    assert {each.fragment_id for each in store.suggestions.all("int_01")} == {
        each for number, each in enumerate(ids(store)) if number not in (0, 2)
    }
