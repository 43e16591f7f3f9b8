"""Room 5: what was reviewed, as tables that analysts can trust, and the figures that stand beside them.

What is here is light to import. The figures have modules of their own: `agreement`, `cutting`, `prevalence`,
`certifying`, `drift`, `explaining`, `exporting`, and `report` (which draws with matplotlib).
"""

from pipeline.results.dictionary import data_dictionary
from pipeline.results.piecewise import Parts
from pipeline.results.publishing import publish
from pipeline.results.reading import as_rows, frames, read
from pipeline.results.schema import SCHEMA_VERSION, TABLES
from pipeline.results.standing import standing
from pipeline.results.verifying import faults

__all__ = [
    "SCHEMA_VERSION",
    "TABLES",
    "Parts",
    "as_rows",
    "data_dictionary",
    "faults",
    "frames",
    "publish",
    "read",
    "standing",
]
