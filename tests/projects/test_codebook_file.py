"""Codes are added to a codebook's file without touching what people wrote there."""

import pytest
import yaml

from pipeline.codebook import Codebook
from pipeline.projects.codebook import map_codes
from pipeline.projects.codebook_file import extended
from pipeline.projects.records import Code, Project

BLOCK = """# Ons codeboek
study: s
version: "1"   # nog de eerste
dimensions:
  - id: werk   # loon en tijd
    label: Werk
    values: many
    codes:
      - id: loon
        label: Loon
        definition: |
          Wat iemand verdient.
          Ook in natura.
      # tijd komt later
  - id: toon
    label: Toon
    values: one
    codes: # de stemming
      - {id: boos, label: Boos}
rules:
  - Lees eerst alles.
"""
FLOW = 'study: s\nversion: "1"\ndimensions: [{id: werk, label: Werk, values: many, codes: [{id: loon, label: Loon}]}]\n'
NO_END = BLOCK.split("rules:")[0].rstrip()

CODES = (
    Code(id="1", name="Werk", codable=False),
    Code(id="2", name="tijd: vrij", parent="1", description="Uren # en dagen"),
    Code(id="3", name="Toon", codable=False),
    Code(id="4", name="'blij'", parent="3"),
    Code(id="5", name="Wonen", codable=False),
    Code(id="6", name="huur", parent="5", description="a\nb"),
)


@pytest.mark.parametrize("contents", [BLOCK, FLOW, NO_END, BLOCK.replace("  - id", "- id").replace("    ", "  ")])
def test_file_is_the_codebook_that_was_meant(contents):
    before = Codebook.model_validate(yaml.safe_load(contents))
    after = map_codes(Project(format="x", program="x", name="s", unit="", codes=CODES), before).codebook
    written = extended(contents, before, after)
    assert Codebook.model_validate(yaml.safe_load(written)) == after
    assert {dimension.id: len(dimension.codes) for dimension in after}["wonen"] == 1


def test_lines_that_people_wrote_stay_in_their_order():
    before = Codebook.model_validate(yaml.safe_load(BLOCK))
    after = map_codes(Project(format="x", program="x", name="s", unit="", codes=CODES), before).codebook
    written = iter(extended(BLOCK, before, after).splitlines())
    assert all(line in written for line in BLOCK.splitlines())
