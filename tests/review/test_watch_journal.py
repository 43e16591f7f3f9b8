"""The journal of a watch is read at the desk in the reader's language, whatever it tells."""

import ast
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.cli.output.sentences import in_sentences
from pipeline.errors import NoModel, StoreBusy
from pipeline.messages import Message
from pipeline.records import Report
from pipeline.review.language import day_in, wording
from pipeline.review.pages.manage.journal import parts_of
from pipeline.steps.watch import append_to_journal, watch_status
from pipeline.suggestions.registry.card import remark_of

FLOWS = Path(settings.__file__).parents[1] / "flows"
DUTCH = wording("nl")
INGEST = Report(
    step="ingest",
    counts={"read": 3, "words": 12345, "fragments": 1200, "known": 2, "rejected": 1, "covered": 40, "changed": 1},
    details={"roles_guessed": ["int_01", "int_02"], "orphans": ["int_01:1-2"]},
)
SUGGEST = Report(
    step="suggest",
    counts={"fragments": 12345, "suggested": 1200},
    details={"remark": remark_of({"interviews": ["int_01"], "starter_interviews": 30, "read_columns": ["role"]})},
)
PUBLISH = Report(step="publish", counts={"codes": 1200, "agreement": 30}, details={"results": "results"})
PROPOSAL = {"model": "m1", "figure": 0.812, "current": 0.79, "fragments": 1200, "interviews": 30}
REPORTS = (
    INGEST,
    SUGGEST,
    PUBLISH,
    Report(step="publish", details={"written": False, "results": "results"}),
    Report(step="propose", details={"proposal": PROPOSAL}),
    Report(step="propose", details={"proposal": {**PROPOSAL, "current": None}}),
    Report(step="propose"),
)


SAID = [line for report in REPORTS for line in in_sentences(report)]


def said_by_flows():
    """The first argument of every line that the flows themselves write into a journal."""
    for path in FLOWS.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "say" and len(call.args) > 1:
                yield path.name, call.args[0]


@pytest.mark.parametrize("line", SAID)
def test_every_line_of_a_report_has_its_dutch(line):
    assert isinstance(line, Message)
    assert DUTCH.say(line) != line


def test_flows_write_no_line_without_a_template_but_what_comes_next():
    loose = [ast.unparse(told) for _, told in said_by_flows() if isinstance(told, (ast.JoinedStr, ast.Constant))]
    assert len(list(said_by_flows())) > 4
    assert [line for line in loose if not line.startswith("f'Next ")] == []


def test_a_moment_to_come_has_its_day_and_month_in_the_readers_language():
    coming = "Tuesday 03 March, 05:00:00 (Europe/Brussels)"
    assert day_in("nl", coming) == "dinsdag 3 maart, 05:00:00 (Europe/Brussels)"
    assert day_in("en", coming) == "Tuesday 3 March, 05:00:00 (Europe/Brussels)"
    assert day_in("nl", "soon") == "soon"


def test_a_line_is_a_moment_and_what_is_told():
    assert parts_of("2026-11-24 05:00:07  ! x") == ("2026-11-24 05:00", "x", True)
    assert parts_of("2026-11-24 05:00:07  Stopped.") == ("2026-11-24 05:00", "Stopped.", False)
    assert parts_of("half a line") == ("", "half a line", False)


def test_a_notice_in_the_journal_is_shown_as_its_message():
    notice = NoModel(Path("models")).message
    message = Message("! %(notice)s", notice=notice)
    assert parts_of(f"2026-11-24 05:00:07  {message}", message) == ("2026-11-24 05:00", notice, True)
    assert DUTCH.say(notice).startswith("Er is geen getraind model")


def test_a_line_of_an_earlier_drempel_is_shown_as_it_stands(study):
    home = study.folder / ".prefect"
    home.mkdir()
    (home / "watch.log").write_text("2026-11-24 05:00:00  Stopped.\n", encoding="utf-8")
    (home / "watch.jsonl").write_text('{"line": "2026-11', encoding="utf-8")
    status = watch_status(study)
    assert (status.lines, status.messages) == (("2026-11-24 05:00:00  Stopped.",), {})


@pytest.mark.slow
def test_a_dutch_manager_reads_it_in_dutch(visit, study, store):
    failed = Message("The run failed: %(why)s", why=StoreBusy(Path("data/.lock")).message)
    told = [*in_sentences(SUGGEST), *in_sentences(PUBLISH), failed]
    home = study.folder / ".prefect"
    home.mkdir()
    for second, line in enumerate(told):
        append_to_journal(home / "watch.log", f"2026-11-24 05:00:0{second}  {line}\n", line)
    browser = visit("jan")
    browser.post("/preferences", language="nl")
    page = browser.get("/manage").text
    assert "12.345 fragmenten bekeken, 1.200 codes voorgesteld." in page
    assert "Gepubliceerd in results: codes gegeven (1.200 rijen), overeenstemmingscijfers (30 rijen)" in page
    assert "De ronde mislukte: Er is al iets anders met deze studie bezig (data/.lock)" in page
    assert "2026-11-24 05:00<" in page
