import pytest

from pipeline import results
from pipeline.errors import UnknownFragment
from pipeline.results.audit import explain

from .conftest import SAID, STAMP

FRAGMENT = f"gesprek_0:0-{len(SAID[0])}"


@pytest.fixture
def tables(study, tmp_path):
    results.publish(study, tmp_path, stamp=STAMP)
    return {name: results.read(tmp_path, name) for name in study_names()}


def study_names():
    return ("transcripts", "fragments", "codes", "suggestions", "decisions")


def test_a_code_is_traced_to_entry_model_codebook_and_file(tables):
    found = explain(tables, FRAGMENT, {"m1": {"trained_at": "2026-02-01", "interviews": ["gesprek_7"]}})
    (traced,) = found.codes
    assert traced.code["code"] == "mobility"
    assert [entry["number"] for entry in traced.entries] == [1]
    assert traced.model["interviews"] == ["gesprek_7"]
    assert found.file["sha256"] == "ab" * 32
    assert found.codebooks == (STAMP["codebook"],)
    assert [each["code"] for each in found.suggestions] == ["mobility"]


def test_a_model_that_is_gone_is_named_all_the_same(tables):
    assert explain(tables, FRAGMENT).codes[0].model["id"] == "m1"


def test_a_code_given_by_hand_has_no_model(tables):
    found = explain(tables, f"gesprek_1:100-{100 + len(SAID[1])}")
    assert found.codes[0].model is None


def test_an_explanation_holds_nothing_that_was_said(tables):
    assert "bus" not in repr(explain(tables, FRAGMENT))


def test_an_unknown_fragment_is_refused(tables):
    with pytest.raises(UnknownFragment, match="gesprek_9:0-3"):
        explain(tables, "gesprek_9:0-3")
