"""Loads config/knowledge/weights/*.toml: how much each sign speaks for a decision, fitted on labelled articles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any


class WeightsError(ValueError):
    """A file of weights is not what it should be; the message names file, key and remedy."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model of one decision: log-odds without any sign, and what each sign adds (values of signs: 0 to 1)."""

    base: float
    signs: Mapping[str, float]


def load_weights(folder: Path) -> Mapping[str, Weights]:
    """Decision (file stem, or ``stem.table`` for a choice among several) -> its weights."""
    found: dict[str, Weights] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WeightsError(f"{path.name}: unreadable: {error} -> correct the TOML") from error
        if "base" in document:
            found[path.stem] = _weights(path.name, document)
        else:
            for choice, table in document.items():
                found[f"{path.stem}.{choice}"] = _weights(f"{path.name} [{choice}]", table)
    return MappingProxyType(found)


def _weights(where: str, table: Any) -> Weights:
    if not isinstance(table, dict) or set(table) != {"base", "signs"} or not isinstance(table["signs"], dict):
        raise WeightsError(f"{where}: expected base = NUMBER and a table of signs -> fit it anew")
    numbers = {"base": table["base"], **table["signs"]}
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WeightsError(f"{where}: {name} = {value!r} is no number -> fit it anew")
    return Weights(float(table["base"]), MappingProxyType({k: float(v) for k, v in table["signs"].items()}))
