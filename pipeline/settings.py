"""A study on disk: where everything lies, its settings (`drempel.toml`) and its codebook, read once at the edge."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.codebook import Codebook, load_codebook
from pipeline.cron import refuse_nonsense
from pipeline.depot import Depot
from pipeline.errors import InvalidSettings, NotAWorkspace

SETTINGS_FILE = "drempel.toml"
CODEBOOK_FILE = "codebook.yaml"
ENCODER = re.compile("(spacy|sentence-transformers|model2vec):(.+)")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TranscriptSettings(_Strict):
    """Whether names must be replaced, and how the headers of a .csv or .xlsx with a turn per row are called."""

    pseudonyms: Literal["confirmed", "required"] = "confirmed"
    columns: Mapping[Literal["speaker", "words", "begins", "ends"], str] = Field(default_factory=dict)


class FragmentSettings(_Strict):
    """How transcripts are cut: the unit of coding, and whose words are coded."""

    unit: Literal["meaning", "sentence", "turn"] = "meaning"
    code_interviewer: bool = False


class SuggestionSettings(_Strict):
    """Which mistakes the team minds least, what suggestions rest on, whether any is accepted without a person."""

    prefer: Literal["recall", "balance", "precision"] = "balance"
    cold_start: bool = True
    starter: bool = False
    encoder: str = ""
    auto_accept: bool = False
    auto_accept_error: float = Field(default=0.05, gt=0, lt=0.5)

    @field_validator("encoder")
    @classmethod
    def _names_a_kind_and_a_place(cls, value: str) -> str:
        if value and not ENCODER.fullmatch(value):
            raise ValueError(f"{value!r} is no encoder; write spacy:NAME or model2vec:FOLDER (docs/encoders.md)")
        return value


class ReviewSettings(_Strict):
    """What is coded before the suggestion is shown, which share of interviews by two people, and the desk's door."""

    blind_share: float = Field(default=0.15, ge=0, le=1)
    double_share: float = Field(default=0.0, ge=0, le=1)
    port: int = Field(default=8377, ge=1, le=65535)
    language: Literal["nl", "en"] = "nl"


class ScheduleSettings(_Strict):
    """When `drempel watch` does what: the run over the inbox, a proposal of a new model, publishing after review."""

    cron: str = "0 5 * * 1-5"
    propose: str = "0 6 * * 6"
    publish: str = "0 12,18 * * 1-5"
    timezone: str = "Europe/Brussels"

    @field_validator("cron")
    @classmethod
    def _is_a_cron_line(cls, value: str) -> str:
        refuse_nonsense(value)
        return value

    @field_validator("propose", "publish")
    @classmethod
    def _is_a_cron_line_or_nothing(cls, value: str) -> str:
        return cls._is_a_cron_line(value) if value else value

    @field_validator("timezone")
    @classmethod
    def _is_a_time_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no time zone; write it as Europe/Brussels")
        return value


class RunSettings(_Strict):
    """Who helps with reading and scoring: the scheduler of a Dask cluster, or nobody."""

    cluster: str = ""

    @field_validator("cluster")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"(tcp|tls)://[^\s/@]+:\d+", value):
            raise ValueError(f"{value!r} is no address of a Dask scheduler; write it as tls://HOST:8786")
        return value


class PlaceSettings(_Strict):
    """Where a folder's contents live, when not in the workspace alone: object storage, as fsspec writes addresses."""

    url: str = ""

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[a-z][a-z0-9+.-]*://.*[^/]", value):
            raise ValueError("this is no address; write it as s3://BUCKET/STUDY/results")
        return value


class Settings(_Strict):
    """Everything that `drempel.toml` may say; every key has a default, an unknown key is refused."""

    store: str = ""
    seed: int = 0
    transcripts: TranscriptSettings = TranscriptSettings()
    fragments: FragmentSettings = FragmentSettings()
    suggestions: SuggestionSettings = SuggestionSettings()
    review: ReviewSettings = ReviewSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    runs: RunSettings = RunSettings()
    results: PlaceSettings = PlaceSettings()
    models: PlaceSettings = PlaceSettings()


class Study:
    """One workspace: its folders, settings and codebook. Opening it reads nothing of the interviews."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook; raises InvalidCodebook."""
        return load_codebook(self.folder / CODEBOOK_FILE)

    @property
    def inbox(self) -> Path:
        """Where new transcripts are dropped."""
        return self.folder / "data" / "inbox"

    @property
    def rejected(self) -> Path:
        """Where files that cannot be read are set aside, each with its `.why.txt`."""
        return self.folder / "data" / "rejected"

    @property
    def pseudonyms(self) -> Path:
        """Where the key lies that tells who is who: outside results and exports, ignored by version control."""
        return self.folder / "data" / "pseudonyms"

    @property
    def table_columns(self) -> dict[str, str]:
        """The unusual headers of transcripts in tables."""
        # Pydantic's keys are literals; to the reader they are names.
        return {str(part): header for part, header in self.settings.transcripts.columns.items()}

    @property
    def results(self) -> Path:
        """Where the Parquet tables are published."""
        return self.folder / "data" / "results"

    @property
    def models(self) -> Path:
        """Where trained models lie, a folder each."""
        return self.folder / "models"

    @property
    def depots(self) -> list[Depot]:
        """The folders whose contents live elsewhere."""
        places = ((self.results, self.settings.results.url), (self.models, self.settings.models.url))
        return [Depot(url, folder) for folder, url in places if url]

    @property
    def encoder(self) -> str | None:
        """The encoder that the settings name; a folder may be written as seen from the workspace."""
        named = ENCODER.fullmatch(self.settings.suggestions.encoder)
        if named is None:
            return None
        kind, where = named.groups()
        return f"{kind}:{self.folder / where if (self.folder / where).is_dir() else where}"

    @property
    def store_url(self) -> str:
        """The SQLAlchemy URL of the store: SQLite in the workspace unless the settings say otherwise."""
        return self.settings.store or f"sqlite:///{self.folder / 'data' / 'study.sqlite'}"

    @property
    def lock(self) -> Path:
        """The file whose lock keeps two runs on this study apart."""
        return self.folder / "data" / ".lock"


def open_study(folder: Path) -> Study:
    """The study in a folder.

    Raises:
        NotAWorkspace: the folder lacks `drempel.toml` or `codebook.yaml`.
        InvalidSettings: `drempel.toml` has an unknown key or an impossible value.
    """
    folder = folder.resolve()
    for name in (SETTINGS_FILE, CODEBOOK_FILE):
        if not (folder / name).is_file():
            raise NotAWorkspace(folder, name)
    return Study(folder, _read_settings(folder / SETTINGS_FILE))


def _read_settings(path: Path) -> Settings:
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSettings(path, "the file", f"it is no TOML ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "the top"
        raise InvalidSettings(path, place, first["msg"]) from error
