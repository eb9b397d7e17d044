"""What a text recalls of earlier Games and campaigns: ranges whose agencies, claims and dates are not today's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from config.games_calendar import Games
from extractors.material import Material, clause_bounds
from extractors.sentences import Sentence

Ranges = tuple[tuple[int, int], ...]
_HEAD = 42
"""A word of time within so many code points of the head of a sentence speaks for the whole of it."""
_YEARS_BACK = 2
_OLD_YEAR = re.compile(r"(?:19|20)\d\d")


def main_games(material: Material) -> Games | None:
    """The Games an article names most, else those in its host cities."""
    by_id = {games.id: games for games in material.games}
    counts: dict[str, int] = {}
    for mention in material.mentions:
        if mention.type == "event" and mention.entity_id in by_id:
            counts[mention.entity_id] = counts.get(mention.entity_id, 0) + 1
    current = [m for m in material.markets if m.role == "host_current"]
    if counts:
        hosts = {m.iso for m in current}
        return by_id[
            max(counts, key=lambda key: (counts[key] + 2 * bool(hosts & set(by_id[key].countries)), key))
        ]
    words = {m.span.quote.lower() for m in current}
    if not words:
        return None
    held = [
        games
        for games in material.games
        if not games.paralympic and games.year > 1990 and words & _forms_of_cities(games, material.language)
    ]
    # A city that hosts a second time: the Games that run or come, else the last ones.
    published = material.published or date.min
    return next((games for games in held if games.closing >= published), held[-1] if held else None)


def _forms_of_cities(games: Games, language: str) -> set[str]:
    forms = (*games.city_forms.get(language, ()), *games.cities)
    return {form.lower() for form in forms}


def find_background(material: Material, games: Games | None) -> Ranges:
    """Ranges in order that speak of a campaign before that for ``games``; empty without a day of publication."""
    if material.published is None:
        return ()
    guards = [word for word in material.tools.words("background", "ago_guard") if word in material.lowered]
    past = {edition.id for edition in material.games if edition.closing < material.published} - {
        games.id if games is not None else ""
    }
    found: list[tuple[int, int]] = []
    recalled = -1
    for sentence in material.readable():
        if material.cues_in(sentence.start, sentence.stop, "background", ("again",)):
            continue
        for start, stop in _markers(material, sentence, games, material.published, guards, past):
            found.append(_range(material, sentence, start, stop))
            recalled = sentence.index
        # "In 2024 it did otherwise. Then the whole region got one film": the word goes on with what was recalled.
        if recalled == sentence.index - 1 and material.after(sentence.start, "background", "then_after"):
            found.append(_range(material, sentence, sentence.start, sentence.start + 1))
            recalled = sentence.index
    return tuple(sorted(found))


def within(ranges: Ranges, offset: int) -> bool:
    return any(start <= offset < stop for start, stop in ranges)


def _markers(
    material: Material,
    sentence: Sentence,
    games: Games | None,
    published: date,
    guards: Sequence[str],
    past: AbstractSet[str],
) -> Iterator[tuple[int, int]]:
    for cue in material.cues_in(sentence.start, sentence.stop, "background", ("earlier",)):
        yield cue.start, cue.stop
    lowered = material.lowered
    if any(lowered.find(word, sentence.start, sentence.stop) >= 0 for word in guards):
        for pattern in material.tools.patterns("background", "ago_patterns"):
            for match in pattern.finditer(lowered, sentence.start, sentence.stop):
                yield match.span()
    yield from _past_games(material, sentence, games, past)
    yield from _former_work(material, sentence)
    for written in (
        material.dates_in(sentence) if _OLD_YEAR.search(lowered, sentence.start, sentence.stop) else ()
    ):
        if written.year is not None and written.year <= published.year - _YEARS_BACK and written.ends is None:
            since = material.before(written.start, "campaign", "since_before") or material.before(
                written.start, "campaign", "from_before"
            )
            placed = material.before(written.start, "background", "year_before")
            if not since and (placed or written.start - sentence.start <= 2):
                yield written.start, written.stop


def _past_games(
    material: Material, sentence: Sentence, games: Games | None, past: AbstractSet[str]
) -> Iterator[tuple[int, int]]:
    """``for <host city>``, ``bei den Spielen in <host city>``: Games that are over and not the article's subject."""
    spans = [
        (m.span.start, m.span.stop)
        for m in material.mentions_in(sentence.start, sentence.stop, ("event",))
        if m.entity_id in past
    ]
    subject = set(games.countries) if games is not None else set()
    spans += [
        (m.span.start, m.span.stop)
        for m in material.markets_in(sentence.start, sentence.stop, ("host_past",))
        if m.iso not in subject
    ]
    for start, stop in spans:
        placed = material.beside(start, stop, "background", "games")
        if placed or material.cues_in(stop, min(sentence.stop, stop + 16), "campaign", ("noun",)):
            # "The Rio work" is a work of those Games.
            yield start, stop


def _former_work(material: Material, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """``the previous campaign``; the last one may be the farewell that starts next week."""
    for noun in material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",)):
        former = material.beside(noun.start, noun.stop, "campaign", "former_noun")
        if not former:
            if _dated_before(material, sentence, noun.start, noun.stop):
                yield noun.start, noun.stop
            continue
        last = former in material.tools.words("background", "last")
        if last and material.cues_in(sentence.start, sentence.stop, "campaign", ("launch",)):
            continue
        yield noun.start, noun.stop


def _dated_before(material: Material, sentence: Sentence, start: int, stop: int) -> bool:
    """``the 2020 ad``, ``last year's spot``, ``de spot van vorig jaar``: a work with an earlier year right at its name."""
    year = material.published.year if material.published else 0
    if not (
        _OLD_YEAR.search(material.lowered, max(sentence.start, start - 8), min(sentence.stop, stop + 14))
        or any(
            word in material.lowered[max(0, start - 24) : stop + 28]
            for word in material.tools.words("dates", "last_year")
        )
    ):
        return False
    for written in material.dates_in(sentence):
        near = 0 <= start - written.stop <= 3 or 0 <= written.start - stop <= 7
        old = written.kind == "year" and written.year is not None and written.year <= year - _YEARS_BACK
        if near and (old or written.shift == "last_year"):
            return True
    return False


def _range(material: Material, sentence: Sentence, start: int, stop: int) -> tuple[int, int]:
    """From the clause of a word of time to the end of the sentence, or of the clause when the word stands deep inside."""
    begin, end = clause_bounds(material, sentence, start, stop)
    if start - sentence.start <= _HEAD and begin - sentence.start <= _HEAD:
        signs_before = [material.text.rfind(sign, sentence.start, start) + 1 for sign in ";；"]
        begin, end = max(sentence.start, *signs_before), sentence.stop
    elif material.after(begin, "background", "relative_after"):
        # "X, which made the spot for Rio, ...": the clause speaks of what stands before its comma.
        begin, _ = clause_bounds(material, sentence, max(sentence.start, begin - 2), begin)
    turns = material.cues_in(stop, sentence.stop, "background", ("turn",))
    signs = [at for sign in ";；" if (at := material.text.find(sign, stop, sentence.stop)) >= 0]
    earlier = [c.stop for c in material.cues_in(sentence.start, start, "background", ("turn",))]
    begin = max([begin, *earlier])
    return begin, min([end, *(c.start for c in turns), *signs])
