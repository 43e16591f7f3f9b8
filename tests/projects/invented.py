"""An invented study of two talks, as every sample in `samples` holds it, and files in the shape of other programs."""

import json
import sqlite3
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

SAMPLES = Path(__file__).parent / "samples"

FIRST = """Interviewer: Waarom zoekt u nu geen werk?
Respondent: Ik heb mijn rug kapot gewerkt in de bouw. De dokter zegt dat ik niet meer mag tillen. 🙂 \
En de bus rijdt hier maar twee keer per dag.
Interviewer: En een opleiding?
Respondent: Een café-opleiding wilde ik wel, maar niemand past op de kinderen. Zonder opvang gaat het niet.
"""
SECOND = """Interviewer: Hoe ziet u de begeleiding?
Respondent: De consulent luistert goed. Zij heeft mij naar een cursus gestuurd.
Interviewer: Hielp dat?
Respondent: Ja, maar de werkgevers bellen nooit terug.
"""
TEXTS = {"gesprek 1": FIRST, "gesprek 2": SECOND}
CODES = {"Drempel": ("gezondheid", "vervoer", "opvang"), "Houding": ("hulp", "werkgever")}
CODED = (
    ("Ik heb mijn rug kapot gewerkt in de bouw. De dokter zegt dat ik niet meer mag tillen.", "gezondheid", "anna"),
    ("En de bus rijdt hier maar twee keer per dag.", "vervoer", "anna"),
    ("niemand past op de kinderen. Zonder opvang gaat het niet.", "opvang", "anna"),
    ("Zonder opvang gaat het niet.", "opvang", "bert"),
    ("niemand past op de kinderen. Zonder opvang gaat het niet.", "hulp", "bert"),
    ("De consulent luistert goed.", "hulp", "anna"),
    ("de werkgevers bellen nooit terug", "werkgever", "bert"),
)
"""What is coded: words, code, coder; the first five in the first talk."""


def offsets(text: str, words: str, unit: str = "code points") -> tuple[int, int]:
    """Where words stand in a text: in code points, UTF-16 code units or UTF-8 bytes."""
    start = text.index(words)

    def length(part: str) -> int:
        return {"code points": len(part), "utf-16": len(part.encode("utf-16-le")) // 2, "utf-8": len(part.encode())}[
            unit
        ]

    return length(text[:start]), length(text[: start + len(words)])


def coded_in(talk: str) -> Iterable[tuple[str, str, str]]:
    """What is coded in a talk."""
    return CODED[:5] if talk == "gesprek 1" else CODED[5:]


def write_refi(
    path: Path, sources: str, *, origin: str = "", files: dict[str, bytes] | None = None, more: str = ""
) -> Path:
    """A `.qdpx` with the study's codes and coders, and the sources and files given."""
    codes = "".join(
        f'<Code guid="{category}" name="{category}" isCodable="false">'
        + "".join(f'<Code guid="{code}" name="{code}" isCodable="true"/>' for code in listed)
        + "</Code>"
        for category, listed in CODES.items()
    )
    xml = (
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="Drempels" origin={quoteattr(origin)}>'
        '<Users><User guid="anna" name="anna"/><User guid="bert" name="bert"/></Users>'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources>{more}</Project>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", xml)
        for name, contents in (files or {}).items():
            archive.writestr(name, contents)
    return path


def selection(start: int, end: int, code: str, coder: str = "anna", *, name: str = "", within: str = "") -> str:
    """A coded stretch as REFI-QDA writes it."""
    return (
        f'<PlainTextSelection guid="s{start}-{end}-{code}-{coder}" name={quoteattr(name)} startPosition="{start}" '
        f'endPosition="{end}" creatingUser="{coder}">{within}'
        f'<Coding guid="c{start}-{end}-{code}-{coder}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def source(name: str, within: str = "", *, path: str | None = None, attributes: str = "") -> str:
    """A text as REFI-QDA writes it."""
    path = f"internal://{name}.txt" if path is None else path
    named = f"guid={quoteattr(name)} name={quoteattr(name)} plainTextPath={quoteattr(path)}"
    return f"<TextSource {named} {attributes}>{within}</TextSource>"


def inline(name: str, text: str, within: str = "") -> str:
    """A text whose words stand in the XML."""
    return (
        f"<TextSource guid={quoteattr(name)} name={quoteattr(name)}>"
        f"<PlainTextContent>{escape(text)}</PlainTextContent>{within}</TextSource>"
    )


def write_rqda(path: Path) -> Path:
    """An RQDA project of the study, with deleted rows; dates as R writes them."""
    date = "Mon Mar  2 10:00:00 2026"
    with sqlite3.connect(path) as db:
        db.executescript(
            """
            CREATE TABLE project (databaseversion text, date text, dateM text, memo text, about text, imageDir text);
            CREATE TABLE source (name text, id integer, file text, memo text, owner text, date text, dateM text,
              status integer);
            CREATE TABLE freecode (name text, memo text, owner text, date text, dateM text, id integer, status integer,
              color text);
            CREATE TABLE codecat (name text, cid integer, catid integer, owner text, date text, dateM text, memo text,
              status integer);
            CREATE TABLE treecode (cid integer, catid integer, date text, dateM text, memo text, status integer,
              owner text);
            CREATE TABLE coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer,
              owner text, date text, memo text);
            CREATE TABLE cases (name text, memo text, owner text, date text, dateM text, id integer, status integer);
            CREATE TABLE caselinkage (caseid integer, fid integer, selfirst real, selend real, status integer,
              owner text, date text, memo text);
            CREATE TABLE caseAttr (variable text, value text, caseID integer, date text, dateM text, owner text,
              status integer);
            CREATE TABLE journal (name text, journal text, date text, dateM text, owner text, status integer);
            INSERT INTO project (databaseversion, memo) VALUES ('0.2.2', 'Over het project');
            """
        )
        numbers = {}
        for category, (label, codes) in enumerate(CODES.items(), start=1):
            db.execute("INSERT INTO codecat (name, catid, owner, status) VALUES (?, ?, 'anna', 1)", (label, category))
            for code in codes:
                numbers[code] = len(numbers) + 1
                db.execute("INSERT INTO freecode (name, id, status) VALUES (?, ?, 1)", (code, numbers[code]))
                db.execute("INSERT INTO treecode (cid, catid, status) VALUES (?, ?, 1)", (numbers[code], category))
        db.execute("INSERT INTO freecode (name, id, status) VALUES ('weg', 90, 0)")
        db.execute("INSERT INTO source (name, id, file, status) VALUES ('weg', 90, 'Een gewist gesprek', 0)")
        insert = "INSERT INTO coding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        for fid, (name, text) in enumerate(TEXTS.items(), start=1):
            db.execute("INSERT INTO source (name, id, file, status) VALUES (?, ?, ?, 1)", (name, fid, text))
            for words, code, coder in coded_in(name):
                start, end = offsets(text, words)
                db.execute(
                    insert, (numbers[code], fid, words, start, end, 1, coder, date, "twijfel" * (code == "vervoer"))
                )
        db.execute(insert, (1, 1, "Interviewer", 0, 11, 0, "anna", date, ""))
        db.execute(insert, (90, 1, "Interviewer", 0, 11, 1, "anna", date, ""))
        db.execute(insert, (1, 90, "Een", 0, 3, 1, "anna", date, ""))
        db.execute("INSERT INTO cases (name, id, status) VALUES ('Karel', 1, 1)")
        db.execute("INSERT INTO caselinkage (caseid, fid, status) VALUES (1, 1, 1)")
        db.execute("INSERT INTO caseAttr (variable, value, caseID, status) VALUES ('leeftijd', '52', 1, 1)")
        db.execute("INSERT INTO journal (name, journal, owner, status) VALUES ('Dag 1', 'Begonnen', 'bert', 1)")
    db.close()
    return path


def write_requal(path: Path, texts: dict[str, str] = TEXTS) -> Path:
    """A requal project of the study: offsets from 1, the end is the last character."""
    with sqlite3.connect(path) as db:
        db.executescript(
            """
            CREATE TABLE projects (project_id INTEGER, project_name TEXT, project_description TEXT);
            CREATE TABLE users (user_id INTEGER, user_login TEXT, user_name TEXT);
            CREATE TABLE documents (doc_id INTEGER, project_id INTEGER, doc_name TEXT, doc_description TEXT,
              doc_text TEXT, created_at TEXT);
            CREATE TABLE codes (code_id INTEGER, code_name TEXT, code_description TEXT, code_color TEXT);
            CREATE TABLE categories (category_id INTEGER, category_name TEXT, category_description TEXT);
            CREATE TABLE categories_codes_map (category_id INTEGER, code_id INTEGER);
            CREATE TABLE segments (segment_id INTEGER PRIMARY KEY, user_id INTEGER, doc_id INTEGER, code_id INTEGER,
              segment_start INTEGER, segment_end INTEGER, segment_text TEXT);
            CREATE TABLE memos (memo_id INTEGER, user_id INTEGER, text TEXT);
            CREATE TABLE memos_segments_map (memo_id INTEGER, segment_id INTEGER);
            CREATE TABLE logs (action TEXT, payload TEXT, created_at TEXT);
            INSERT INTO projects VALUES (1, 'Drempels', 'Een verzonnen studie');
            INSERT INTO users VALUES (1, 'a', 'anna'), (2, 'b', 'bert');
            INSERT INTO memos VALUES (1, 1, 'Een losse memo'), (2, 2, 'Bij een stuk zonder code');
            """
        )
        numbers: dict[str, int] = {}
        for category, (label, codes) in enumerate(CODES.items(), start=1):
            db.execute("INSERT INTO categories VALUES (?, ?, '')", (category, label))
            for code in codes:
                numbers[code] = len(numbers) + 1
                db.execute("INSERT INTO codes VALUES (?, ?, '', '')", (numbers[code], code))
                db.execute("INSERT INTO categories_codes_map VALUES (?, ?)", (category, numbers[code]))
        insert = "INSERT INTO segments VALUES (NULL, ?, ?, ?, ?, ?, ?)"
        for doc, (name, text) in enumerate(texts.items(), start=1):
            db.execute("INSERT INTO documents VALUES (?, 1, ?, '', ?, '2026-03-01 10:00:00')", (doc, name, text))
            for words, code, coder in coded_in(name):
                start, end = offsets(text, words)
                row = ({"anna": 1, "bert": 2}[coder], doc, numbers[code], start + 1, end, words)
                segment = db.execute(insert, row).lastrowid
                payload = json.dumps([{"segment_id": segment, "code_id": code}])
                db.execute("INSERT INTO logs VALUES ('Add segment', ?, '2026-03-02 10:00:00')", (payload,))
        bare = db.execute(insert, (2, 1, None, 1, 11, "Interviewer")).lastrowid
        db.execute("INSERT INTO memos_segments_map VALUES (2, ?)", (bare,))
    db.close()
    return path


def label_studio(unit: str = "code points") -> list[dict[str, object]]:
    """A JSON export of Label Studio with one task per talk."""
    tasks: list[dict[str, object]] = []
    for number, (name, text) in enumerate(TEXTS.items(), start=1):
        annotations = []
        for coder in ("anna", "bert"):
            results = []
            for words, code, by in coded_in(name):
                start, end = offsets(text, words, unit)
                value = {"start": start, "end": end, "text": words, "labels": [code]}
                scheme = next(category for category, codes in CODES.items() if code in codes)
                results += [
                    {"id": f"r{start}{code}", "from_name": scheme, "to_name": "text", "type": "labels", "value": value}
                ] * (by == coder)
            annotations.append(
                {
                    "id": len(annotations),
                    "completed_by": {"email": coder},
                    "result": results,
                    "created_at": "2026-03-02T10:00:00Z",
                    "was_cancelled": False,
                }
            )
        tasks.append(
            {
                "id": number,
                "data": {"text": text, "name": name, "plaats": "Gent"},
                "annotations": annotations,
                "predictions": [],
            }
        )
    return tasks
