"""Typed settings: PODIUM_* environment variables over config/settings.toml over defaults, unknown keys refused."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

PREFIX = "PODIUM_"
FILE_VARIABLE = "PODIUM_SETTINGS"
"""Names another settings file to read instead of config/settings.toml."""

DEFAULT_LANGUAGES = ("de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh")
NEIGHBOUR_LANGUAGES = ("da", "sv", "no", "pl", "cs", "ru", "tr", "ar")


class SettingsProblem(Exception):
    """A setting that cannot be used; the message names file or variable, key and remedy."""


Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


class Settings(BaseModel):
    """Every setting with its type and default; docs/settings.md is generated from the descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Path = Field(Path("./var"), description="Folder for everything made at run time.")
    reference_dir: Path | None = Field(None, description="Folder with the original reference articles.")
    sources_dir: Path | None = Field(None, description="Folder of source lists instead of config/sources.")
    knowledge_dir: Path | None = Field(
        None, description="Folder of your own knowledge files, read over the bundled ones."
    )
    topic: str = Field("olympics", description="Topic file in config/topics that decides relevance.")
    languages: tuple[str, ...] = Field(
        DEFAULT_LANGUAGES + NEIGHBOUR_LANGUAGES,
        description="Languages that detection may answer (ISO 639-1); more of them cost accuracy.",
    )
    schedule_cron: str = Field("0 6 * * *", description="When `podium serve` runs the daily flow.")
    schedule_timezone: str = Field("Europe/Berlin", description="Time zone of schedule_cron.")
    report_timezone: str = Field("Europe/Berlin", description="Whose day `new_today` means.")

    user_agent_contact: str | None = Field(
        None, description="Mail or web address in the user agent; required before fetching from the web."
    )
    allow_hosts: tuple[str, ...] = Field(
        (), description="Private hosts that may be fetched: host or host:port, comma-separated."
    )
    run_budget_seconds: Seconds = Field(
        3600.0, description="A run stops fetching after this time and ends in order."
    )
    total_concurrency: Count = Field(32, description="Requests under way at once.")
    per_host_concurrency: Count = Field(2, description="Requests under way at once to one host.")
    per_host_delay_seconds: float = Field(1.0, ge=0, description="Pause between two requests to one host.")
    connect_timeout_seconds: Seconds = Field(10.0, description="Limit for connecting, TLS included.")
    read_timeout_seconds: Seconds = Field(20.0, description="Longest silence between two pieces of a body.")
    total_timeout_seconds: Seconds = Field(60.0, description="Limit for one request with its redirects.")
    max_body_bytes: Count = Field(10_000_000, description="Largest body after decompression.")
    max_articles_per_source: Count = Field(500, description="Newest entries of one source taken in one run.")

    max_rechecks: int = Field(
        200, ge=0, description="Stored articles looked at again in one run, beside the feeds."
    )

    batch_size: Count = Field(50, description="Articles per batch of fetch, read and store.")
    read_processes: int = Field(
        0,
        ge=0,
        description="Processes that read when a run has 150 pages or more (below: one); 0 = one per core.",
    )
    capture_retention_days: Count = Field(365, description="Captured pages are kept this long.")
    keep_published_versions: Annotated[int, Field(ge=2)] = Field(
        3, description="Published databases kept on disk."
    )
    log_retention_files: Count = Field(7, description="Rotated log files kept.")
    prefect_api_key: SecretStr | None = Field(
        None, description="Key for a remote Prefect API, if it needs one."
    )

    @field_validator("schedule_timezone", "report_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            close = difflib.get_close_matches(value, available_timezones(), 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise ValueError(f"unknown time zone {value!r}{hint} (use an IANA name such as Europe/Berlin)")
        return value

    @field_validator("schedule_cron")
    @classmethod
    def _five_fields(cls, value: str) -> str:
        if len(value.split()) not in (5, 6):
            raise ValueError(
                f"{value!r} is not a cron expression of five fields (minute hour day month weekday)"
            )
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The report time zone."""
        return ZoneInfo(self.report_timezone)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings with the origin of each value: a file, a variable or ``default``."""

    settings: Settings
    origins: Mapping[str, str]


def _as_value(key: str, raw: str) -> Any:
    """An environment string as the value its field takes; empty means unset for optional fields."""
    annotation = Settings.model_fields[key].annotation
    if annotation == tuple[str, ...]:
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    if (
        raw == ""
        and not Settings.model_fields[key].is_required()
        and Settings.model_fields[key].default is None
    ):
        return None
    return raw


def _refuse_unknown(key: str, where: str, shown: str) -> None:
    if key in Settings.model_fields:
        return
    close = difflib.get_close_matches(key, Settings.model_fields, 1)
    hint = f"did you mean {close[0]!r}?" if close else "see docs/settings.md for the keys there are"
    raise SettingsProblem(f"{where}: unknown setting {shown!r}; {hint}")


def _file_values(environ: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Name and values of the settings file."""
    named = environ.get(FILE_VARIABLE)
    if named:
        path = Path(named)
        if not path.is_file():
            raise SettingsProblem(f"{FILE_VARIABLE} names {path}, which is not a file; correct or unset it")
        name, text = str(path), path.read_text(encoding="utf-8")
    else:
        name = "config/settings.toml"
        text = resources.files("config").joinpath("settings.toml").read_text(encoding="utf-8")
    try:
        return name, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsProblem(f"{name}: not valid TOML: {error}; correct that line") from error


def load_settings(environ: Mapping[str, str] | None = None) -> LoadedSettings:
    """Read the settings; raises SettingsProblem naming file or variable, key and remedy."""
    environ = os.environ if environ is None else environ
    name, values = _file_values(environ)
    origins = dict.fromkeys(Settings.model_fields, "default")
    for key in values:
        _refuse_unknown(key, name, key)
        origins[key] = name
    for variable, raw in environ.items():
        if not variable.startswith(PREFIX) or variable == FILE_VARIABLE:
            continue
        key = variable[len(PREFIX) :].lower()
        _refuse_unknown(key, "environment", variable)
        values[key] = _as_value(key, raw)
        origins[key] = variable
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        lines = [
            f"{origins.get(str(problem['loc'][0]), name)}: {'.'.join(map(str, problem['loc']))}: "
            f"{problem['msg'].removeprefix('Value error, ')} (found {problem['input']!r})"
            for problem in error.errors()
        ]
        raise SettingsProblem("\n".join(lines)) from error
    # The default folder is an offer, not an order: only a folder that someone named may be missed.
    if (
        settings.reference_dir is not None
        and origins["reference_dir"] == "config/settings.toml"
        and not settings.reference_dir.is_dir()
    ):
        settings = settings.model_copy(update={"reference_dir": None})
        origins["reference_dir"] = "config/settings.toml (folder absent, embedded retellings serve)"
    return LoadedSettings(settings, origins)
