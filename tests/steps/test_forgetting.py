"""After `forget` no file of the workspace holds a word that only this participant used; the rest is as it was."""

import base64
import csv
import gzip
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml
from filelock import FileLock
from openpyxl.chart import BarChart
from typer.testing import CliRunner

from pipeline import results
from pipeline.cli import app
from pipeline.decisions import Store, Topic
from pipeline.errors import StoreUnusable, UnknownInterview, WatchIsOn
from pipeline.settings import Study, open_study
from pipeline.steps import api as steps
from pipeline.steps.forget.archives import unpacked
from pipeline.steps.forget.forget import NOT_SEARCHED
from pipeline.steps.forget.quote_search import QuoteIndex
from pipeline.steps.forget.remaining_files import QUOTED_IN_STORE
from pipeline.steps.shared.study_lock import now
from tests.conftest import LEARNT_FROM

pytestmark = pytest.mark.slow

GONE = "int_05"


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@pytest.fixture(scope="module")
def rare(starter: Path) -> list[str]:
    """Words that only this participant used, and that are in no other word either."""
    said = {name: (starter / "interviews" / f"{name}.txt").read_text(encoding="utf-8").lower() for name in LEARNT_FROM}
    others = "\n".join([*(text for name, text in said.items() if name != GONE), *shipped(starter)])
    return sorted(word for word in words_of(said[GONE]) if len(word) > 7 and word not in others)


def shipped(starter: Path) -> list[str]:
    return [(starter / name).read_text(encoding="utf-8").lower() for name in ("codebook.yaml", "interviews.csv")]


def holders(folder: Path, rare: list[str]) -> set[str]:
    """The files in which one of the words stands, also packed."""
    patterns = re.compile("|".join(rare).encode())
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and any(patterns.search(each.lower()) for each in unpacked(path.read_bytes())):
            found.add(path.relative_to(folder).as_posix())
    return found


@pytest.fixture(scope="module")
def full_folder(trained_folder: Path, starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(trained_folder, tmp_path_factory.mktemp("full") / "study"))
    fill(open_study(folder), starter)
    return folder


@pytest.fixture
def full(full_folder: Path, tmp_path: Path) -> Study:
    """A study with the interview wherever one can be."""
    return open_study(Path(shutil.copytree(full_folder, tmp_path / "study")))


def fill(trained: Study, starter: Path) -> None:
    for name in LEARNT_FROM:
        shutil.copy(starter / "interviews" / f"{name}.txt", trained.inbox)
    shutil.copy(starter / "interviews.csv", trained.inbox)
    shutil.copy(starter / "interviews" / f"{GONE}.txt", trained.rejected / "dubbel.txt")
    (trained.rejected / "dubbel.txt.why.txt").write_text("twice\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (("file", "leeftijd"), (f"{GONE}.txt", 34), ("int_02.txt", 51)):
        book.active.append(row)
    book.save(trained.folder / "data" / "interviews.xlsx")
    (trained.folder / "data" / "exports" / "csv").mkdir(parents=True)
    for derived in ("report.html", "exports/csv/fragments.csv"):
        shutil.copy(starter / "interviews" / f"{GONE}.txt", trained.folder / "data" / derived)
    history = trained.folder / ".prefect" / "storage"
    history.mkdir(parents=True)
    (history / "run").write_text(f"{GONE}.txt", encoding="utf-8")
    with Store.open(trained.store_url) as store:
        quote = store.transcripts.fragments(GONE)[3].fragment.text
        store.notes.write_memo(f"Zie: {quote}", Topic(), coder="an", at=now())
        store.notes.write_memo("Deze persoon fascineert.", Topic(interview=GONE), coder="an", at=now())
    steps.run(trained)


def test_no_file_of_the_workspace_holds_a_word_that_only_this_participant_used(full, rare):
    model = (full.models / "current").read_text(encoding="utf-8").strip()
    before = holders(full.folder, rare)
    assert {"data/study.sqlite", "data/results/fragments.parquet", f"data/inbox/{GONE}.txt"} <= before
    assert {f"models/{model}/model.npz", "data/some_codes.csv", "data/rejected/dubbel.txt"} <= before
    report = steps.forget(full, GONE)
    assert holders(full.folder, rare) == set()
    assert (report.counts["left"], report.counts["models"], report.counts["quotes"]) == (0, 1, 1)
    named = [path for path in full.folder.rglob("*") if path.is_file() and GONE.encode() in path.read_bytes()]
    assert named == []
    assert [path for path in full.folder.rglob("*") if GONE in path.name] == []


def test_everything_else_is_as_it_was(full):
    columns = ["interview", "fragment", "dimension", "code", "coder", "final"]
    codes = results.read(full.folder, "codes")[columns].astype(str)
    entries = len(results.read(full.folder, "decisions"))
    steps.forget(full, GONE)
    kept = results.read(full.folder, "codes")[columns].astype(str)
    assert kept.values.tolist() == codes[codes["interview"] != GONE].values.tolist()
    assert len(results.read(full.folder, "decisions")) == entries
    others = [f"{name}.txt" for name in LEARNT_FROM if name != GONE]
    assert sorted(path.name for path in full.inbox.iterdir()) == [*others, "interviews.csv"]
    assert not list(full.rejected.iterdir())
    with (full.inbox / "interviews.csv").open(encoding="utf-8", newline="") as lines:
        described = {row["interview"] for row in csv.DictReader(lines)}
    assert GONE not in described
    assert "int_06" in described
    sheet = openpyxl.load_workbook(full.folder / "data" / "interviews.xlsx").active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["file", "int_02.txt"]
    checked = steps.check(full)
    assert checked.counts["left"] == 0


@pytest.mark.slow
def test_a_model_without_the_interview_is_made_when_asked(full):
    report = steps.forget(full, GONE, retrain=True, evaluate=False)
    assert report.problems == ()
    [card] = full.models.glob("*/card.json")
    assert json.loads(card.read_text(encoding="utf-8"))["interviews"] == ["int_02", "int_09", "int_13"]
    assert steps.status(full).details["model"] == card.parent.name


def test_the_certificate_has_no_name_and_backups_are_listed(full, tmp_path):
    kept = steps.backup(full, tmp_path / "kept.zip")
    report = steps.forget(full, GONE)
    certificate = Path(report.details["certificate"]).read_text(encoding="utf-8")
    told = json.loads(certificate)
    assert told["backups"] == [kept.details["file"]]
    assert told["removed"]["files"] == report.counts["files"] == 3
    assert GONE not in certificate
    assert [problem.place for problem in report.problems] == ["models", kept.details["file"]]
    assert steps.backup(full, tmp_path / "later.zip").counts["interviews"] == 3
    assert steps.forget(full, "int_02").counts["backups"] == 2


def test_a_file_of_somebody_that_still_quotes_is_named_and_not_touched(full, starter):
    said = (starter / "interviews" / f"{GONE}.txt").read_text(encoding="utf-8")
    notes = full.folder / "notities.md"
    notes.write_text(f"# Opvallend\n{said[300:700]}\n", encoding="utf-8")
    report = steps.forget(full, GONE)
    assert report.counts["left"] == 1
    assert report.problems[-1].place == "notities.md"
    assert said[300:700] in notes.read_text(encoding="utf-8")


def test_recordings_and_files_of_its_name_are_told_and_left_to_a_person(full):
    (full.folder / f"{GONE}.wav").write_bytes(b"RIFF....WAVE")
    (full.folder / "opname.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42")
    report = steps.forget(full, GONE)
    assert (report.counts["left"], report.counts["unsearched"]) == (1, 1)
    assert [each.place for each in report.problems][-2:] == [f"{GONE}.wav", "opname.mp4"]
    assert (full.folder / "opname.mp4").exists()


def test_everything_that_may_be_about_the_participant_is_listed(full, starter):
    said = (starter / "interviews" / f"{GONE}.txt").read_text(encoding="utf-8")[300:700]
    mail = b"Subject: x\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(said.encode())
    listed = {
        f"verslag van {GONE}.txt": b"Niets bijzonders.",
        "planning.txt": f"Bellen naar {GONE.upper()} op maandag.".encode(),
        "zonder-merk.txt": said.encode("utf-16-le"),
        "mail.eml": mail,
        "doorgestuurd.eml": b"x-mailer: y\n" + mail,
        "dictaat.ds2": bytes([3, *b"ds2", 0, 200, 7, 1]) * 40,
        "foto.jpg": b"\xff\xd8\xff\xe0" + bytes(range(256)),
        "kluis.hc": hashlib.shake_256(b"x").digest(4096),
        "scan.pdf": b"\n\nMime: x\n%PDF-1.4 ASCII85",
    }
    fine = {"gewoon.txt": b"Niets bijzonders.", f"{GONE}7.txt": b"Iemand anders.", "x.csv": b"x,y\n1,2\n"}
    for name, contents in (listed | fine).items():
        (full.folder / name).write_bytes(contents)
    with zipfile.ZipFile(full.folder / "bijlagen.zip", "w") as archive:
        archive.writestr("scan.png", b"\x89PNG" + bytes(range(256)))
    report = steps.forget(full, GONE)
    assert {each.place for each in report.problems} == {"models", "bijlagen.zip", *listed}
    told = {each.place: each.message for each in report.problems}
    assert all("holds words" in told[name] for name in ("zonder-merk.txt", "mail.eml", "doorgestuurd.eml"))
    assert "names this interview" in told["planning.txt"]


def test_a_quote_in_the_codebook_is_blacked_out_everywhere(full, starter):
    said = " ".join((starter / "interviews" / f"{GONE}.txt").read_text(encoding="utf-8")[300:420].split()[1:-1])
    book = yaml.safe_load((full.folder / "codebook.yaml").read_text(encoding="utf-8"))
    code = book["dimensions"][0]["codes"][0]
    code["examples"], code["definition"] = [said], f"Zoals in: {said}"
    (full.folder / "codebook.yaml").write_text(yaml.safe_dump(book, allow_unicode=True), encoding="utf-8")
    changed = open_study(full.folder)
    with Store.open(changed.store_url) as store:
        store.ledger.keep_codebook(changed.codebook)
    report = steps.forget(changed, GONE)
    assert (report.counts["in_codebook"], report.counts["left"]) == (1, 0)
    traces = QuoteIndex([said])
    assert not [path for path in full.folder.rglob("*") if path.is_file() and traces.are_in_file(path)]
    assert "(…)" in (full.folder / "codebook.yaml").read_text(encoding="utf-8")
    assert open_study(full.folder).codebook.dimension_ids == changed.codebook.dimension_ids


def test_a_copy_from_before_an_upgrade_goes_too_and_nobody_is_told_to_remove_the_store(full):
    copy = full.folder / "data" / "study.sqlite.before-0013"
    shutil.copy(full.folder / "data" / "study.sqlite", copy)
    steps.forget(full, GONE)
    assert not copy.exists()
    assert "keep the store" in QUOTED_IN_STORE


def test_a_model_that_learnt_the_codebook_with_a_quote_in_it_goes_too(full, starter):
    said = " ".join((starter / "interviews" / f"{GONE}.txt").read_text(encoding="utf-8")[300:420].split()[1:-1])
    for name, example in (("of-the-codebook", said), ("of-others", "Iets anders.")):
        model = full.models / name
        model.mkdir()
        (model / "card.json").write_text(json.dumps({"interviews": ["int_02"]}), encoding="utf-8")
        with zipfile.ZipFile(model / "model.npz", "w", zipfile.ZIP_DEFLATED) as arrays:
            arrays.writestr("examples", example)
    report = steps.forget(full, GONE)
    assert report.counts["models"] == 2, "that of the interview, and that of the codebook"
    assert [path.parent.name for path in full.models.glob("*/card.json")] == ["of-others"]


def test_containers_that_cannot_be_opened_whole_are_named(full, monkeypatch):
    monkeypatch.setattr("pipeline.steps.forget.archives.LARGEST", 1 << 20)
    large = b"Niets bijzonders. " * (1 << 17)
    with zipfile.ZipFile(full.folder / "groot.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("groot.txt", large)
    with zipfile.ZipFile(full.folder / "open.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("klein.txt", b"Niets bijzonders.")
    (full.folder / "groot.txt.gz").write_bytes(gzip.compress(large))
    locked = bytearray((full.folder / "open.zip").read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(header) + flags] |= 1
    (full.folder / "gesloten.zip").write_bytes(locked)
    (full.folder / "map.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(range(256)))
    report = steps.forget(full, GONE)
    told = {each.place: each.message for each in report.problems}
    assert set(told) == {"models", "groot.zip", "groot.txt.gz", "gesloten.zip", "map.7z"}
    assert report.counts["unsearched"] == 4


def test_a_table_of_participants_is_struck_and_one_that_would_lose_its_chart_is_listed(full):
    data = full.folder / "data"
    (data / "deelnemers.csv").write_text(f"respondentnr,role,town\n{GONE},coach,Gent\nint_06,coach,Aalst\n")
    book = openpyxl.Workbook()
    for row in (("respondentnr", "age"), (GONE, 34), ("int_06", 51)):
        book.active.append(row)
    book.active.add_chart(BarChart(), "D2")
    book.save(data / "grafiek.xlsx")
    report = steps.forget(full, GONE)
    assert (data / "deelnemers.csv").read_text() == "respondentnr,role,town\nint_06,coach,Aalst\n"
    assert [each.place for each in report.problems] == ["models", "data/grafiek.xlsx"]


def test_an_interview_called_interviews_takes_no_table_along(full):
    with Store.open(full.store_url) as store:
        text = store.transcripts.get(GONE).text
    (full.inbox / "interviews.txt").write_text(text.replace("ik", "jij"), encoding="utf-8")
    steps.ingest(full)
    rows = (full.inbox / "interviews.csv").read_text(encoding="utf-8")
    report = steps.forget(full, "interviews")
    assert report.counts["files"] == 1
    assert (full.inbox / "interviews.csv").read_text(encoding="utf-8") == rows
    assert not (full.inbox / "interviews.txt").exists()


def test_a_watch_has_to_be_stopped_first(full):
    with FileLock(full.folder / ".prefect" / "server.lock"), pytest.raises(WatchIsOn, match="Stop `drempel watch`"):
        steps.forget(full, GONE)
    assert (full.inbox / f"{GONE}.txt").exists()
    assert steps.status(full).counts["interviews"] == 4


def test_an_unknown_interview_changes_nothing(full):
    with pytest.raises(UnknownInterview):
        steps.forget(full, "int_99")
    assert not (full.folder / "data" / ".forgetting").exists()


def test_a_reader_who_does_not_let_go_is_told_and_the_rest_is_done_by_check(full, rare, monkeypatch):
    # The desk, in the middle of a long answer.
    monkeypatch.setattr("pipeline.decisions.database.engine.LOCK_TIMEOUT", 0.2)
    with Store.open(full.store_url) as desk, desk.snapshot(), pytest.raises(StoreUnusable, match="try again"):
        steps.forget(full, GONE)
    report = steps.check(full)
    assert [problem.message for problem in report.problems] == [NOT_SEARCHED]
    assert any("cut off" in each for each in report.details["repaired"])
    assert holders(full.folder, rare) == set()


def test_the_command_asks_first(trained):
    call = ["-C", str(trained.folder), "forget", GONE]
    assert CliRunner().invoke(app, call, input="n\n").exit_code == 1
    assert steps.status(trained).counts["interviews"] == 4
    done = CliRunner().invoke(app, [*call, "--yes"])
    assert done.exit_code == 0
    assert steps.status(trained).counts["interviews"] == 3
