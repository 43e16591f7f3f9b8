"""A tree of codes becomes a codebook, or is found in the one that is there."""

from pathlib import Path

import pytest

from pipeline.codebook import Codebook
from pipeline.errors import InvalidCodes
from pipeline.projects import Project, read_project
from pipeline.projects.codebook import Target, map_codes, read_mapping
from pipeline.projects.records import Code, Coding, SourceText
from tests.projects.invented import SAMPLES


def project(*codes: Code) -> Project:
    return Project(format="x", program="x", name="Studie", unit="", codes=codes)


def test_top_categories_become_dimensions_and_loose_codes_share_one() -> None:
    mapped = map_codes(read_project(SAMPLES / "qualcoder.qda"))
    assert {dimension.id: dimension.code_ids for dimension in mapped.codebook} == {
        "drempel": ("gezondheid", "vervoer", "opvang"),
        "houding": ("hulp", "werkgever"),
        "codes": ("los",),
    }
    assert {dimension.values for dimension in mapped.codebook} == {"many"}
    assert mapped.codebook.dimension("drempel").question.nl == "Over drempel"
    assert mapped.codebook.dimension("codes").code("los").definition.en == "Een losse code, nooit gebruikt"
    assert set(mapped.where.values()) == set(mapped.added)


def test_all_codes_in_one_dimension() -> None:
    mapped = map_codes(read_project(SAMPLES / "qualcoder.qda"), one_dimension=True)
    assert [dimension.id for dimension in mapped.codebook] == ["codes"]
    assert len(mapped.codebook.dimension("codes").codes) == 6


def test_category_that_can_be_given_is_a_code_of_its_dimension() -> None:
    mapped = map_codes(project(Code(id="1", name="Werk"), Code(id="2", name="loon", parent="1")))
    assert mapped.where == {"1": ("werk", "werk"), "2": ("werk", "loon")}


def test_same_name_twice_in_a_dimension_is_told_apart_and_said() -> None:
    codes = [Code(id="t", name="Werk", codable=False)]
    codes += [Code(id=each, name=each, parent="t", codable=False) for each in ("vroeger", "nu")]
    codes += [Code(id=f"loon {each}", name="loon", parent=each) for each in ("vroeger", "nu")]
    mapped = map_codes(project(*codes))
    assert [code.label.nl for code in mapped.codebook.dimension("werk").codes] == ["loon", "loon (nu)"]
    assert [problem.place for problem in mapped.problems] == ["Werk / nu / loon"]


@pytest.mark.parametrize("name", ["1e lijn", "—", "Één", "x" * 90, "", "für & wider"])
def test_any_name_gives_an_id_that_a_codebook_allows(name: str) -> None:
    mapped = map_codes(project(*(Code(id=str(number), name=name) for number in range(12))))
    assert len(set(mapped.where.values())) == 12


def test_codes_that_are_in_the_codebook_are_found_by_id_or_label() -> None:
    existing = Codebook.model_validate(
        {
            "study": "s",
            "version": "3",
            "dimensions": [
                {
                    "id": "barrier",
                    "label": {"nl": "Drempel", "en": "Barrier"},
                    "values": "many",
                    "codes": [{"id": "health", "label": {"nl": "Gezondheid", "en": "Health"}, "keywords": ["rug"]}],
                }
            ],
        }
    )
    mapped = map_codes(read_project(SAMPLES / "qualcoder.qda"), existing)
    assert ("barrier", "health") in mapped.where.values()
    assert ("barrier", "vervoer") in mapped.added
    assert ("barrier", "health") not in mapped.added
    assert mapped.codebook.dimension("barrier").code("health").keywords == ("rug",)
    assert mapped.codebook.version == "3"


def test_mapping_merges_moves_and_leaves_out(tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    file.write_text(
        "code,dimension,into\nvervoer,Praktisch,ver weg\nDrempel / opvang,Praktisch,ver weg\nhulp,,\nniets,,\n"
    )
    source = read_project(SAMPLES / "qualcoder.qda")
    mapped = map_codes(source, mapping=read_mapping(file))
    by_name = {code.name: mapped.where.get(code.id) for code in source.given}
    assert by_name["vervoer"] == by_name["opvang"] == ("praktisch", "ver_weg")
    assert by_name["hulp"] is None
    assert by_name["gezondheid"] == ("drempel", "gezondheid")
    told = {(problem.place, problem.message) for problem in mapped.problems}
    assert told == {
        ("niets", "the mapping names a code that the project does not have"),
        ("Houding / hulp", "the mapping leaves it out, with 2 codings"),
    }


@pytest.mark.parametrize(
    "contents", ["", "code,dimension\nx,y\n", "code,dimension,into\nx,,\nx,,\n", "code,dimension,into\n,a,b\n"]
)
def test_mapping_that_cannot_be_meant_is_refused(contents: str, tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text(contents)
    with pytest.raises(InvalidCodes, match=r"map\.csv"):
        read_mapping(tmp_path / "map.csv")


def test_circle_in_the_tree_ends() -> None:
    looped = project(Code(id="1", name="a", parent="2"), Code(id="2", name="b", parent="1"))
    assert len(map_codes(looped).where) == 2
    assert looped.paths["1"] == ("b", "a")


def test_target_may_name_the_dimension_alone() -> None:
    mapped = map_codes(project(Code(id="1", name="loon")), mapping={"loon": Target(dimension="Werk", into="")})
    assert mapped.where == {"1": ("werk", "loon")}


def test_project_without_codes_is_refused() -> None:
    with pytest.raises(InvalidCodes, match="no codes"):
        map_codes(project())


def test_left_out_code_without_codings_is_not_mentioned() -> None:
    text = SourceText(id="t", name="t", text="woorden")
    coding = Coding(text="t", code="1", coder="", start=0, end=7, raw=(0, 7), place="")
    codes = (Code(id="1", name="loon"), Code(id="2", name="tijd"))
    source = Project(format="x", program="x", name="s", unit="", codes=codes, texts=(text,), codings=(coding,))
    mapped = map_codes(source, mapping={"tijd": Target(dimension="", into="")})
    assert mapped.where.keys() == {"1"}
    assert not mapped.problems
