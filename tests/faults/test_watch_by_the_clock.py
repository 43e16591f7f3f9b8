"""Cron lines of the next minute on a real server: a model is proposed, and what was reviewed is published."""

import re
from datetime import UTC, datetime

import pytest

from pipeline import results, suggestions
from pipeline.decisions import Store
from pipeline.records import Action, Decision
from pipeline.settings import Study, open_study
from tests.flows.watching import journal, until, watch

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ENOUGH = 400
"""Seconds: a minute until the clock says so, and a training with its evaluation."""


def by_the_clock(study: Study, **lines: str) -> Study:
    """The study with these cron lines in its settings."""
    settings = study.folder / "drempel.toml"
    told = settings.read_text(encoding="utf-8")
    for name, line in lines.items():
        told, found = re.subn(rf'^{name} = ".*"', f'{name} = "{line}"', told, flags=re.MULTILINE)
        assert found == 1, name
    settings.write_text(told, encoding="utf-8")
    return open_study(study.folder)


def review_something(study: Study) -> str:
    """Somebody finishes a fragment at the desk; returns which."""
    code = study.codebook.dimension("barrier").code_ids[0]
    common = {"coder": "an", "codebook": study.codebook.stamp, "blind": False, "decided_at": datetime.now(UTC)}
    with Store.open(study.store_url) as store:
        fragment = store.transcripts.fragments("int_02")[0].id
        given = Decision(fragment_id=fragment, action=Action.ADDED, dimension="barrier", code=code, **common)
        store.ledger.record([given, Decision(fragment_id=fragment, action=Action.REVIEWED, **common)])
    return fragment


def published_by(study: Study, coder: str) -> list[str]:
    if not any(study.results.glob("*.parquet")):
        return []
    codes = results.read(study.folder, "codes")
    return codes.loc[codes["coder"] == coder, "fragment"].tolist()


def test_the_clock_brings_a_proposal_of_a_model_and_publishes_what_was_reviewed(trained):
    study = by_the_clock(trained, cron="0 5 1 1 *", propose="* * * * *", publish="* * * * *")
    (study.models / "current").unlink()
    with watch(study, every=None) as child:
        until(lambda: "Next proposal of a model" in journal(study), child)
        until(lambda: any(study.results.glob("*.parquet")), child, ENOUGH)
        fragment = review_something(study)
        until(lambda: published_by(study, "an") == [fragment], child, ENOUGH)
        until(lambda: suggestions.proposal(study.models), child, ENOUGH)
        until(lambda: "is proposed" in journal(study), child)
        assert suggestions.card_in(study.models) is None, "only a person takes a model into use"
