"""Room 5: what was reviewed, as tables that analysts can trust, and the figures that stand beside them."""

from pipeline.results.dictionary import data_dictionary
from pipeline.results.publishing import publish
from pipeline.results.reading import read
from pipeline.results.schema import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "data_dictionary", "publish", "read"]
