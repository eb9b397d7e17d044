"""Fact agency: who made a campaign, and in which role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cues import Cue
from extractors.facts.campaigns import Campaign, Case
from extractors.material import Material, clause_bounds
from extractors.records import Fact, Mention
from extractors.sentences import Sentence

_ROLES = ("media", "pr", "production", "other", "creative")
_KINDS = {
    "media_agency": "media",
    "pr_agency": "pr",
    "production": "production",
    "creative_agency": "creative",
}
_LABELS = {"pr": "PR", "other": "activation"}


def read_agencies(case: Case) -> Iterator[Fact]:
    """Agencies named beside words of authorship; those said to have no part in it are left out."""
    material = case.material
    seen: set[tuple[str, str]] = set()
    for mention in _agencies(material):
        sentence = material.sentence_at(mention.span.start)
        if sentence is None or case.in_speech(mention.span.start) or case.is_past(mention.span.start):
            continue
        campaign = case.at(mention.span.start) or (case.campaigns[0] if len(case.campaigns) == 1 else None)
        if campaign is None or (campaign.key, mention.entity_id) in seen:
            continue
        why = _authorship(material, sentence, mention)
        if why is None or _uninvolved(material, sentence, mention):
            continue
        seen.add((campaign.key, mention.entity_id))
        role, role_why = _role(material, sentence, mention)
        yield _fact(case, campaign, mention, role, f"{why}; {role_why}")


def _agencies(material: Material) -> list[Mention]:
    """Agency mentions, the longest where one lies inside another."""
    agencies = [m for m in material.mentions if m.type == "agency"]
    return [
        m
        for m in agencies
        if not any(
            o is not m
            and o.span.start <= m.span.start
            and m.span.stop <= o.span.stop
            and o.span.stop - o.span.start > m.span.stop - m.span.start
            for o in agencies
        )
    ]


def _fact(case: Case, campaign: Campaign, mention: Mention, role: str, why: str) -> Fact:
    start, stop = mention.span.start, _end_of_name(case.material, mention)
    return case.stated(
        campaign,
        "agency",
        case.material.text[start:stop],
        start,
        stop,
        0.85,
        f"{mention.rule}; {why}",
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


def _authorship(material: Material, sentence: Sentence, mention: Mention) -> str | None:
    cues = material.cues_in(
        sentence.start,
        sentence.stop,
        "agency_roles",
        ("work", "noun", "creative", "media", "pr", "production", "other"),
    )
    cues = [c for c in cues if c.start >= mention.span.stop or c.stop <= mention.span.start]
    if cues:
        nearest = min(
            cues, key=lambda c: min(abs(c.start - mention.span.stop), abs(mention.span.start - c.stop))
        )
        return nearest.why
    nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
    if nouns and material.before(mention.span.start, "agency_roles", "by_before"):
        return nouns[0].why
    offices = material.cues_in(sentence.start, sentence.stop, "spokespeople", ("corporate",))
    if offices and not nouns:
        # "Its head of marketing came from X": a career.
        return None
    # An agency named where a campaign is spoken of has to do with it, unless the sentence says otherwise.
    return "named as an agency"


def _uninvolved(material: Material, sentence: Sentence, mention: Mention) -> bool:
    """Losers of a pitch, former agencies, news agencies, experts, and those who work for a rival."""
    low, _ = clause_bounds(material, sentence, mention.span.start, mention.span.stop)
    for cue in material.cues_in(low, mention.span.start, "links", ("rival",)):
        if material.mentions_in(cue.stop, min(cue.stop + 24, mention.span.start), ("brand", "company")):
            return True
    if material.before(mention.span.start, "agency_roles", "beaten_before") or _listed_loser(
        material, sentence, mention
    ):
        return True
    if material.after(mention.span.stop, "agency_roles", "beaten_after"):
        return True
    begin, _ = clause_bounds(material, sentence, mention.span.start, mention.span.stop)
    if mention.span.start - begin <= 1:
        # "The previous agency, X, declined": an apposition belongs to what stands before its comma.
        begin, _ = clause_bounds(material, sentence, max(sentence.start, begin - 2), begin)
    start = max(begin, mention.span.start - 40)
    stop = min(sentence.stop, mention.span.stop + 60)
    semicolons = [at for sign in ";；" if (at := material.text.find(sign, mention.span.stop, stop)) >= 0]
    for cue in material.cues_in(start, min([stop, *semicolons]), "agency_roles", ("uninvolved", "news")):
        ahead = cue.stop <= mention.span.start
        if cue.kind == "news":
            if mention.span.start - cue.stop <= 3 and ahead:
                return True
        elif (ahead and mention.span.start - cue.stop <= 24) or (
            not ahead
            and cue.start - mention.span.stop <= 60
            and _beside(material, mention, cue.start)
            and not _opens_list(material, sentence, mention, cue)
        ):
            return True
    people = material.mentions_in(sentence.start, sentence.stop, ("person",))
    # Somebody who works there and speaks is an expert, unless the sentence also says who made the work.
    work = material.cues_in(sentence.start, sentence.stop, "agency_roles", ("work", "production", "media"))
    said = material.cues_in(sentence.start, sentence.stop, "speech", ("say",))
    return bool(people and said and not work and mention.span.start > people[0].span.start)


def _listed_loser(material: Material, sentence: Sentence, mention: Mention) -> bool:
    """``against A and the incumbent B``: an agency behind one that lost, joined by and."""
    for other in _agencies(material):
        if not sentence.start <= other.span.start < other.span.stop <= mention.span.start:
            continue
        between = material.text[other.span.stop : mention.span.start]
        joined = (
            material.cues_in(other.span.stop, mention.span.start, "links", ("and",)) or between.strip() == ","
        )
        work = material.cues_in(
            other.span.stop,
            mention.span.start,
            "agency_roles",
            ("work", "media", "pr", "production", "creative"),
        )
        if (
            joined
            and not work
            and len(between) <= 44
            and material.before(other.span.start, "agency_roles", "beaten_before")
        ):
            return True
    return False


def _opens_list(material: Material, sentence: Sentence, mention: Mention, cue: Cue) -> bool:
    """``X won, beaten were Y and Z``: a word in the next clause right before other agencies is about those."""
    if not _COMMAS.search(material.text, mention.span.stop, cue.start):
        return False
    end = min(sentence.stop, cue.stop + 34)
    return any(m.type == "agency" and cue.stop <= m.span.start < end for m in material.mentions)


def _beside(material: Material, mention: Mention, start: int) -> bool:
    """No other agency stands between the mention and a word behind it."""
    return not any(m.type == "agency" and mention.span.stop < m.span.start < start for m in material.mentions)


def _role(material: Material, sentence: Sentence, mention: Mention) -> tuple[str, str]:
    """The word for a role in the agency's own part of the sentence, else in its name, else what it is known for."""
    cues = [
        c
        for c in material.cues_in(sentence.start, sentence.stop, "agency_roles", _ROLES)
        if not mention.span.start <= c.start < mention.span.stop
    ]
    agencies = [m.span for m in _agencies(material) if sentence.start <= m.span.start < sentence.stop]
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
