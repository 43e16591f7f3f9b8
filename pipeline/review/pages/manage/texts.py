"""What steps report, in words that the desk can translate: their counts, and what they are doing."""

from __future__ import annotations

from pipeline.review.wording import in_both

COUNTS = {
    "read": in_both("transcripts read"),
    "changed": in_both("changed transcripts read"),
    "known": in_both("known already"),
    "waiting": in_both("waiting for a decision"),
    "words": in_both("words"),
    "orphans": in_both("passages without a place"),
    "described": in_both("interviews described"),
    "covered": in_both("names covered"),
    "rejected": in_both("set aside"),
    "interviews": in_both("interviews"),
    "fragments": in_both("fragments"),
    "suggested": in_both("codes suggested"),
    "codes": in_both("codes given"),
    "decisions": in_both("entries in the ledger"),
    "suggestions": in_both("suggestions"),
    "transcripts": in_both("transcripts"),
    "examples": in_both("examples"),
    "agreement": in_both("figures of agreement"),
    "prevalence": in_both("shares of codes"),
    "certificates": in_both("certificates"),
}
"""The counts of reports by the name that a step gives them."""
DOING = {
    "reading": in_both("reading"),
    "suggesting": in_both("suggesting"),
    "learning to cut": in_both("learning to cut"),
    "agreement": in_both("figures of agreement"),
    "shares of codes": in_both("shares of codes"),
    "looking for names": in_both("looking for names"),
    "judging on unseen interviews": in_both("judging on unseen interviews"),
    "reading what was coded": in_both("reading what was coded"),
    "learning each dimension": in_both("learning each dimension"),
}
"""What steps say they are doing."""
