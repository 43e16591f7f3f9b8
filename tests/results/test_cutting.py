from pathlib import Path

import pandas as pd
import pytest

from pipeline.results.agreement.unitizing_table import overlapping_boundaries, unitizing_agreement

STARTER = Path(__file__).parents[2] / "data" / "starter"


def spans(*rows):
    frame = pd.DataFrame(rows, columns=["interview", "coder", "start", "end"])
    return frame.assign(dimension="", code="")


def test_the_same_cuts_agree_wholly():
    both = [("g1", coder, start, start + 40) for coder in ("An", "Bo") for start in (0, 41, 100)]
    (row,) = unitizing_agreement(spans(*both))
    assert row["value"] == pytest.approx(1)
    assert row["note"].startswith("no interval: 1 interviews")


def test_text_in_nobodys_unit_does_not_count():
    near = [("g1", "An", 0, 40), ("g1", "An", 40, 80), ("g1", "Bo", 0, 50), ("g1", "Bo", 50, 80)]
    far = [("g1", coder, start + 500 * (start >= 80), end + 500 * (end > 80)) for _, coder, start, end in near]
    one, other = unitizing_agreement(spans(*near))[0], unitizing_agreement(spans(*far))[0]
    assert one["value"] == pytest.approx(other["value"])


def test_interviews_that_one_coder_cut_are_left_out():
    rows = [("g1", "An", 0, 40), ("g1", "Bo", 0, 40), ("g2", "An", 0, 10), ("g1", "An", 50, 90), ("g1", "Bo", 52, 90)]
    (row,) = unitizing_agreement(spans(*rows))
    assert row["interviews"] == 1


def test_one_coder_gives_no_rows():
    assert unitizing_agreement(spans(("g1", "An", 0, 40))) == []


def test_the_starter_studys_second_cuts_agree_better_than_chance():
    second = pd.read_csv(STARTER / "cuts_second_coder.csv").assign(coder="second")
    first = pd.read_csv(STARTER / "codes.csv").assign(coder="first")
    both = pd.concat([first[first["interview"].isin(second["interview"])], second])
    (row,) = unitizing_agreement(both[["interview", "coder", "start", "end"]].assign(dimension="", code=""))
    assert row["interviews"] == second["interview"].nunique()
    assert 0 < row["value"] < 1
    assert row["low"] <= row["value"] <= row["high"]


def test_only_interviews_that_were_cut_differently_are_compared(study_of_two_cutters):
    found = overlapping_boundaries(study_of_two_cutters)
    assert set(found["interview"]) == {"g2"}
    assert found[["coder", "start", "end", "code"]].values.tolist() == [
        ["An", 0, 40, ""],
        ["Bo", 0, 55, ""],
        ["An", 40, 90, ""],
        ["An", 0, 40, "mobility"],
    ]


@pytest.fixture
def study_of_two_cutters():
    """In g1 Bo has not got to An's second fragment yet; in g2 Bo cut elsewhere."""
    done = [("g1", "An", 0, 40), ("g1", "Bo", 0, 40), ("g1", "An", 40, 90),
            ("g2", "An", 0, 40), ("g2", "Bo", 0, 55), ("g2", "An", 40, 90)]  # fmt: skip
    rows = [{"fragment": f"{home}:{start}-{end}", "interview": home, "coder": coder, "start": start, "end": end,
             "number": number, "action": "reviewed", "blind": True, "live": True}
            for number, (home, coder, start, end) in enumerate(done)]  # fmt: skip
    ledger = pd.DataFrame(rows)
    given = [{"fragment": "g2:0-40", "coder": "An", "dimension": "barrier", "code": "mobility"}]
    return {"decisions": ledger, "fragments": ledger.drop_duplicates("fragment"), "codes": pd.DataFrame(given)}
