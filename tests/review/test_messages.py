"""Errors and journal lines carry a template and values, and the desk translates the template."""

import ast
import json
import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.cli.output.sentences import in_sentences
from pipeline.decisions import DriftMark
from pipeline.messages import Figure, Message, as_facts, from_facts
from pipeline.records import Report
from pipeline.review.language import wording
from pipeline.steps.shared.drift import warning

PIPELINE = Path(errors.__file__).parent
NEVER_AT_THE_DESK = {
    "InvalidCodes": "hand codes are imported on the command line",
    "NotAWorkspace": "there is no desk without one",
    "UnreadableProject": "projects of other programs are imported on the command line",
    "CannotStart": "workspaces are made on the command line",
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
SOURCES = (*PIPELINE.rglob("*.py"), *(PIPELINE.parent / "flows").rglob("*.py"))
DUTCH, ENGLISH = wording("nl"), wording("en")


def calls_in(path, names):
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in names:
            yield call


def templates_in(path):
    for call in calls_in(path, {"Message"}):
        if isinstance(call.args[0], ast.Constant):
            yield call.args[0].value


TEMPLATES = sorted({template for path in SOURCES for template in templates_in(path)})


def is_sentence(argument):
    """Whether an argument is English that was written here; a word alone is a name or a place."""
    if isinstance(argument, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and " " in part.value for part in argument.values)
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str) and " " in argument.value


def test_many_templates_are_found():
    assert len(TEMPLATES) > 150


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_has_its_dutch(template):
    words = re.sub(r"%\(\w+\)s", "", template)
    assert template in DUTCH.singles or not re.search(r"[a-z]", words)


# Sentences of the desk itself are marked with N_, which test_wording checks.
OUTSIDE_THE_DESK = [path for path in SOURCES if not path.is_relative_to(PIPELINE / "review")]


@pytest.mark.parametrize("path", OUTSIDE_THE_DESK, ids=lambda path: str(path.relative_to(PIPELINE.parent)))
def test_no_error_is_raised_with_english_that_has_no_template(path):
    loose = [f"line {call.lineno}" for call in calls_in(path, KINDS) if any(map(is_sentence, call.args))]
    assert loose == []


def test_a_message_is_its_english_text():
    message = Message("%(count)s rows in %(file)s", count=Figure(1200), file="x%s.csv")
    assert message == "1,200 rows in x%s.csv"
    assert str(errors.InvalidDecision(message)) == message


def test_a_template_without_values_may_hold_a_percent_sign():
    assert Message("100 % of it") == "100 % of it"
    assert DUTCH.say(Message("100 % of it")) == "100 % of it"


MESSAGES = [
    Message("the file is empty"),
    Message("%(counted)s (%(rows)s rows)", counted=Message("codes"), rows=Figure(0.5, 3)),
    Message("%(first)s %(second)s", first=[Message("codes"), "own"], second=3),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_survives_json_and_pickle_with_its_values(message):
    for again in (from_facts(json.loads(json.dumps(as_facts(message)))), pickle.loads(pickle.dumps(message))):
        assert again == message
        assert (again.template, again.values) == (message.template, message.values)


@pytest.mark.parametrize("length", [10, 3_700, 200_000])
def test_a_message_of_any_length_is_translated_without_matching_patterns(length, monkeypatch):
    def forbidden(*_):
        raise AssertionError("a pattern was matched")

    why = ", at : x. Cannot read (was refused: and " * (length // 30)
    mistake = errors.UnreadableTranscript(Path("int_01.pdf"), why, Message("Export or copy it again."))
    for name in ("fullmatch", "match", "search", "compile"):
        monkeypatch.setattr(re, name, forbidden)
    told = DUTCH.say(mistake.message)
    assert told == f"int_01.pdf kan niet gelezen worden: {why}. Exporteer of kopieer het opnieuw."


FILE = Path("data/inbox/int_01.pdf")
UNFIT = Message("its card cannot be read")
DAMAGED = Message("the file is damaged; put a backup in its place")


@pytest.mark.parametrize(
    ("mistake", "dutch"),
    [
        (
            errors.UnreadableTranscript(FILE, Message("it is a sound recording")),
            "int_01.pdf kan niet gelezen worden: het is een geluidsopname. "
            "Sla het op als .docx of .txt en probeer opnieuw.",
        ),
        (errors.StillWritten(FILE), "veranderde terwijl het gelezen werd. Het blijft waar het is;"),
        (errors.ChangedTranscript(FILE, "int_01"), "int_01.pdf: interview 'int_01' zit al in de studie"),
        (errors.LostCodes("int_01", "int_01.pdf", 3, 4), "van zijn 4 fragmenten met codes staan er 3 niet meer in"),
        (errors.TwoFiles(FILE, Path("int_01.docx")), "int_01.docx ernaast is al interview 'int_01'"),
        (
            errors.InvalidCodebook("codebook.yaml", Message("line %(line)s", line=3), "x"),
            "codebook.yaml, bij regel 3: x. Verbeter die regel",
        ),
        (errors.NoModel(Path("models")), "geen getraind model in models. Codeer"),
        (errors.UnfitModel("m", UNFIT), "wordt geweigerd: zijn kaart kan niet gelezen worden. Train"),
        (errors.UnknownInterview("weg"), "Interview 'weg' zit niet in de studie."),
        (errors.UnknownFragment("weg:1-2"), "Fragment 'weg:1-2' zit niet (meer) in de studie."),
        (errors.StoreBusy(Path("data/.lock")), "iets anders met deze studie bezig (data/.lock)"),
        (errors.StoreUnusable("s", DAMAGED), "een reservekopie in de plaats."),
        (errors.NothingPublished("results", "codes"), "nog geen tabel 'codes' in results"),
    ],
)
def test_a_mistake_is_told_in_dutch_with_its_names(mistake, dutch):
    assert dutch in DUTCH.say(mistake.message)
    assert ENGLISH.say(mistake.message) == str(mistake)


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
    told = DUTCH.say(warning(replace(UNLIKE, signs=signs)).message)
    assert told.startswith("int_09 lijkt niet op de interviews waaruit het model leerde: ")
    assert not re.search(r"\b(its|words|usual|sure|and)\b", told)


def test_numbers_are_written_as_the_reader_does():
    [line] = in_sentences(Report(step="suggest", counts={"fragments": 12345, "suggested": 1200}))
    assert line == "12,345 fragments looked at, 1,200 codes suggested."
    assert DUTCH.say(line) == "12.345 fragmenten bekeken, 1.200 suggesties gemaakt."
