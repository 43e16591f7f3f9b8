"""The tasks without a server: what is tried again, and what an unforeseen error may say."""

import errno
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.states import Failed

from flows import flows, tasks
from flows.artifacts import BY_HAND, ON_SCHEDULE, tell_failure
from flows.confidential_errors import Unforeseen, without_words
from flows.prefect_home import Home
from pipeline.errors import StoreBusy, StoreUnusable
from pipeline.steps import api as steps
from tests.flows.study import drop

SAID = "en toen zei ik dat ik daar echt niet meer heen durfde"


@pytest.mark.parametrize(
    ("trouble", "helps"),
    [
        (StoreBusy, True),
        (OSError(errno.EBUSY, "busy"), True),
        (OSError(errno.ENOSPC, "disk full"), False),
        (OSError(errno.EROFS, "read-only"), False),
        (StoreUnusable("here", "it is newer"), False),
        (ValueError("a mistake of ours"), False),
    ],
)
def test_only_what_can_pass_is_tried_again(trouble, helps, tmp_path):
    error = StoreBusy(tmp_path) if trouble is StoreBusy else trouble
    assert tasks.can_pass(tasks.take_in, None, Failed(data=error)) is helps


def test_every_task_caches_nothing_and_keeps_no_result():
    from prefect.cache_policies import NO_CACHE

    every = (
        tasks.find_new_files,
        tasks.hash_files,
        tasks.hand_out,
        tasks.take_in,
        tasks.find_unsuggested,
        tasks.suggest_codes,
        tasks.learn,
        tasks.publish_results,
        tasks.propose_model,
    )
    for each in every:
        assert each.cache_policy == NO_CACHE
        assert each.persist_result is False
        assert each.retry_condition_fn is tasks.can_pass


def test_an_unforeseen_error_names_its_place_and_none_of_its_words():
    def reads(text: str) -> None:
        raise ValueError(f"cannot parse {text!r}")

    with pytest.raises(Unforeseen) as told:
        without_words(reads)(SAID)
    assert "ValueError at test_tasks.py" in str(told.value)
    assert SAID not in str(told.value)
    assert told.value.__context__ is None
    assert told.value.__cause__ is None


def test_a_batch_passes_over_a_file_that_another_run_has_moved(study, starter):
    there = drop(study, starter, ("int_02.txt",)).inbox / "int_02.txt"
    gone = study.inbox / "weg.txt"
    report = tasks.take_in.fn(str(study.folder), [str(there), str(gone)], 1, 2, 2)
    assert (report.counts["read"], report.counts["rejected"]) == (1, 0)
    assert not list(study.rejected.iterdir())


def test_a_study_without_a_model_gets_a_notice(study, starter):
    settings = study.folder / "drempel.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(told.replace("cold_start = true", "cold_start = false"), encoding="utf-8")
    steps.ingest(drop(study, starter, ("int_02.txt",)))
    assert tasks.find_unsuggested.fn(str(study.folder)) == []
    assert [each.place for each in tasks.suggest_codes.fn(str(study.folder), [], 1, 0, 0).problems] == ["models"]


def test_a_scheduled_run_that_fails_is_told_in_the_words_of_its_error_alone(study, capsys):
    home = Home(study.folder)
    home.folder.mkdir()
    for asked in (ON_SCHEDULE, BY_HAND):
        run = FlowRun(flow_id=uuid4(), parameters={"workspace": str(study.folder), "asked": asked})
        state = Failed(message=f"Flow run encountered an exception: StoreBusy: {StoreBusy(study.lock)}")
        tell_failure(flows.run, run, state)
    (line,) = home.journal.read_text(encoding="utf-8").splitlines()
    assert line.partition("  ")[2] == f"The run failed: {StoreBusy(study.lock)}"
    assert line in capsys.readouterr().err
