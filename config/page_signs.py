"""Wording of pages that hold no article, from page_signs.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILE = "page_signs.toml"
KINDS = ("paywall", "consent_wall", "soft_404", "error_page", "challenge_page", "login_page")
_PLACES = ("title", "text")


class PageSignsProblem(ValueError):
    """page_signs.toml cannot be used; the message names file, table and remedy."""


@dataclass(frozen=True, slots=True)
class PageSigns:
    """Phrases in lower case by kind of page: what its title and what its text says."""

    titles: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, tuple[str, ...]]


@cache
def load_page_signs() -> PageSigns:
    """The bundled phrases; raises PageSignsProblem when the file is broken."""
    return read_page_signs(resources.files("config").joinpath(FILE).read_text("utf-8"))


def read_page_signs(text: str) -> PageSigns:
    """Phrases from the text of a TOML file; unknown kinds and places are refused."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PageSignsProblem(f"{FILE}: {error}. Correct the TOML") from None
    for kind, table in tables.items():
        if kind not in KINDS:
            raise PageSignsProblem(f"{FILE} [{kind}]: unknown kind. Use one of {', '.join(KINDS)}")
        for place, phrases in table.items():
            if place not in _PLACES:
                raise PageSignsProblem(f"{FILE} [{kind}]: unknown key {place!r}. Use title or text")
            if not all(isinstance(phrase, str) and phrase.strip() for phrase in phrases):
                raise PageSignsProblem(
                    f"{FILE} [{kind}] {place}: every phrase must be text in quotation marks"
                )
    return PageSigns(*(_by_kind(tables, place) for place in _PLACES))


def _by_kind(tables: Mapping[str, Mapping[str, list[str]]], place: str) -> Mapping[str, tuple[str, ...]]:
    return {kind: tuple(phrase.lower() for phrase in tables.get(kind, {}).get(place, ())) for kind in KINDS}
