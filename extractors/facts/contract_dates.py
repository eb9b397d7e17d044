"""Dates of contracts: years, or years and months."""

from __future__ import annotations

from extractors.dates_in_text import Written
from extractors.dates_resolved import resolve
from extractors.facts.campaigns import Case
from extractors.facts.period import games_of
from extractors.sentences import Sentence


def term_value(case: Case, written: Written, sentence: Sentence, *, past: bool = False) -> str | None:
    """Year, or year and month, of a date in a contract sentence; "the end of the year of the Games" is theirs."""
    material = case.material
    if written.shift in ("end_of_year", "start_of_year"):
        near = material.cues_in(
            written.stop, min(sentence.stop, written.stop + 16), "topic", ("games", "weak_games")
        )
        games = games_of(case) if near else None
        if games is not None and material.cues_in(sentence.start, sentence.stop, "term", ("ended",)):
            # "Had expired at the end of the year of the Games": of which ones is not said.
            return None
        if games is not None:
            return str(games.opening.year)
    found = resolve(written, material.published, games_of(case, sentence), past=past)
    if found is None:
        return None
    # Terms are counted in years and months: "since the summer of 2021" is 2021.
    return found.value[:4] if found.precision == "season" else found.value
