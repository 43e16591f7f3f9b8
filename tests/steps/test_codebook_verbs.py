"""The verbs of the codebook write the file and the store's version together, and a file edited by hand is followed."""

import json

import pytest

from pipeline import results
from pipeline.cli import app
from pipeline.codebook import load_codebook
from pipeline.decisions import Store
from pipeline.errors import CodebookDiffers, InvalidChange, InvalidCodebook
from pipeline.settings import CODEBOOK_FILE, open_study
from pipeline.steps import api as steps
from pipeline.steps import codebook
from pipeline.steps.forget.quote_search import QuoteIndex
from pipeline.steps.shared import codebook_versions
from tests.conftest import codes_of

pytestmark = pytest.mark.slow

INTERVIEW = "int_05"


@pytest.fixture
def study(tmp_path, starter):
    """A study with one interview, coded by hand."""
    steps.init(tmp_path / "study")
    made = open_study(tmp_path / "study")
    steps.ingest(made, [starter / "interviews" / f"{INTERVIEW}.txt"])
    steps.import_codes(made, codes_of(starter, [INTERVIEW], tmp_path / "codes.csv"))
    return made


def anew(study):
    return open_study(study.folder)


def file_of(study):
    return study.folder / CODEBOOK_FILE


def edited(study, before, after):
    text = file_of(study).read_text(encoding="utf-8")
    assert before in text
    file_of(study).write_text(text.replace(before, after, 1), encoding="utf-8")
    return anew(study)


def published(study, dimension="barrier"):
    steps.publish(study)
    codes = results.read(study.folder, "codes")
    return codes[codes["dimension"] == dimension]


def counted(study, code):
    [found] = [each for each in codebook.show(study).details["dimensions"] if each["id"] == "barrier"]
    return next((each["verdicts"] for each in found["codes"] if each["id"] == code), None)


def test_a_rename_changes_file_and_store_together(study):
    before = published(study)
    codebook.rename(study, "barrier", "housing", "dwelling", coder="An", why="term of the network")
    assert load_codebook(file_of(study)).dimension("barrier").code("dwelling").label.nl == "huisvesting"
    after = published(study)
    assert (after["code"] == "dwelling").sum() == (before["code"] == "housing").sum() > 0
    assert set(after.loc[after["code"] == "dwelling", "code_given"]) == {"housing"}
    version = codebook.history(study).details["versions"][-1]
    assert (version["coder"], version["why"], version["version"]) == ("An", "term of the network", 2)


def test_an_exported_project_follows(study, tmp_path):
    import zipfile

    codebook.merge(study, "barrier", ["housing", "mobility"], "health")
    codebook.retire(study, "barrier", "finances")
    steps.publish(study)
    steps.export(study, "qdpx", output=tmp_path / "p.qdpx", language="nl")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as project:
        written = project.read("project.qde").decode()
    assert 'name="gezondheid"' in written
    assert 'name="financiën"' in written
    assert 'name="huisvesting"' not in written
    assert "staat niet meer in het codeboek" not in written


def test_additions_and_wording_in_the_file_become_a_version(study):
    later = edited(study, "label: {nl: huisvesting", "label: {nl: wonen")
    steps.publish(later)
    with Store.open(study.store_url) as store:
        newest = store.codebook.newest()
    assert newest.number == 2
    assert [change.facts() for change in newest.changes] == [
        {"kind": "edit", "dimension": "barrier", "code": "housing", "fields": ["label"]}
    ]
    assert newest.coder == ""


def test_a_used_code_that_is_gone_stops_verbs_and_is_told(study):
    count = counted(study, "housing")
    later = edited(study, "id: housing", "id: dwelling")
    for verb in (steps.publish, steps.train, steps.suggest, steps.run):
        with pytest.raises(CodebookDiffers, match=f"{count} verdicts under `housing`") as refused:
            verb(later)
        assert "drempel codebook rename barrier housing dwelling" in str(refused.value)
    assert ["housing" in each.message for each in steps.status(later).problems].count(True) == 1
    assert "housing" in steps.check(later).problems[0].message
    assert "housing" in codebook.check(later).problems[0].message
    steps.backup(later)
    codebook.rename(later, "barrier", "housing", "dwelling")
    assert counted(anew(study), "dwelling") == count
    assert steps.status(anew(study)).problems == ()
    assert published(anew(study))["code"].eq("dwelling").sum() == count


def test_of_two_codes_that_are_gone_each_is_settled_on_its_own(study):
    later = edited(edited(study, "id: housing", "id: dwelling"), "id: mobility", "id: travel")
    codebook.rename(later, "barrier", "housing", "dwelling")
    assert "mobility" in load_codebook(file_of(study)).dimension("barrier").code_ids
    codebook.rename(anew(study), "barrier", "mobility", "travel")
    assert {"dwelling", "travel"} <= set(published(anew(study))["code"])


def test_what_a_person_edited_can_be_taken_back(study):
    before = load_codebook(file_of(study))
    later = edited(study, "id: housing", "id: dwelling")
    codebook.restore(later, 1)
    assert load_codebook(file_of(study)) == before


@pytest.mark.parametrize("moment", ["before the file", "after the file"])
def test_a_change_that_is_cut_off_is_whole_afterwards(study, monkeypatch, moment):
    class CutOff(Exception):
        pass

    def die(*anything):
        raise CutOff

    if moment == "before the file":
        monkeypatch.setattr(codebook_versions, "write_codebook", die)
    else:
        monkeypatch.setattr(type(study), "read_codebook_again", die)
    with pytest.raises(CutOff):
        codebook.rename(study, "barrier", "housing", "dwelling")
    monkeypatch.undo()
    found = published(anew(study))
    assert "dwelling" in set(found["code"])
    assert load_codebook(file_of(study)).dimension("barrier").code("dwelling")
    assert [each["version"] for each in codebook.history(study).details["versions"]] == [1, 2]


def test_a_broken_file_is_told_by_every_verb_that_reads_it(study):
    later = edited(study, "values: one", "valeus: one")
    for verb in (steps.status, steps.publish, codebook.check, codebook.show):
        with pytest.raises(InvalidCodebook, match="'valeus' is not permitted here; perhaps 'values'") as refused:
            verb(later)
        assert refused.value.exit_code == 2


def test_a_change_that_cannot_be_leaves_everything(study):
    before = file_of(study).read_bytes()
    for wrong in (
        lambda: codebook.rename(study, "barrier", "housing", "mobility"),
        lambda: codebook.rename(study, "barrier", "housing", "Big!"),
        lambda: codebook.merge(study, "barrier", ["housing"], "housing"),
        lambda: codebook.retire(study, "barrier", "nothing"),
        lambda: codebook.restore(study, 7),
        lambda: codebook.add(study, "barrier", {"id": "debts", "label": "x", "parent": "nothing"}),
    ):
        with pytest.raises(InvalidChange):
            wrong()
    assert file_of(study).read_bytes() == before
    assert len(codebook.history(study).details["versions"]) == 1


def test_the_report_counts_each_level_and_tells_of_tables_of_before(study):
    from pipeline.results.report.counts import ReportCounts

    steps.publish(study)
    codebook.merge(study, "barrier", ["mobility"], "housing")
    found = steps.report(study, language="nl").problems
    assert ["barrier.mobility" in each.message for each in found] == [True]
    edited(study, "id: finances", "id: finances\n    parent: housing")
    later = anew(study)
    steps.publish(later)
    assert steps.report(later, language="nl").problems == ()
    tables = {name: results.read(study.folder, name) for name in ("transcripts", "fragments", "codes", "decisions")}
    counts = ReportCounts.of(tables, later.codebook).by_lead_code["barrier"].sum(axis=1)
    final = tables["codes"][tables["codes"]["final"]]
    both = final[final["code"].isin(["housing", "finances"])]["fragment"].nunique()
    assert counts["housing+"] == both
    assert max(counts["housing"], counts["finances"]) < both <= counts["housing"] + counts["finances"]
    assert "huisvesting, met subcodes" in (study.folder / "data" / "report.html").read_text(encoding="utf-8")


def test_a_model_of_before_a_rename_is_refused_with_the_remedy(study):
    steps.suggest(study)
    codebook.rename(study, "barrier", "housing", "dwelling")
    assert "dwelling" in str(steps.status(study).problems)


def test_the_command_line_speaks_the_verbs(study):
    from typer.testing import CliRunner

    def drempel(*words):
        done = CliRunner().invoke(app, ["-C", str(study.folder), "codebook", *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "housing is called dwelling now" in drempel("rename", "barrier", "housing", "dwelling", "--why", "x")
    assert "merged into dwelling" in drempel("merge", "barrier", "mobility", "dwelling")
    assert "is retired" in drempel("retire", "barrier", "dwelling")
    assert "offered again" in drempel("restore", "barrier", "dwelling")
    assert "debts is new" in drempel("add", "barrier", "debts", "--label", "schulden", "--parent", "finances")
    assert "    debts: schulden" in drempel("show")
    assert json.loads(drempel("show", "--json"))["counts"]["retired"] == 0
    assert "mobility is new" in drempel("restore", "1")
    assert "brings version 1 back" in drempel("history")
    assert "the last version" in drempel("check")


def test_a_quote_in_the_reason_and_in_the_changes_of_a_version_is_forgotten(study, starter):
    said = " ".join((starter / "interviews" / f"{INTERVIEW}.txt").read_text(encoding="utf-8")[300:420].split()[1:-1])
    code = {"id": "quoted", "label": "aangehaald", "definition": f"Zoals: {said}"}
    codebook.add(study, "barrier", code, why=f"Want: {said}")
    assert said in json.dumps(codebook.history(study).details, ensure_ascii=False, default=str)
    steps.forget(study, INTERVIEW)
    anew = open_study(study.folder)
    told = json.dumps(codebook.history(anew).details, ensure_ascii=False, default=str)
    assert said not in told
    assert "Want: (…)" in told
    traces = QuoteIndex([said])
    assert not [path for path in study.folder.rglob("*") if path.is_file() and traces.are_in_file(path)]
