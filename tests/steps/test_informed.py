"""`evaluate` and the published tables count a verdict as it was before the coder could see the other's."""

import pytest
from typer.testing import CliRunner

from pipeline import results
from pipeline.cli import app
from pipeline.decisions import Store
from pipeline.records import Action, Decision
from pipeline.steps import api as steps
from tests.review.invented_study import NOON, add, begin, transcript_of

TALK = (("I", "Ja?"), ("R", " ".join(f"De huur van huis {number} is te hoog." for number in range(12))))


@pytest.fixture
def study(tmp_path):
    """Two coders agree on every fragment but the first; then one of them changes that verdict."""
    study = begin(tmp_path)
    with Store.open(study.store_url) as store:
        store.ledger.keep_codebook(study.codebook)
        add(store, transcript_of("double", TALK))
        ids = [each.id for each in store.transcripts.fragments("double")]

        def say(coder, fragment, action, code=None):
            dimension = code and "barrier"
            return Decision(
                fragment_id=fragment, coder=coder, action=Action(action), decided_at=NOON,
                codebook=study.codebook.stamp, dimension=dimension, code=code, blind=True,
            )  # fmt: skip

        for coder in ("ann", "bo"):
            for fragment in ids:
                code = "mobility" if (coder, fragment) == ("bo", ids[0]) else "housing"
                store.ledger.record([say(coder, fragment, "added", code), say(coder, fragment, "reviewed")])
        store.ledger.record([say("bo", ids[0], "removed", "mobility"), say("bo", ids[0], "added", "housing")])
    return study


def test_the_published_agreement_is_of_the_verdicts_before(study):
    steps.publish(study)
    rows = results.read(study.results, "agreement")
    percent = rows[(rows["dimension"] == "barrier") & (rows["code"] == "") & (rows["measure"] == "percent")].iloc[0]
    assert percent["value"] == pytest.approx((percent["fragments"] - 1) / percent["fragments"])
    assert percent["informed"] == 1
    ledger = results.read(study.results, "decisions")
    assert list(ledger.loc[ledger["informed"].fillna(False).astype(bool), "action"]) == ["removed", "added"]


def test_evaluate_says_how_many(study):
    told = CliRunner().invoke(app, ["-C", str(study.folder), "evaluate"]).output
    assert "Given after another coder's verdict was seen: 1." in told
