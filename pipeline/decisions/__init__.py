"""Room 4: the store of transcripts, fragments, suggestions and verdicts. The ledger is append-only."""

from pipeline.decisions.hand_codes import read_hand_codes
from pipeline.decisions.store import Store
from pipeline.decisions.views import Entry, HeldCode, Interview, Progress, StoredFragment, Suggestion, Verdict

__all__ = [
    "Entry",
    "HeldCode",
    "Interview",
    "Progress",
    "Store",
    "StoredFragment",
    "Suggestion",
    "Verdict",
    "read_hand_codes",
]
