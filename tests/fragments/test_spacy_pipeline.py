import sys

import pytest
import spacy

from pipeline.fragments import segmenter_name, sentences, spacy_pipeline
from tests.fragments.invented_talk import SPOKEN

STORY = SPOKEN[1][1]


@pytest.fixture
def nlp():
    made = spacy.blank("nl")
    made.add_pipe("dutch_sentences")
    return made


def test_the_component_can_be_added_to_any_dutch_pipeline(nlp):
    assert nlp.pipe_names == ["dutch_sentences"]


def test_the_component_finds_the_sentences_of_the_pure_function(nlp):
    assert nlp(STORY)._.sentences == sentences(STORY)


def test_the_sentences_of_the_doc_begin_where_the_offsets_say(nlp):
    doc = nlp(STORY)
    assert [sentence.start_char for sentence in doc.sents] == [start for start, _ in doc._.sentences]


@pytest.mark.parametrize("text", ["", "   ", "Ja", "a" * 5000 + " b. C", "''" * 2000 + "\n x"])
def test_the_careful_tokenizer_gives_the_text_back(text):
    assert spacy_pipeline.dutch_pipeline()(text).text == text


@pytest.fixture
def pretrained(tmp_path, monkeypatch):
    """A package as spaCy's own pretrained ones are, that knows one name."""
    package = tmp_path / "nl_core_news_sm"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import spacy\n"
        "def load(**overrides):\n"
        "    nlp = spacy.blank('nl', meta={'version': '9.9.9'})\n"
        "    ruler = nlp.add_pipe('attribute_ruler')\n"
        "    ruler.add([[{'TEXT': 'Rita'}]], {'POS': 'PROPN'})\n"
        "    return nlp\n"
    )
    known = tmp_path / "nl_core_news_sm-9.9.9.dist-info"
    known.mkdir()
    (known / "METADATA").write_text("Metadata-Version: 2.1\nName: nl_core_news_sm\nVersion: 9.9.9\n")
    monkeypatch.syspath_prepend(tmp_path)
    spacy_pipeline.reset()
    yield
    sys.modules.pop("nl_core_news_sm", None)
    monkeypatch.undo()
    spacy_pipeline.reset()


@pytest.mark.usefixtures("pretrained")
def test_a_pretrained_pipeline_is_used_and_named():
    assert segmenter_name(unit="turn") == "nl_core_news_sm 9.9.9 / rules 1"


@pytest.mark.usefixtures("pretrained")
def test_a_pretrained_pipeline_tells_names():
    doc = spacy_pipeline.dutch_pipeline()("Rita belde.")
    assert spacy_pipeline.proper_nouns(doc) == {"Rita"}
