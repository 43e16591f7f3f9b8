"""Codes accepted without a person: off unless asked for, certified, never blind, never taught, and revocable."""

import shutil
from datetime import UTC, datetime

import pytest

from pipeline import results
from pipeline.decisions import Store
from pipeline.records import Action, Decision
from pipeline.sections import SuggestionSettings
from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from pipeline.steps.shared.study_lock import locked_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def asking_for_it(study: Study, error: float) -> Study:
    """The same study, with more error borne than anybody should: a test has few interviews to certify on."""
    chosen = SuggestionSettings(auto_accept=True, auto_accept_error=error)
    return Study(study.folder, study.settings.model_copy(update={"suggestions": chosen}))


def auto(study):
    codes = results.read(study.folder, "codes")
    return codes[codes["origin"] == "auto"]


@pytest.fixture(scope="module")
def trusting_folder(judged_folder, tmp_path_factory):
    folder = shutil.copytree(judged_folder, tmp_path_factory.mktemp("trusting") / "study")
    steps.publish(asking_for_it(open_study(folder), 0.45))
    return folder


@pytest.fixture
def trusting(trusting_folder, tmp_path):
    """A study with codes that were accepted without a person, to change at will."""
    return asking_for_it(open_study(shutil.copytree(trusting_folder, tmp_path / "trusting")), 0.45)


def test_it_is_off_unless_asked_for(judged):
    assert auto(judged).empty
    assert steps.status(judged).details["auto_accept"] == "off"


@pytest.mark.slow
def test_a_strict_bound_says_how_many_more_verdicts_it_needs(judged):
    study = asking_for_it(judged, 0.001)
    steps.publish(study)
    assert auto(study).empty
    found = results.read(study.folder, "certificates")
    assert found["certificate"].isna().all()
    assert found["note"].str.contains("not certifiable").all()
    assert steps.status(study).details["auto_accept"].startswith("on; 0 of")
    assert steps.evaluate(study).details["certificates"] == results.as_rows(found)


def test_accepted_codes_name_their_certificate_and_nobody_else(trusting):
    found, certificates = auto(trusting), results.read(trusting.folder, "certificates")
    assert len(found) > 0
    assert set(found["coder"]) == {""}
    assert set(found["certificate"]) <= set(certificates["certificate"].dropna())
    bound = certificates.dropna(subset="certificate").set_index("certificate")["threshold"]
    assert (found["probability"] >= found["certificate"].astype("str").map(bound)).all()


def test_blind_and_reviewed_fragments_are_left_alone(trusting):
    fragments = results.read(trusting.folder, "fragments").set_index("fragment")
    mine = fragments.loc[auto(trusting)["fragment"].unique()]
    assert not mine["blind"].any()
    assert not mine["reviewed"].any()


def test_a_persons_word_takes_its_place(trusting):
    row = results.as_rows(auto(trusting))[0]
    with locked_store(trusting) as store:
        say_no(store, row)
    steps.publish(trusting)
    left = auto(trusting)
    assert row["fragment"] not in set(left["fragment"])
    assert len(left) > 0


def say_no(store: Store, row):
    store.ledger.record(
        [
            Decision(
                fragment_id=row["fragment"], coder="Bo", action=Action.REJECTED, decided_at=NOON,
                codebook=row["codebook"], dimension=row["dimension"], code=row["code"], blind=False,
                probability=row["probability"], rank=row["rank"], model=row["model"],
            )
        ]
    )  # fmt: skip


def test_the_next_model_learns_nothing_from_it(judged, trusting):
    with locked_store(trusting) as store:
        taught = {each.passage.fragment_id for each in store.exports.training_examples(trusting.codebook)}
    assert not taught & set(auto(trusting)["fragment"])


def test_publishing_twice_accepts_the_same(trusting):
    before = (trusting.results / "codes.parquet").read_bytes()
    steps.publish(trusting)
    assert (trusting.results / "codes.parquet").read_bytes() == before


def test_such_a_code_is_traced_to_its_certificate_and_model(trusting):
    row = results.as_rows(auto(trusting))[0]
    traced = steps.explain(trusting, row["fragment"]).details["codes"]
    mine = [each for each in traced if each["code"]["certificate"] == row["certificate"]]
    assert {each["model"]["id"] for each in mine} == {row["model"]}
    assert all(each["entries"] == () for each in mine)
