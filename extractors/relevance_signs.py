"""What in an article speaks for or against the topic: sponsors, Games, campaign and rights words, and their nearness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from config.topics import Topic
from extractors.cues import Cue
from extractors.material import BRAND_TYPES, Material
from extractors.records import MarketMention, Mention
from extractors.sentences import Sentence
from extractors.weighing import some
from extractors.writing import CJK

SUBJECT = "topic"
"""Subject under which the words of the topic stand among the cue words."""
CHANNEL_KINDS = frozenset({"tv", "cinema", "print", "radio", "out_of_home", "social", "retail"})
_COUNTED = frozenset(
    {
        "agency_roles",
        "assets",
        "background",
        "budget",
        "campaign",
        "claim",
        "other_news",
        "spokespeople",
        "status",
        "term",
    }
)
"""Subjects whose kinds of cue words are a sign each."""
_WORK = frozenset(
    {
        ("term", "contract"),
        ("term", "renew"),
        ("term", "sponsor"),
        ("status", "official"),
        ("status", "domestic"),
    }
)
"""Lists whose words can stand for campaign or rights words."""
GAMES_CONTEXT = "Games context"
"""What is missing where nothing speaks of the Games."""
_LEAD_SHARE = 4
_LEAD_CHARS = 400
_DENSE_LEAD_CHARS = 170
"""The same lead in scripts that write a word with one or two signs."""
_BEFORE, _AFTER = timedelta(days=270), timedelta(days=60)
"""Around these days before the opening and after the closing a host town stands for its Games."""
_CONTESTS = ("background", "other_contests")
_NEWS = "other_news"
_FEW_SENTENCES = 4
_BESIDE = 1
"""Sentences between two things that have to do with each other."""


def _elsewhere(material: Material) -> list[tuple[int, int]]:
    """Where names of places and clubs with an Olympic word stand."""
    spans = []
    for phrase in material.tools.words("events", "not_games"):
        at = material.lowered.find(phrase)
        while at >= 0:
            spans.append((at, at + len(phrase)))
            at = material.lowered.find(phrase, at + 1)
    return spans


class Evidence:
    """Brands, Games, parties and topic words of one article, with where its lead ends."""

    def __init__(self, material: Material, topic: Topic, sponsors: frozenset[str]) -> None:
        self.material = material
        least = _DENSE_LEAD_CHARS if material.language in CJK else _LEAD_CHARS
        self.lead_stop = max(least, len(material.text) // _LEAD_SHARE)
        self._title = (material.article.title or "").lower()
        self._not_games = _elsewhere(material)
        self.cues = self._topic_cues()
        self.brands = [m for m in material.mentions if m.type in BRAND_TYPES and m.kind != "descriptor"]
        self.described = [m for m in material.mentions if m.type in BRAND_TYPES and m.kind == "descriptor"]
        named = Counter(m.entity_id for m in self.brands)
        self.known = Counter({entity: n for entity, n in named.items() if entity in sponsors})
        self.unknown = named - self.known
        self.events = [
            m
            for m in material.mentions
            if m.type == "event" and m.kind != "nested" and not self._is_elsewhere(m.span.stop - 1)
        ]
        kinds = topic.programme.holder_kinds
        self.holders = [m for m in material.mentions if _kind_of(material, m) in kinds]
        self.hosts = [m for m in material.markets if m.role in ("host_current", "host_future")]
        self.host_towns = _host_towns(material)
        self.agencies = [m for m in material.mentions if m.type == "agency" and m.kind != "nested"]

    def _topic_cues(self) -> dict[str, list[Cue]]:
        found: dict[str, list[Cue]] = {"games": [], "weak_games": [], "campaign": [], "rights": []}
        last_stop = dict.fromkeys(found, -1)
        for cue in self.material.cues:
            if cue.subject != SUBJECT or cue.kind not in found or cue.start < last_stop[cue.kind]:
                continue
            if cue.kind == "games" and self._is_elsewhere(cue.start):
                continue
            found[cue.kind].append(cue)
            last_stop[cue.kind] = cue.stop
        return found

    def _is_elsewhere(self, offset: int) -> bool:
        """Whether an Olympic word belongs to the name of a street, a park or a club."""
        return any(start <= offset < stop for start, stop in self._not_games)

    @property
    def missing(self) -> list[str]:
        """What every article on the topic has and this one has not."""
        cues, words = self.cues, self.material.cues
        games = (cues["games"], cues["weak_games"], self.events, self.holders, self.hosts, self.host_towns)
        work = (self.brands, cues["campaign"], cues["rights"], self.agencies)
        parts = (
            (GAMES_CONTEXT, any(games)),
            (
                "sponsor, campaign or rights words",
                any(work) or any((c.subject, c.kind) in _WORK for c in words),
            ),
        )
        return [name for name, there in parts if not there]

    def in_lead(self, cues: Sequence[Cue]) -> bool:
        text = self.material.lowered
        return any(c.start < self.lead_stop or text[c.start : c.stop] in self._title for c in cues)

    def words(self, *kinds: str) -> str:
        """The topic words found, each once."""
        text = self.material.lowered
        found = [text[c.start : c.stop] for kind in kinds for c in self.cues[kind]]
        return ", ".join(list(dict.fromkeys(found))[:8])


def _host_towns(material: Material) -> list[MarketMention]:
    """Host towns named around their Games, whatever their role: "the ad for <town>" that winter."""
    day = material.published
    if day is None:
        return []
    live = (g for g in material.games if g.opening - _BEFORE <= day <= g.closing + _AFTER)
    forms = {form.casefold() for g in live for names in (g.cities, *g.city_forms.values()) for form in names}
    return [m for m in material.markets if m.span.quote.casefold() in forms]


def _kind_of(material: Material, mention: Mention) -> str:
    entity = material.entities.get(mention.entity_id) if mention.type == "organisation" else None
    return (entity.kind or "") if entity is not None else ""


def _sentences(material: Material, places: Iterable[int]) -> frozenset[int]:
    return frozenset(s.index for place in places if (s := material.sentence_at(place)) is not None)


def _early(evidence: Evidence, mentions: Iterable[Mention]) -> float:
    return float(any(m.span.start < evidence.lead_stop for m in mentions))


def signs_of(evidence: Evidence) -> dict[str, float]:
    """Every sign, named ``group.sign``; the group is the kind of reason it becomes."""
    material, cues = evidence.material, evidence.cues
    channels = {c.kind for c in material.cues if c.subject == "channels" and c.kind in CHANNEL_KINDS}
    leader = max((*evidence.known.values(), *evidence.unknown.values()), default=0)
    signs = {
        "sponsor.known": some(evidence.known.total()),
        "sponsor.several_known": some(max(0, len(evidence.known) - 1)),
        "sponsor.unknown": some(evidence.unknown.total()),
        "sponsor.most_named": some(leader),
        "sponsor.described": some(len(evidence.described)),
        "sponsor.in_lead": _early(evidence, evidence.brands),
        "sponsor.known_in_lead": _early(evidence, (m for m in evidence.brands if m.entity_id in evidence.known)),
        "games.words": some(len(cues["games"])),
        "games.words_in_lead": float(evidence.in_lead(cues["games"])),
        "games.weak_words": some(len(cues["weak_games"])),
        "games.weak_words_in_lead": float(evidence.in_lead(cues["weak_games"])),
        "games.edition": some(len(evidence.events)),
        "games.party": some(len(evidence.holders)),
        "games.party_or_edition_in_lead": _early(evidence, (*evidence.events, *evidence.holders)),
        "games.host": some(len(evidence.hosts)),
        "games.host_town": some(len(evidence.host_towns)),
        "campaign_cue.words": some(len(cues["campaign"])),
        "campaign_cue.words_in_lead": float(evidence.in_lead(cues["campaign"])),
        "campaign_cue.agency": some(len(evidence.agencies)),
        "campaign_cue.channels": some(len(channels)),
        "rights.words": some(len(cues["rights"])),
        "rights.words_in_lead": float(evidence.in_lead(cues["rights"])),
    }  # fmt: skip
    for (subject, kind), count in Counter((c.subject, c.kind) for c in material.cues).items():
        if subject in _COUNTED:
            group = "rights" if subject in ("term", "status") else "campaign_cue"
            signs[f"{group}.{subject}_{kind}"] = some(count)
    return signs | _nearness(evidence) | dict(_in_passing(evidence))


def _in_passing(evidence: Evidence) -> Iterator[tuple[str, float]]:
    """What tells an article that only mentions the Games: where and how often, what other contests it is about."""
    material = evidence.material
    games = sorted(
        [c.start for kind in ("games", "weak_games") for c in evidence.cues[kind]]
        + [m.span.start for m in (*evidence.events, *evidence.holders)]
    )
    contests = [c.start for c in material.cues if (c.subject, c.kind) == _CONTESTS]
    news = [c.start for c in material.cues if c.subject == _NEWS]
    early = sum(at < evidence.lead_stop for at in news)
    yield "games.lead_on_other_news", some(early)
    yield "games.share_of_other_news", len(_sentences(material, news)) / max(1, len(material.sentences))
    yield "games.other_contests", some(len(contests))
    yield "games.lead_on_other_contests", float(any(at < evidence.lead_stop for at in contests))
    if not games:
        return
    where = _sentences(material, games)
    length = max(1, len(material.text))
    yield "games.late", games[0] / length
    yield "games.late_beside_other_contests", games[0] / length * float(bool(contests))
    yield "games.late_beside_other_news", games[0] / length * some(early)
    yield "games.named_once", float(len(where) == 1 and len(material.sentences) > _FEW_SENTENCES)
    yield "games.fewer_than_other_contests", float(len(contests) > len(games))
    sentences = [material.sentences[index] for index in where]
    for name, subject, kinds in (
        ("denial", "status", ("negation", "not_official")),
        ("earlier", "background", ()),
    ):
        told = [s for s in sentences if _has(material, s, subject, kinds)]
        yield f"games.{name}", len(told) / len(sentences)
    past = [m for m in evidence.events if _is_over(material, m)]
    if past and len(past) == len(evidence.events):
        yield "games.only_earlier", 1.0


def _has(material: Material, sentence: Sentence, subject: str, kinds: tuple[str, ...]) -> bool:
    found = material.cues_in(sentence.start, sentence.stop, subject, kinds)
    return any((cue.subject, cue.kind) != _CONTESTS for cue in found)


def _is_over(material: Material, mention: Mention) -> bool:
    """An edition closed longer before the article than reports on it last."""
    day = material.published
    closed = next((g.closing for g in material.games if g.id == mention.entity_id.removesuffix("P")), None)
    return day is not None and closed is not None and closed + _AFTER < day


def _nearness(evidence: Evidence) -> dict[str, float]:
    """What stands in one sentence with what, or in the one beside it; shares of the text's sentences."""
    material, cues = evidence.material, evidence.cues
    terms = [
        c.start for c in material.cues if c.subject == "term" and c.kind in ("contract", "renew", "sponsor")
    ]
    games = [c.start for kind in ("games", "weak_games") for c in cues[kind]]
    where: Mapping[str, frozenset[int]] = {
        "brand": _sentences(material, (m.span.start for m in (*evidence.brands, *evidence.described))),
        "games": _sentences(material, [*games, *(m.span.start for m in (*evidence.events, *evidence.holders))]),
        "party": _sentences(material, (m.span.start for m in evidence.holders)),
        "campaign": _sentences(material, (c.start for c in cues["campaign"])),
        "rights": _sentences(material, (c.start for c in cues["rights"])),
        "term": _sentences(material, terms),
    }  # fmt: skip
    signs = {}
    for group, one, other in (
        ("games", "brand", "games"),
        ("campaign_cue", "brand", "campaign"),
        ("rights", "brand", "rights"),
        ("rights", "brand", "term"),
        ("games", "brand", "party"),
        ("campaign_cue", "games", "campaign"),
        ("rights", "games", "rights"),
        ("rights", "games", "term"),
        ("rights", "party", "rights"),
        ("rights", "party", "term"),
    ):
        signs[f"{group}.{one}_with_{other}"] = float(bool(where[one] & where[other]))
        beside = any(abs(a - b) <= _BESIDE for a in where[one] for b in where[other])
        signs[f"{group}.{one}_beside_{other}"] = float(beside)
    n = max(1, len(material.sentences))
    signs["games.share_of_text"] = len(where["games"]) / n
    signs["sponsor.share_of_text"] = len(where["brand"]) / n
    signs["campaign_cue.share_of_text"] = len(where["campaign"] | where["rights"]) / n
    return signs
