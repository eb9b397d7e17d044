"""Fact channels: where a campaign is to be seen, per market where the text tells them apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from extractors.cues import Cue
from extractors.facts.agency_part import campaign_at
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.channel_signs import DECISION, ChannelSigns
from extractors.facts.channel_words import CHANNELS, PARTS, channel_words
from extractors.facts.markets import market_campaign
from extractors.records import Fact, MarketMention
from extractors.sentences import Sentence
from extractors.weighing import Signs, weigh

ENOUGH = 0.55
"""Probability from which a word names a channel of the campaign."""
_MEMBER_REACH = 2
_ONLY_BEHIND, _ONLY_GAP = 24, 3
"""An only right behind a channel narrows it: ``digital only``, ``온라인으로만``."""
_MARKET_ROLES = ("campaign_market", "campaign_market_channel")


@dataclass(slots=True)
class _Block:
    """A stretch of a sentence: the markets it names and the channels it gives them."""

    markets: list[MarketMention] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    also: bool = False
    ends_with_channel: bool = False
    """Whether a channel came last: a market that follows begins a new stretch."""
    only: bool = False
    """An only that narrows the channels, not the markets."""


@dataclass(slots=True)
class _Plan:
    """What one campaign runs on: everywhere, added in a market, only in a market."""

    everywhere: dict[str, Cue] = field(default_factory=dict)
    added: dict[str, dict[str, Cue]] = field(default_factory=dict)
    own: dict[str, dict[str, Cue]] = field(default_factory=dict)
    some: list[tuple[tuple[str, ...], dict[str, Cue]]] = field(default_factory=list)
    """Channels said of some of the markets, until it is known what is said of the others."""
    first: int = 10**9
    last: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A channel word of a sentence with the campaign spoken of there and what speaks for its being a channel of it."""

    sentence: Sentence
    cue: Cue
    campaign: Campaign
    signs: Signs


def candidates(case: Case) -> Iterator[Candidate]:
    """Every channel word beside a campaign, in text order."""
    around = ChannelSigns(case)
    for sentence in case.material.readable():
        cues = channel_words(case, sentence)
        for cue, signs in zip(cues, around.of_all(sentence, cues), strict=True):
            campaign = campaign_at(case, cue.start)
            if campaign is not None:
                yield Candidate(sentence, cue, campaign, signs)


def _blocks(case: Case, sentence: Sentence, cues: list[Cue], key: str) -> list[_Block]:
    """Cut the sentence where a market follows a channel: what comes then belongs to that market."""
    material = case.material
    markets = [
        m
        for m in material.markets_in(sentence.start, sentence.stop, _MARKET_ROLES)
        if market_campaign(case, m) == key
    ]
    blocks = [_Block()]
    position = sentence.start
    cuts = [
        *(m.start() for m in PARTS.finditer(material.text, sentence.start, sentence.stop)),
        sentence.stop,
    ]
    cuts = [cut for cut in cuts if not _enumerates(markets, cut)]
    for cut in cuts:
        for low, high in _split_at_market(cues, markets, position, cut):
            part = blocks[-1]
            own_markets = [m for m in markets if low <= m.span.start < high]
            own_cues = [c for c in cues if low <= c.start < high]
            if own_markets and (
                (part.cues and (own_cues or part.ends_with_channel))
                or (part.markets and material.text[low] in ";；")
            ):
                part = _Block()
                blocks.append(part)
            if own_markets or own_cues:
                last_cue = max((c.start for c in own_cues), default=-1)
                part.ends_with_channel = last_cue > max((m.span.start for m in own_markets), default=-1)
            part.markets += own_markets
            part.cues += own_cues
            part.also = part.also or bool(material.cues_in(low, high, "channels", ("also",)))
            part.only = part.only or _narrows_channels(case, low, high)
        position = cut
    return [block for block in blocks if block.cues]


def _enumerates(markets: list[MarketMention], cut: int) -> bool:
    """Whether a sign stands between two members of one enumeration of markets."""
    before = any(0 <= cut - market.span.stop <= 1 for market in markets)
    return before and any(0 < market.span.start - cut <= _MEMBER_REACH for market in markets)


def _narrows_channels(case: Case, low: int, high: int) -> bool:
    """Whether an only is followed by a channel rather than by a market."""
    material = case.material
    for cue in material.cues_in(low, high, "channels", ("only",)):
        named = material.cues_in(max(low, cue.start - _ONLY_BEHIND), cue.start, "channels", CHANNELS)
        if any(cue.start - c.stop <= _ONLY_GAP for c in named):
            return True
        channel = min((c.start for c in material.cues_in(cue.stop, high, "channels", CHANNELS)), default=None)
        market = min((m.span.start for m in material.markets_in(cue.stop, high)), default=None)
        if channel is not None and (market is None or channel < market):
            return True
    return False


def _split_at_market(
    cues: list[Cue], markets: list[MarketMention], low: int, high: int
) -> list[tuple[int, int]]:
    """``... social media and in the case of China also TV``: a market between two channels begins a new part."""
    for market in markets:
        start = market.span.start
        if (
            low < start < high
            and any(low <= c.start < start for c in cues)
            and any(start < c.start < high for c in cues)
        ):
            last = max(c.stop for c in cues if low <= c.start < start)
            return [(low, last), *_split_at_market(cues, markets, last, high)]
    return [(low, high)]


def _put(plan: _Plan, blocks: list[_Block], n_markets: int) -> None:
    later = {m.iso for block in blocks[1:] for m in block.markets}
    for number, block in enumerate(blocks):
        isos = list(dict.fromkeys(m.iso for m in block.markets))
        channel_role = any(m.role == "campaign_market_channel" for m in block.markets)
        for cue in block.cues:
            plan.first, plan.last = min(plan.first, cue.start), max(plan.last, cue.stop)
        found = {cue.kind: cue for cue in block.cues}
        contrast = len(blocks) > 1 and bool(later)
        if not isos:
            plan.everywhere |= found
        elif number == 0 and contrast and not set(isos) & later and not any(b.also for b in blocks[1:]):
            for iso in isos:
                plan.own.setdefault(iso, {}).update(found)
        elif number == 0 and (contrast or len(isos) >= n_markets):
            plan.everywhere |= found
        elif number == 0 and not (block.also or block.only or channel_role):
            plan.some.append((tuple(isos), found))
        elif (block.only and not block.also and len(isos) < n_markets) or (
            number > 0
            and not block.also
            and contrast
            and not (set(isos) & {m.iso for m in blocks[0].markets})
            and blocks[0].markets
        ):
            for iso in isos:
                plan.own.setdefault(iso, {}).update(found)
        elif len(isos) >= n_markets > 0:
            plan.everywhere |= found
        else:
            for iso in isos:
                plan.added.setdefault(iso, {}).update(found)


def _settle(plan: _Plan) -> None:
    """What is said of some markets is theirs alone when the text says something else of the others."""
    for isos, found in plan.some:
        elsewhere = {iso for other, _ in plan.some if other != isos for iso in other} | set(plan.own)
        if plan.everywhere or elsewhere - set(isos):
            for iso in isos:
                plan.own.setdefault(iso, {}).update(found)
    if not plan.everywhere and not plan.own:
        for _, found in plan.some:
            plan.everywhere |= found


def read_channels(case: Case) -> Iterator[Fact]:
    """One row a campaign: channels everywhere under ``*``, and the full list of each market that differs."""
    weights = case.material.tools.weights[DECISION]
    plans: dict[str, _Plan] = {}
    likely = [c for c in candidates(case) if weigh(weights, c.signs).probability >= ENOUGH]
    for (_, key), found in groupby(likely, key=lambda c: (c.sentence.index, c.campaign.key)):
        here = list(found)
        markets = {
            m.iso
            for m in case.material.markets
            if m.role in _MARKET_ROLES and market_campaign(case, m) == key
        }
        blocks = _blocks(case, here[0].sentence, [c.cue for c in here], key)
        _put(plans.setdefault(key, _Plan()), blocks, len(markets))
    for campaign in case.campaigns:
        plan = plans.get(campaign.key)
        if plan is not None:
            _settle(plan)
        if plan is not None and (value := _value(plan)):
            yield _fact(case, campaign, plan, value)


def _value(plan: _Plan) -> dict[str, list[str]]:
    value: dict[str, list[str]] = {}
    if plan.everywhere:
        value["*"] = [name for name in CHANNELS if name in plan.everywhere]
    for iso, found in plan.own.items():
        value[iso] = [name for name in CHANNELS if name in found or name in plan.added.get(iso, {})]
    for iso, found in plan.added.items():
        if iso not in value:
            value[iso] = [name for name in CHANNELS if name in found or name in plan.everywhere]
    return value


def _fact(case: Case, campaign: Campaign, plan: _Plan, value: dict[str, list[str]]) -> Fact:
    sentence = case.material.sentence_at(plan.first)
    stop = min(plan.last, sentence.stop) if sentence else plan.last
    cues = [
        *plan.everywhere.values(),
        *(c for found in (*plan.added.values(), *plan.own.values()) for c in found.values()),
    ]
    why = "; ".join(dict.fromkeys(cue.why for cue in cues))
    return case.stated(
        campaign,
        "channels",
        json.dumps(value, ensure_ascii=False),
        plan.first,
        max(stop, plan.first + 1),
        0.8,
        why,
    )
