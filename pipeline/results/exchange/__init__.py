"""Exchange with NVivo, ATLAS.ti, MAXQDA and QualCoder: what people coded as a REFI-QDA project (`.qdpx`).

Written after REFI-QDA 1.5 and its schema `Project.xsd` (urn:QDA-XML:project:1.0). Offsets are code points, the end
exclusive, as every program measured writes them. The standard has no place for probability, model or blindness, and
some programs count in other units: a Parquet file beside the project holds a row per coding with all of that.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.results.exchange.codings_table import write_codings
from pipeline.results.exchange.project import Note, Project, Stretch, as_file
from pipeline.results.exchange.project_xml import as_xml, note_files, refuse_lost_references, text_file

__all__ = [
    "Note",
    "Project",
    "Stretch",
    "export_qdpx",
]

# An archive's entries carry a date; this one is the earliest there is, so that the same study gives the same bytes.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def export_qdpx(project: Project, path: Path) -> list[Path]:
    """Write the project and, beside it, `<name>.codings.parquet`; the same study gives the same bytes.

    Every coder's codes on finished fragments are in it, each signed by who gave it. No path and no account name of
    this machine is. Texts have one character for each line end, for programs count others in different ways.

    Raises:
        ContractBroken: something in the project refers to what is not there.
    """
    beside = path.with_name(f"{path.stem}.codings.parquet")
    partial = [each.with_name(f"{each.name}.partial") for each in (beside, path)]
    write_codings(project, partial[0])
    with zipfile.ZipFile(partial[1], "w") as archive:
        _put(archive, "project.qde", as_xml(project))
        for interview in sorted(project.texts):
            text = as_file(project.texts[interview])
            _put(archive, f"sources/{text_file(project, interview)}", [text.encode("utf-8", "surrogatepass")])
        for name, words in note_files(project):
            _put(archive, f"sources/{name}", [words.encode("utf-8", "surrogatepass")])
    with zipfile.ZipFile(partial[1]) as archive, archive.open("project.qde") as xml:
        refuse_lost_references(xml)
    return [partial[0].replace(beside), partial[1].replace(path)]


def _put(archive: zipfile.ZipFile, name: str, contents: Iterable[bytes]) -> None:
    entry = zipfile.ZipInfo(name, date_time=_NO_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as file:
        for piece in contents:
            file.write(piece)
