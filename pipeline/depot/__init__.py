"""Folders whose contents live at an address of object storage, all of one publication or all of the one before."""

from pipeline.depot.address import opened
from pipeline.depot.folder import Depot

__all__ = ["Depot", "opened"]
