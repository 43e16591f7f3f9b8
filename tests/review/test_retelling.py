"""What goes wrong is told in the reader's language: every sentence in the code that a reader of the desk can meet."""

import ast
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.review.retelling import retold
from pipeline.review.wording import wording

PIPELINE = Path(errors.__file__).parent
ROOMS = [
    path
    for folder in ("transcripts", "decisions", "suggestions", "fragments", "steps")
    for path in (PIPELINE / folder).rglob("*.py")
    if path.name not in ("people.py", "starter.py", "store.py")
]
KINDS = ("UnreadableTranscript", "InvalidPseudonyms", "NotPseudonymised", "InvalidDecision", "NothingToLearn")
DUTCH = wording("nl")


def told_in(path):
    """Each sentence or part of one that is given to a mistake, with something in its places."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in KINDS:
            yield from filter(None, map(words_of, call.args))


def words_of(argument):
    if isinstance(argument, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x1" for part in argument.values)
    return argument.value if isinstance(argument, ast.Constant) else ""


TOLD = sorted({told for path in ROOMS for told in told_in(path)} - {"x1. Run `drempel pseudonymise`"})


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
            errors.UnreadableTranscript(FILE, "a PDF does not keep who says what"),
            "int_01.pdf kan niet gelezen worden: een pdf bewaart niet wie wat zegt. "
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
        (errors.InvalidCodebook("codebook.yaml", "line 3", "x"), "codebook.yaml, bij line 3: x. Verbeter die regel"),
        (errors.NoModel(Path("models")), "geen getraind model in models. Codeer"),
        (
            errors.UnfitModel("m", "its card cannot be read"),
            "wordt geweigerd: zijn kaart kan niet gelezen worden. Train",
        ),
        (errors.UnknownInterview("weg"), "Interview 'weg' zit niet in de studie."),
        (errors.UnknownFragment("weg:1-2"), "Fragment 'weg:1-2' zit niet (meer) in de studie."),
        (errors.StoreBusy(Path("data/.lock")), "iets anders met deze studie bezig (data/.lock)"),
        (errors.StoreUnusable("s", "x"), "De opslag s kan niet gebruikt worden: x."),
    ],
)
def test_a_mistake_is_told_in_dutch_with_its_names(mistake, dutch):
    assert dutch in retold(str(mistake), DUTCH)


def test_a_page_of_a_dutch_reader_tells_what_is_not_there_in_dutch(visit):
    browser = visit("jan")
    browser.post("/preferences", language="nl")
    assert "Interview &#39;weg&#39; zit niet in de studie." in browser.get("/interviews/weg").text
