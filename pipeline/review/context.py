"""What every page of the desk needs: study, store, codebook, clock, labels and models. It imports no page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import Request

from pipeline.decisions import Store
from pipeline.review.labels import Labels
from pipeline.review.model_access import ModelAccess
from pipeline.review.visibility import Visibility
from pipeline.settings import Study

Clock = Callable[[], datetime]


class ReviewContext:
    """The study that is open at the desk, and what all pages share."""

    def __init__(self, study: Study, store: Store, *, clock: Clock) -> None:
        self.study, self.store, self.clock = study, store, clock
        self.codebook = study.codebook
        store.ledger.keep_codebook(self.codebook)
        self.labels = Labels(study.codebook)
        self.models = ModelAccess(study, store)

    @property
    def title(self) -> str:
        """The study's name."""
        return self.codebook.study

    @property
    def pseudonyms(self) -> bool:
        """Whether names in this study's transcripts are replaced; those in memos never are."""
        return self.study.settings.transcripts.pseudonyms == "required" or self.study.pseudonyms.is_dir()

    def coders(self) -> list[str]:
        """Everybody who is known by name in this study."""
        return [each.name for each in self.store.coders.all()]

    def visibility(self, coder: str) -> Visibility:
        """What this coder may not see yet of what others said."""
        return Visibility(self.store, coder)


def review_context(request: Request) -> ReviewContext:
    """The desk that got this request."""
    desk: ReviewContext = request.app.state.desk
    return desk
