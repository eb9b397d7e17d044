"""What stands around a channel word: the signs that say whether the campaign is to be seen there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.cues import Cue
from extractors.facts.agency_part import campaign_at
from extractors.facts.campaigns import Case
from extractors.facts.channel_denials import also_denied, denied
from extractors.facts.channel_words import CHANNELS, equals
from extractors.material import clause_bounds
from extractors.sentences import Sentence
from extractors.weighing import some

DECISION = "channels"
"""File of config/knowledge/weights."""
_SUBJECTS = (
    "campaign",
    "assets",
    "agency_roles",
    "background",
    "budget",
    "claim",
    "spokespeople",
    "term",
    "status",
)
_SPEECH = frozenset({"say", "source_verb", "announce", "thinks"})
_NARROWING = ("only", "also", "everywhere", "not_only", "instead")
_BESIDE, _SHOP = 16, 14
_MARKET_ROLES = frozenset({"campaign_market", "campaign_market_channel"})
_Kind = tuple[str, int, int]


@dataclass(slots=True)
class ChannelSigns:
    """Signs of the channel words of one article."""

    case: Case
    _kinds: dict[int, list[_Kind]] = field(default_factory=dict)

    def of_all(self, sentence: Sentence, cues: Sequence[Cue]) -> Iterator[dict[str, float]]:
        """The signs of every channel word of a sentence, which stand in text order."""
        refused: list[Cue] = []
        for cue in cues:
            signs = self._around(sentence, cue)
            signs |= self._company(cue, cues, sentence)
            if denied(self.case, sentence, cue):
                signs["denied"] = 1.0
            elif refused and also_denied(self.case, refused[-1], cue):
                signs["denied.also"] = 1.0
            if "denied" in signs or "denied.also" in signs:
                refused.append(cue)
            signs[f"kind.{cue.kind}"] = 1.0
            yield signs

    def _around(self, sentence: Sentence, cue: Cue) -> dict[str, float]:
        case, material = self.case, self.case.material
        low, high = clause_bounds(material, sentence, cue.start, cue.stop)
        signs = {
            f"place.{sentence.kind}": 1.0,
            "place.share": sentence.index / max(1, len(material.sentences) - 1),
        }
        nearest: tuple[int, str] = (1 << 20, "")
        for kind, start, stop in self._of(sentence):
            if start < cue.stop and cue.start < stop:
                if kind != "channel":
                    signs[f"same.{kind}"] = 1.0
                continue
            signs[f"sentence.{kind}"] = 1.0
            gap = cue.start - stop if stop <= cue.start else start - cue.stop
            side = "b" if stop <= cue.start else "a"
            if low <= start and stop <= high:
                signs[f"clause.{kind}"] = 1.0
                signs[f"clause.{kind}.{side}"] = 1.0
            if gap <= _BESIDE:
                signs[f"beside.{kind}.{side}"] = 1.0
            if kind.startswith("campaign_"):
                nearest = min(nearest, (gap, kind))
        if nearest[1]:
            signs[f"nearest.{nearest[1]}"] = 1.0
        elif not any(f"sentence.{kind}" in signs for kind in ("assets", "market", "channel")):
            signs["sentence.bare"] = 1.0
        campaign = campaign_at(case, cue.start)
        if campaign is not None:
            if any(claim.sentence == sentence.index for claim in campaign.claims):
                signs["sentence.claim"] = 1.0
            if any(claim.sentence in (sentence.index - 1, sentence.index + 1) for claim in campaign.claims):
                signs["near.claim"] = 1.0
            signs["campaign.has_claim"] = float(bool(campaign.claims))
        signs["campaigns"] = some(len(case.campaigns) - 1)
        if case.focus.subjects[sentence.index]:
            signs["sentence.brand"] = 1.0
        if case.in_speech(cue.start):
            signs["in_speech"] = 1.0
        if case.is_past(cue.start):
            signs["past"] = 1.0
        if material.beside(cue.start, cue.stop, "channels", "medium"):
            signs["beside.preposition"] = 1.0
        if any(quoted.start <= cue.start < quoted.stop for quoted in material.quoted):
            signs["quoted"] = 1.0
        return signs

    def _company(self, cue: Cue, cues: Sequence[Cue], sentence: Sentence) -> dict[str, float]:
        material = self.case.material
        low, high = clause_bounds(material, sentence, cue.start, cue.stop)
        others = [other for other in cues if other.kind != cue.kind]
        signs = {
            "company.sentence": some(len({other.kind for other in others})),
            "company.clause": some(len({other.kind for other in others if low <= other.start < high})),
        }
        if any(equals(self.case, other, cue.start, cue.stop) for other in cues if other is not cue):
            signs["company.joined"] = 1.0
        if not others:
            signs["company.none"] = 1.0
        if cue.subject == "media":
            signs["by_name"] = 1.0
        if cue.kind == "out_of_home":
            # Screens in branches and posters in shops are in the shop.
            behind = (
                other for other in cues if other.kind == "retail" and 0 < other.start - cue.stop <= _SHOP
            )
            gaps = [(cue.stop, other.start) for other in behind]
            if any(
                "," not in material.text[a:b] and not material.cues_in(a, b, "links", ("and",))
                for a, b in gaps
            ):
                signs["in_shop"] = 1.0
        return signs

    def _of(self, sentence: Sentence) -> list[_Kind]:
        """Kinds of words and names of a sentence with their places."""
        found = self._kinds.get(sentence.index)
        if found is not None:
            return found
        material, start, stop = self.case.material, sentence.start, sentence.stop
        found = []
        for subject in _SUBJECTS:
            for cue in material.cues_in(start, stop, subject):
                kind = subject if subject in ("assets", "background", "budget") else f"{subject}_{cue.kind}"
                found.append((kind, cue.start, cue.stop))
        found += [("speech", c.start, c.stop) for c in material.cues_in(start, stop, "speech", _SPEECH)]
        found += [("channel", c.start, c.stop) for c in material.cues_in(start, stop, "channels", CHANNELS)]
        found += [
            (f"word_{c.kind}", c.start, c.stop) for c in material.cues_in(start, stop, "channels", _NARROWING)
        ]
        found += [
            (f"name_{m.type}", m.span.start, m.span.stop)
            for m in material.mentions_in(start, stop)
            if m.kind != "nested"
        ]
        found += [("date", w.start, w.stop) for w in material.dates_in(sentence)]
        found += [
            ("market" if m.role in _MARKET_ROLES else f"place_{m.role}", m.span.start, m.span.stop)
            for m in material.markets_in(start, stop)
        ]
        self._kinds[sentence.index] = found
        return found
