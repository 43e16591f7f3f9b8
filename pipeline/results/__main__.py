"""Print the data dictionary: `python -m pipeline.results > docs/data-dictionary.md`."""

import sys

from pipeline.results.dictionary import data_dictionary

sys.stdout.write(data_dictionary())
