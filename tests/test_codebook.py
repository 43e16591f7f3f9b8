"""A codebook says clearly what can be coded, or is refused with the place to mend."""

import re
from pathlib import Path

import pytest

from pipeline.codebook import load_codebook
from pipeline.errors import InvalidCodebook
from pipeline.records import Role

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "data" / "starter" / "codebook.yaml"
GUIDE = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
SMALL = """\
study: S
version: "1"
dimensions:
  - id: theme
    label: Thema
    values: one
    codes:
      - {id: work, label: {nl: werk, en: work}, patterns: ['\\bwerk\\b']}
      - {id: home, label: thuis}
"""


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "codebook.yaml"
        path.write_text(text, encoding=encoding)
        return path

    return write


def test_the_example_of_the_guide_loads(written):
    (example,) = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    guided = load_codebook(written(example))
    assert guided.dimension_ids == ("theme", "tone")
    assert not guided.dimension("theme").single
    assert guided.dimension("tone").single
    assert guided.roles[Role.RESPONDENT] == ("R", "Respondent")


def test_the_guide_explains_every_field():
    named = set(re.findall(r"`(\w+)`", GUIDE))
    book = load_codebook(STARTER)
    fields = {*type(book).model_fields, *type(book.dimensions[0]).model_fields, *type(book.conventions[0]).model_fields}
    assert fields | set(type(book.dimensions[0].codes[0]).model_fields) <= named


def test_one_text_serves_for_both_languages(written):
    label = load_codebook(written(SMALL)).dimension("theme").label
    assert (label.in_language("nl"), label.in_language("en"), label.in_language("fr")) == ("Thema", "Thema", "Thema")


def test_a_code_is_refused_with_what_could_be_meant(written):
    small = load_codebook(written(SMALL))
    assert small.refusal("theme", "work") is None
    assert "work, home" in small.refusal("theme", "wrok")
    assert "it has theme" in small.refusal("topic", "work")
    with pytest.raises(KeyError):
        small.dimension("topic")
    with pytest.raises(KeyError):
        small.dimension("theme").code("wrok")


def test_the_stamp_follows_the_contents_and_not_the_layout(written):
    stamp = load_codebook(written(SMALL)).stamp
    assert re.fullmatch(r"1\+[0-9a-f]{8}", stamp)
    assert load_codebook(written("# a remark\n" + SMALL)).stamp == stamp
    assert load_codebook(written(SMALL.replace("thuis", "Thuis"))).stamp != stamp


@pytest.mark.parametrize(
    ("wrong", "place", "why"),
    [
        (SMALL.replace("values: one", "values: some"), "dimensions.0.values", "one"),
        (SMALL.replace("id: home", "id: work"), "dimensions.0", "'work' stands twice"),
        (SMALL.replace("id: home", "id: Home!"), "dimensions.0.codes.1.id", "pattern"),
        (SMALL.replace("label: thuis", "label: thuis, shade: red"), "dimensions.0.codes.1.shade", "not permitted"),
        (SMALL.replace("label: thuis", "label: thuis, colour: 9"), "dimensions.0.codes.1.colour", "less than"),
        (SMALL.replace("label: thuis", "label: thuis, parent: house"), "dimensions.0", "'house' is no code"),
        (SMALL.replace("values: one", "valeus: one"), "dimensions.0.valeus (line 6)", "perhaps 'values' is meant"),
        (SMALL.replace("values: one", "values: mayn"), "dimensions.0.values (line 6)", "perhaps 'many' is meant"),
        (SMALL + "study: again\n", "line 10", "'study' stands twice"),
        (SMALL.replace("\\bwerk\\b", "(werk"), "dimensions.0.codes.0.patterns.0", "no regular expression"),
        (SMALL.replace("{nl: werk, en: work}", "{nl: werk}"), "dimensions.0.codes.0.label.en", "required"),
        (SMALL.replace('version: "1"\n', ""), "version", "required"),
        (SMALL.replace('version: "1"', "version: 1"), "version", "string"),
        (SMALL + "roles: {boss: [B]}\n", "roles.boss", "interviewer"),
        (SMALL.split("dimensions")[0] + "dimensions: []\n", "dimensions", "at least 1"),
        (SMALL + SMALL[SMALL.index("  - id") :], "the top", "'theme' stands twice"),
        ("study: [\n", "line 2", "not valid YAML"),
        ("", "the top", "valid"),
        ("just words\n", "the top", "valid"),
    ],
)
def test_a_mistake_is_named_with_its_place(written, wrong, place, why):
    with pytest.raises(InvalidCodebook) as refused:
        load_codebook(written(wrong))
    assert f"at {place}" in str(refused.value)
    assert why in str(refused.value)
    assert "try again" in str(refused.value)


def test_a_file_that_cannot_be_read_is_named(written, tmp_path):
    with pytest.raises(InvalidCodebook, match=r"elsewhere.yaml"):
        load_codebook(tmp_path / "elsewhere.yaml")
    with pytest.raises(InvalidCodebook, match="cannot be read"):
        load_codebook(written("study: één\n", encoding="latin-1"))
