"""Reads REFI-QDA projects, the standard in which many programs exchange their projects."""

from pipeline.projects.formats.refi_qda.reader import FORMAT, read

__all__ = ["FORMAT", "read"]
