"""Cue words that announce a house, compiled per subject and language, and the shape of a house's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.entities.house_phrases import HousePhrases

_UPPER = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
_WORD = rf"(?:[{_UPPER}\d][\w'.+&/\\-]*[\w+]|[{_UPPER}\d]|[a-z]+[{_UPPER}]\w+)"
_JOIN = r"(?:&|\+|und|and|von|vom|zum|zur|of|the|de|del|della|delle|dei|degli|di|du|des|do|da|dos|das|et|y|e|en|aux?|à|la|le|les|van|der|den)"
JOINS = re.compile(_JOIN)
NAME = re.compile(rf"{_WORD}(?:[ ](?:{_JOIN}[ ]){{0,2}}{_WORD}){{0,3}}!?")


@dataclass(frozen=True, slots=True)
class HouseWords:
    """Cue words of one subject in one language."""

    subject: str
    type: str
    marks: frozenset[str]
    """Words inside a name that give its trade away."""
    stops: frozenset[str]
    not_after: frozenset[str]
    given: frozenset[str]
    places: frozenset[str]
    joined: re.Pattern[str] | None
    """Name behind a cue in scripts without capitals."""
    not_joined: tuple[str, ...]
    strong: tuple[str, ...]
    """Parts of cues that announce a house anywhere; other cues need ``context`` in the article. Empty: all do."""
    context: tuple[str, ...]
    by_trade: bool
    """Whether a noun that describes known entities ("the brewer") announces a name too."""
    adjectives_behind: bool
    nouns_capitalised: bool
    passive: re.Pattern[str] | None
    """What makes the verb behind it a participle that describes a thing: "von X entwickelte Methode"."""
    copula: re.Pattern[str] | None
    """A verb between the cue and the end of the clause that holds the name: "Mediaagentur ist seit Mai <name>."."""
    apposition: re.Pattern[str]
    """What stands between a name and a cue behind it: ", a Bristol "."""
    phrases: HousePhrases
    """Phrases that say who did the work, for scripts without capitals."""


def house_words(
    subject: str,
    type_: str,
    cues: Mapping[str, tuple[str, ...]],
    stops: Sequence[str],
    given: Sequence[str],
    places: Sequence[str],
    *,
    context: Sequence[str] = (),
    adjectives_behind: bool = False,
    nouns_capitalised: bool = False,
    articles: Sequence[str] = (),
    language: str = "",
) -> HouseWords:
    """Compile the cue words of ``subject``; names get the entity type ``type_``."""
    links, ends = cues.get("links", ()), cues.get("ends", ())
    joined = None
    if ends:
        joined = re.compile(
            rf"[ ]?(?:{_alternation(links)}){{0,2}}[「『“\"]?"
            rf"(?P<name>[^\s・、。，；：「」『』“”（）()\"\d][^\n、。，；：「」『』“”（）()\"]{{1,14}}?)"
            rf"[」』”\"]?(?={_alternation(ends)}|$)"
        )
    return HouseWords(
        subject=subject,
        type=type_,
        marks=frozenset(cues.get("marks", ())),
        stops=frozenset((*cues.get("stops", ()), *stops)),
        not_after=frozenset(word.casefold() for word in cues.get("not_after", ())),
        given=frozenset(given),
        places=frozenset(places),
        joined=joined,
        not_joined=cues.get("not_joined", ()),
        strong=cues.get("strong", ()),
        context=tuple(context),
        by_trade=type_ == "brand",
        adjectives_behind=adjectives_behind,
        nouns_capitalised=nouns_capitalised,
        passive=re.compile(rf"\b(?:{_alternation(cues['passive'])})\b[^.;:!?\n]{{0,60}}$")
        if cues.get("passive")
        else None,
        copula=re.compile(
            rf"[ ](?:[\w-]+[ ]){{0,3}}?(?:{_alternation(cues['copula'])})[ ](?P<clause>[^.,;:()\n\"„“”«»]{{2,60}})(?=[.,;:)\n]|$)"
        )
        if cues.get("copula")
        else None,
        apposition=re.compile(
            rf"(?P<name>{NAME.pattern}),[ ](?:(?:{_alternation(articles)})[ ](?:[\w-]+[ ]){{0,3}}){'?' if adjectives_behind else ''}$"
        ),
        phrases=HousePhrases(language, cues.get("phrases", ()), cues.get("phrase_triggers", ())),
    )


def _alternation(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"\0"
