"""Loads config/knowledge/cues/*.toml: words that announce something, by subject, language (or group set) and kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

CueWords = Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
"""subject (file stem) -> language or "any" -> kind -> words."""


class CueError(ValueError):
    """A cue file is not what it should be; the message names file, table, key and remedy."""


def load_cue_words(folder: Path) -> CueWords:
    """Read every cue file of ``folder``; each is ``[language] kind = ["word", ...]`` and nothing else."""
    return MappingProxyType({path.stem: load_cue_file(path) for path in sorted(folder.glob("*.toml"))})


def load_cue_file(path: Path) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Read one cue file: tables of lists of texts and nothing else."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CueError(f"{path.name}: unreadable: {error} -> correct the TOML") from error
    return MappingProxyType({table: _kinds(path.name, table, kinds) for table, kinds in document.items()})


def _kinds(file: str, table: str, kinds: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(kinds, dict):
        raise CueError(
            f'{file}: key {table!r} stands outside a table -> put it below [de], [en], ... or ["any"]'
        )
    for kind, words in kinds.items():
        if not isinstance(words, list) or any(not isinstance(word, str) or not word for word in words):
            raise CueError(f'{file}: [{table}] {kind}: not a list of texts -> write {kind} = ["...", "..."]')
    return MappingProxyType({kind: tuple(words) for kind, words in kinds.items()})
