"""Facts assets and budget: what a campaign is made of and what it costs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from extractors.facts.campaigns import Case
from extractors.numbers_in_text import number_pattern, parse_number
from extractors.records import Fact
from extractors.writing import CJK

_KINDS = ("spot", "film", "video", "episode", "motif", "poster")
_COUNTERS = re.compile(r"(?:本|編|篇|つ|枚|点|种|支|部|条|個|个|集|편|개|장|종)?\s?(?:의|の|的)?\s?$")
_COUNTER_HEAD = re.compile(r"\s?(?:本|編|篇|枚|点|种|支|部|条|條|个|個|集|편|개|장|종)")
_MOST = 200


def read_assets(case: Case) -> Iterator[Fact]:
    """Counted films, spots, videos and the like; else the one film a campaign consists of."""
    counted = {fact.campaign: fact for fact in reversed(list(_counted(case)))}
    single = {fact.campaign: fact for fact in reversed(list(_single(case)))}
    yield from (counted.get(c.key) or single[c.key] for c in case.campaigns if c.key in counted | single)


def _single(case: Case) -> Iterator[Fact]:
    """``a film of ninety seconds``, ``the spot``, in a sentence that says more of the campaign."""
    material = case.material
    for sentence in material.readable():
        for cue in material.cues_in(sentence.start, sentence.stop, "assets", ("single",)):
            campaign = case.at(cue.start)
            if campaign is None or case.in_speech(cue.start) or case.is_past(cue.start):
                continue
            if not _is_one(case, sentence.start, cue.start, cue.stop):
                continue
            claimed = any(c.sentence == sentence.index for c in campaign.claims)
            more = material.cues_in(sentence.start, sentence.stop, "campaign", ("launch", "launch_past"))
            more += material.cues_in(sentence.start, sentence.stop, "agency_roles", ("work", "production"))
            more += material.cues_in(cue.start, min(sentence.stop, cue.stop + 30), "assets", ("length",))
            more += material.cues_in(max(sentence.start, cue.start - 20), cue.start, "assets", ("length",))
            if claimed or more:
                value = json.dumps({"count": 1, "kind": "film"})
                yield case.stated(campaign, "assets", value, cue.start, cue.stop, 0.6, cue.why)


def _is_one(case: Case, low: int, start: int, stop: int) -> bool:
    """An article or demonstrative of the singular stands before the noun; without articles a counter or its length."""
    material = case.material
    ones = material.tools.words("assets", "one")
    if material.language in CJK:
        near = material.text[max(low, start - 12) : start]
        return bool(material.cues_in(max(low, start - 14), stop + 14, "assets", ("length",))) or any(
            word in near for word in ones
        )
    words = re.findall(r"[^\s,;:()\"„“«»]+", material.lowered[max(low, start - 34) : start])
    return any(word in ones for word in words[-2:])


def _counted(case: Case) -> Iterator[Fact]:
    material = case.material
    seen: set[tuple[str, str]] = set()
    for sentence in material.readable():
        for cue in material.cues_in(sentence.start, sentence.stop, "assets", _KINDS):
            if case.in_speech(cue.start) or case.is_past(cue.start):
                continue
            counted = _count_before(case, sentence.start, cue.start) or _count_behind(
                case, cue.stop, sentence.stop
            )
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
            # The number stands before its noun or behind it.
            span = min(start, cue.start), max(start, cue.stop)
            yield case.stated(campaign, "assets", value, *span, 0.8, cue.why)


def _count_before(case: Case, low: int, stop: int) -> tuple[int, int] | None:
    """A number up to two words before the noun, with where it begins."""
    material = case.material
    if material.language in CJK:
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
    last = words[-1].group(0)[:1] if words else ""
    near = words[-1:] if len(words) > 1 and not last.islower() and not last.isdecimal() else words[-2:]
    for word in reversed(near):
        raw = word.group(0).strip("\"'„“«")
        if raw.lower() in ("a", "an", "un", "une", "una", "uma", "um", "uno", "een"):
            continue
        count = parse_number(raw, material.language)
        for name, several in (("pair", 2), ("trio", 3)):
            count = several if raw.lower() in material.tools.words("assets", name) else count
        if raw.lower() in material.tools.words("assets", "dozen"):
            count = 12 * (_number_before(case, max(low, stop - 40) + word.start(), low) or 1)
        if count is not None and 0 < count < _MOST:
            return count, max(low, stop - 40) + word.start()
    return None


def _number_before(case: Case, start: int, low: int) -> int | None:
    words = case.material.text[max(low, start - 20) : start].split()
    count = parse_number(words[-1], case.material.language) if words else None
    return count if count and count < 10 else None


_BEHIND = re.compile(
    r"[はがも은는이가]?\s?(?:全部で|全|計|合わせて|モデル|共|一共|共有|总共|모두|총|전부|다)?\s?"
)


def _count_behind(case: Case, start: int, stop: int) -> tuple[int, int] | None:
    """``CMは全部で4篇``, ``영상은 모두 세 편``: the number behind the noun."""
    material = case.material
    if material.language not in CJK:
        return None
    gap = _BEHIND.match(material.text, start, stop)
    at = gap.end() if gap else start
    number = re.compile(number_pattern(material.language)).match(material.text, at, stop)
    if number is None or not _COUNTER_HEAD.match(material.text, number.end(), stop):
        return None
    count = parse_number(number.group(0), material.language)
    return (count, at) if count and 1 < count < _MOST else None


def read_budgets(case: Case) -> Iterator[Fact]:
    """An amount of money beside a word for cost, as the text writes it."""
    material = case.material
    seen: set[str] = set()
    for sentence in material.readable():
        context = material.cues_in(sentence.start, sentence.stop, "budget", ("context",))
        if case.in_speech(sentence.start):
            continue
        earlier = material.sentences[sentence.index - 1] if sentence.index else sentence
        if not context and earlier.paragraph == sentence.paragraph:
            # "And the price? It says two million."
            context = material.cues_in(earlier.start, earlier.stop, "budget", ("context",))
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
