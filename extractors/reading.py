"""The Reader: everything read out of one article, by one explicit list of extractors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from config.knowledge_base import Knowledge
from config.market_lexicon import MarketLexicon, load_markets
from config.topics import Topic
from extractors.brand_context import BrandContext, brand_context
from extractors.brand_evidence import BrandWords, brand_words
from extractors.choosing import Chooser
from extractors.entities import build_matcher, find_mentions
from extractors.entities.boundaries import slug
from extractors.entities.finder import brand_at
from extractors.facts import Case, build_case, read_facts, without_campaigns
from extractors.interview import find_answers
from extractors.markets import PlacesRead, Scanned, build_market_matcher, read_places
from extractors.material import LanguageTools, Material, prepare
from extractors.no_campaign import without_campaign_markets
from extractors.place_roles import DECISION as PLACE_ROLES
from extractors.place_roles import fitted_roles
from extractors.quotes import find_quotes
from extractors.quotes_direct import find_direct
from extractors.quotes_reported import find_reported
from extractors.records import Article, Mention, Reading, Relevance
from extractors.relevance import (
    DECISION,
    ReferenceProfile,
    holder_ids,
    judge_relevance,
    lacks_games,
    profile_of,
    sponsor_ids,
    topic_cues,
)
from extractors.tone import find_tones
from extractors.unknown_agency import with_unknown_agencies
from extractors.unknown_brand import Search, aliases_of, is_about_games, with_unknown_brands

EXTRACTOR_VERSION = "9"
"""Raised by hand whenever a change of the rules can change a Reading."""


NEAR_TOPIC = 0.02
"""Score of relevance from which on names no file lists and forms of reported speech are looked for, and roles of places weighed.

Below it, as for most pages of the world, listed names and the rules have to do.
"""


class Reader:
    """Reads articles with one knowledge base and one topic; built once a process, then only read."""

    def __init__(
        self,
        knowledge: Knowledge,
        topic: Topic,
        references: Sequence[Article] = (),
        markets: MarketLexicon | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.topic = topic
        self.markets = markets if markets is not None else load_markets()
        self._market_matcher = build_market_matcher(self.markets)
        self._matcher = build_matcher(knowledge, self._market_matcher.forms)
        self.homes = {entity.id: entity.home for entity in knowledge.entities.values() if entity.home}
        self.sponsors = sponsor_ids(knowledge, topic)
        self._holders = holder_ids(knowledge, topic)
        self._roles = Chooser(knowledge.weights, PLACE_ROLES)
        self._aliases = aliases_of(knowledge.entities)
        self._cues = {**knowledge.cues, **topic_cues(topic)}
        self._tools: dict[str, LanguageTools] = {}
        self._brands: dict[str, tuple[BrandContext | None, BrandWords | None]] = {}
        self._references: tuple[ReferenceProfile, ...] = tuple(
            profile_of(article.source_id, find_mentions(article, self._matcher)) for article in references
        )

    def tools(self, language: str) -> LanguageTools:
        """Compiled cue words and patterns of a language, built on first use."""
        tools = self._tools.get(language)
        if tools is None:
            tools = self._tools[language] = LanguageTools(self._cues, language, self.knowledge.weights)
        return tools

    def material(self, article: Article) -> Material:
        """Names, markets, sentences and cue words of an article; markets as the rules have them."""
        return self.material_and_places(article)[0]

    def material_and_places(self, article: Article) -> tuple[Material, PlacesRead]:
        """The material, and its places with all that speaks for their roles."""
        return self._judged(article)[:2]

    def _judged(self, article: Article) -> tuple[Material, PlacesRead, Relevance]:
        """The material with names no file lists, its places, and what it is to the topic."""
        known, places = self._known(article)
        relevance = self._relevance(article, known)
        if not _may_be_near(relevance):
            return known, places, relevance
        search = self._brand_search(known)
        material = known if search is None else with_unknown_brands(search, self.knowledge.weights)
        if material is not known:
            material = self._described(article, material, known.mentions)
        material = with_unknown_agencies(material)
        return material, places, relevance if material is known else self._relevance(article, material)

    def brand_search(self, article: Article) -> Search | None:
        """The search for brands nobody listed in an article; None where there is none."""
        material = self._known(article)[0]
        return self._brand_search(material) if _may_be_near(self._relevance(article, material)) else None

    def _known(self, article: Article) -> tuple[Material, PlacesRead]:
        """The material and its places before brands and agencies nobody listed are looked for."""
        scan = self._matcher.scan(article)
        mentions = find_mentions(article, self._matcher, scan=scan)
        games, markets = self.knowledge.games, self._market_matcher
        scanned = Scanned(scan.plain, scan.others)
        places = read_places(article, mentions, markets, games, self.homes, scanned, self._holders)
        tools = self.tools(article.language)
        return prepare(article, tools, mentions, places.ruled, self.knowledge.entities, games), places

    def _brand_search(self, material: Material) -> Search | None:
        if not is_about_games(material):
            return None
        context, words = self._brand_words(material.language)
        return Search(material, self._aliases, context, words) if context is not None else None

    def _described(self, article: Article, material: Material, before: Sequence[Mention]) -> Material:
        """The material with descriptors that may stand for brands found since."""
        earlier = set(before)
        brands = [
            brand_at(m.span.start, m.span.stop, m.entity_id, m.canonical, m.rule)
            for m in material.mentions
            if m not in earlier
        ]
        described = [m for m in find_mentions(article, self._matcher, brands) if m.kind == "descriptor"]
        kept = [m for m in material.mentions if m.kind != "descriptor"]
        ordered = sorted((*kept, *described), key=lambda m: (m.span.start, -m.span.stop))
        return replace(material, mentions=tuple(ordered))

    def _brand_words(self, language: str) -> tuple[BrandContext | None, BrandWords | None]:
        found = self._brands.get(language)
        if found is None:
            found = brand_context(self._cues, language), brand_words(self._cues, language)
            self._brands[language] = found
        return found

    def case(self, material: Material, relevant: bool = True, near: bool = True) -> Case:
        """The campaigns of an article with its speech; the speech alone when it is about something else.

        Where it is not even ``near`` the topic, only what the rules take for reported speech is weighed.
        """
        speeches = find_direct(material)
        answers = find_answers(material)
        # Answers of an interview are the text of the article: its facts stand in them.
        speeches = [s for s in speeches if not any(a.holds(s.quoted.start, s.quoted.stop) for a in answers)]
        reports = [
            r
            for r in find_reported(material, speeches, widely=near)
            if not any(a.start <= r.start < a.stop for a in answers)
        ]
        build = build_case if relevant else without_campaigns
        return build(material, speeches, reports, answers)

    def places_with_relevance(self, article: Article) -> tuple[Material, PlacesRead, float]:
        """What the roles of places are chosen by; the score of relevance comes last."""
        material, places, relevance = self._judged(article)
        return material, places, relevance.score

    def _relevance(self, article: Article, material: Material) -> Relevance:
        others = tuple(ref for ref in self._references if ref.document_id != article.source_id)
        return judge_relevance(material, self.topic, self.sponsors, self.knowledge.weights[DECISION], others)

    def read(self, article: Article) -> Reading:
        """Mentions, markets, facts, quotes, tone and relevance of one article."""
        material, places, relevance = self._judged(article)
        near = _is_near(relevance)
        if near:
            markets = fitted_roles(material, places, relevance.score, self.homes, self._roles)
            material = replace(material, markets=markets)
        if not relevance.relevant:
            material = without_campaign_markets(material)
        case = self.case(material, relevance.relevant, near)
        claims = {(claim.start, claim.stop) for campaign in case.campaigns for claim in campaign.claims}
        facts = read_facts(case) if relevance.relevant else ()
        return Reading(
            article_id=article.article_id,
            extractor_version=EXTRACTOR_VERSION,
            knowledge_version=self.knowledge.version,
            mentions=_with_claims(material, case),
            markets=material.markets,
            facts=facts,
            quotes=find_quotes(material, claims, case.speeches, case.reports, case.answers),
            tones=find_tones(case),
            relevance=relevance,
        )


def _may_be_near(relevance: Relevance) -> bool:
    """Whether names that no file lists could bring an article near the topic."""
    return relevance.score >= NEAR_TOPIC and not lacks_games(relevance)


def _is_near(relevance: Relevance) -> bool:
    """Whether an article may be about the topic; without the Games or any word for campaigns and sponsors it may not."""
    lacks = any(reason.kind == "exclusion" for reason in relevance.reasons)
    return relevance.score >= NEAR_TOPIC and not lacks


def _with_claims(material: Material, case: Case) -> tuple[Mention, ...]:
    """The mentions with the claims that were read: a claim is an entity of the article too."""
    found = [
        Mention(
            span=material.span(claim.start, claim.stop),
            entity_id=f"claim:{slug(claim.value)}",
            canonical=claim.value,
            type="claim",
            kind="name",
            paragraph_kind=material.sentences[claim.sentence].kind,
            rule=f"claim of {campaign.brand}: {claim.why}",
            parent_id=campaign.brand,
        )
        for campaign in case.campaigns
        for claim in campaign.claims
        if not any(m.type == "claim" and m.span.start <= claim.start < m.span.stop for m in material.mentions)
    ]
    if not found:
        return material.mentions
    return tuple(sorted((*material.mentions, *found), key=lambda m: (m.span.start, -m.span.stop)))
