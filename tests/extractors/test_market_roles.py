"""Roles in sentences of our own, in ten languages: places are marked [text|code|role] in market_roles/*.toml."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from config.knowledge_base import load_knowledge
from config.market_lexicon import load_markets
from extractors.entities import build_matcher, find_mentions
from extractors.markets import build_market_matcher, find_markets
from extractors.paragraphs import paragraphs_of_text
from extractors.records import Article

FOLDER = Path(__file__).parent / "market_roles"
MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z0-9]+)\|([a-z_/]+)\]")
RIGHT_SHARE = 0.95
KNOWLEDGE = load_knowledge()
ENTITIES = build_matcher(KNOWLEDGE)
MARKETS = build_market_matcher(load_markets())


def unmarked(text: str) -> tuple[str, list[tuple[int, str, str, list[str]]]]:
    """The plain text, and (offset, text, code, right roles) of every mark."""
    plain, marks, position = "", [], 0
    for found in MARK.finditer(text):
        plain += text[position : found.start()]
        marks.append((len(plain), found[1], found[2], found[3].split("/")))
        plain += found[1]
        position = found.end()
    return plain + text[position:], marks


def mistakes(text: str, published: date, language: str) -> tuple[int, list[str]]:
    """Number of marks, and what was read otherwise."""
    plain, marks = unmarked(text)
    article = Article(
        article_id="a", source_id="s", url="", fetched_url="", outlet=None, site_name=None, title=None, authors=(),
        description=None, image_url=None, language=language, language_origin="front_matter",
        published_at=datetime.combine(published, time(8), UTC), published_origin=None, datings=(), text=plain,
        paragraphs=paragraphs_of_text(plain), text_sha256="",
    )  # fmt: skip
    found = {
        m.span.start: m
        for m in find_markets(article, find_mentions(article, ENTITIES), MARKETS, KNOWLEDGE.games)
    }
    wrong = []
    for start, quote, iso, roles in marks:
        mention = found.pop(start, None)
        if mention is None:
            wrong.append(f"{quote}: not found")
        elif (mention.span.quote, mention.iso) != (quote, iso) or mention.role not in roles:
            wrong.append(
                f"{quote}: {mention.span.quote} {mention.iso} {mention.role} by {mention.cue!r}, not {roles}"
            )
    wrong += [f"{mention.span.quote}: spurious {mention.iso} {mention.role}" for mention in found.values()]
    return len(marks), wrong


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_roles_of_our_own_sentences(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    n_marks, wrong = 0, []
    for case in document["case"]:
        n, found = mistakes(case["text"], case["published"], document["language"])
        n_marks += n
        wrong += found
    assert n_marks >= 25
    assert len(wrong) <= (1 - RIGHT_SHARE) * n_marks, "\n".join(wrong)


def test_no_place_or_brand_stands_in_the_code() -> None:
    """What markets are called is data: no host city, country or cue word of a language in extractors/markets."""
    code = "\n".join(
        re.sub(r'"""(?:.|\n)*?"""|#[^\n]*', "", path.read_text(encoding="utf-8"))
        for path in sorted((Path(__file__).parents[2] / "extractors" / "markets").glob("*.py"))
    )
    lexicon = load_markets()
    forms = {city.name for city in lexicon.cities}
    forms |= {word.form for words in lexicon.words.values() for word in words if len(word.form) > 3}
    strings = set(re.findall(r'"([^"\n]+)"', code))
    assert not strings & forms
