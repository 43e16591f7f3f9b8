"""What every page of the desk needs: study, store, codebook, clock, labels and models. It imports no page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from fastapi import Request

from pipeline.codebook import Codebook
from pipeline.decisions import CodebookVersion, Store
from pipeline.errors import CodebookDiffers, InvalidChange, InvalidCodebook
from pipeline.review.background_refresh import BackgroundRefresh
from pipeline.review.labels import Labels, places_after
from pipeline.review.meaning_access import MeaningAccess
from pipeline.review.model_access import ModelAccess
from pipeline.review.visibility import Visibility
from pipeline.settings import CODEBOOK_FILE, Study
from pipeline.steps.shared.codebook_versions import follow_codebook

Clock = Callable[[], datetime]


class ReviewContext:
    """The study that is open at the desk, and what all pages share."""

    def __init__(self, study: Study, store: Store, *, clock: Clock) -> None:
        self.study, self.store, self.clock = study, store, clock
        self.trouble: tuple[str, ...] = ()
        """What is wrong with `codebook.yaml`: the desk goes on with the last version then."""
        self.after_change: list[Callable[[Codebook], None]] = []
        """Called with the codebook whenever it is another one."""
        self._one_at_a_time = Lock()
        self.version = follow_codebook(study, store, at=clock())
        self.codebook, self.labels = self.version.codebook, self._labels()
        self._seen = self._signs()
        self.refresh = BackgroundRefresh(study)
        self.models, self.meaning = ModelAccess(study, store), MeaningAccess(study, store)

    def follow(self) -> None:
        """Take in a codebook that changed: in the store by another desk or a verb, or in its file by hand."""
        with self._one_at_a_time:
            signs = self._signs()
            if signs == self._seen:
                return
            try:
                self.study.read_codebook_again()
                version, self.trouble = follow_codebook(self.study, self.store, at=self.clock()), ()
            except CodebookDiffers as differs:
                version, self.trouble = self._last_version(), differs.found
            except (InvalidCodebook, InvalidChange) as wrong:
                version, self.trouble = self._last_version(), (wrong.message,)
            self.study.use_codebook(version.codebook)
            changed, self.version = version.number != self.version.number, version
            self.codebook, self.labels = version.codebook, self._labels()
            self._seen = self._signs()
        for tell in self.after_change if changed else ():
            tell(version.codebook)

    def _labels(self) -> Labels:
        return Labels(self.version.codebook, places_after(self.store.codebook.all()))

    def _last_version(self) -> CodebookVersion:
        return self.store.codebook.newest() or self.version

    def _signs(self) -> tuple[int, int, int]:
        """What is another one once the store has a newer version, or the file was written."""
        path = self.study.folder / CODEBOOK_FILE
        known = path.stat() if path.is_file() else None
        return self.store.codebook.newest_number(), known.st_mtime_ns if known else 0, known.st_size if known else 0

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
