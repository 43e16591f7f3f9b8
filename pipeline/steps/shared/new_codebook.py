"""Write the codebook of a new study: the starter's, an empty one or a file, under the study's own title."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import yaml

from pipeline.codebook import LOADER, Codebook, load_codebook
from pipeline.errors import CannotStart
from pipeline.settings import CODEBOOK_FILE
from pipeline.steps.shared.starter_examples import starter_study

EMPTY, STARTER = "empty", "starter"
LONGEST_TITLE = 200

_TITLE_LINE = re.compile(r"^study:.*$", re.MULTILINE)
_OF_THE_STARTER = "# The codebook of the starter study:"


def codebook_text(codebook: str, title: str | None, folder: Path) -> str:
    """Return the text of the new `codebook.yaml`; `codebook` is `empty`, `starter` or the path of a file.

    Without a title, a file keeps its own; the others get the folder's name.

    Raises:
        CannotStart: there is no such file, or the title cannot be used.
        InvalidCodebook: the file is no codebook.
    """
    text, study = _source(codebook)
    if title is None and study and study != starter_title():
        return text
    wanted = folder.resolve().name if title is None else title
    _refuse_title(wanted)
    return _titled(text, wanted)


def starter_title() -> str:
    """Return the title of the shipped, invented study, which no other study may have."""
    return load_codebook(starter_study() / CODEBOOK_FILE).study


def shares_codes_with_starter(codebook: Codebook) -> bool:
    """Whether the shipped study has examples of a code of this codebook."""
    theirs = {(each.id, code) for each in load_codebook(starter_study() / CODEBOOK_FILE) for code in each.code_ids}
    return any((each.id, code) in theirs for each in codebook for code in each.code_ids)


def _source(codebook: str) -> tuple[str, str]:
    """Return the text of the chosen codebook, and its title."""
    if codebook == EMPTY:
        return (files("pipeline.steps") / "empty_codebook.yaml").read_text(encoding="utf-8"), ""
    path = starter_study() / CODEBOOK_FILE if codebook == STARTER else Path(codebook)
    if not path.is_file():
        raise CannotStart(f"--codebook is {EMPTY}, {STARTER} or a file, and there is no file {codebook}")
    study = load_codebook(path).study
    return path.read_text(encoding="utf-8-sig"), study


def _refuse_title(title: str) -> None:
    if not title.strip() or not title.isprintable() or len(title) > LONGEST_TITLE:
        why = f"is one line of 1 to {LONGEST_TITLE} characters that can be printed"
        raise CannotStart(f"the study's title {why}; give one with --title")
    if title == starter_title():
        raise CannotStart("that is the title of the shipped, invented study; give your own study another with --title")


def _titled(text: str, title: str) -> str:
    """Replace the title of a codebook; a JSON string is valid YAML."""
    line = f"study: {json.dumps(title, ensure_ascii=False)}"
    titled = _TITLE_LINE.sub(lambda _: line, text, count=1).replace(_OF_THE_STARTER, "# A codebook for this study:", 1)
    if _contents(titled) != {**_contents(text), "study": title}:
        raise CannotStart("that codebook's title is not on one line; write yours there by hand, and leave out --title")
    return titled


def _contents(text: str) -> dict[str, object]:
    """Parse a codebook; empty if it is no YAML."""
    try:
        found = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
