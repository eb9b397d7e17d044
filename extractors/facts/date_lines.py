"""Where a date stands on the page and beside the Games: the date of the page itself, the days of the Games themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from config.games_calendar import Games
from extractors.dates_in_text import Written
from extractors.dates_resolved import Resolved
from extractors.material import Material
from extractors.sentences import Sentence
from extractors.writing import NO_BLANKS

_LETTERS = re.compile(r"[^\W\d_]")
_ALONE, _DATELINE = 30, 60
"""Letters beside a date on a line of its own; how far into a paragraph a dateline reaches."""
_SHORT = 0.5
"""Scripts without blanks say as much in half the letters."""
_DASH = re.compile(r"\s?[–—:|·)】\]-]|[.,]\s?[–—-]")
_OLD_DAYS = 3
"""A page may print the date of its agency's report, some days before its own."""
_NEAR, _NEAR_DENSE = 24, 8
_TELLING = ("launch", "run", "stop", "noun")
"""Words of a campaign that do not tell of the page as well, as "published" does."""


def dates_the_page(material: Material, written: Written) -> bool:
    """A date alone on its line, before the dash of a dateline or in the closing brackets: that of the page."""
    published = material.published
    if published is None or written.kind != "day" or written.ends is not None:
        return False
    if written.month != published.month or written.day is None:
        return False
    if written.year not in (None, published.year) or not 0 <= published.day - written.day <= _OLD_DAYS:
        return False
    text, start, stop = material.text, written.start, written.stop
    first = text.rfind("\n", 0, start) + 1
    close = text.find("\n", stop)
    last = len(text) if close < 0 else close
    share = _SHORT if material.language in NO_BLANKS else 1.0
    if len(_LETTERS.findall(text[first:start] + text[stop:last])) <= _ALONE * share:
        return not material.cues_in(first, last, "campaign", _TELLING)
    if start - first <= _DATELINE * share and _DASH.match(text, stop):
        return not material.cues_in(first, start, "campaign", _TELLING)
    bracket = max(text.rfind("(", first, start), text.rfind("（", first, start))
    return bracket >= 0 and text[stop:last].strip() in (")", "）", ").", ")。") and start - bracket <= _ALONE


def games_signs(
    material: Material,
    sentence: Sentence,
    written: Written,
    found: Resolved | None,
    editions: Sequence[Games],
) -> Iterator[str]:
    """Names of signs of a date that tells when the Games are."""
    near = _NEAR_DENSE if material.language in NO_BLANKS else _NEAR
    low, high = max(sentence.start, written.start - near), min(sentence.stop, written.stop + near)
    for cue in material.cues_in(low, high, "topic", ("games", "weak_games")):
        yield "beside.topic_games_before" if cue.stop <= written.start else "beside.topic_games_behind"
    if written.ends is not None and written.kind == "before_games":
        yield "games_days.during"
    if found is None or found.precision != "day" or written.kind != "day":
        return
    for games in editions:
        opening, closing = games.opening.isoformat(), games.closing.isoformat()
        if written.ends is not None and written.ends.day is not None and found.value[:7] == opening[:7]:
            begins = abs(int(found.value[8:]) - games.opening.day) <= 2
            if begins and abs(written.ends.day - games.closing.day) <= 1:
                yield "games_days.range"
        elif found.value in (opening, closing):
            yield "games_days.one"
