"""Which brands of an article have a campaign or contract of their own: each one named weighed by what is said around it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractors.cues import Cue
from extractors.facts.background import Ranges, within
from extractors.facts.claim_record import Claim
from extractors.facts.focus import Focus, brand_mentions
from extractors.material import Material
from extractors.records import Mention
from extractors.sentences import Sentence
from extractors.weighing import Signs, some, weigh

DECISION = "campaign_brands"
"""File of config/knowledge/weights."""
ENOUGH = 0.55
_SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "status": (),
    "term": (),
    "campaign": (),
    "links": ("rival", "other_sponsors"),
    "claim": ("announce", "named"),
    "spokespeople": (),
    "topic": (),
    "budget": (),
}
"""Cue words that tell who advertises or has a contract, with the lists that do; all where none is named."""
_TOLD = frozenset({"status", "term"})
_OPENS = re.compile(r"\s?[,(–—，（、]")
_BESIDE = 48
"""Code points between a word of status and who grants it."""
_JOINERS = 12
"""Code points of "and", "such as" and commas beside each name of a list."""
_NEAR = 40
_MANY = 3
_ROUND_UP = 4
"""Brands from which on an article may tell of several in turn."""


def brands_with_signs(
    material: Material, focus: Focus, claims: Sequence[Claim], past: Ranges
) -> Iterator[tuple[str, Signs]]:
    """Every brand named in an article with what speaks for a campaign of its own."""
    mentions = [m for m in brand_mentions(material) if m.kind == "name"]
    by_brand: dict[str, list[Mention]] = defaultdict(list)
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        sentence = material.sentence_at(mention.span.start)
        if sentence is not None:
            by_brand[focus.brand_of(mention)].append(mention)
            by_sentence[sentence.index].append(mention)
    subjects = Counter(brand for there in focus.subjects for brand in there)
    spoken = Counter(brand for brand in focus.of if brand is not None)
    most = max((len(there) for there in by_brand.values()), default=0)
    sections = _in_sections(material, focus)
    paragraphs = _in_paragraphs(material, focus, mentions)
    top_share = most / max(1, len(mentions))
    title = (material.article.title or "").casefold()
    lead = len(material.text) / 4
    for brand, there in by_brand.items():
        first = there[0].span.start
        signs = {
            "main": float(brand == focus.main),
            "alone": float(len(by_brand) == 1),
            "named.some": some(len(there) - 1),
            "named.share": len(there) / len(mentions),
            "named.most": float(len(there) == most),
            "place.first": float(first == mentions[0].span.start),
            "place.lead": float(first < lead),
            "place.late": float(first > 3 * lead),
            "place.title": float(any(m.span.quote.casefold() in title for m in there)),
            "subject.some": some(subjects[brand]),
            "subject.share": subjects[brand] / max(1, sum(subjects.values())),
            "subject.never": float(not subjects[brand]),
            "spoken.share": spoken[brand] / max(1, sum(spoken.values())),
            "unlisted": float(brand not in material.entities),
            "recalled": float(all(within(past, m.span.start) for m in there)),
            "section": float(brand in sections),
            "sections": float(bool(sections)),
            "details": some(_details(material, focus, brand)),
            "article.brands": some(len(by_brand) - 1),
            "article.even": 1 - top_share,
        }
        told = [named for named in paragraphs if brand in named]
        opened, alone = sum(named[0] == brand for named in told), sum(set(named) == {brand} for named in told)
        signs["paragraph.opens"] = some(opened)
        signs["paragraph.alone"] = some(alone)
        signs["paragraph.beside"] = float(not opened and not alone)
        if brand != focus.main and len(by_brand) >= _ROUND_UP:
            # Where many are told of in turn, each has its paragraph.
            signs["turn.opens"], signs["turn.alone"] = some(opened), some(alone)
        own = [claim for claim in claims if claim.brand == brand]
        signs["claim.best"] = max((claim.score for claim in own), default=0.0)
        sure = [claim for claim in own if claim.sure]
        signs["claim.own"] = float(any(_is_of_its_brand(material, focus, claim) for claim in sure))
        for mention in there:
            for sign in _around(material, focus, brand, mention, by_sentence):
                signs[sign] = 1.0
        if brand != focus.main:
            signs |= {f"other.{n}": v for n, v in signs.items() if n.startswith(("near.", "named", "claim"))}
        yield brand, {name: value for name, value in signs.items() if value}


def campaign_brands(
    material: Material, focus: Focus, claims: Sequence[Claim], past: Ranges
) -> dict[str, float]:
    """Brands with a campaign and how sure that is; where none is sure the likeliest."""
    weights = material.tools.weights[DECISION]
    sure = {
        brand: weigh(weights, signs).probability
        for brand, signs in brands_with_signs(material, focus, claims, past)
    }
    if not sure:
        return {focus.main: 0.0} if focus.main is not None else {}
    least = min(ENOUGH, max(sure.values()))
    return {brand: probability for brand, probability in sure.items() if probability >= least}


def _around(
    material: Material,
    focus: Focus,
    brand: str,
    mention: Mention,
    by_sentence: Mapping[int, Sequence[Mention]],
) -> Iterator[str]:
    """What the sentence of a mention says, how near, and what else it names."""
    sentence = material.sentence_at(mention.span.start)
    if sentence is None:
        return
    start, stop = mention.span.start, mention.span.stop
    beside = [m for m in by_sentence[sentence.index] if focus.brand_of(m) != brand]
    yield f"in.{sentence.kind}"
    yield "sentence.shared" if beside else "sentence.own"
    if len({focus.brand_of(m) for m in beside}) >= _MANY - 1:
        yield "sentence.list"
    if brand in focus.subjects[sentence.index]:
        yield "subject.first" if focus.subjects[sentence.index][0] == brand else "subject.later"
    for other in material.mentions_in(sentence.start, sentence.stop):
        if other.type in ("person", "organisation", "agency", "event", "medium"):
            yield f"with.{other.type}"
    for cue, kind in _cues(material, sentence):
        gap = start - cue.stop if cue.stop <= start else cue.start - stop
        nearer = any(
            (m.span.start - cue.stop if cue.stop <= m.span.start else cue.start - m.span.stop) < gap
            for m in beside
        )
        if not nearer:
            yield f"own.{kind}"
            if cue.subject in _TOLD and _beside_grantor(material, cue):
                yield f"told.{cue.subject}"
                yield f"told.{kind}"
            if cue.subject in _TOLD and cue.start - stop >= 0 and _OPENS.match(material.text, stop):
                yield f"apposed.{cue.subject}"
        elif cue.subject in _TOLD and beside and _shares(material, cue, start, stop, beside):
            yield f"shared.{cue.subject}"
        if 0 <= gap <= _NEAR and not nearer:
            yield f"near.{kind}_{'before' if cue.stop <= start else 'after'}"


def _beside_grantor(material: Material, cue: Cue) -> bool:
    """Whether the Games, an edition or an organisation stand beside a word of status or contract."""
    low, high = cue.start - _BESIDE, cue.stop + _BESIDE
    found = material.mentions_in(low, high, ("organisation", "event"))
    return bool(found) or bool(material.cues_in(low, high, "topic", ("games", "weak_games")))


def _shares(material: Material, cue: Cue, start: int, stop: int, beside: Sequence[Mention]) -> bool:
    """Whether only names and what joins them stand between a brand and a word that tells it: "sponsors such as A, B and C"."""
    low, high = (cue.stop, start) if cue.stop <= start else (stop, cue.start)
    between = [m for m in beside if low <= m.span.start and m.span.stop <= high]
    rest = high - low - sum(m.span.stop - m.span.start for m in between)
    return bool(between) and rest <= _JOINERS * (len(between) + 1)


def _cues(material: Material, sentence: Sentence) -> Iterator[tuple[Cue, str]]:
    for subject, lists in _SUBJECTS.items():
        for cue in material.cues_in(sentence.start, sentence.stop, subject, lists):
            yield cue, f"{subject}_{cue.kind}"


def _is_of_its_brand(material: Material, focus: Focus, claim: Claim) -> bool:
    """The brand is the subject of the claim's sentence or of an earlier one in its paragraph, or has the section."""
    sentence = material.sentences[claim.sentence]
    section = focus.section_at(claim.start)
    if section is not None:
        return section.brand == claim.brand
    for index in range(sentence.index, -1, -1):
        there = focus.subjects[index]
        if there:
            near = material.sentences[index].paragraph == sentence.paragraph
            # Further back only where the article has spoken of nobody else yet.
            near = near or not any(focus.main in before for before in focus.subjects[:index])
            # With the main brand beside it the other is a place of sale, a station, a partner.
            return near and claim.brand == there[0] and (index == sentence.index or focus.main not in there)
    return False


def _details(material: Material, focus: Focus, brand: str) -> int:
    """How many different things sentences about a brand say of a campaign."""
    kinds: set[str] = set()
    for sentence in material.readable():
        if focus.of[sentence.index] != brand:
            continue
        cues = material.cues_in(
            sentence.start, sentence.stop, "campaign", ("noun", "launch", "launch_past", "run")
        )
        if not cues:
            continue
        kinds.add("campaign")
        if any(
            m.role.startswith("campaign_market") for m in material.markets_in(sentence.start, sentence.stop)
        ):
            kinds.add("market")
        if material.mentions_in(sentence.start, sentence.stop, ("agency",)):
            kinds.add("agency")
        if any(w.kind in ("day", "month", "weekday") for w in material.dates_in(sentence)) and any(
            c.kind.startswith("launch") for c in cues
        ):
            kinds.add("start")
    return len(kinds)


def _in_paragraphs(material: Material, focus: Focus, mentions: Sequence[Mention]) -> list[list[str]]:
    """The brands each paragraph of the text names, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    for mention in mentions:
        sentence = material.sentence_at(mention.span.start)
        if sentence is not None and sentence.kind not in ("headline", "caption", "credit", "kicker"):
            found[sentence.paragraph].append(focus.brand_of(mention))
    return list(found.values())


def _in_sections(material: Material, focus: Focus) -> list[str]:
    """Brands with a section of their own that says something of a sponsorship or a campaign."""
    found = []
    for section in focus.sections:
        terms = material.cues_in(section.start, section.stop, "term", ("contract", "sponsor", "renew", "end"))
        status = material.cues_in(
            section.start, section.stop, "status", ("worldwide", "domestic", "official")
        )
        nouns = material.cues_in(section.start, section.stop, "campaign", ("noun",))
        if (terms or status or nouns) and section.brand not in found:
            found.append(section.brand)
    return found
