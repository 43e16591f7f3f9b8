"""The figures that the shipped study's README names are those of its files."""

import re
from collections import Counter

import krippendorff
import pytest
from sklearn.metrics import cohen_kappa_score

from pipeline.records import Role
from tests.starter.study import STARTER, codebook, given, rows, transcript

README = (STARTER / "README.md").read_text(encoding="utf-8")
TWICE = ("int_06", "int_08", "int_12", "int_14")


def counts(name):
    return Counter((each.id, code) for row in rows(name) for each in codebook() for code in given(row, each.id) or [""])


def both_coders():
    first = {(row["interview"], row["start"], row["end"]): row for row in rows("codes.csv")}
    second = rows("codes_second_coder.csv")
    return [(first[row["interview"], row["start"], row["end"]], row) for row in second]


def alpha(dimension):
    pairs = [tuple("|".join(sorted(given(row, dimension))) for row in pair) for pair in both_coders()]
    number = {value: index for index, value in enumerate(sorted({value for pair in pairs for value in pair}))}
    by_coder = [[number[pair[coder]] for pair in pairs] for coder in (0, 1)]
    return krippendorff.alpha(by_coder, level_of_measurement="nominal")


def kappa(interviews):
    pairs = [pair for pair in both_coders() if pair[0]["interview"] in interviews]
    return cohen_kappa_score(*([row["activation"] for row in coder] for coder in zip(*pairs, strict=True)))


def test_the_table_of_counts():
    told = re.findall(r"^\| (\w+) \| (\(none\)|\w+) \| ([\d,]+) \| ([\d,]+) \|$", README, re.MULTILINE)
    learnt, new = counts("codes.csv"), counts("new/codes.csv")
    found = {(dimension, code.replace("(none)", "")): (a.replace(",", ""), b) for dimension, code, a, b in told}
    codes = [(each.id, code) for each in codebook() for code in each.code_ids]
    assert found == {pair: (str(learnt[pair]), str(new[pair])) for pair in [*codes, ("activation", "")]}


def test_the_counts_of_rows_and_interviews():
    assert f"| {len(rows('codes.csv')):,} fragments" in README
    assert f"their {len(rows('new/codes.csv'))} fragments" in README
    assert f"the same {len(rows('codes_second_coder.csv'))} fragments" in README
    assert f"first cuts: {len(rows('cuts_second_coder.csv'))} fragments" in README
    assert f"| {len({row['interview'] for row in rows('codes.csv')})} transcripts" in README
    assert f"{sum(len(each.codes) for each in codebook())} codes with definitions" in README


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("codes.csv", "{none} of the 3,211 fragments ({share} %)"), ("new/codes.csv", "in `new/` {none} of 323")],
)
def test_the_share_without_a_code(name, sentence):
    none = sum(not any(given(row, each.id) for each in codebook()) for row in rows(name))
    assert sentence.format(none=none, share=round(100 * none / len(rows(name)))) in README


def test_the_number_of_words():
    words = sum(len(transcript(row["interview"]).text.split()) for row in rows("interviews.csv"))
    assert f"{round(words, -3):,} in all" in README


def test_the_agreement_on_codes():
    by_interview = [kappa([interview]) for interview in TWICE]
    span = f"{min(by_interview):.3f} to {max(by_interview):.3f}".replace("0.", ".")
    assert f"{kappa(TWICE):.3f} ({span} by interview)".lstrip("0") in README
    for dimension, words in (("barrier", "Krippendorff's alpha"), ("approach", "likewise"), ("factor", "likewise")):
        line = next(line for line in README.splitlines() if line.startswith(f"| {dimension}, ") and words in line)
        assert line.endswith(f" {alpha(dimension):.3f} |".replace(" 0.", " ."))


def test_what_the_coders_differ_on():
    pairs = [(first["activation"], second["activation"]) for first, second in both_coders()]
    differ = [pair for pair in pairs if pair[0] != pair[1]]
    assert f"{sum('' in pair for pair in differ)} of the {len(differ)} differences on activation" in README


def test_the_agreement_on_cuts():
    twice = {row["interview"] for row in rows("cuts_second_coder.csv")}
    turns = [
        (interview, turn) for interview in twice for turn in transcript(interview).turns if turn.role is Role.RESPONDENT
    ]

    def inner(name):
        starts = {(row["interview"], int(row["start"])) for row in rows(name)}
        return {
            at
            for at in starts
            if any(at[0] == interview and turn.start < at[1] < turn.end for interview, turn in turns)
        }

    first, second = inner("codes.csv"), inner("cuts_second_coder.csv")
    f1 = 2 * len(first & second) / (len(first) + len(second))
    assert f"inner boundaries of the respondents' turns, F1 | {f1:.3f} |".replace("| 0.", "| .") in README


def test_it_says_that_everything_is_invented_and_under_which_licence():
    assert "Everything here is invented" in README
    assert "CC BY 4.0" in README
    assert "CC-BY-4.0" in (STARTER / "LICENSE").read_text(encoding="utf-8")
