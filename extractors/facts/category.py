"""Facts category and co_sponsors: what the rights are for, and who else holds some."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.facts.campaigns import Case
from extractors.facts.focus import brand_mentions
from extractors.records import Fact

_UNTIL = (
    r"\s(?:bis|until|till|through|jusqu|hasta|fino|até|tot|desde|dal|depuis|since|seit|gesichert|secured)\b"
)

_NAME_REACH = 60
"""Letters a name that begins a would-be category may have."""


def read_category(case: Case) -> Iterator[Fact]:
    """The product category the rights are for."""
    material = case.material
    seen: set[tuple[str, str]] = set()
    for sentence in material.readable():
        if not material.cues_in(
            sentence.start, sentence.stop, "term", ("contract", "sponsor", "end")
        ) and not material.cues_in(
            sentence.start, sentence.stop, "status", ("worldwide", "domestic", "official")
        ):
            continue
        for pattern in material.tools.patterns("status", "category_patterns"):
            match = pattern.search(material.lowered, sentence.start, sentence.stop)
            if match is None:
                continue
            start, stop = match.span("value")
            cut = re.search(_UNTIL, material.lowered[start:stop])
            stop = start + cut.start() if cut and cut.start() > 3 else stop
            value = material.text[start:stop].strip(" \"'„“”«»")
            campaign = case.at(start)
            begins = _behind_owner(case, start, stop)
            if begins is None:
                continue
            start = begins
            value = material.text[start:stop].strip(" \"'„“”«»")
            if campaign is None or len(value) < 3 or any(key == campaign.key for key, _ in seen):
                continue
            seen.add((campaign.key, value))
            for piece_start, piece_stop in _pieces(case, start, stop):
                piece = material.text[piece_start:piece_stop]
                yield case.stated(
                    campaign,
                    "category",
                    piece,
                    piece_start,
                    piece_stop,
                    0.75,
                    "category: a pattern of cues/status.toml",
                )
            break
    yield from _quoted_categories(case, {key for key, _ in seen})


def _behind_owner(case: Case, start: int, stop: int) -> int | None:
    """Where the category begins; None for ``official partner of <committee>``, which says whose, and not what for."""
    material = case.material
    spans = [m.span for m in material.mentions_in(start - 1, start + _NAME_REACH, ("event", "organisation"))]
    spans += [m.span for m in material.markets_in(start - 1, start + _NAME_REACH)]
    for span in spans:
        if span.start <= start + 4:
            owned = span.stop + 1 < stop and material.text[span.stop] in "的の"
            return span.stop + 1 if owned else None
    return start


def _pieces(case: Case, start: int, stop: int) -> list[tuple[int, int]]:
    """Quoted texts inside the match are the categories; else the match itself."""
    inner: list[tuple[int, int]] = []
    end = stop
    for quoted in case.material.quoted:
        # Further categories of an enumeration follow the first one, which lies within the match.
        near = quoted.outer[0] < stop if not inner else quoted.outer[0] <= end + 8
        if start - 2 <= quoted.start and near and quoted.depth == 0:
            inner.append((quoted.start, quoted.stop))
            end = max(end, quoted.outer[1])
    if inner:
        return inner
    piece = case.material.text[start:stop]
    start += len(piece) - len(piece.lstrip(" \"'„“”«»"))
    stop -= len(piece) - len(piece.rstrip(" \"'„“”«»"))
    return [(start, stop)]


def _quoted_categories(case: Case, done: set[str]) -> Iterator[Fact]:
    """``official sponsor of the IOC for "Cloud Services" and "..."``: quoted texts that are no claim beside a status."""
    material = case.material
    claims = {(c.start, c.stop) for campaign in case.campaigns for c in campaign.claims}
    for sentence in material.readable():
        labels = material.cues_in(
            sentence.start, sentence.stop, "status", ("worldwide", "domestic", "official")
        )
        if not labels:
            continue
        for quoted in material.quoted:
            if (
                not (labels[0].stop <= quoted.start and quoted.stop <= sentence.stop)
                or (quoted.start, quoted.stop) in claims
            ):
                continue
            campaign = case.at(labels[0].start)
            # A campaign word in the sentence makes it a title rather than a category.
            noun = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
            if campaign is None or campaign.key in done or noun or case.in_speech(quoted.start):
                continue
            if not material.before(quoted.outer[0], "status", "category_before"):
                continue
            yield case.stated(
                campaign, "category", material.text[quoted.start : quoted.stop], quoted.start, quoted.stop, 0.6,
                f"quoted beside {labels[0].why}",
            )  # fmt: skip


def read_co_sponsors(case: Case) -> Iterator[Fact]:
    """Other sponsors the article names as such, beside the campaign's brand."""
    material = case.material
    seen: set[tuple[str, str]] = set()
    for sentence in material.readable():
        for cue in material.cues_in(sentence.start, sentence.stop, "links", ("other_sponsors",)):
            terms = material.cues_in(sentence.start, sentence.stop, "term", ("sponsor", "contract"))
            if not terms:
                continue
            campaign = case.campaigns[0] if len(case.campaigns) == 1 else case.at(cue.start)
            for mention in brand_mentions(material):
                brand = case.focus.brand_of(mention)
                if (
                    campaign is None
                    or mention.kind != "name"
                    or not cue.start <= mention.span.start <= min(sentence.stop, cue.stop + 90)
                ):
                    continue
                if brand == campaign.brand or (campaign.key, brand) in seen:
                    continue
                seen.add((campaign.key, brand))
                span = mention.span
                yield case.stated(campaign, "co_sponsors", brand, span.start, span.stop, 0.8, cue.why)
