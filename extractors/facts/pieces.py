"""Facts assets and budget: what a campaign is made of and what it costs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from extractors.facts.campaigns import Case
from extractors.numbers_in_text import number_pattern, parse_number
from extractors.records import Fact

_KINDS = ("spot", "film", "video", "episode", "motif", "poster")
_COUNTERS = re.compile(r"(?:本|編|篇|つ|枚|点|种|支|部|条|個|个|集|편|개|장|종)?\s?(?:의|の|的)?\s?$")
_MOST = 200


def read_assets(case: Case) -> Iterator[Fact]:
    """Counted films, spots, videos and the like."""
    material = case.material
    seen: set[tuple[str, str]] = set()
    for sentence in material.readable():
        for cue in material.cues_in(sentence.start, sentence.stop, "assets", _KINDS):
            if case.in_speech(cue.start) or case.is_past(cue.start):
                continue
            counted = _count_before(case, sentence.start, cue.start)
            campaign = case.at(cue.start)
            if counted is None or campaign is None:
                continue
            count, start = counted
            if count == 1 and not any(c.sentence == sentence.index for c in campaign.claims):
                continue
            if any(key == campaign.key for key, _ in seen):
                continue
            seen.add((campaign.key, cue.kind))
            value = json.dumps({"count": count, "kind": cue.kind})
            yield case.stated(campaign, "assets", value, start, cue.stop, 0.8, cue.why)


def _count_before(case: Case, low: int, stop: int) -> tuple[int, int] | None:
    """A number up to two words before the noun, with where it begins."""
    material = case.material
    if material.language in ("ja", "ko", "zh"):
        piece = material.text[max(low, stop - 9) : stop]
        cut = _COUNTERS.search(piece)
        head = piece[: cut.start()] if cut else piece
        match = re.search(rf"({number_pattern(material.language)})\s?$", head)
        if match is None or not (cut and cut.group(0).strip()):
            return None
        count = parse_number(match.group(1), material.language)
        return (count, stop - len(piece) + match.start(1)) if count and count < _MOST else None
    words = list(re.finditer(r"[^\s,;:()]+", material.text[max(low, stop - 40) : stop]))
    # Between number and noun stands at most one small word: "drei kurze Filme", not "fünf Märkten hängen Plakate".
    near = words[-1:] if len(words) > 1 and not words[-1].group(0)[:1].islower() else words[-2:]
    for word in reversed(near):
        raw = word.group(0).strip("\"'„“«")
        if raw.lower() in ("a", "an", "un", "une", "una", "uma", "um", "uno", "een"):
            continue
        count = parse_number(raw, material.language)
        if count is not None and 0 < count < _MOST:
            return count, max(low, stop - 40) + word.start()
    return None


def read_budgets(case: Case) -> Iterator[Fact]:
    """An amount of money beside a word for cost, as the text writes it."""
    material = case.material
    seen: set[str] = set()
    for sentence in material.readable():
        context = material.cues_in(sentence.start, sentence.stop, "budget", ("context",))
        if case.in_speech(sentence.start):
            continue
        if not context:
            # "According to the paper it is about 25 million": a figure with a medium as its source.
            media = material.mentions_in(sentence.start, sentence.stop, ("medium",))
            context = (
                material.cues_in(
                    sentence.start,
                    sentence.stop,
                    "speech",
                    ("according_before", "source_before", "source_after", "source_verb"),
                )
                if media
                else []
            )
        if not context:
            continue
        against = material.cues_in(sentence.start, sentence.stop, "budget", ("not_context",))
        for pattern in material.tools.patterns("budget", "amount_patterns"):
            match = pattern.search(material.lowered, sentence.start, sentence.stop)
            if match is None:
                continue
            near = min(abs(c.start - match.start()) for c in context)
            far = min((abs(c.start - match.start()) for c in against), default=10**6)
            campaign = case.at(match.start()) or (case.campaigns[0] if len(case.campaigns) == 1 else None)
            subjects = case.focus.subjects[sentence.index]
            if (
                campaign is None
                or far < near
                or case.is_past(match.start())
                or campaign.key in seen
                or (subjects and campaign.brand not in subjects)
            ):
                continue
            seen.add(campaign.key)
            text = material.text[match.start() : match.end()].strip()
            yield case.stated(
                campaign,
                "budget",
                json.dumps(text, ensure_ascii=False),
                match.start(),
                match.start() + len(text),
                0.75,
                context[0].why,
            )
            break
