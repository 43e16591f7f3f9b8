"""Room 4: the store of transcripts, fragments, suggestions and verdicts. The ledger is append-only."""

from pipeline.decisions.alike import Alike
from pipeline.decisions.cuts import Cut
from pipeline.decisions.hand_codes import read_hand_codes
from pipeline.decisions.store import Store
from pipeline.decisions.undoing import Deed
from pipeline.decisions.views import (
    Coder,
    Entry,
    HeldCode,
    Hit,
    Interview,
    Memo,
    Progress,
    Replacement,
    StoredFragment,
    Suggestion,
    Topic,
    Verdict,
)

__all__ = [
    "Alike",
    "Coder",
    "Cut",
    "Deed",
    "Entry",
    "HeldCode",
    "Hit",
    "Interview",
    "Memo",
    "Progress",
    "Replacement",
    "Store",
    "StoredFragment",
    "Suggestion",
    "Topic",
    "Verdict",
    "read_hand_codes",
]
