"""The journal of a watch is read at the desk in the reader's language, whatever it tells."""

import ast
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.cli.output.sentences import in_sentences
from pipeline.errors import StoreBusy
from pipeline.records import Report
from pipeline.review.language import wording
from pipeline.review.messages import retold
from pipeline.review.pages.manage.journal import day_in, parts_of

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
    details={
        "remark": "Learnt also from the starter study: 30 invented interviews beside 1 of your own. Fewer than two "
        "interviews of your own: no cross-validation possible, so no figures, and probabilities are calibrated on "
        "other grounds."
    },
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


def said_by_flows():
    """What the flows themselves write into a journal, with something in its places."""
    for path in FLOWS.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "say":
                yield from _words(call.args[0])


def _words(argument):
    if isinstance(argument, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "x1" for part in argument.values)
    elif isinstance(argument, ast.Constant):
        yield argument.value


SAID = {line for line in said_by_flows() if not line.startswith(("Next x1", "The x1"))}
SAID |= {f"The {flow} failed: x1" for flow in ("run", "propose", "publish")}
SAID |= {f"The {flow} found nothing new." for flow in ("run", "publish")}
SAID |= {line for report in REPORTS for line in in_sentences(report)}


@pytest.mark.parametrize("line", sorted(SAID))
def test_every_line_has_its_dutch(line):
    assert retold(line, DUTCH) != line


def test_many_lines_are_found():
    assert len(SAID) > 15


def test_a_moment_to_come_has_its_day_and_month_in_the_readers_language():
    coming = "Tuesday 03 March, 05:00:00 (Europe/Brussels)"
    assert day_in("nl", coming) == "dinsdag 3 maart, 05:00:00 (Europe/Brussels)"
    assert day_in("en", coming) == "Tuesday 3 March, 05:00:00 (Europe/Brussels)"
    assert day_in("nl", "soon") == "soon"


def test_a_line_is_a_moment_and_what_is_told():
    assert parts_of("2026-11-24 05:00:07  ! x") == ("2026-11-24 05:00", "x", True)
    assert parts_of("2026-11-24 05:00:07  Stopped.") == ("2026-11-24 05:00", "Stopped.", False)
    assert parts_of("half a line") == ("", "half a line", False)


def test_a_dutch_manager_reads_it_in_dutch(visit, study, store):
    told = [*in_sentences(SUGGEST), *in_sentences(PUBLISH), f"The run failed: {StoreBusy(Path('data/.lock'))}"]
    home = study.folder / ".prefect"
    home.mkdir()
    lines = [f"2026-11-24 05:00:0{second}  {line}\n" for second, line in enumerate(told)]
    (home / "watch.log").write_text("".join(lines), encoding="utf-8")
    browser = visit("jan")
    browser.post("/preferences", language="nl")
    page = browser.get("/manage").text
    assert "12.345 fragmenten bekeken, 1.200 codes voorgesteld." in page
    assert "Gepubliceerd in results: codes gegeven (1.200 rijen), overeenstemmingscijfers (30 rijen)" in page
    assert "De ronde mislukte: Er is al iets anders met deze studie bezig (data/.lock)" in page
    assert "2026-11-24 05:00<" in page
