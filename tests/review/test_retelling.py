"""What goes wrong is told in the reader's language: every sentence in the code that a reader of the desk can meet."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.decisions import DriftMark
from pipeline.review.language import wording
from pipeline.review.messages import retold
from pipeline.steps.shared.drift import warning

PIPELINE = Path(errors.__file__).parent
NEVER_AT_THE_DESK = {
    "InvalidCodes": "hand codes are brought on the command line",
    "NotAWorkspace": "there is no desk without one",
    "WorkspaceExists": "workspaces are made on the command line",
    "FileInTheWay": "so are backups",
    "WatchIsOn": "so are participants forgotten",
    "PortTaken": "the desk does not open",
    "UnfitAddress": "the desk does not open",
    "UnknownTable": "the desk asks for those that are published",
    "UnknownFormat": "the desk asks for those that there are",
}
KINDS = {each.__name__ for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)}
KINDS -= NEVER_AT_THE_DESK.keys()
TELLING = (*PIPELINE.rglob("*.py"), *(PIPELINE.parent / "flows").rglob("*.py"))
DUTCH = wording("nl")


def told_in(path):
    """Each sentence or part of one that is given to a mistake, with something in its places."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in KINDS:
            # A word alone is a name or a place.
            yield from (told for told in map(words_of, call.args) if " " in told)


def sentences_of_kinds():
    """What each kind of mistake says, with something in its places."""
    for kind in ast.parse(Path(errors.__file__).read_text(encoding="utf-8")).body:
        if isinstance(kind, ast.ClassDef) and kind.name in KINDS:
            for call in ast.walk(kind):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "__init__":
                    yield from filter(None, map(words_of, call.args))


def words_of(argument):
    if isinstance(argument, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x1" for part in argument.values)
    return argument.value if isinstance(argument, ast.Constant) else ""


SAID = {told for path in TELLING for told in told_in(path)} | set(sentences_of_kinds())
TOLD = sorted(SAID - {"x1. Run `drempel pseudonymise`"})  # a part of a form of its own


@pytest.mark.parametrize("told", TOLD)
def test_every_reason_has_its_dutch(told):
    assert retold(told, DUTCH) != told
    assert retold(told, wording("en")) == told


def test_many_are_found():
    assert len(TOLD) > 50


FILE = Path("data/inbox/int_01.pdf")


@pytest.mark.parametrize(
    ("mistake", "dutch"),
    [
        (
            errors.UnreadableTranscript(FILE, "it is a scan: its pages are pictures without text"),
            "int_01.pdf kan niet gelezen worden: het is een scan: zijn pagina's zijn afbeeldingen zonder tekst. "
            "Sla het op als .docx of .txt en probeer opnieuw.",
        ),
        (
            errors.DepotUnusable("s3://bucket/study", "it cannot be used now (OSError)"),
            "s3://bucket/study: is nu niet te gebruiken (OSError). Wat daar staat blijft zoals het was;",
        ),
        (errors.StillWritten(FILE), "veranderde terwijl het gelezen werd. Het blijft waar het is;"),
        (errors.ChangedTranscript(FILE, "int_01"), "int_01.pdf: interview 'int_01' zit al in de studie"),
        (
            errors.InvalidPseudonyms(FILE, "the column 'name' is missing"),
            "in inbox: de kolom 'name' ontbreekt. Verbeter",
        ),
        (errors.NotPseudonymised(FILE, "x. Run `drempel pseudonymise`"), "wacht in het postvak: x. Voer `drempel"),
        (errors.LostCodes("int_01", "int_01.pdf", 3, 4), "van zijn 4 fragmenten met codes staan er 3 niet meer in"),
        (errors.TwoFiles(FILE, Path("int_01.docx")), "int_01.docx ernaast is al interview 'int_01'"),
        (errors.InvalidCodebook("codebook.yaml", "line 3", "x"), "codebook.yaml, bij regel 3: x. Verbeter die regel"),
        (errors.NoModel(Path("models")), "geen getraind model in models. Codeer"),
        (
            errors.UnfitModel("m", "its card cannot be read"),
            "wordt geweigerd: zijn kaart kan niet gelezen worden. Train",
        ),
        (errors.UnknownInterview("weg"), "Interview 'weg' zit niet in de studie."),
        (errors.UnknownFragment("weg:1-2"), "Fragment 'weg:1-2' zit niet (meer) in de studie."),
        (errors.StoreBusy(Path("data/.lock")), "iets anders met deze studie bezig (data/.lock)"),
        (errors.StoreUnusable("s", "the file is damaged; put a backup in its place"), "De opslag s kan niet gebruikt"),
        (errors.StoreUnusable("s", "the file is damaged; put a backup in its place"), "een reservekopie in de plaats."),
        (errors.InvalidSettings(Path("drempel.toml"), "the file", "it is no TOML (x)"), "bij het bestand: het is geen"),
        (
            errors.InvalidSettings(Path("d"), "x", "no interview has a column 'rol'; there are role, speaker"),
            "geen interview heeft een kolom 'rol'; er zijn role, speaker.",
        ),
        (
            errors.ContractBroken("codes, row 3, column 'share': is empty, and may not be."),
            "rij 3, kolom 'share': is leeg",
        ),
        (errors.NothingPublished("results", "codes"), "nog geen tabel 'codes' in results"),
        (
            errors.UnreadableResults("codes", "it is damaged or no Parquet file. Publish again: `drempel publish`"),
            "codes kan niet gelezen worden: het is beschadigd of geen Parquet-bestand. Publiceer opnieuw.",
        ),
        (
            errors.InvalidDecision("Nothing was recorded for talk:1-2: code 'housing' holds already."),
            "Voor talk:1-2 is niets bewaard: code 'housing' geldt al.",
        ),
    ],
)
def test_a_mistake_is_told_in_dutch_with_its_names(mistake, dutch):
    assert dutch in retold(str(mistake), DUTCH)


def test_a_page_of_a_dutch_reader_tells_what_is_not_there_in_dutch(visit):
    browser = visit("jan")
    browser.post("/preferences", language="nl")
    assert "Interview &#39;weg&#39; zit niet in de studie." in browser.get("/interviews/weg").text


UNLIKE = DriftMark(
    interview="int_09", model="m", signs=("words", "probabilities"), unknown_words=0.31, usual_words=0.2, shift=1.0,
    usual_shift=0.5,
)  # fmt: skip


@pytest.mark.parametrize("signs", [("words",), ("probabilities",), ("words", "probabilities")])
def test_the_warning_of_an_unlike_interview_is_told_in_dutch(signs):
    told = retold(warning(replace(UNLIKE, signs=signs)).message, DUTCH)
    assert told.startswith("int_09 lijkt niet op de interviews waaruit het model leerde: ")
    assert not re.search(r"\b(its|words|usual|sure|and)\b", told)
