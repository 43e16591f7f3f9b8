from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from pipeline.codebook import Codebook
from pipeline.results.agreement.table import agreement

BOOK = Codebook.model_validate(
    {
        "study": "proef",
        "version": "1",
        "dimensions": [
            {"id": "view", "label": "Visie", "values": "one",
             "codes": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]},
            {"id": "barrier", "label": "Drempel", "values": "many",
             "codes": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}, {"id": "z", "label": "Z"}]},
        ],
    }
)  # fmt: skip


def study(said, *, interviews=4, suggestions=()):
    """Tables in which each coder finished the fragments of `said`: coder -> list of (view, barriers) or None."""
    size = max(len(each) for each in said.values())
    names = [f"g{number % interviews}:{number}-{number + 1}" for number in range(size)]
    ledger, codes = [], []
    for coder, verdicts in said.items():
        for name, verdict in zip(names, verdicts, strict=False):
            if verdict is None:
                continue
            home = name.split(":")[0]
            ledger.append({"fragment": name, "interview": home, "coder": coder, "action": "reviewed", "live": True,
                           "blind": True, "number": len(ledger)})  # fmt: skip
            given = [("view", verdict[0])] * bool(verdict[0]) + [("barrier", each) for each in verdict[1]]
            codes += [{"fragment": name, "interview": home, "coder": coder, "dimension": d, "code": c, "final": True}
                      for d, c in given]  # fmt: skip
    columns = ["fragment", "interview", "dimension", "code", "probability", "suggested", "model", "suggested_at"]
    return {
        "fragments": pd.DataFrame({"fragment": names, "interview": [name.split(":")[0] for name in names]}),
        "decisions": pd.DataFrame(ledger),
        "codes": pd.DataFrame(codes, columns=["fragment", "interview", "coder", "dimension", "code", "final"]),
        "suggestions": pd.DataFrame(list(suggestions), columns=columns),
    }


def frame(tables, **options):
    return pd.DataFrame(agreement(tables, BOOK, **options))


def only(rows, **cells):
    for name, value in cells.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1, rows
    return rows.iloc[0]


@pytest.fixture
def two_coders():
    generator = np.random.default_rng(1)
    truth = [("a" if n % 3 else "", "xy"[: n % 3]) for n in range(120)]
    other = [each if generator.random() < 0.8 else ("b", "z") for each in truth]
    return study({"An": truth, "Bo": other}, interviews=12)


def test_people_are_compared_per_code_and_per_dimension(two_coders):
    rows = frame(two_coders)
    assert set(rows["kind"]) == {"human-human"}
    assert set(rows[rows["code"] == ""]["measure"]) == {"percent", "kappa", "alpha", "ac1", "masi_alpha"}
    found = only(rows, dimension="view", code="", measure="percent")
    assert (found["fragments"], found["interviews"], found["coders"]) == (120, 12, "An, Bo")
    assert 0.7 < found["value"] < 0.9
    assert found["low"] < found["value"] < found["high"]
    masi = only(rows, dimension="barrier", measure="masi_alpha")
    assert only(rows, dimension="barrier", code="", measure="percent")["value"] > masi["value"] > 0


def test_the_same_tables_give_the_same_figures(two_coders):
    assert agreement(two_coders, BOOK) == agreement(two_coders, BOOK)


def test_identical_coders_agree_wholly():
    said = [("a", "x"), ("", ""), ("b", "xy")] * 10
    rows = frame(study({"An": said, "Bo": said}))
    assert (rows.loc[rows["value"].notna(), "value"] == 1).all()


def test_a_rare_code_has_no_figure_and_says_so():
    said = [("a", "x")] * 30
    said[0] = ("a", "z")
    rows = frame(study({"An": said, "Bo": said}))
    found = only(rows, code="z", measure="kappa")
    assert pd.isna(found["value"])
    assert found["note"] == "too little to say: given on 1 fragments, 5 are needed"


def test_a_code_that_everyone_always_gave_has_percent_but_no_kappa():
    rows = frame(study({"An": [("a", "x")] * 30, "Bo": [("a", "x")] * 30}))
    assert only(rows, code="x", measure="percent")["value"] == 1
    assert only(rows, code="x", measure="ac1")["value"] == 1
    assert "one category only" in only(rows, code="x", measure="kappa")["note"]


def test_two_interviews_give_a_figure_without_interval():
    said = [("a", "x"), ("b", "")] * 15
    found = only(frame(study({"An": said, "Bo": said[::-1]}, interviews=2)), code="", measure="kappa")
    assert found["low"] is None
    assert found["note"] == "no interval: 2 interviews, 3 are needed"


def test_few_fragments_in_common_give_no_figure():
    said = [("a", "x")] * 9
    assert frame(study({"An": said, "Bo": said}))["value"].isna().all()


def test_three_coders_are_compared_in_pairs_and_together():
    said = [("a", "x"), ("", ""), ("b", "xy")] * 10
    partly = [None, *said[1:]]
    rows = frame(study({"An": said, "Bo": said, "Cy": partly}))
    assert set(rows["coders"]) == {"An, Bo", "An, Cy", "Bo, Cy", "An, Bo, Cy"}
    assert only(rows, coders="Bo, Cy", dimension="view", code="", measure="alpha")["fragments"] == 29
    assert only(rows, coders="An, Bo, Cy", dimension="view", code="", measure="alpha")["fragments"] == 30
    assert rows[(rows["coders"] == "An, Bo, Cy") & (rows["measure"] == "kappa")].empty


def suggested(tables, code="a", model="m1"):
    return pd.DataFrame(
        [
            {"fragment": name, "interview": name.split(":")[0], "dimension": dimension, "code": each,
             "probability": 0.6, "suggested": each == code, "model": model,
             "suggested_at": datetime(2026, 1, 1, tzinfo=UTC)}
            for name in tables["fragments"]["fragment"]
            for dimension, each in [("view", "a"), ("view", ""), ("barrier", "x")]
        ]
    )  # fmt: skip


def test_the_model_is_compared_only_on_what_was_coded_blind():
    tables = study({"An": [("a", ""), ("", "x")] * 20})
    tables["decisions"].loc[:9, "blind"] = False
    rows = frame(tables, suggestions=suggested(tables))
    found = only(rows, kind="human-model", dimension="view", code="a", measure="percent")
    assert (found["fragments"], found["value"], found["models"]) == (30, 0.5, "m1")


def test_the_model_is_not_compared_on_interviews_it_learnt_from():
    tables = study({"An": [("a", ""), ("", "x")] * 20})
    rows = frame(tables, suggestions=suggested(tables), learnt_from={"m1": ["g0"]})
    assert set(rows["fragments"]) == {30}
    assert frame(tables, suggestions=suggested(tables), learnt_from={"m1": ["g0", "g1", "g2", "g3"]}).empty


def test_a_fragment_that_was_reopened_is_not_compared():
    tables = study({"An": [("a", "x")] * 12, "Bo": [("a", "x")] * 12})
    again = tables["decisions"].iloc[[0]].assign(action="reopened", number=99)
    tables["decisions"] = pd.concat([tables["decisions"], again], ignore_index=True)
    assert set(frame(tables)["fragments"]) == {11}


def test_nothing_coded_twice_gives_no_rows():
    assert agreement(study({"An": [("a", "x")] * 12}), BOOK) == []


def test_verdicts_given_after_seeing_the_other_count_as_they_were_before_and_are_counted(two_coders):
    fragment = two_coders["fragments"]["fragment"][0]
    now = two_coders["codes"]
    mine = now[(now["fragment"] == fragment) & (now["coder"] == "An")]
    held = frozenset(zip(mine["dimension"], mine["code"], strict=True))
    other = held ^ {("barrier", "z")}
    unlike = frame(two_coders, independent={(fragment, "An"): frozenset(other)}, draws=10)
    alike = frame(two_coders, independent={(fragment, "An"): held}, draws=10)
    plain = frame(two_coders, draws=10)
    assert set(plain["informed"]) == {0}
    assert set(unlike["informed"]) == {1}
    same = [name for name in plain.columns if name != "informed"]
    pd.testing.assert_frame_equal(alike[same], plain[same])
    asked = {"dimension": "barrier", "code": "z", "measure": "percent"}
    assert only(unlike, **asked)["given"] != only(plain, **asked)["given"]


def test_a_verdict_with_nothing_before_is_left_out(two_coders):
    fragment = two_coders["fragments"]["fragment"][0]
    rows = frame(two_coders, independent={(fragment, "An"): None}, draws=10)
    plain = frame(two_coders, draws=10)
    assert set(rows["fragments"]) == {plain["fragments"].iloc[0] - 1}
    assert set(rows["informed"]) == {1}
