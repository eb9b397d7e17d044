"""Which campaigns an article speaks of, and which of them each sentence belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from config.games_calendar import Games
from extractors.facts.background import Ranges, find_background, main_games, within
from extractors.facts.campaign_brands import campaign_brands
from extractors.facts.claim_record import Claim
from extractors.facts.claims import STRONG, find_claims
from extractors.facts.focus import Focus, brand_at, brand_mentions, find_focus, narrowed
from extractors.facts.series import second_campaign
from extractors.interview import Answer
from extractors.material import Material
from extractors.records import Fact, Mention
from extractors.reports import Report
from extractors.sentences import Sentence
from extractors.speech_rules import Speech

UNKNOWN = ""
"""Brand of a campaign when no name of the article is a known or likely brand."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of one brand: its key in the article, where the brand is named, and its claims."""

    key: str
    brand: str
    mention: Mention | None
    claims: tuple[Claim, ...]
    region: tuple[int, int] | None = None
    """Where the text speaks of it, for a second campaign of a brand."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An article with its campaigns: what the extractors of facts work on."""

    material: Material
    focus: Focus
    campaigns: tuple[Campaign, ...]
    speeches: tuple[Speech, ...]
    reports: tuple[Report, ...] = ()
    answers: tuple[Answer, ...] = ()
    """Of an interview; what they say is read like the article itself."""
    past: Ranges = ()
    """Where the text recalls earlier Games and campaigns."""
    games: Games | None = None
    """The Games the article is about."""

    def at(self, offset: int) -> Campaign | None:
        """The campaign spoken of at an offset; None when the place speaks of another brand."""
        brand = brand_at(self.material, self.focus, offset)
        if brand is None:
            return self.campaigns[0] if len(self.campaigns) == 1 else None
        for campaign in self.campaigns:
            if campaign.brand == brand and campaign.region and _holds(campaign.region, offset):
                return campaign
        section = self.focus.section_at(offset)
        found = self.of_brand(brand) or (self.of_brand(section.brand) if section else None)
        if found is None and (sentence := self.material.sentence_at(offset)) is not None:
            # A shop or station beside the brand in one sentence has no campaign; the brand has.
            own = [self.of_brand(named) for named in self.focus.subjects[sentence.index]]
            found = next((campaign for campaign in own if campaign is not None), None)
        return found

    def of_brand(self, brand: str) -> Campaign | None:
        """The campaign of a brand, the first of two."""
        return next((campaign for campaign in self.campaigns if campaign.brand == brand), None)

    def source_of(self, offset: int) -> str | None:
        """Whom the article names as source of what stands at an offset."""
        for report in self.reports:
            if report.start <= offset < report.stop and report.speaker is not None:
                return report.speaker.name
        sentence = self.material.sentence_at(offset)
        if sentence is not None:
            # "Bloomberg put the length at six years": the medium is the subject of the clause.
            low, high = clause_of(self.material, sentence, offset)
            media = self.material.mentions_in(low, high, ("medium",))
            verbs = self.material.cues_in(low, high, "speech", ("say", "source_verb"))
            verbs = verbs or self.material.cues_in(low, high, "budget", ("context",))
            if media and verbs and media[0].span.start <= offset:
                return media[0].span.quote
        speech = next((s for s in self.speeches if s.quoted.start <= offset < s.quoted.stop), None)
        return speech.speaker.name if speech and speech.speaker else None

    def stated(
        self,
        campaign: Campaign,
        field: str,
        value: str,
        start: int,
        stop: int,
        confidence: float,
        rule: str,
        *,
        precision: str | None = None,
        origin: str | None = None,
        role: str | None = None,
    ) -> Fact:
        """A fact of a campaign with its evidence ``start:stop`` and the source the article gives for it."""
        return Fact(
            campaign=campaign.key,
            field=field,
            value=value,
            status="stated",
            span=self.material.span(start, stop),
            confidence=round(min(1.0, confidence), 3),
            attributed_to=self.source_of(start),
            rule=rule,
            precision=precision,
            origin=origin,
            role=role,
        )

    def is_past(self, offset: int) -> bool:
        """Whether the text recalls an earlier campaign at an offset."""
        return within(self.past, offset)

    def in_speech(self, offset: int) -> bool:
        """Whether somebody's own words stand at an offset."""
        return any(s.quoted.start <= offset < s.quoted.stop for s in self.speeches)


def clause_of(material: Material, sentence: Sentence, offset: int) -> tuple[int, int]:
    """The part of a sentence between semicolons around an offset."""
    low = max(material.text.rfind(sign, sentence.start, offset) for sign in ";；") + 1
    ends = [at for sign in ";；" if (at := material.text.find(sign, offset, sentence.stop)) >= 0]
    return max(low, sentence.start), min(ends, default=sentence.stop)


def _mention_of(material: Material, focus: Focus, brand: str) -> Mention | None:
    """The first name of a brand, in the body rather than in headline or caption."""
    mentions = [m for m in brand_mentions(material) if focus.brand_of(m) == brand]
    names = [m for m in mentions if m.kind == "name"] or mentions
    body = [m for m in names if m.paragraph_kind not in ("headline", "caption", "credit", "kicker")]
    found = body or names
    return found[0] if found else None


def build_case(
    material: Material,
    speeches: Sequence[Speech],
    reports: Sequence[Report] = (),
    answers: Sequence[Answer] = (),
) -> Case:
    """Find the campaigns of an article: one for its brand, one for every other brand with a claim or details."""
    focus = find_focus(material)
    games = main_games(material)
    past = find_background(material, games)
    likely = find_claims(material, focus, speeches, past)
    claims = [claim for claim in likely if claim.sure]
    sure = campaign_brands(material, focus, likely, past)
    brands = list(sure)
    if brands:
        focus = replace(focus, main=max(brands, key=lambda brand: sure[brand]))
    if focus.main is not None:
        # What stands beside a brand without a campaign is the main brand's, though less surely.
        claims = [
            c
            if c.brand is None or c.brand in brands
            else _given_to(c, section.brand)
            if (section := focus.section_at(c.start)) is not None
            else _given_to(c, focus.main)
            for c in claims
        ]
    focus = narrowed(material, focus, brands)
    # A brand named once in passing does not take the claim of the main one.
    if focus.main is not None and claims and not any(c.brand == focus.main for c in claims):
        lone = [c for c in claims if c.brand not in (None, focus.main)]
        weight = {b: sum(1 for x in focus.of if x == b) for b in brands}
        claims = [
            _given_to(c, focus.main) if c in lone and weight.get(c.brand or "", 0) < 2 else c for c in claims
        ]
        kept = {focus.main, *(s.brand for s in focus.sections), *(c.brand for c in claims)}
        brands = [b for b in brands if b in kept or weight.get(b, 0) >= 2]
    campaigns: list[Campaign] = []
    order = {brand: min((c.start for c in claims if c.brand == brand), default=10**9) for brand in brands}
    brands.sort(key=lambda brand: order[brand])
    if not brands:
        # A campaign whose brand no one can name is still a campaign.
        brands.append(UNKNOWN)
    for brand in brands:
        mention = _mention_of(material, focus, brand)
        if mention is None and brand != UNKNOWN:
            continue
        own = sorted(
            (c for c in claims if c.brand == brand or (c.brand is None and brand in (focus.main, UNKNOWN))),
            key=lambda c: -c.score,
        )
        if not own:
            # Nothing announces a claim; what reads most like one beside campaign words is taken.
            own = sorted((c for c in likely if c.brand == brand), key=lambda c: -c.score)[:1]
        second = second_campaign(material, [c for c in likely if c.brand == brand])
        if second is None:
            campaigns.append(Campaign(f"c{len(campaigns) + 1}", brand, mention, _chosen(own)))
            continue
        ranked = sorted((c for c in likely if c.brand == brand), key=lambda c: -c.score)
        for region, claimed in ((None, False), (second, True)):
            there = [c for c in ranked if _holds(second, c.start) == claimed]
            campaigns.append(Campaign(f"c{len(campaigns) + 1}", brand, mention, _chosen(there), region))
    return Case(
        material,
        focus,
        tuple(campaigns),
        tuple(speeches),
        tuple(reports),
        tuple(answers),
        past,
        games,
    )


def without_campaigns(
    material: Material, speeches: Sequence[Speech], reports: Sequence[Report], answers: Sequence[Answer]
) -> Case:
    """The case of an article that is about something else: who speaks, and of which brands, but no campaign."""
    return Case(material, find_focus(material), (), tuple(speeches), tuple(reports), tuple(answers))


def _chosen(own: Sequence[Claim]) -> tuple[Claim, ...]:
    """The best claim, and what is as surely one beside it."""
    return tuple(own[:1]) + tuple(c for c in own[1:] if c.score >= STRONG)


def _holds(region: tuple[int, int], offset: int) -> bool:
    return region[0] <= offset < region[1]


def _given_to(claim: Claim, brand: str) -> Claim:
    return replace(claim, brand=brand)
