"""Who speaks: the mention that a verb of speech belongs to, and pronouns led back to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.cues import Cue
from extractors.material import Material
from extractors.records import Mention

_VOICES = ("organisation", "brand", "company", "medium", "agency", "product")
PRO_DROP = frozenset({"es", "it", "pt"})
"""Languages that leave the pronoun of the subject out."""
AGAIN = ("person_noun", "house_noun", "body_noun")
"""Kinds of nouns that lead back to somebody named before."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice: ``name`` as the article gives it in full, ``id`` of its entity when it has one."""

    name: str
    id: str | None
    role: str | None
    start: int
    is_person: bool


def as_speaker(mention: Mention, material: Material) -> Speaker:
    """People under their full name, houses under the name the article writes."""
    person = mention.type == "person"
    name = mention.canonical
    if not person:
        named = next(
            (m for m in material.mentions if m.entity_id == mention.entity_id and m.kind == "name"), None
        )
        name = (
            mention.span.quote if mention.kind == "name" else named.span.quote if named else mention.canonical
        )
    return Speaker(name, mention.entity_id, mention.role, mention.span.start, person)


def find_speaker(material: Material, start: int, stop: int, anchor: int) -> Speaker | None:
    """The voice within ``start:stop`` nearest to ``anchor``: people first, then houses, then a named role."""
    mentions = [
        m
        for m in material.mentions_in(start, stop)
        if m.kind != "nested"
        and not any(q.start <= m.span.start < q.stop for q in material.quoted if q.stop - q.start > 40)
    ]

    def distance(mention: Mention) -> int:
        return min(abs(mention.span.start - anchor), abs(mention.span.stop - anchor))

    people = [m for m in mentions if m.type == "person"]
    if people:
        return as_speaker(min(people, key=distance), material)
    houses = [m for m in mentions if m.type in _VOICES]
    if houses:
        return as_speaker(min(houses, key=distance), material)
    roles = material.cues_in(start, stop, "spokespeople")
    if roles:
        cue = min(roles, key=lambda c: abs(c.start - anchor))
        word = material.text[cue.start : cue.stop]
        again = _by_surname(material, cue)
        if again is None and _definite(material, cue):
            again = last_voice(material, cue.start)
            article = material.before(cue.start, "speech", "definite_before") or ""
            ahead = cue.start - len(article) - 1
            if again is not None and material.before(ahead, "links", "oblique_before"):
                # "The circle of the minister" is not the executive named before.
                again = None
        if again is not None:
            return replace(again, start=cue.start)
        return Speaker(word, None, word, cue.start, False)
    return None


def named_again(material: Material, start: int, stop: int, behind: bool = False) -> Speaker | None:
    """The voice a noun with its article leads back to (``the executive``, ``the federation``) right at the verb.

    The noun ends at ``stop``, or begins at ``start`` when the subject stands ``behind`` the verb.
    """
    nouns = material.cues_in(start, stop, "speech", AGAIN)
    nouns += material.cues_in(start, stop, "spokespeople")
    for cue in nouns:
        near = cue.start - start <= 14 if behind else stop - cue.stop <= 2
        if not near or not _definite(material, cue):
            continue
        named = material.mentions_in(cue.stop, min(stop, cue.stop + 60), ("person",)) if behind else ()
        own = [
            m for m in material.mentions_in(max(0, cue.start - 12), cue.stop + 2) if m.span.stop > cue.start
        ]
        if named or own:
            continue
        if cue.kind in ("house_noun", "body_noun"):
            voice: Speaker | None = last_house(material, cue.start, cue.kind == "body_noun") or Speaker(
                material.text[cue.start : cue.stop], None, None, cue.start, False
            )
        else:
            voice = last_voice(material, cue.start)
        return replace(voice, start=cue.start) if voice is not None else None
    return None


def _definite(material: Material, cue: Cue) -> bool:
    """An article or demonstrative stands before the noun, with at most one word between."""
    start = cue.start
    for _ in range(2):
        while start > 0 and not material.text[start - 1].isspace() and material.text[start - 1] not in "'’":
            start -= 1
        if material.before(start, "speech", "definite_before") is not None:
            return True
        start -= 1
    return False


def _by_surname(material: Material, cue: Cue) -> Speaker | None:
    """``오 팀장은``: a surname and a title lead back to the full name given before."""
    if material.language != "ko" or material.text[max(0, cue.start - 1) : cue.start] != " ":
        return None
    surname = material.text[max(0, cue.start - 3) : cue.start - 1]
    if len(surname) == 2 and surname[0].isalnum():
        return None
    named = surname[-1:]
    for mention in reversed(material.mentions):
        if (
            mention.span.start < cue.start
            and mention.type == "person"
            and mention.canonical.startswith(named)
        ):
            return as_speaker(mention, material)
    return None


def last_house(material: Material, before: int, body: bool = False) -> Speaker | None:
    """The sponsor (or the body: federation, committee) named last before an offset."""
    types = ("organisation",) if body else ("brand", "company", "agency", "product")
    for mention in reversed(material.mentions):
        if mention.span.start < before and mention.kind != "nested" and mention.type in types:
            return as_speaker(mention, material)
    return None


def last_voice(material: Material, before: int, people_only: bool = True) -> Speaker | None:
    """The person (or house) named last before an offset, for pronouns."""
    for mention in reversed(material.mentions):
        if mention.span.start >= before or mention.kind == "nested":
            continue
        if mention.type == "person" or (not people_only and mention.type in _VOICES):
            return as_speaker(mention, material)
    return None


def has_pronoun(material: Material, start: int, stop: int) -> bool:
    """Whether a pronoun that may stand for the last speaker lies within ``start:stop``."""
    if material.cues_in(start, stop, "speech", ("pronoun",)):
        return True
    piece = material.lowered[start:stop]
    return any(ending in piece for ending in material.tools.words("speech", "inverted"))
