"""Interviews: paragraphs that answer a question set in bold, behind a dash or a letter, with the one who answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.material import NOT_READ, Material
from extractors.records import Paragraph
from extractors.speakers import Speaker, as_speaker

_BOLD = re.compile(r"\s*(?:\*\*|__)(?P<question>[^*_\n]{4,300}?)(?:\*\*|__)\s*(?P<answer>.*)", re.DOTALL)
_SLANTED = re.compile(r"\s*[*_](?P<question>[^*_\n]{4,300}?)[*_]\s*\n\s*(?P<answer>\S.*)", re.DOTALL)
_DASH = re.compile(r"\s*(?:―{1,2}|─{1,2}|—{1,2})\s?(?P<question>[^\n]{3,300})(?P<answer>)$")
_OPENS, _CLOSES = '「“"«„『‘‹', '」”"»“』’›'
_NOTE = re.compile(r"\s*\([*_][^()]{3,200}[*_]\)$")
"""A remark of the editors behind an answer."""
_CAPITALISED = r"[A-ZÀ-Þ][\w’'-]+"
_FEWEST = 2
_COVERED = 0.6
"""Share of an answer a quotation takes up to be that answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``start:stop`` is what the one interviewed says to one question."""

    start: int
    stop: int
    speaker: Speaker | None

    def holds(self, start: int, stop: int) -> bool:
        """Whether ``start:stop`` is the greater part of this answer."""
        shared = min(self.stop, stop) - max(self.start, start)
        return shared >= _COVERED * (self.stop - self.start)


def find_answers(material: Material) -> tuple[Answer, ...]:
    """The answers of an interview in order; empty when the article is none."""
    paragraphs = [p for p in material.article.paragraphs if p.kind not in NOT_READ]
    questions = [_question(material, p) for p in paragraphs]
    asked = [q for q in questions if q is not None]
    asks = material.tools.patterns("speech", "asks_patterns")
    asking = sum(any(p.search(q.group("question").strip()) for p in asks) for q in asked)
    if asking < _FEWEST or asking * 2 < len(asked):
        return ()
    first = next(p.start for p, q in zip(paragraphs, questions, strict=True) if q is not None)
    spans: list[tuple[int, int]] = []
    for index, question in enumerate(questions):
        if question is None:
            continue
        if question.group("answer").strip():
            spans.append((question.start("answer"), paragraphs[index].stop))
        elif index + 1 < len(paragraphs) and questions[index + 1] is None:
            spans.append((paragraphs[index + 1].start, paragraphs[index + 1].stop))
    speaker = _interviewed(material, first)
    bare = [_bare(material, *span) for span in _spoken(material.text, spans)]
    return tuple(Answer(start, stop, speaker) for start, stop in bare if stop > start)


def _spoken(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where most answers stand in quote marks, a paragraph without them is told by the outlet."""
    marked = [span for span in spans if text[slice(*span)].lstrip()[:1] in _OPENS]
    return marked if len(marked) * 2 > len(spans) else spans


def _question(material: Material, paragraph: Paragraph) -> re.Match[str] | None:
    for form in (_BOLD, _SLANTED, _DASH, *material.tools.patterns("speech", "question_patterns")):
        match = form.match(material.text, paragraph.start, paragraph.stop)
        if match is not None:
            return match
    return None


def _bare(material: Material, start: int, stop: int) -> tuple[int, int]:
    """Without the letter in front, the marks around it and a remark behind."""
    text = material.text
    for pattern in material.tools.patterns("speech", "answer_patterns"):
        letter = pattern.match(text, start, stop)
        start = letter.end() if letter else start
    note = _NOTE.search(text, max(start, stop - 220), stop)
    stop = note.start() if note else stop
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    if stop - start > 2 and text[start] in _OPENS and text[stop - 1] in _CLOSES:
        inner = text[start + 1 : stop - 1]
        if text[start] not in inner or text[start] in '"':
            start, stop = start + 1, stop - 1
    return start, stop


def _interviewed(material: Material, before: int) -> Speaker | None:
    """The person introduced last with a role ahead of the first question, else the last one named there."""
    people = [m for m in material.mentions if m.type == "person" and m.span.start < before]
    with_role = [m for m in people if m.role]
    chosen = (with_role or people)[-1:]
    return as_speaker(chosen[0], material) if chosen else _named_again_later(material, before)


def _named_again_later(material: Material, before: int) -> Speaker | None:
    """A full name ahead of the questions whose last word stands alone later on."""
    particles = "|".join(map(re.escape, material.tools.words("people", "particles"))) or "(?!)"
    name = re.compile(rf"(?<!\w){_CAPITALISED}(?:\s(?:(?:{particles})\s){{0,2}}{_CAPITALISED}){{1,3}}")
    for match in name.finditer(material.text, 0, before):
        surname = match.group(0).split()[-1]
        taken = any(m.span.start < match.end() and match.start() < m.span.stop for m in material.mentions)
        if not taken and len(surname) > 3 and re.search(rf"\b{re.escape(surname)}\b", material.text[before:]):
            return Speaker(match.group(0), None, None, match.start(), True)
    return None
