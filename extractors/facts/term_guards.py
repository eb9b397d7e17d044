"""What turns the years of a contract sentence into something else: options, talks, plans given up, contracts of others."""

from __future__ import annotations

import re

from extractors.cues import Cue
from extractors.facts.campaigns import Case
from extractors.facts.focus import BRAND_TYPES
from extractors.facts.status import GLOBAL_HOLDERS, LOCAL_HOLDERS, holder_kind
from extractors.material import clause_bounds
from extractors.sentences import Sentence

_YEAR = re.compile(r"(?:19|20)\d\d")
_OPTION_REACH = 56
"""Letters between the word option and the years it is for."""
_NOUN_LAST = frozenset({"ja", "ko", "zh"})
_OPTION_BEHIND = 24
"""The same where the noun closes its clause: ``2032年まで延長できるオプション``."""
_GRANT_REACH = 90
"""Letters between a right to prolong and the years it is for."""
_PREDECESSOR_REACH = 90
"""Letters between the sponsor that was replaced and its dates."""
_PLAN_BEHIND = 22
"""Letters between a date and the words behind it that say it was a plan: ``ausgelaufen wäre``."""


def bars(case: Case, sentence: Sentence, start: int, stop: int) -> str | None:
    """Why ``start:stop`` is no term of the campaign's own contract in force; None when nothing speaks against it."""
    material = case.material
    low, high = clause_bounds(material, sentence, start, stop)
    if word := material.before(start, "term", "not_until_before"):
        return f'"{word}" right before'
    options = material.cues_in(max(sentence.start, start - _OPTION_REACH), start, "term", ("option",))
    if options and not material.text[options[-1].stop : start].count(","):
        return options[-1].why
    if material.language in _NOUN_LAST:
        behind = material.cues_in(stop, min(high, stop + _OPTION_BEHIND), "term", ("option",))
        if behind:
            return behind[0].why
    for cue in material.cues_in(low, high, "term", ("talks",)):
        # "Runs until 2028 and talks go on": what is talked of stands behind the and.
        if cue.start < start or not material.cues_in(stop, cue.start, "links", ("and",)):
            return cue.why
    if replaced := _given_up(case, low, high, start, stop):
        return replaced.why
    doubts = material.cues_in(low, start, "term", ("open",))
    if doubts and not material.text[low : doubts[0].start].strip():
        return doubts[0].why
    if refused := _granted_only(case, sentence, low, high, start):
        return refused.why
    former = material.cues_in(
        max(sentence.start, start - _PREDECESSOR_REACH), start, "term", ("predecessor",)
    )
    if former:
        return former[-1].why
    others = material.cues_in(low, high, "term", ("other_contract",))
    if others and not _olympic(case, sentence):
        return others[0].why
    rivals = material.cues_in(low, high, "links", ("rival",))
    return rivals[0].why if rivals else None


def _given_up(case: Case, low: int, high: int, start: int, stop: int) -> Cue | None:
    """A word of a plan that did not last, before the date in its clause or right behind it."""
    material = case.material
    before = material.cues_in(low, start, "term", ("superseded",))
    if before and not _YEAR.search(material.text, before[-1].stop, start):
        # "The contract that was to end in December runs until": the noun behind the plan begins anew.
        noun = material.language in _NOUN_LAST and material.cues_in(
            before[-1].stop, start, "term", ("contract",)
        )
        return None if noun else before[-1]
    behind = material.cues_in(stop, min(high, stop + _PLAN_BEHIND), "term", ("superseded",))
    return behind[0] if behind and not _YEAR.search(material.text, stop, behind[0].start) else None


def _granted_only(case: Case, sentence: Sentence, low: int, high: int, start: int) -> Cue | None:
    """``may prolong by two years``: a right, and no contract."""
    material = case.material
    granted = material.cues_in(low, start, "term", ("may",)) or material.cues_in(
        start, high, "term", ("may",)
    )
    if granted and material.cues_in(low, high, "term", ("renew", "option")):
        return granted[0]
    # The years may stand behind a comma: "may prolong it by two years, until the Games in".
    reach = max(sentence.start, start - _GRANT_REACH, material.text.rfind(";", sentence.start, start) + 1)
    for cue in material.cues_in(reach, start, "term", ("may",)):
        if material.cues_in(cue.start, start, "term", ("renew", "option")):
            return cue
    return None


def strangers(case: Case, sentence: Sentence, start: int) -> str | None:
    """The contract before ``start`` is an agency's, an athlete's, a club's: neither sponsors nor Games are spoken of."""
    material = case.material
    low, high = clause_bounds(material, sentence, start, start)
    if agency := _relative_clause_of_agency(case, sentence, low, high):
        return agency
    if material.cues_in(low, high, "term", ("sponsor",)) or _olympic(case, sentence):
        return None
    for pattern in material.tools.patterns("term", "other_contract_patterns"):
        match = pattern.search(material.lowered, sentence.start, sentence.stop)
        if match is not None:
            return f'"{match.group(0)}"'
    return _with_stranger(case, low, start) or _agency_speaks(case, sentence, start)


_PARTNER = re.compile(r"\s(\w+)\s(?:[a-zà-ÿ]{1,3}['’ ]\s?)?([A-ZÀ-Ý][\w’'.-]{2,})")
"""A small word and a capitalised name right behind a contract: ``contract with <club>``."""


def _with_stranger(case: Case, low: int, start: int) -> str | None:
    """The contract is with somebody who is named, no committee and no abbreviation; not where all nouns are capitalised."""
    material = case.material
    if material.language in _NOUN_LAST or material.language == "de":
        return None
    for cue in material.cues_in(low, start, "term", ("contract",)):
        match = _PARTNER.match(material.text, cue.stop, start)
        if match is None or match.group(1) not in material.tools.words("term", "with"):
            continue
        begin, stop = match.span(2)
        known = material.mentions_in(begin - 4, stop + 40, ("organisation", "event", "brand", "company"))
        if not match.group(2).isupper() and not any(m.span.start <= begin < m.span.stop for m in known):
            return match.group(0).strip()
    return None


def _relative_clause_of_agency(case: Case, sentence: Sentence, low: int, high: int) -> str | None:
    """``an agency, which has run the account since``: the clause behind an agency's name, without a word of sponsorship."""
    material = case.material
    if material.cues_in(low, high, "term", ("sponsor", "contract", "begin", "renew")):
        return None
    for mention in material.mentions_in(max(sentence.start, low - 60), low, ("agency",)):
        if low - mention.span.stop <= 3:
            return mention.span.quote
    return None


def _agency_speaks(case: Case, sentence: Sentence, start: int) -> str | None:
    """An agency is what the words before ``start`` are about, and no brand is named behind it."""
    material = case.material
    agencies = [
        (m.span.start, m.span.quote) for m in material.mentions_in(sentence.start, start, ("agency",))
    ]
    nouns = material.cues_in(sentence.start, start, "agency_roles", ("noun",))
    agencies += [(c.start, c.why) for c in nouns]
    bound = material.language not in _NOUN_LAST
    made_by = [material.before(place, "agency_roles", "by_before") for place, _ in agencies if bound]
    known = material.tools.words("agency_roles", "noun")
    if not agencies or any(word and word.rstrip(":").split()[-1] not in known for word in made_by):
        return None
    last, why = max(agencies)
    brands = [
        m.span.start for m in material.mentions_in(sentence.start, start, BRAND_TYPES) if m.kind == "name"
    ]
    return why if last > max(brands, default=-1) else None


def _olympic(case: Case, sentence: Sentence) -> bool:
    """The sentence names the Games or somebody who sells rights to them."""
    material = case.material
    holders = GLOBAL_HOLDERS | LOCAL_HOLDERS
    organisations = material.mentions_in(sentence.start, sentence.stop, ("organisation", "event"))
    return bool(material.cues_in(sentence.start, sentence.stop, "topic", ("games", "weak_games"))) or any(
        mention.type == "event" or holder_kind(case, mention) in holders for mention in organisations
    )
