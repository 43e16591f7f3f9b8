"""Reads projects of other coding programs into neutral records, and places their codings on fragments."""

from pipeline.projects.reader import FORMATS, read_project
from pipeline.projects.records import Project

__all__ = ["FORMATS", "Project", "read_project"]
