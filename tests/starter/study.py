"""The shipped study as rows and texts, read once for the tests of this folder."""

import csv
from functools import cache
from pathlib import Path

from pipeline.codebook import Codebook, load_codebook
from pipeline.records import Transcript
from pipeline.transcripts import read

STARTER = Path(__file__).parents[2] / "data" / "starter"
CODED = ("codes.csv", "codes_second_coder.csv", "new/codes.csv")
CUT = (*CODED, "cuts_second_coder.csv")
NEW = ("int_23", "int_28", "int_31")


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (STARTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def codebook() -> Codebook:
    return load_codebook(STARTER / "codebook.yaml")


@cache
def transcript(interview: str) -> Transcript:
    (path,) = [*(STARTER / "interviews").glob(f"{interview}.*"), *(STARTER / "new").glob(f"{interview}.*")]
    return read(path, codebook=codebook())


def given(row: dict[str, str], dimension: str) -> list[str]:
    return [code for code in row[dimension].split("|") if code]
