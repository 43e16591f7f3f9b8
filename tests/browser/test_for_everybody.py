"""Every page for everybody: axe-core finds nothing in either theme, and nothing scrolls sideways at 320 pixels.

axe-core is not part of the repository: `npm install --no-save axe-core` here, or name its file in DREMPEL_AXE.
"""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PAGES = (
    "/manage/projects",
    "/who", "/", "/interviews/talk", "/interviews/secret", "/interviews/hostile", "/interviews/talk?queue=uncertain",
    "/queue", "/find", "/find?words=bus", "/table", "/codebook", "/memos", "/compare",
    "/compare/differences?coders=jan&coders=mia&dimension=barrier", "/manage", "/manage/orphans", "/quotes",
    "/manage/twice", "/manage/columns", "/manage/columns/talk", "/nowhere", "/queue/nowhere", "/table?by=years",
    "/codebook/history", "/codebook/new", "/codebook/barrier/housing", "/codebook/barrier",
    "/meaning", "/meaning/code/barrier.housing", "/manage/speakers/talk",
)  # fmt: skip
OF_A_FRAGMENT = (
    "/interviews/talk/fragments/{anchor}/why", "/interviews/talk/fragments/{anchor}/cut",
    "/fragments/talk:{anchor}/history", "/alike/talk:{anchor}?code=barrier.housing",
    "/adjudicate/plain:{plain}?coders=jan&coders=mia&dimension=activation", "/quotes?fragment=plain:{plain}",
    "/meaning/of/talk:{anchor}",
)  # fmt: skip
FORM = "application/x-www-form-urlencoded"
TURNED_AWAY = {
    400: ("multipart/form-data", ""),
    403: (FORM, "csrf=stale"),
    413: (FORM, "x" * 300_000),
}
AXE = Path(os.environ.get("DREMPEL_AXE", Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"))
LOOK = """
const done = arguments[arguments.length - 1];
document.documentElement.dataset.theme = arguments[0];
axe.run(document, {preload: false, resultTypes: ["violations"]}).then(found => done(found.violations
  .map(each => `${each.id}: ${each.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)));
"""
READY = "return document.readyState === 'complete'"
BRING = """
const done = arguments[arguments.length - 1];
fetch("/memos", {method: "POST", headers: {"content-type": arguments[0]}, body: arguments[1]})
  .then(async answer => done([answer.status, await answer.text()]));
"""


@pytest.fixture
def pages(person, store, study):
    """Every page of a study that two people coded; signed in as one of them."""
    for name in ("mia", "jan"):
        person.sign_in(name)
        person.visit("/interviews/plain")
        person.press("1" if name == "jan" else "2", "\n")
        person.until(lambda: person.at() == 2)
    fragment = store.transcripts.fragments("talk")[0].fragment
    anchor = f"{fragment.start}-{fragment.end}"
    plain = store.transcripts.fragments("plain")[0].id.rpartition(":")[2]
    return [*PAGES, *(page.format(anchor=anchor, plain=plain) for page in OF_A_FRAGMENT)]


@pytest.mark.slow
@pytest.mark.skipif(not AXE.exists(), reason=f"no axe-core at {AXE}: `npm install --no-save axe-core`, then run again")
def test_axe_finds_nothing_on_any_page_in_either_theme(person, pages):
    found = {}
    for page in pages:
        person.visit(page)
        found |= found_on(person, page)
    person.driver.get_log("browser")  # a page that is not there is on purpose
    assert found == {}


@pytest.mark.slow
@pytest.mark.skipif(not AXE.exists(), reason=f"no axe-core at {AXE}")
def test_axe_finds_nothing_where_somebody_is_turned_away(person):
    person.sign_in("jan")
    found = {}
    for status, (kind, body) in TURNED_AWAY.items():
        person.visit("/memos")
        answered, page = person.driver.execute_async_script(BRING, kind, body)
        assert answered == status
        person.driver.execute_script("document.open(); document.write(arguments[0]); document.close()", page)
        person.until(lambda: person.read("[role=alert]") and person.driver.execute_script(READY))
        found |= found_on(person, status)
    person.driver.get_log("browser")
    assert found == {}


def found_on(person, page):
    """What axe-core holds against what is on screen, in the light theme and in the dark one."""
    person.driver.execute_script(AXE.read_text(encoding="utf-8"))
    looked = {(page, theme): person.driver.execute_async_script(LOOK, theme) for theme in ("light", "dark")}
    return {place: faults for place, faults in looked.items() if faults}


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 640])
def test_no_page_scrolls_sideways_at_twice_the_size_or_on_a_narrow_screen(person, pages, width):
    metrics = {"width": width, "height": 720, "deviceScaleFactor": 1, "mobile": False}
    person.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    wide = {}
    for page in pages:
        person.visit(page)
        reach = person.driver.execute_script("return document.documentElement.scrollWidth")
        if reach > width:
            wide[page] = reach
    person.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    person.driver.get_log("browser")
    assert wide == {}
