"""Known names that are something else where they stand: people, numbers, elided words, letters of another body."""

from __future__ import annotations

import pytest

from config.knowledge_base import load_knowledge
from extractors.entities import build_matcher, find_mentions
from extractors.entities.proof import article_of

MATCHER = build_matcher(load_knowledge())


def ids(text: str, language: str) -> list[str]:
    return [m.entity_id for m in find_mentions(article_of(text, language), MATCHER) if m.kind == "name"]


@pytest.mark.parametrize(
    ("language", "text", "entity"),
    [
        ("de", "Gemeinderat Günther Oettinger sprach gestern. Oettinger will sparen.", "oettinger"),
        ("de", "Die Stadträtin Anna Rossmann lehnt ab. So Rossmann am Montag.", "rossmann"),
        ("en", "The conductor Clara Wilson bowed. Wilson smiled.", "wilson_sport"),
        ("en", "Mr Bell retired after forty years.", "bell_canada"),
        ("pt", "O médico Marcelo Tissot falou; explica Tissot.", "tissot"),
        ("it", "Dell'arena rimase poco.", "dell"),
        ("ja", "画素数は0.3Mです。", "3m"),
        ("pt", "A Agência Nacional de Águas (ANA) avisou. A ANA mede os rios.", "ana"),
        ("it", "Il consigliere Andrea Maggi (M5S) votò contro; il M5S si astenne.", "maggi"),
    ],
)
def test_is_no_house(language: str, text: str, entity: str) -> None:
    assert entity not in ids(text, language)


@pytest.mark.parametrize(
    ("language", "text", "entity", "n"),
    [
        ("de", "Die Brauerei Oettinger wirbt. Enkel Karl Oettinger ist dagegen. Oettinger schweigt.", "oettinger", 2),
        ("en", "All Nippon Airways (ANA) sponsors the team. ANA flies it home.", "ana", 3),
        ("en", "Dell's laptops are ready.", "dell", 1),
        ("de", "Der Konzern 3M hilft.", "3m", 1),
        ("de", "Anna sagte: Adidas wirbt.", "adidas", 1),
        ("de", "Vieles bleibt. Anders Deloitte: Der Sponsor verlängert.", "deloitte", 1),
    ],
)  # fmt: skip
def test_is_the_house(language: str, text: str, entity: str, n: int) -> None:
    assert ids(text, language).count(entity) == n
