"""Who speaks is shown and corrected at the desk: names and roles change, the text and the codes stay."""

import pytest

from pipeline.errors import InvalidDecision
from pipeline.records import Role
from pipeline.steps.speakers import correct_speakers


def speakers_of(store, interview="talk"):
    return {turn.speaker: turn.role for turn in store.transcripts.get(interview).turns}


def words_of(store):
    text = store.transcripts.get("talk").text
    return [text[each.fragment.start : each.fragment.end].strip() for each in store.transcripts.fragments("talk")]


def given(store, interview="talk"):
    return {speaker: (speaker, role) for speaker, role in speakers_of(store, interview).items()}


def test_the_page_shows_speakers_roles_and_words(visit, store):
    page = visit("jan").get("/manage/speakers/talk").text
    for speaker in speakers_of(store):
        assert f'value="{speaker}"' in page
    assert 'href="/manage/speakers/talk"' in visit("an").get("/interviews/talk").text


def test_a_speaker_is_renamed_and_named_back_and_codes_stay(visit, store):
    jan = visit("jan")
    before = words_of(store)
    old = speakers_of(store)
    respondent = next(speaker for speaker, role in old.items() if role is Role.RESPONDENT)
    fields = {"speaker": list(old), "role": [role.value for role in old.values()]}
    jan.get("/manage/speakers/talk")
    jan.post("/manage/speakers/talk", name=["Mia" if each == respondent else each for each in old], **fields)
    assert "Mia" in speakers_of(store)
    assert store.transcripts.get("talk").roles_from == "confirmed"
    assert words_of(store) == before
    jan.get("/manage/speakers/talk")
    fields["speaker"] = ["Mia" if each == respondent else each for each in old]
    jan.post("/manage/speakers/talk", name=list(old), **fields)
    assert speakers_of(store) == old


def test_two_speakers_of_one_name_are_refused(visit, store):
    jan = visit("jan")
    jan.get("/manage/speakers/talk")
    old = speakers_of(store)
    answer = jan.post(
        "/manage/speakers/talk", speaker=list(old), name=["X"] * len(old), role=[role.value for role in old.values()]
    )
    assert answer.status_code == 422
    assert speakers_of(store) == old


def test_somebody_must_answer(study, store):
    wanted = {speaker: (name, Role.INTERVIEWER) for speaker, (name, _) in given(store).items()}
    with pytest.raises(InvalidDecision, match="must answer"):
        correct_speakers(study, store, "talk", wanted)


def test_roles_are_not_swapped_where_codes_would_be_lost_and_are_where_none_are(study, store, visit):
    old = given(store)
    swap = {Role.INTERVIEWER: Role.RESPONDENT, Role.RESPONDENT: Role.INTERVIEWER}
    swapped = {speaker: (name, swap[role]) for speaker, (name, role) in old.items()}
    jan = visit("jan")
    jan.get("/interviews/talk")
    jan.judge(store, "talk", 1, "give barrier housing")
    with pytest.raises(InvalidDecision, match="lose their codes"):
        correct_speakers(study, store, "talk", swapped)
    assert given(store) == old
    fresh = next(
        each.id
        for each in store.transcripts.interviews()
        if each.reviewed == 0 and len(speakers_of(store, each.id)) > 1
    )
    before = given(store, fresh)
    correct_speakers(study, store, fresh, {who: (name, swap[role]) for who, (name, role) in before.items()})
    assert {who: swap[role] for who, (_, role) in before.items()} == speakers_of(store, fresh)
    correct_speakers(study, store, fresh, before)
    assert given(store, fresh) == before
