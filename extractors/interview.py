"""Interviews: paragraphs that answer a question set in bold, behind a dash or a letter, with the one who answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.material import NOT_READ, Material
from extractors.records import Paragraph
from extractors.speakers import Speaker, as_speaker

_BOLD = re.compile(r"\s*(?:\*\*|__)(?P<question>[^*_\n]{4,300}?)(?:\*\*|__)\s*(?P<answer>.*)", re.DOTALL)
_DASH = re.compile(r"\s*(?:―{1,2}|─{1,2}|—{1,2})\s?(?P<question>[^\n]{3,300})(?P<answer>)$")
_LETTER = re.compile(r"\s*(?:Q|F|D|P|V|問|문|问|問い)\s?[:：.]\s?(?P<question>[^\n]{3,300})(?P<answer>)$")
_ANSWERS = re.compile(r"\s*(?:[RAP]|答|답|[A-Z]{2,3})\s?[:：.]\s*")
_ASKS = re.compile(
    r"(?:[?？]|か[。？]?|나[.?]?|가[.?]?|까[.?]?|는[.?]|は[。]?|吗[？。]?|呢[？。]?)[\"'”’」]?$"
)
_OPENS, _CLOSES = '「“"«„『', '」”"»“』'
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
    asking = sum(bool(_ASKS.search(q.group("question").strip())) for q in asked)
    if asking < _FEWEST or asking * 2 < len(asked):
        return ()
    first = next(p.start for p, q in zip(paragraphs, questions, strict=True) if q is not None)
    speaker = _interviewed(material, first)
    found: list[Answer] = []
    for index, question in enumerate(questions):
        if question is None:
            continue
        span: tuple[int, int] | None = None
        if question.group("answer").strip():
            span = question.start("answer"), paragraphs[index].stop
        elif index + 1 < len(paragraphs) and questions[index + 1] is None:
            span = paragraphs[index + 1].start, paragraphs[index + 1].stop
        if span is not None:
            start, stop = _bare(material.text, *span)
            found += [Answer(start, stop, speaker)] if stop > start else []
    return tuple(found)


def _question(material: Material, paragraph: Paragraph) -> re.Match[str] | None:
    for form in (_BOLD, _DASH, _LETTER):
        match = form.match(material.text, paragraph.start, paragraph.stop)
        if match is not None:
            return match
    return None


def _bare(text: str, start: int, stop: int) -> tuple[int, int]:
    """Without the letter in front and the marks around it."""
    letter = _ANSWERS.match(text, start, stop)
    start = letter.end() if letter else start
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
    return as_speaker(chosen[0], material) if chosen else None
