"""Interviews come out of the store as they went in; the blind draw has a known probability and never changes."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from operator import attrgetter

import pytest

from pipeline.errors import ChangedTranscript, UnknownFragment, UnknownInterview
from tests.decisions.invented import NOON, SAID, add, cut, transcript


def test_a_transcript_and_its_fragments_come_out_as_they_went_in(store):
    spoken = transcript()
    add(store, spoken)
    assert store.transcripts.get("int_01") == spoken
    assert [each.fragment for each in store.transcripts.fragments("int_01")] == cut(spoken)
    assert {each.cut_by for each in store.transcripts.fragments("int_01")} == {"rules 1"}
    assert store.transcripts.sha256("int_01") == spoken.sha256
    assert store.transcripts.sha256("int_02") is None


def test_an_interview_tells_what_a_list_needs(store):
    add(store)
    [interview] = store.transcripts.interviews()
    assert (interview.id, interview.source, interview.words, interview.fragments) == ("int_01", "int_01.txt", 34, 5)
    assert interview.metadata == {"role": "jobcoach", "organisation": "De Loods"}
    assert (interview.roles_from, interview.ingested_at) == ("labels", NOON)


def test_a_moment_comes_out_in_utc_whatever_the_zone_it_went_in_with(store):
    brussels = datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    store.transcripts.add(transcript(), [], blind_share=0, seed=0, cut_by="x", ingested_at=brussels)
    assert store.transcripts.interviews()[0].ingested_at.isoformat() == "2026-07-01T12:30:00+00:00"


def test_the_same_interview_twice_is_one(store):
    add(store)
    before = store.transcripts.fragments("int_01")
    add(store)
    assert store.transcripts.fragments("int_01") == before


def test_other_contents_under_a_known_name_are_refused_and_change_nothing(store):
    add(store)
    with pytest.raises(ChangedTranscript, match=r"int_01\.txt"):
        add(store, transcript(said=(*SAID, ("R", "Nog iets."))))
    assert store.transcripts.get("int_01") == transcript()


def test_a_fragment_that_is_not_the_text_at_its_offsets_is_a_mistake_of_the_caller(store):
    true = cut(transcript())[0]
    false = replace(true, text="x" * len(true.text))
    with pytest.raises(ValueError, match="not the text at its offsets"):
        add(store, fragments=[false])
    assert store.transcripts.interviews() == []


@pytest.mark.parametrize("query", ["transcripts.get", "transcripts.fragments", "suggestions.all", "ledger.verdicts"])
def test_an_unknown_interview_is_named(store, query):
    with pytest.raises(UnknownInterview, match="int_07"):
        attrgetter(query)(store)("int_07")


def test_the_history_of_an_unknown_fragment_is_refused(store):
    with pytest.raises(UnknownFragment, match="int_01:1-5"):
        store.ledger.history("int_01:1-5")


def long_interview(name):
    return transcript(name, said=tuple(("R", f"Zin nummer {number}.") for number in range(400)))


def test_the_blind_share_is_drawn_by_seed_and_id_alone(store):
    spoken = long_interview("int_10")
    add(store, spoken, blind_share=0.25)
    drawn = [each.blind for each in store.transcripts.fragments("int_10")]
    # 400 draws with probability 0.25: 5 standard deviations around 100.
    assert 57 <= sum(drawn) <= 143
    assert {each.sampling_probability for each in store.transcripts.fragments("int_10")} == {0.25}
    store.transcripts.add(
        long_interview("int_11"), cut(long_interview("int_11")), blind_share=0.25, seed=7, cut_by="x", ingested_at=NOON
    )
    assert [each.blind for each in store.transcripts.fragments("int_11")] != drawn


def test_a_larger_share_keeps_every_fragment_that_a_smaller_one_drew(stores):
    from pipeline.decisions import Store

    drawn = {}
    for share in (0.1, 0.4, 0.1):
        with Store.open(stores.new()) as store:
            add(store, long_interview("int_10"), blind_share=share)
            blind = {each.id for each in store.transcripts.fragments("int_10") if each.blind}
            assert drawn.setdefault(share, blind) == blind
    assert drawn[0.1] < drawn[0.4]


@pytest.mark.parametrize(("share", "blind"), [(0.0, {False}), (1.0, {True})])
def test_none_and_all_can_be_blind(store, share, blind):
    add(store, blind_share=share)
    assert {each.blind for each in store.transcripts.fragments("int_01")} == blind
