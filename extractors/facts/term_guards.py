"""What turns the years of a contract sentence into something else: options, talks, plans given up, contracts of others."""

from __future__ import annotations

import re

from extractors.facts.campaigns import Case
from extractors.facts.status import GLOBAL_HOLDERS, LOCAL_HOLDERS, holder_kind
from extractors.material import clause_bounds
from extractors.sentences import Sentence

_YEAR = re.compile(r"(?:19|20)\d\d")
_OPTION_REACH = 56
"""Letters between the word option and the years it is for."""
_NOUN_LAST = frozenset({"ja", "ko", "zh"})
_OPTION_BEHIND = 24
"""The same where the noun closes its clause: ``2032年まで延長できるオプション``."""


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
    replaced = material.cues_in(low, start, "term", ("superseded",))
    if replaced and not _YEAR.search(material.text, replaced[-1].stop, start):
        return replaced[-1].why
    doubts = material.cues_in(low, start, "term", ("open",))
    if doubts and not material.text[low : doubts[0].start].strip():
        return doubts[0].why
    others = material.cues_in(low, high, "term", ("other_contract",))
    if others and not _olympic(case, sentence):
        return others[0].why
    rivals = material.cues_in(low, high, "links", ("rival",))
    return rivals[0].why if rivals else None


def _olympic(case: Case, sentence: Sentence) -> bool:
    """The sentence names the Games or somebody who sells rights to them."""
    material = case.material
    holders = GLOBAL_HOLDERS | LOCAL_HOLDERS
    organisations = material.mentions_in(sentence.start, sentence.stop, ("organisation", "event"))
    return bool(material.cues_in(sentence.start, sentence.stop, "topic", ("games", "weak_games"))) or any(
        mention.type == "event" or holder_kind(case, mention) in holders for mention in organisations
    )
