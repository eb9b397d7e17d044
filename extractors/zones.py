"""Zones of an article by form: kicker, breadcrumb, headline, byline, lead, caption, credit, sign-off, label, residue.

Only the shape and place of a line decide, helped by the few words that pages of ten languages put before names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.records import Paragraph

_CREDIT = re.compile(
    r"^\s*[(\[]?\s*(?:©|\(c\)\s|copyright\b"
    r"|(?:fotos?|photos?|bild(?:er)?|image|images|picture|crédits?(?: photo)?|credits?|créditos?|foto de|fotografía"
    r"|immagine|imagem|beeld|bron|quelle|source|fuente|fonte|illustration|grafik|montage|photo by|photo credit)\s*[:/©]"
    r"|(?:写真|画像|撮影|出典|사진|제공|출처|图片?|摄影|来源|圖)\s*[:：=/])",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^\s*(?i:von|by|par|por|di|door|texte?:|autor(?:in)?:|author:|redacción|redazione)\s+"
    r"[^\W\d_a-zà-öø-ÿ][\w.'’-]+(?:\s+[\w.'’-]+){0,5}\s*$"
)
_SIGNOFF = re.compile(
    r"(?<=[.!?…\"“”»’)])[ \t\u00a0]+(\(?[a-zäöüß]{2,5}(?:[/,;-][ ]?[a-zäöüß]{2,5}){0,3}\)?|\([A-Za-z]{2,5}(?:/[A-Za-z]{2,5}){0,3}\))$"
)
_SIGNOFF_LINE = re.compile(r"^[(\[]?[a-zäöüß]{2,4}(?:/[a-zäöüß]{2,4}){0,3}[)\]]?$")
_RESIDUE = re.compile(r"^[a-z][a-z0-9_-]{2,19}(?:[ ;][a-z0-9_-]{2,19})?;?$")
_CRUMBS = re.compile(r"\S\s*[›»>/|]\s*\S")
_SENTENCE_ENDS = '.!?…。！？"“”»」』)'
_HEADING_MARK = re.compile(r"^#{1,6}\s+\S")
_MAX_HEADLINE_CHARS = 180
_MAX_CAPTION_CHARS = 260


def ends_like_sentence(line: str) -> bool:
    """Whether a line is closed by a stop or a closing mark."""
    return line.rstrip()[-1:] in _SENTENCE_ENDS


def _is_title_like(line: str) -> bool:
    return len(line) <= _MAX_HEADLINE_CHARS and not line.rstrip().endswith((".", "。", ";"))


def mark_zones(
    text: str, paragraphs: Sequence[Paragraph], *, headline_known: bool = False
) -> tuple[Paragraph, ...]:
    """The paragraphs with the kinds their form and place give them; a sign-off becomes a paragraph of its own.

    ``headline_known``: the page itself named its headline, which then stays the first line.
    """
    lines = [text[p.start : p.stop] for p in paragraphs]
    kinds = [p.kind for p in paragraphs]
    if not lines:
        return ()
    _mark_end(lines, kinds)
    _mark_head(text, paragraphs, lines, kinds, headline_known)
    _mark_pictures(lines, kinds)
    _mark_lead(lines, kinds)
    return _with_signoff(text, paragraphs, kinds)


def _mark_end(lines: Sequence[str], kinds: list[str]) -> None:
    """Left-overs of templates and labels of empty link lists close a page."""
    last = len(lines) - 1
    if last > 1 and _RESIDUE.match(lines[last]):
        # A lone pair of letters after the text is the author, a longer lone word is the template.
        kinds[last] = "signoff" if _SIGNOFF_LINE.match(lines[last]) else "residue"
        last -= 1
    for index in range(last, max(1, last - 2), -1):
        line = lines[index].rstrip()
        if line.endswith((":", "：")) and len(line) <= 70:
            kinds[index] = "related"
        elif _SIGNOFF_LINE.match(line) or (line.startswith("(") and line.endswith(")") and len(line) < 24):
            kinds[index] = "signoff"
        else:
            break


def _mark_head(
    text: str, paragraphs: Sequence[Paragraph], lines: Sequence[str], kinds: list[str], known: bool
) -> None:
    """What stands above the headline, the headline itself and the byline under it."""
    if "headline" in kinds[:3] and kinds[0] != "headline":
        return
    if not known and kinds[0] == "headline" and len(lines) > 1 and _opens_page(text, paragraphs, lines):
        first = lines[0].rstrip()
        crumbs = bool(_CRUMBS.search(first)) or "\n\n" in text[paragraphs[0].stop : paragraphs[1].start]
        kinds[0] = "kicker" if first.endswith((":", "：")) or not crumbs else "breadcrumb"
        kinds[1] = "headline"
    for index in range(1, min(4, len(lines))):
        if kinds[index] in ("body", "heading") and _BYLINE.match(lines[index]) and len(lines[index]) < 80:
            kinds[index] = "byline"


def _opens_page(text: str, paragraphs: Sequence[Paragraph], lines: Sequence[str]) -> bool:
    """A short first line above a longer line that looks like the headline."""
    first, second = lines[0].rstrip(), lines[1].rstrip()
    if _CREDIT.match(second) or not _is_title_like(second) or _HEADING_MARK.match(first):
        return False
    label = first.endswith((":", "："))
    short = len(first.split()) <= 3 and len(first) <= 40 and not ends_like_sentence(first)
    longer = len(second) > len(first) * 1.4 and len(second.split()) >= (3 if label else 4)
    if label and len(first) <= 60:
        return longer
    return (short or bool(_CRUMBS.search(first))) and longer and not ends_like_sentence(second)


def _mark_pictures(lines: Sequence[str], kinds: list[str]) -> None:
    """Credits by their sign; captions beside a credit, or printed twice."""
    times = Counter(line.strip() for line in lines)
    for index, line in enumerate(lines):
        if kinds[index] in ("body", "heading") and _CREDIT.match(line) and len(line) < 120:
            kinds[index] = "credit"
    for index, line in enumerate(lines):
        if kinds[index] not in ("body", "heading") or len(line) > _MAX_CAPTION_CHARS:
            continue
        twice = times[line.strip()] > 1
        neighbours = [kinds[near] for near in (index - 1, index + 1) if 0 <= near < len(lines)]
        beside = "credit" in neighbours and not ends_like_sentence(line)
        if twice or beside:
            kinds[index] = "caption"


def _mark_lead(lines: Sequence[str], kinds: list[str]) -> None:
    """The first full paragraph under a headline."""
    if "headline" not in kinds:
        return
    for index in range(kinds.index("headline") + 1, len(kinds)):
        if kinds[index] == "body" and ends_like_sentence(lines[index]):
            if any(kind == "body" for kind in kinds[index + 1 :]):
                kinds[index] = "lead"
            return


def _with_signoff(text: str, paragraphs: Sequence[Paragraph], kinds: Sequence[str]) -> tuple[Paragraph, ...]:
    """Initials at the end of the last paragraph of text are no part of it."""
    last = max((i for i, kind in enumerate(kinds) if kind in ("body", "lead")), default=-1)
    found: list[Paragraph] = []
    for index, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        initials = _SIGNOFF.search(text[paragraph.start : paragraph.stop]) if index == last else None
        if initials is None:
            found.append(replace(paragraph, index=len(found), kind=kind))
            continue
        start = paragraph.start + initials.start(1)
        stop = paragraph.start + len(text[paragraph.start : start].rstrip())
        found.append(Paragraph(len(found), kind, paragraph.start, stop))
        found.append(Paragraph(len(found), "signoff", start, paragraph.stop))
    return tuple(found)
