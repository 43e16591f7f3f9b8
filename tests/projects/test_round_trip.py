"""Out and in again gives the same codings and memos; in and out again gives the same stretches."""

import tempfile
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.codebook import Codebook
from pipeline.projects import Project as Read
from pipeline.projects import read_project
from pipeline.projects.records import About
from pipeline.results import frames
from pipeline.results.exchange import Note, Project, Stretch, export_qdpx
from pipeline.results.exchange.taguette import export_taguette
from tests.results.conftest import codes, transcripts

WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LABELS = st.sampled_from(("anders", "Anders", "werk", "é & <b>", "🙂"))
CODERS = ("Ann", "Bé <&>", "🙂")

parts = st.lists(st.sampled_from(("woord", "café", "🙂", "𐍈x", " ", ".", "\n", "\r\n", "\r")), min_size=4, max_size=30)


@st.composite
def studies(draw: st.DrawFn) -> Project:
    """A study of one to three texts with codings that overlap, codes that share a label, and memos."""
    dimensions = [
        {
            "id": f"d{number}",
            "label": draw(LABELS),
            "values": "many",
            "codes": [{"id": f"c{code}", "label": draw(LABELS)} for code in range(2)],
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    texts = {f"t{number}.x": "woord " + "".join(draw(parts)) + " woord" for number in range(draw(st.integers(1, 3)))}
    rows, notes = [], []
    for name, text in sorted(texts.items()):
        for start, end in draw(st.lists(st.tuples(places(text), places(text)).map(sorted), max_size=5)):
            if text[start:end].strip():
                rows.append(row(draw, name, start, end, dimensions))
    known = {tuple(str(each[key]) for key in ("fragment", "coder", "dimension", "code")): each for each in rows}
    for name in texts:
        said = draw(st.text(st.sampled_from("ab é🙂\n"), min_size=1, max_size=8).filter(str.strip))
        notes.append(Note(coder=draw(st.sampled_from(CODERS)), at=WHEN, text=said, kind="interview", about=(name,)))
        notes.append(Note(coder="Ann", at=WHEN, text=said, kind="fragment", about=(f"{name}:0-5",)))
    notes.append(Note(coder="Ann", at=WHEN, text="Let op", kind="code", about=("d0", "c0")))
    notes.append(Note(coder="Ann", at=WHEN, text="Let op"))
    return project(
        Codebook.model_validate({"study": "s", "version": "1", "dimensions": dimensions}),
        texts,
        list(known.values()),
        notes,
    )


def places(text: str) -> st.SearchStrategy[int]:
    """Places in a text that do not divide a line end."""
    return st.sampled_from([at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n"])


def row(draw: st.DrawFn, name: str, start: int, end: int, dimensions: list[dict[str, object]]) -> dict[str, object]:
    given = {
        "interview": name,
        "fragment": f"{name}:{start}-{end}",
        "dimension": draw(st.sampled_from([each["id"] for each in dimensions])),
        "code": draw(st.sampled_from(("c0", "c1", "gone"))),
        "coder": draw(st.sampled_from(CODERS)),
        "decided_at": WHEN + timedelta(seconds=draw(st.integers(0, 9999))),
    }
    return {**next(iter(codes())), **given}


def project(
    book: Codebook, texts: dict[str, str], rows: list[dict[str, object]], notes: list[Note], **more: object
) -> Project:
    told = [{**next(iter(transcripts())), "interview": name, "metadata": {"regio": "Gent"}} for name in texts]
    rows = sorted(rows, key=lambda each: (str(each["interview"]), str(each["fragment"])))
    by_interview = [(name, frames({"codes": part})["codes"]) for name, part in groupby(rows, itemgetter("interview"))]
    return Project(
        codebook=book,
        texts=texts,
        transcripts=frames({"transcripts": told})["transcripts"],
        coded=lambda: iter(by_interview),
        notes=tuple(notes),
        **more,  # type: ignore[arg-type]
    )


def again(study: Project) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        _, path = export_qdpx(study, Path(folder) / "uit.qdpx")
        return read_project(path)


def plain(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")


def sent(study: Project) -> list[tuple[object, ...]]:
    """The codings of a study: text, words with their place, coder, time."""
    found = []
    for _, table in study.coded():
        for each in table.to_dict("records"):
            start, end = map(int, str(each["fragment"]).rpartition(":")[2].split("-"))
            text = study.texts[str(each["interview"])]
            at = len(plain(text[:start]))
            found.append(
                (each["interview"], at, plain(text[start:end]), each["coder"], each["decided_at"].to_pydatetime())
            )
    return sorted(found, key=repr)


def come(read: Read) -> list[tuple[object, ...]]:
    names = {coder.id: coder.name for coder in read.coders}
    texts = {text.id: text for text in read.texts}
    return sorted(
        (
            (
                texts[each.text].name,
                each.start,
                texts[each.text].text[each.start : each.end],
                names[each.coder],
                each.at,
            )
            for each in read.codings
        ),
        key=repr,
    )


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(studies())
def test_out_and_in_again(study: Project) -> None:
    read = again(study)
    assert come(read) == sent(study)
    assert not read.unread
    assert {text.name: text.text for text in read.texts} == {name: plain(text) for name, text in study.texts.items()}
    assert all(text.attributes == {"regio": "Gent"} for text in read.texts)
    names = [code.name.casefold() for code in read.given]
    assert len(set(names)) == len(names)
    assert {coder.name for coder in read.coders} >= {str(each[3]) for each in sent(study)}
    memos = sorted((memo.about, memo.words) for memo in read.memos)
    kinds = {"study": About.PROJECT, "interview": About.TEXT, "fragment": About.STRETCH, "code": About.CODE}
    assert memos == sorted((kinds[note.kind], note.text.strip()) for note in study.notes)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(studies(), st.data())
def test_in_and_out_again(study: Project, data: st.DataObject) -> None:
    """Codings lie on one wide fragment here, as after an import; their own stretches come back."""
    texts = {name: plain(text) for name, text in study.texts.items()}
    rows, stretches = {}, {}
    for name, text in texts.items():
        for _ in range(data.draw(st.integers(0, 4))):
            start, end = sorted((data.draw(places(text)), data.draw(places(text))))
            if not text[start:end].strip():
                continue
            coder = data.draw(st.sampled_from(CODERS))
            stretch = Stretch(coder=coder, dimension="d0", code="c0", start=start, end=end, at=WHEN)
            stretches.setdefault(name, {})[stretch] = None
            wide = {
                "interview": name,
                "fragment": f"{name}:0-{len(text)}",
                "dimension": "d0",
                "code": "c0",
                "coder": coder,
            }
            rows[name, coder] = {**next(iter(codes())), **wide}
    laid = {name: list(listed) for name, listed in stretches.items()}
    read = again(project(study.codebook, texts, list(rows.values()), [], stretches=laid))
    expected = [
        (name, each.start, texts[name][each.start : each.end], each.coder, WHEN)
        for name, listed in laid.items()
        for each in listed
    ]
    assert come(read) == sorted(expected, key=repr)


@settings(max_examples=40, deadline=None)
@given(studies())
def test_out_to_taguette_and_in_again(study: Project) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lost = export_taguette(study, Path(folder) / "uit.sqlite3")
        read = read_project(Path(folder) / "uit.sqlite3")
    sent_there = sorted((name, at, words, when) for name, at, words, _, when in sent(study))
    texts = {text.id: text for text in read.texts}
    assert sorted((name, texts_at, words, when) for name, texts_at, words, _, when in come(read)) == sent_there
    assert len(read.coders) == len({coder for *_, coder, _ in sent(study)})
    assert not read.unread
    assert {text.name: text.text for text in texts.values()} == {
        name: ended(plain(text)) for name, text in study.texts.items()
    }
    assert lost == sum(note.kind == "fragment" for note in study.notes)


def ended(text: str) -> str:
    """A text of HTML ends with a line end."""
    return text if text.endswith("\n") else f"{text}\n"
