"""The country a language most likely belongs to, from likely_countries.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _table() -> Mapping[str, str]:
    return tomllib.loads(resources.files("config").joinpath("likely_countries.toml").read_text("utf-8"))


def likely_country(language: str) -> str | None:
    """ISO 3166-1 alpha-2 code for an ISO 639-1 language, None when there is no likely one."""
    return _table().get(language)
