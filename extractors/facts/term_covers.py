"""The end of a contract that is told by the Games it covers: ``covers <host> and <host>``, ``<host> included``."""

from __future__ import annotations

from extractors.facts.campaigns import Case
from extractors.facts.games_named import NamedGames, games_in
from extractors.facts.term_guards import bars
from extractors.sentences import Sentence

_REACH = 90
"""Letters between the verb and the last of the Games it covers."""


def last_covered(case: Case, sentence: Sentence) -> tuple[NamedGames, int, str] | None:
    """The latest Games a contract is said to cover in this sentence, their year and the word that says so."""
    material = case.material
    published = material.published
    best: tuple[NamedGames, int, str] | None = None
    for games in games_in(case, sentence):
        low = max(sentence.start, games.start - _REACH)
        cues = material.cues_in(low, games.start, "term", ("covers",))
        cues = [c for c in cues if ";" not in material.text[c.stop : games.start]]
        word = cues[-1].word if cues else material.after(games.stop, "term", "covered_after")
        year = games.next_from(published.year if published else 0)
        if not word or bars(case, sentence, games.start, games.stop):
            continue
        if published is not None and year < published.year:
            continue
        if best is None or year > best[1]:
            best = games, year, word
    return best
