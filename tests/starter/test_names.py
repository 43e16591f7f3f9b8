"""How many of the names in eight shipped interviews are proposed for pseudonyms, against a list made by hand.

`names.csv` lists every person, place and organisation in them, found by judging each word with a capital in context.
Six interviews were looked at while the rules were made, two only afterwards. The figures stand in docs/pseudonyms.md.
"""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline import transcripts
from pipeline.transcripts.pseudonyms import Seeker

# "Mo" is also how some of these speakers say "maar".
ONLY = {("int_12", "Mo"): r"(?<=En )Mo(?=,)"}


@pytest.fixture(scope="module")
def counted(starter):
    """Per part and kind: occurrences, those that are covered, proposals, and those that are right."""
    texts = {path.stem: transcripts.read(path).text for path in sorted(starter.rglob("int_*.txt"))}
    tables = [transcripts.read_metadata(path) for path in starter.rglob("interviews.csv")]
    own = {row["organisation"]: "organisation" for table in tables for row in table.values()}
    seeker = Seeker(texts.values(), own)
    there, found, proposed, right = Counter(), Counter(), Counter(), Counter()
    for (part, interview), names in gold().items():
        text = texts[interview]
        findings, places = seeker.find(text), list(occurrences(text, interview, names))
        for start, end, kind in places:
            there[part, kind] += 1
            found[part, kind] += any(each.start <= start and end <= each.end for each in findings)
        for each in findings:
            proposed[part, each.kind] += 1
            right[part, each.kind] += any(start < each.end and each.start < end for start, end, _ in places)
    return there, found, proposed, right


def gold():
    names = {}
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names.setdefault((row["part"], row["interview"]), []).append((row["name"], row["kind"]))
    return names


def occurrences(text, interview, names):
    taken = []
    for name, kind in sorted(names, key=lambda pair: -len(pair[0])):
        pattern = ONLY.get((interview, name), rf"(?<![\w-]){re.escape(name)}(?!\w)")
        spans = [found.span() for found in re.finditer(pattern, text)]
        assert spans, (interview, name)
        for start, end in spans:
            if not any(start < upto and since < end for since, upto in taken):
                taken.append((start, end))
                yield start, end, kind


@pytest.mark.parametrize(("part", "least"), [("tuned", 0.94), ("held out", 0.94)])
def test_most_names_are_proposed(counted, part, least):
    there, found, _, _ = counted
    of, covered = (sum(count for (each, _), count in counts.items() if each == part) for counts in (there, found))
    assert covered / of >= least, (covered, of)


def test_most_proposals_name_somebody_or_somewhere(counted):
    _, _, proposed, right = counted
    assert sum(right.values()) / sum(proposed.values()) >= 0.9
