"""Export people's codes as a REFI-QDA project (`.qdpx`) for NVivo, ATLAS.ti, MAXQDA and QualCoder.

Follows REFI-QDA 1.5 and its schema `Project.xsd` (urn:QDA-XML:project:1.0). Offsets are code points, end exclusive,
as in all programs that were measured. The standard has no field for probability, model or blindness, and some
programs count in other units: a Parquet file beside the project has a row per coding with all of these.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.results.exchange.codings_table import write_codings
from pipeline.results.exchange.project import Note, Project, Reviewed, Stretch, as_file
from pipeline.results.exchange.project_xml import as_xml, note_files, refuse_lost_references, text_file

__all__ = [
    "Note",
    "Project",
    "Reviewed",
    "Stretch",
    "export_qdpx",
]

# Archive entries have a date; this is the earliest possible, so that the same study gives the same bytes.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def export_qdpx(project: Project, path: Path) -> list[Path]:
    """Write the project and `<name>.codings.parquet` beside it; the same study gives the same bytes.

    It contains every coder's codes on finished fragments with the coder's name, and no path or account name of this
    machine. Line ends are one character each, since programs count longer ones in different ways.

    Raises:
        ContractBroken: an element of the project refers to one that is not there.
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
