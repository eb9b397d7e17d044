"""Articles of the labelled corpus and its briefs as the product reads them, for the fitting of weights."""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.settings import Settings
from extractors.records import Article, FrontMatter, Rejection
from flows.reading_files import article_of_file
from tests.corpus_tools.briefs import Brief, load_briefs
from tests.corpus_tools.labels import CorpusArticle, load_corpus
from tests.extractors.test_facts_cases import FOLDER as FACT_CASES
from tests.extractors.test_facts_cases import article as case_article

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def write_briefs(briefs: Sequence[Brief], folder: Path) -> list[Path]:
    """One Markdown file a brief, with its head."""
    files = []
    for brief in briefs:
        path = folder / f"{brief.id}.md"
        head = {"id": brief.id, "title": brief.title, "language": brief.language}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        front = "\n".join([*lines, f"published = {brief.published.isoformat()}"])
        path.write_text(f"+++\n{front}\n+++\n{brief.body}", encoding="utf-8")
        files.append(path)
    return files


def _article(path: Path, settings: Settings) -> Article:
    article = article_of_file(path, settings, FrontMatter(), NOW)
    if isinstance(article, Rejection):
        raise SystemExit(f"{article.subject}: {article.reason}: {article.detail}")
    return article


def corpus_articles(settings: Settings, half: str) -> Iterator[tuple[CorpusArticle, Article]]:
    """Long labelled articles of one half."""
    for labelled in load_corpus():
        if labelled.half == half:
            yield labelled, _article(labelled.path, settings)


def source_of(brief: Brief) -> str:
    """What scores and weights of an item go by: real articles told again are told apart from what authors thought up."""
    return "clippings" if brief.topic == "clipping" else "briefs"


def case_texts() -> Iterator[tuple[str, Mapping[str, Any], Article]]:
    """The texts of tests/extractors/fact_cases with an id and what they state: all of them are on the topic."""
    for path in sorted(FACT_CASES.glob("*.toml")):
        for at, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("case", ())):
            yield f"{path.stem}-{at}", case, case_article(case, case.get("language", path.stem))


def case_articles() -> Iterator[tuple[str, Article]]:
    """The same without what they state."""
    return ((name, article) for name, _, article in case_texts())


def phrase_articles(key: str) -> Iterator[tuple[str, Any, Article]]:
    """(id, value, article) of the short texts and single phrases that say what ``key`` is; "" where it is unsaid."""
    phrases = tomllib.loads((FACT_CASES / "phrases.toml").read_text(encoding="utf-8"))
    for language, table in phrases.items():
        cases = tomllib.loads((FACT_CASES / f"{language}.toml").read_text(encoding="utf-8"))["case"]
        blank = "" if language in ("ja", "zh") else " "
        for phrase in table["phrases"]:
            text = f"{table['lead']}{blank}{phrase['s']}"
            cases.append({**phrase, "text": text, "published": table["published"]})
        for at, case in enumerate(cases):
            if key in case:
                yield f"{language}-{at}", case[key], case_article(case, language)


def brief_articles(settings: Settings, half: str) -> Iterator[tuple[Brief, Article]]:
    """Short labelled items of one half."""
    briefs = [brief for brief in load_briefs() if brief.half == half]
    with tempfile.TemporaryDirectory() as folder:
        for brief, path in zip(briefs, write_briefs(briefs, Path(folder)), strict=True):
            yield brief, _article(path, settings)
