"""Search by meaning: as a sentence, as a fragment, as a code's definition."""
