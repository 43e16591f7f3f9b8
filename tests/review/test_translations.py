"""Everything the desk says is said in Dutch and in English."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from jinja2 import nodes

from pipeline.review import language, rendering
from pipeline.review.rendering import environment
from tests.review.test_messages import TEMPLATES

REVIEW = Path(language.__file__).parent
METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
PAGES = sorted(str(path.relative_to(rendering.TEMPLATES)) for path in rendering.TEMPLATES.rglob("*.html"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def said():
    options = {"templates/**.html": {"newstyle_gettext": "true", "trimmed": "false"}}
    return [
        (message, f"{name}:{line}")
        for name, line, message, *_ in extract_from_dir(REVIEW, METHODS, options, keywords=KEYWORDS)
    ]


def test_the_desk_says_something():
    assert len(said()) > 60


def test_every_sentence_has_its_dutch():
    dutch = language.wording("nl")
    missing = [
        f"{place}: {message}"
        for message, place in said()
        if not (dutch.plurals.get(message[0]) if isinstance(message, tuple) else dutch.singles.get(message))
    ]
    assert missing == []


def test_no_words_are_no_words_in_either_language():
    assert [language.wording(each).gettext("") for each in language.LANGUAGES] == ["", ""]


def test_the_dutch_keeps_every_placeholder():
    dutch = language.wording("nl")
    for english, translated in dutch.singles.items():
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(translated)), english
    for english, (one, many) in dutch.plurals.items():
        assert set(PLACEHOLDER.findall(many)) >= set(PLACEHOLDER.findall(english)), english
        assert set(PLACEHOLDER.findall(one)) <= set(PLACEHOLDER.findall(many)), english


def test_nothing_said_stays_nothing():
    assert language.wording("nl").gettext("") == ""


def test_no_dutch_is_left_of_what_is_no_longer_said():
    spoken = {message[0] if isinstance(message, tuple) else message for message, _ in said()} | {*TEMPLATES}
    dutch = language.wording("nl")
    assert {*dutch.singles, *dutch.plurals} - spoken == set()


@pytest.mark.parametrize("template", PAGES)
def test_a_template_says_nothing_outside_the_translations(template):
    source = (rendering.TEMPLATES / template).read_text(encoding="utf-8")
    parsed = environment("en").parse(source)
    outside = "".join(data.data for data in parsed.find_all(nodes.TemplateData))
    # What stands between tags is read by people; names in tags and what stands in <code> and <kbd> is not language.
    outside = re.sub(r"<(code|kbd)\b[^>]*>.*?</\1>", "", outside, flags=re.DOTALL)
    loose = re.findall(r">([^<>]*[A-Za-zÀ-ÿ]{2,}[^<>]*)<", outside)
    assert [text.strip() for text in loose if text.strip() not in ALWAYS_THE_SAME] == []


ALWAYS_THE_SAME = {"drempel", "· drempel", "kB"}


@pytest.mark.parametrize("template", PAGES)
def test_no_attribute_is_said_outside_the_translations(template):
    source = (rendering.TEMPLATES / template).read_text(encoding="utf-8")
    assert re.findall(r"""(?:title|aria-label|placeholder|alt)="[^"{]*[A-Za-z]{2,}""", source) == []
