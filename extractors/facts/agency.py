"""Fact agency: who made a campaign, and in which role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cues import Cue
from extractors.facts.agency_part import DECISION, Party, agencies_of, campaign_at, parties
from extractors.facts.campaigns import Campaign, Case
from extractors.material import Material
from extractors.records import Fact, Mention
from extractors.sentences import Sentence
from extractors.weighing import Verdict, weigh

_ROLES = ("media", "pr", "production", "other", "creative")
_KINDS = {
    "media_agency": "media",
    "pr_agency": "pr",
    "production": "production",
    "creative_agency": "creative",
}
_AUTHORSHIP = ("work", "creative", "media", "pr", "production", "other")
_THRESHOLD = 0.5
_LABELS = {"pr": "PR", "other": "activation"}


def read_agencies(case: Case) -> Iterator[Fact]:
    """Agencies that worked on a campaign, as all places that name them say together."""
    material = case.material
    weights = material.tools.weights[DECISION]
    for party in parties(case):
        verdict = weigh(weights, party.signs)
        if verdict.probability < _THRESHOLD:
            continue
        for campaign, mention, sentence in _placed(case, party):
            role, role_why = _role(material, sentence, mention)
            yield _fact(case, campaign, mention, role, verdict, role_why)


def _has_work(material: Material, sentence: Sentence, mention: Mention) -> bool:
    """Whether words of authorship stand in the sentence, outside the name."""
    return any(
        cue.start >= mention.span.stop or cue.stop <= mention.span.start
        for cue in material.cues_in(sentence.start, sentence.stop, "agency_roles", _AUTHORSHIP)
    )


def _placed(case: Case, party: Party) -> Iterator[tuple[Campaign, Mention, Sentence]]:
    """The campaigns an agency worked on, each with the mention that says most of it."""
    material = case.material
    seen: set[str] = set()
    for mention in _best_first(case, party):
        sentence = material.sentence_at(mention.span.start)
        campaign = campaign_at(case, mention.span.start)
        if sentence is None or campaign is None or campaign.key in seen:
            continue
        if not seen or _has_work(material, sentence, mention):
            seen.add(campaign.key)
            yield campaign, mention, sentence


def _best_first(case: Case, party: Party) -> list[Mention]:
    """The mentions, those in sentences with words of authorship first, those in somebody's own words last."""

    def rank(mention: Mention) -> tuple[bool, bool, bool, bool]:
        sentence = case.material.sentence_at(mention.span.start)
        has_work = sentence is not None and _has_work(case.material, sentence, mention)
        spoken = case.in_speech(mention.span.start)
        shorter = mention.entity_id != party.mentions[0].entity_id
        return case.is_past(mention.span.start), shorter, spoken, not has_work

    return sorted(party.mentions, key=rank)


def _fact(
    case: Case, campaign: Campaign, mention: Mention, role: str, verdict: Verdict, role_why: str
) -> Fact:
    start, stop = mention.span.start, _end_of_name(case.material, mention)
    return case.stated(
        campaign,
        "agency",
        case.material.text[start:stop],
        start,
        stop,
        verdict.probability,
        f"{mention.rule}; it worked on the campaign ({verdict.why}); {role_why}",
        role=_LABELS.get(role, role),
    )


_MORE_NAME = re.compile(
    r"(?:\s(?:&|\+|d[aeo]s?|du|of)\s?|\s)[^\W\d_a-zà-öø-ÿ][\w'’-]+(?:\s[^\W\d_a-zà-öø-ÿ][\w'’-]+)?(?![\w:])"
)


def _end_of_name(material: Material, mention: Mention) -> int:
    """Where the name ends: capitals right behind it belong to it unless they are something else."""
    stop = mention.span.stop
    more = _MORE_NAME.match(material.text, stop)
    if more is None or material.language in ("de", "ja", "ko", "zh") or "\n" in more.group(0):
        return stop
    taken = [m.span for m in material.mentions if m is not mention] + [m.span for m in material.markets]
    if any(span.start < more.end() and stop < span.stop for span in taken):
        return stop
    return more.end()


def _role(material: Material, sentence: Sentence, mention: Mention) -> tuple[str, str]:
    """The word for a role in the agency's own part of the sentence, else in its name, else what it is known for."""
    cues = [
        c
        for c in material.cues_in(sentence.start, sentence.stop, "agency_roles", _ROLES)
        if not mention.span.start <= c.start < mention.span.stop
    ]
    agencies = [m.span for m in agencies_of(material) if sentence.start <= m.span.start < sentence.stop]
    low, high = _part(material, sentence, mention)
    own: list[tuple[float, Cue]] = []
    for cue in cues:
        if not low <= cue.start < high or any(s.start <= cue.start < s.stop for s in agencies):
            continue
        ahead = cue.stop <= mention.span.start
        gap = mention.span.start - cue.stop if ahead else cue.start - mention.span.stop
        # Between two agencies a word belongs to the nearer one.
        others = [
            min(abs(s.start - cue.stop), abs(cue.start - s.stop))
            for s in agencies
            if s.start != mention.span.start and low <= s.start < high
        ]
        if others and min(others) < gap:
            continue
        own.append((gap + (5 if cue.kind == "creative" else 0) + (0 if ahead or gap <= 3 else 4), cue))
    if own:
        _, cue = min(own, key=lambda pair: pair[0])
        if cue.kind == "creative" and _only_makes(material, sentence, cue, low, high):
            return "production", f"{cue.why}; another plans"
        return cue.kind, cue.why
    entity = material.entities.get(mention.entity_id)
    known = _KINDS.get(entity.kind or "") if entity is not None else None
    inside = material.cues_in(
        mention.span.start, mention.span.stop, "agency_roles", ("media", "pr", "production")
    )
    for kind in ("media", "pr", "production"):
        words = material.tools.words("agency_roles", f"name_{kind}")
        if words and set(re.findall(r"\w+", mention.span.quote.lower())) & set(words):
            return kind, f"its name: cues/agency_roles.toml name_{kind}"
    if inside:
        return inside[-1].kind, f"its name: {inside[-1].why}"
    if known and entity is not None:
        return known, f"known as {entity.kind}"
    return "creative", "no other role stated"


def _only_makes(material: Material, sentence: Sentence, cue: Cue, low: int, high: int) -> bool:
    """``A plans, B makes``: the word for making means production where another agency has the planning."""
    if not material.cues_in(cue.start, cue.stop + 3, "agency_roles", ("makes",)):
        return False
    plans = material.cues_in(sentence.start, sentence.stop, "agency_roles", ("plans",))
    return any(not low <= plan.start < high for plan in plans)


_COMMAS = re.compile(r"[,;:()，、；：（）]")


def _part(material: Material, sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """The part of the sentence between commas and ands around an agency; what is in brackets right behind it included."""
    cuts = [m.span() for m in _COMMAS.finditer(material.text, sentence.start, sentence.stop)]
    cuts += [(c.start, c.stop) for c in material.cues_in(sentence.start, sentence.stop, "links", ("and",))]
    names = [
        m.span
        for m in material.mentions_in(
            sentence.start, sentence.stop, ("agency", "brand", "person", "organisation")
        )
    ]
    cuts = [c for c in cuts if not any(s.start <= c[0] < s.stop for s in names)]
    low = max((stop for start, stop in cuts if stop <= mention.span.start), default=sentence.start)
    following = sorted(start for start, _ in cuts if start >= mention.span.stop)
    high = following[0] if following else sentence.stop
    sign = material.text[mention.span.stop : mention.span.stop + 2].strip()[:1]
    if sign in ("(", "（"):
        close = material.text.find("）" if sign == "（" else ")", mention.span.stop)
        high = close if 0 < close < sentence.stop else high
    before = material.text[max(sentence.start, low - 1) : low]
    if before in (":", "：", "(", "（"):
        # "Creative: X" and "(Media: X)" carry their word before the colon.
        earlier = [stop for _, stop in cuts if stop < low - 1]
        low = max(earlier, default=sentence.start)
    return low, high
