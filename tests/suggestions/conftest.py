"""The invented little study: two dimensions, and six interviews coded by hand."""

from __future__ import annotations

import pytest

from pipeline.codebook import Codebook
from pipeline.records import Example
from tests.suggestions.invented_study import examples_of


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return Codebook.model_validate(
        {
            "study": "proef",
            "version": "1",
            "dimensions": [
                {
                    "id": "view",
                    "label": "blik",
                    "values": "one",
                    "codes": [
                        {"id": "individual", "label": "individueel", "keywords": ["motivatie", "eigen fout"]},
                        {"id": "structural", "label": "structureel", "keywords": ["overal", "wachtlijst"]},
                    ],
                },
                {
                    "id": "barrier",
                    "label": "drempel",
                    "values": "many",
                    "codes": [
                        {"id": "housing", "label": "wonen", "keywords": ["huur", "woning"]},
                        {"id": "health", "label": "gezondheid", "patterns": [r"\bziek\w*", r"\bpijn\b"]},
                        {"id": "mobility", "label": "vervoer", "keywords": ["bus"]},
                    ],
                },
            ],
        }
    )


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    return examples_of(6)
