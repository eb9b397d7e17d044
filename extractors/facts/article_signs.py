"""What kind of article a fact would stand in: of one campaign or of many brands, on a launch, on a contract, or on neither."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from extractors.facts.campaigns import Campaign, Case
from extractors.material import BRAND_TYPES
from extractors.weighing import Signs, some

_OPENING = 3
"""Sentences of headline and lead."""
_FEW = 4
"""So many brands or sentences of a kind make half a sign."""
_CAMPAIGN = ("noun", "launch", "launch_past", "run", "unveil")
_TERM = ("contract", "renew", "begin", "sponsor", "end")


@lru_cache(maxsize=1)
def _of_article(case: Case) -> Signs:
    """Signs that all campaigns of an article share."""
    material = case.material
    sentences = list(material.readable())
    brands = {case.focus.brand_of(m) for m in material.mentions if m.type in BRAND_TYPES}
    signs = {
        "article.campaigns": some(len(case.campaigns) - 1),
        "article.brands": some(max(0, len(brands) - 1) / _FEW),
        "article.long": some(len(sentences) / 16),
        "article.unlisted_only": float(not any(brand in material.entities for brand in brands)),
        "article.claims": float(any(campaign.claims for campaign in case.campaigns)),
        "article.sections": float(bool(case.focus.sections)),
    }
    for subject, kinds in (("campaign", _CAMPAIGN), ("term", _TERM)):
        there: dict[str, set[int]] = {}
        for number, sentence in enumerate(sentences):
            for cue in material.cues_in(sentence.start, sentence.stop, subject, kinds):
                there.setdefault(cue.kind, set()).add(number)
        for kind in kinds:
            found = there.get(kind, ())
            signs[f"article.{subject}_{kind}"] = some(len(found) / _FEW)
            signs[f"opening.{subject}_{kind}"] = float(any(number < _OPENING for number in found))
    return MappingProxyType({name: value for name, value in signs.items() if value})


def article_signs(case: Case, campaign: Campaign | None) -> dict[str, float]:
    """Signs of the article and of the place a campaign has in it."""
    signs = dict(_of_article(case))
    if campaign is not None:
        spoken = sum(campaign.brand in subjects for subjects in case.focus.subjects)
        signs["campaign.main" if campaign.brand == case.focus.main else "campaign.other"] = 1.0
        signs["campaign.claim"] = float(bool(campaign.claims))
        signs["campaign.spoken_of"] = some(spoken / _FEW)
        signs["campaign.unlisted"] = float(campaign.brand not in case.material.entities)
    return {name: value for name, value in signs.items() if value}
