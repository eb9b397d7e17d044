"""Tone towards a sponsor: the clause that names it, and the words that decide."""

from __future__ import annotations

import pytest

from tests.extractors.reading_cases import read

FRAME = " The campaign runs for the Olympic Games."


@pytest.mark.parametrize(
    ("text", "label", "word"),
    [
        ("Visa won praise for its film.", "positive", "praise"),
        ("Visa faces a boycott over its film.", "negative", "boycott"),
        ("Visa was not criticised for its film.", "positive", "criticised"),
        ("Visa shows its film on television.", "neutral", ""),
    ],
)
def test_words_of_the_clause_decide(text: str, label: str, word: str) -> None:
    tone = read(text + FRAME).tones[0]
    assert (tone.entity_id, tone.label) == ("visa", label)
    assert word in " ".join(tone.words)


def test_what_somebody_else_suffers_is_not_the_sponsors() -> None:
    tones = {
        t.entity_id: t.label
        for t in read("Visa shows its campaign film, while Nike faces a boycott." + FRAME).tones
    }
    assert tones == {"visa": "neutral", "nike": "negative"}


def test_words_inside_quotations_and_claims_do_not_judge() -> None:
    text = 'Visa calls its campaign for the Olympics "Success Loves Failure".'
    assert [t.label for t in read(text).tones] == ["neutral"]


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("de", "Visa erntet Kritik für den Olympia-Spot.", "negative"),
        ("fr", "Visa est salué pour son film olympique.", "positive"),
        ("es", "Visa recibe críticas por su anuncio olímpico.", "negative"),
        ("zh", "维萨信用卡的奥运广告引发争议。", "negative"),
    ],
)
def test_tone_in_other_languages(language: str, text: str, label: str) -> None:
    assert [t.label for t in read(text, language).tones if t.entity_id == "visa"] == [label]
