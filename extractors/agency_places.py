"""Names that are places, or say where a film was shot or a house is from: no agencies."""

from __future__ import annotations

import re

from extractors.agency_names import NamePlace
from extractors.agency_signs import FormWords
from extractors.entities.house_words import JOINS
from extractors.material import Material

_BEHIND_VERB = re.compile(r"(\w+)(?: \w+){0,2} (\w+) \Z")
_NEXT_WORD = re.compile(r" (\w+)")


def is_where(material: Material, place: NamePlace, form: FormWords) -> bool:
    """Whether the name says where something was filmed: "shot in X", "in X gedreht", "X で撮影"."""
    text, tools = material.text, material.tools
    verbs, ats = tools.words("agency_names", "films"), tools.words("agency_names", "films_at")
    sentence = material.sentence_at(place.start)
    if sentence is None or not ats:
        return False
    if form.wide:
        if place.name.endswith(form.name_ends):
            return False
        behind = text[place.stop : place.stop + 8]
        if text.endswith(ats, sentence.start, place.start):
            return behind.startswith(verbs)
        at = next((at for at in ats if behind.startswith(at)), None)
        return at is not None and behind[len(at) :].lstrip().startswith(verbs)
    before = _BEHIND_VERB.search(text, max(sentence.start, place.start - 60), place.start)
    after = _NEXT_WORD.match(text, place.stop, sentence.stop)
    preposition = text[sentence.start : place.start].rpartition(" ")[0].rpartition(" ")[2]
    if preposition not in ats:
        return False
    said = before.group(0).split()[:-1] if before is not None else []
    return any(word in verbs for word in said) or (after is not None and after.group(1) in verbs)


def holds_whence(material: Material, place: NamePlace, form: FormWords) -> bool:
    """Whether the name holds where the house is from: "Berliner X", "Rotterdamse X", "X à Lausanne"."""
    words = place.name.split()
    first, endings = words[0], material.tools.words("agency_names", "of_city")
    if len(words) > 1 and any(first.endswith(e) and first[: -len(e)] in form.cities for e in endings):
        return True
    at = material.tools.words("agency_names", "films_at")
    return len(words) > 2 and words[-1] in form.cities and words[-2] in at


_PIECES = re.compile(rf"[,、]?[ ](?:{JOINS.pattern}|&)[ ]|[,、・·][ ]?")


def is_places(material: Material, place: NamePlace, form: FormWords) -> bool:
    """Whether the name is a place's, that of an office there, or a list of places."""
    cities = form.cities
    if any(place.name.removesuffix(end) in cities for end in material.tools.words("agency_names", "branch")):
        return True
    at = 0
    for end, begin in [*(m.span() for m in _PIECES.finditer(place.name)), (len(place.name),) * 2]:
        start, stop = place.start + at, place.start + end
        piece, at = place.name[at:end], begin
        if not (
            piece in cities
            or (piece.isupper() and piece.title() in cities)
            or any(m.span.start <= start and stop <= m.span.stop for m in material.markets)
        ):
            return False
    return True
