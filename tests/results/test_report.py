import re
from base64 import b64decode
from datetime import UTC, datetime
from html.parser import HTMLParser

import pandas as pd
import pytest

from pipeline import results
from pipeline.codebook import Codebook
from pipeline.results.agreement.table import _note as agreement_note
from pipeline.results.agreement.table import agreement
from pipeline.results.prevalence.table import FEWEST_READ, prevalence
from pipeline.results.prevalence.table import _too_little_data as prevalence_note
from pipeline.results.report import LearningPoint, Quote, report
from pipeline.results.report.counts import counted, extrapolated_f1
from pipeline.results.report.sections import Language
from pipeline.results.report.texts import words

WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BOOK = Codebook.model_validate(
    {
        "study": "Proef & co",
        "version": "1",
        "dimensions": [
            {"id": "view", "label": {"nl": "Visie", "en": "View"}, "values": "one",
             "codes": [{"id": "own", "label": {"nl": "eigen", "en": "own"}}, {"id": "system", "label": "stelsel"}]},
            {"id": "barrier", "label": {"nl": "Drempel", "en": "Barrier"}, "values": "many",
             "codes": [{"id": "mobility", "label": {"nl": "vervoer", "en": "transport"}},
                       {"id": "childcare", "label": "opvang"}]},
        ],
    }
)  # fmt: skip


def rows_of_study():
    """Eight interviews of twelve fragments, all coded by hand by An and the first four also by Bo."""
    transcripts, fragments, codes, decisions = [], [], [], []
    for home in range(8):
        transcripts.append(
            {
                "interview": f"g{home}", "source": f"g{home}.txt", "sha256": "0" * 64, "format": "txt",
                "encoding": "utf-8", "roles_from": "codebook", "turns": 3, "words": 120, "fragments": 12,
                "reviewed_fragments": 12, "ingested_at": WHEN,
                "metadata": {"role": "jobcoach" if home % 2 else "coördinator"},
            }
        )  # fmt: skip
        for each in range(12):
            name = f"g{home}:{each * 10}-{each * 10 + 9}"
            fragments.append(
                {"fragment": name, "interview": f"g{home}", "turn": 1, "speaker": "R", "role": "respondent",
                 "start": each * 10, "end": each * 10 + 9, "text": "geheim ja", "words": 10, "boundary": "hand",
                 "cut_by": "An", "reviewed": True, "blind": True, "sampling_probability": 1.0}
            )  # fmt: skip
            for coder in ("An", "Bo")[: 2 if home < 4 else 1]:
                other = coder == "Bo" and each == home
                given = [("view", ("own", "system")[(each + other) % 2])] + [("barrier", "mobility")] * (each % 3 == 0)
                given += [("barrier", "childcare")] * (each % 4 == 0)
                about = {"fragment": name, "interview": f"g{home}", "coder": coder, "decided_at": WHEN,
                         "probability": None, "rank": None, "model": None, "codebook": "1+aa", "blind": True,
                         "seconds": None}  # fmt: skip
                for dimension, code in given:
                    codes.append(about | {"dimension": dimension, "code": code, "origin": "manual",
                                          "final": coder == "An", "decision": len(codes) + 1,
                                          "certificate": None, "code_given": code, "retired": False})  # fmt: skip
                decisions.append(about | {"number": len(decisions) + 1, "action": "reviewed", "dimension": None,
                                          "code": None, "instead_of": None, "undoes": None, "live": True,
                                          "code_given": None, "instead_of_given": None, "informed": None})  # fmt: skip
    return {
        "transcripts": transcripts,
        "fragments": fragments,
        "codes": codes,
        "suggestions": [],
        "decisions": decisions,
    }


@pytest.fixture(scope="module")
def rows():
    return rows_of_study()


@pytest.fixture(scope="module")
def tables(rows):
    return results.frames(rows)


@pytest.fixture(scope="module")
def figures(tables):
    return {"agreement": agreement(tables, BOOK), "prevalence": prevalence(tables, BOOK, by=["role"])}


@pytest.fixture(scope="module")
def page(tables, figures):
    curve = [LearningPoint(interviews=n, f1=f) for n, f in ((5, 0.4), (10, 0.5), (15, 0.54), (20, 0.565))]
    quote = Quote(dimension="barrier", code="mobility", text="De <bus> rijdt niet.", source="g1")
    extras = {"by": ["role"], "learning": curve, "quotes": [quote], "software": {"drempel": "0.1.0"}}
    return report([tables], BOOK, made_at=WHEN, **extras, **figures)


class Reader(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.addresses, self.open, self.images = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.addresses += [found[name] for name in ("src", "href") if name in found]
        self.images += tag == "img"
        assert tag != "img" or found["alt"]
        if tag not in {"meta", "img", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_asks_for_nothing_from_outside(page):
    found = Reader(page)
    assert found.open == []
    assert found.images >= 5
    assert all(address.startswith(("#", "data:image/svg+xml")) for address in found.addresses)
    assert "<script" not in page


def test_the_page_holds_nothing_that_was_said_but_the_quotes(page):
    assert "geheim" not in page
    assert "De &lt;bus&gt; rijdt niet." in page
    assert "Proef &amp; co" in page


def test_the_methods_tell_how_far_two_people_agree(page, figures):
    told = next(
        row for row in figures["agreement"] if (row["dimension"], row["code"], row["measure"]) == ("view", "", "alpha")
    )
    answer = page.split("COREQ 24", 1)[1].split("</tr>", 1)[0]
    assert f"{told['value']:.2f}".replace(".", ",") in answer
    assert "An, Bo" in answer


def test_figures_are_grey(page):
    drawn = b"".join(b64decode(each) for each in re.findall(r"base64,([A-Za-z0-9+/=]+)", page)).decode()
    colours = {match.lower() for match in re.findall(r"#[0-9a-fA-F]{6}", drawn)}
    assert len(colours) > 3
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


def test_the_reliability_curve_stands_beside_its_error(tables):
    told = {"reliability": [[0.04, 0.05, 0.8], [0.55, 0.5, 0.2]], "calibration_error": 0.018}
    card = {"figures": {"view": told, "barrier": told | {"reliability": []}}}
    page = report([tables], BOOK, made_at=WHEN, card=card, language="en")
    section = page.split("<h2>Whether probabilities hold", 1)[1].split("</section>", 1)[0]
    assert "(ECE): View 0.018." in section
    assert section.index("55.0%") < section.index("50.0%") < section.index("20.0%")
    drawn = b64decode(re.search(r"base64,([A-Za-z0-9+/=]+)", section).group(1)).decode()
    assert "probability, says the model" in drawn
    assert "Barrier" not in drawn


@pytest.mark.slow
def test_the_same_study_gives_the_same_page(tables, figures):
    one, two = (report([tables], BOOK, made_at=WHEN, **figures) for _ in range(2))
    assert one == two


@pytest.mark.slow
@pytest.mark.parametrize("at_a_time", [1, 3])
def test_the_page_is_the_same_however_many_interviews_are_looked_at_together(rows, tables, figures, at_a_time):
    names = [f"g{home}" for home in range(8)]
    groups = [set(names[at : at + at_a_time]) for at in range(0, 8, at_a_time)]
    pieces = [
        results.frames({name: [row for row in each if row["interview"] in group] for name, each in rows.items()})
        for group in groups
    ]
    whole = report([tables], BOOK, made_at=WHEN, **figures)
    assert report(iter(pieces), BOOK, made_at=WHEN, **figures) == whole
    assert counted(pieces, BOOK).double_coded_share == counted([tables], BOOK).double_coded_share == 0.5


@pytest.mark.parametrize(("language", "heard"), [("nl", "Bijlage: methode"), ("en", "Appendix: methods")])
def test_the_page_speaks_dutch_or_english(tables, language, heard):
    page = report([tables], BOOK, made_at=WHEN, language=language)
    assert heard in page
    assert f'<html lang="{language}">' in page
    assert ("vervoer" if language == "nl" else "transport") in page


def test_every_word_is_there_in_both_languages_and_asks_for_the_same():
    dutch, english = words("nl"), words("en")
    holes = {name: [sorted(re.findall(r"\{\w+", each[name])) for each in (dutch, english)] for name in dutch}
    assert dutch.keys() == english.keys()
    assert [name for name, (one, other) in holes.items() if one != other] == []


def test_a_study_without_anything_says_that_there_is_too_little():
    nothing = results.frames(dict.fromkeys(["transcripts", "fragments", "codes", "suggestions", "decisions"], ()))
    page = report([nothing], BOOK, made_at=WHEN, language="en")
    assert page.count("Too little to say.") == 2, "as the heading of one section, and in the contents"
    folded = page[page.rindex("Too little to say.") :]
    assert "How often each code occurs" in folded
    assert "How good the model is" in folded
    assert page.count("<section") == 3, "the study, what is folded, and the methods"


def test_no_english_is_left_in_the_notes_and_measures_of_a_dutch_report():
    say = Language(words=words("nl"), language="nl", codebook=BOOK)
    notes = (prevalence_note({"read_fragments": 3, "read_interviews": 9, "given": 9}), agreement_note(True, True, 7))
    assert [say.term(each) for each in notes] == [
        f"te weinig om iets te zeggen: 3 fragmenten afgewerkt, {FEWEST_READ} nodig",
        "ruw: het interval steunt op 7 interviews",
    ]
    assert say.term("unknown 5") == "unknown 5"


def test_views_beside_barriers_are_counted_from_final_codes(tables):
    counts = counted([tables], BOOK).by_lead_code["barrier"]
    # In each of eight interviews fragments 0, 3, 6 and 9 name mobility: two of them own, two the system.
    assert counts.loc["mobility"].tolist() == [16, 16, 0]


def test_codes_together_are_counted_once_per_fragment(tables):
    counts = counted([tables], BOOK).cooccurrences
    assert counts.loc["barrier/mobility", "barrier/childcare"] == 8
    assert counts.loc["barrier/mobility", "barrier/mobility"] == 32


def test_the_study_in_figures(tables):
    found = counted([tables], BOOK).study
    assert (found["interviews"], found["fragments"], found["coders"], found["rejected"]) == (8, 96, 2, 0)


def test_the_curve_finds_the_law_it_was_made_from():
    points = [LearningPoint(interviews=n, f1=0.8 - 0.9 * n**-0.5) for n in (4, 8, 12, 16, 20)]
    assert extrapolated_f1(points) == pytest.approx(0.8 - 0.9 * 30**-0.5, abs=0.01)
    assert extrapolated_f1(points[:3]) is None


def test_figures_are_published_beside_the_tables(rows, figures, tmp_path):
    counts = results.publish(rows | figures, tmp_path, stamp={"study": "p", "codebook": "1+aa"})
    assert counts["agreement"] == len(figures["agreement"])
    read = results.read(tmp_path, "agreement")
    found = read[(read["measure"] == "alpha") & (read["code"] == "") & (read["dimension"] == "view")].iloc[0]
    assert found["fragments"] == 48
    assert 0 < found["value"] < 1
    shares = results.read(tmp_path, "prevalence")
    assert isinstance(shares["estimate"].dtype, pd.CategoricalDtype)


def test_a_publication_without_figures_takes_the_old_ones_away(rows, figures, tmp_path):
    results.publish(rows | figures, tmp_path, stamp={})
    results.publish(rows, tmp_path, stamp={})
    assert not (tmp_path / "agreement.parquet").exists()
