"""Small articles for the tests of reading."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from config.knowledge_base import load_knowledge
from config.topics import load_topic
from extractors.documents import read_document
from extractors.facts import Case
from extractors.language import detector_for
from extractors.material import Material
from extractors.reading import Reader
from extractors.records import Article, FrontMatter, Reading

LANGUAGES = ("de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh")


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_knowledge(), load_topic("olympics"))


def article(text: str, language: str = "en", published: str | None = "2024-05-15") -> Article:
    stated = FrontMatter(id="case", language=language, published=published)
    found = read_document(
        "case.txt",
        text.encode(),
        detector_for(LANGUAGES),
        now=datetime(2100, 1, 1, tzinfo=UTC),
        stated=stated,
    )
    assert isinstance(found, Article)
    return found


def material(text: str, language: str = "en", published: str | None = "2024-05-15") -> Material:
    return reader().material(article(text, language, published))


def case_of(text: str, language: str = "en") -> Case:
    return reader().case(material(text, language))


def read(text: str, language: str = "en", published: str | None = "2024-05-15") -> Reading:
    return reader().read(article(text, language, published))
