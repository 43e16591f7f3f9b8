"""A changed file under a known name is a new version: codes go along, the rest is listed, mistakes are stopped."""

import pytest

from pipeline import results
from pipeline.decisions import Store
from pipeline.records import Action, Decision
from pipeline.steps import api as steps
from pipeline.steps.shared.study_lock import now

SAID = ("Er zijn te weinig plaatsen in de crèche.", "De bus rijdt hier niet.", "Hij vond geen woning in de stad.")


def conversation(*said, asked="Wat houdt mensen tegen?"):
    return "".join(f"I: {asked} ({number})\nR: {words}\n" for number, words in enumerate(said))


def drop(study, name, contents):
    path = study.inbox / name
    path.write_text(contents, encoding="utf-8", newline="")
    return path


def code(study, *barriers, interview="int_40"):
    """Give the fragments, in order, a barrier each; returns their ids."""
    with Store.open(study.store_url) as store:
        store.ledger.keep_codebook(study.codebook)
        ids = [each.id for each in store.transcripts.fragments(interview)]
        told = {"coder": "jan", "decided_at": now(), "codebook": study.codebook.stamp}
        for fragment, barrier in zip(ids, barriers, strict=False):
            entry = Decision(fragment_id=fragment, action=Action.ADDED, dimension="barrier", code=barrier, **told)
            store.ledger.record([entry, Decision(fragment_id=fragment, action=Action.REVIEWED, **told)])
        return ids


def held(study, interview="int_40"):
    """The words of each fragment with a code, and the code."""
    with Store.open(study.store_url) as store:
        words = {each.id: each.fragment.text for each in store.transcripts.fragments(interview)}
        found = {words[each.fragment_id]: [c.code for c in each.codes] for each in store.ledger.verdicts(interview)}
        assert store.maintenance.check() == []
        return {text: codes for text, codes in found.items() if codes}


@pytest.fixture
def coded(study):
    drop(study, "int_40.txt", conversation(*SAID))
    steps.ingest(study)
    study.ids = code(study, "childcare", "mobility", "housing")
    return study


def test_codes_go_along_and_what_stands_no_more_is_an_orphan(coded):
    drop(coded, "int_40.txt", "I: Dag!\nR: Dag, ik ben er.\n" + conversation(SAID[0], "De tram rijdt niet.", SAID[2]))
    assert [path.name for path in steps.waiting(coded)] == ["int_40.txt"]
    report = steps.ingest(coded)
    counts = report.counts
    assert (counts["read"], counts["changed"], counts["orphans"], counts["rejected"]) == (0, 1, 1, 0)
    assert report.details["orphans"] == [coded.ids[1]]
    assert held(coded) == {SAID[0]: ["childcare"], SAID[2]: ["housing"]}
    assert steps.status(coded).details["orphans"] == [coded.ids[1]]
    assert steps.waiting(coded) == []
    with Store.open(coded.store_url) as store:
        (orphan,) = store.transcripts.orphans()
    assert orphan.text == SAID[1]
    assert [str(each.action) for each in orphan.entries] == ["added", "reviewed"]
    steps.publish(coded)
    assert set(results.read(coded.folder, "codes")["code"]) == {"childcare", "housing"}


def test_a_file_that_was_only_saved_again_changes_nothing(coded):
    path = coded.inbox / "int_40.txt"
    path.write_bytes(path.read_bytes())
    assert steps.ingest(coded).counts["known"] == 1
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    counts = steps.ingest(coded).counts
    assert (counts["changed"], counts["orphans"], counts["fragments"]) == (1, 0, 0)
    assert list(held(coded).values()) == [["childcare"], ["mobility"], ["housing"]]


def test_another_interview_under_the_same_name_is_set_aside_until_somebody_says_that_it_is_meant(coded):
    drop(coded, "int_40.txt", conversation("Ik kom van ver.", SAID[1], "Niemand belt terug."))
    report = steps.ingest(coded)
    assert (report.counts["changed"], report.counts["rejected"]) == (0, 1)
    assert "--accept-changes data/rejected/int_40.txt" in report.problems[0].message
    assert len(held(coded)) == 3
    assert steps.status(coded).counts["rejected"] == 1
    report = steps.ingest(coded, [coded.rejected / "int_40.txt"], accept_changes=True)
    assert (report.counts["changed"], report.counts["orphans"]) == (1, 2)
    assert held(coded) == {SAID[1]: ["mobility"]}
    assert list(coded.rejected.iterdir()) == []
    assert steps.ingest(coded).counts["known"] == 1


def test_an_old_copy_in_the_inbox_does_not_undo_a_version_from_elsewhere(coded, tmp_path):
    elsewhere = tmp_path / "int_40.txt"
    elsewhere.write_text(conversation(*SAID, "En de kosten lopen op."), encoding="utf-8")
    assert steps.ingest(coded, [elsewhere]).counts["changed"] == 1
    for accept_changes in (False, True):
        counts = steps.ingest(coded, accept_changes=accept_changes).counts
        assert (counts["known"], counts["changed"]) == (1, 0)
    assert steps.waiting(coded) == []
    back = steps.ingest(coded, [coded.inbox / "int_40.txt"], accept_changes=True)
    assert back.counts["changed"] == 1
    assert len(held(coded)) == 3


def test_two_files_of_one_name_are_never_two_versions_of_each_other(coded):
    drop(coded, "int_40.md", conversation("Iets heel anders.", *SAID))
    for _ in range(2):
        report = steps.ingest(coded)
        assert (report.counts["known"], report.counts["changed"]) == (1, 0)
    assert (coded.rejected / "int_40.md").exists()
    assert "int_40.txt" in (coded.rejected / "int_40.md.why.txt").read_text(encoding="utf-8")


def test_columns_that_changed_in_the_table_reach_the_store_and_others_stay_as_they_were_typed(coded):
    table = coded.inbox / "interviews.csv"
    table.write_text("interview,role,region\nint_40,jobcoach,Gent\nint_99,x,y\n", encoding="utf-8")
    assert steps.ingest(coded).counts["described"] == 1
    assert steps.ingest(coded).counts["described"] == 0
    with Store.open(coded.store_url) as store:
        store.transcripts.set_columns("int_40", {"role": "coördinator", "region": "Gent", "note": "typed"})
        assert steps.ingest(coded).counts["described"] == 0
        table.write_text("interview,role,region,year\nint_40,jobcoach,Aalst,2025\n", encoding="utf-8")
        assert steps.ingest(coded).counts["described"] == 1
        known = {"role": "coördinator", "region": "Aalst", "note": "typed", "year": "2025"}
        assert store.transcripts.interviews()[0].metadata == known
        table.write_text("interview,role\nint_40,jobcoach\n", encoding="utf-8")
        steps.ingest(coded)
        assert store.transcripts.interviews()[0].metadata == {"role": "coördinator", "note": "typed"}


def test_a_new_version_keeps_what_people_typed_about_the_interview(coded):
    with Store.open(coded.store_url) as store:
        store.transcripts.set_columns("int_40", {"role": "coördinator"})
        drop(coded, "int_40.txt", conversation(*SAID, "En nog iets."))
        steps.ingest(coded)
        assert store.transcripts.interviews()[0].metadata == {"role": "coördinator"}


def test_a_table_that_cannot_be_read_is_named_and_keeps_no_interview_out(study):
    (study.inbox / "interviews.csv").write_text("interview,role\nint_40,a\nint_40,b\n", encoding="utf-8")
    drop(study, "int_40.txt", conversation(*SAID))
    report = steps.ingest(study)
    assert report.counts["read"] == 1
    assert [problem.place for problem in report.problems] == ["interviews.csv"]
