"""Roles in sentences of our own, in ten languages: places are marked [text|code|role] in market_roles/*.toml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.knowledge_base import load_knowledge
from config.market_lexicon import load_markets
from extractors.entities import build_matcher, find_mentions
from extractors.markets import build_market_matcher, find_markets
from tests.corpus_tools.marked_places import FOLDER, MarkedText, marked_texts

RIGHT_SHARE = 0.95
KNOWLEDGE = load_knowledge()
ENTITIES = build_matcher(KNOWLEDGE)
MARKETS = build_market_matcher(load_markets())


def mistakes(case: MarkedText) -> tuple[int, list[str]]:
    """Number of marks, and what was read otherwise."""
    article = case.article
    found = {
        m.span.start: m
        for m in find_markets(article, find_mentions(article, ENTITIES), MARKETS, KNOWLEDGE.games)
    }
    wrong = []
    for start, quote, iso, roles in case.marks:
        mention = found.pop(start, None)
        if mention is None:
            wrong.append(f"{quote}: not found")
        elif (mention.span.quote, mention.iso) != (quote, iso) or mention.role not in roles:
            wrong.append(
                f"{quote}: {mention.span.quote} {mention.iso} {mention.role} by {mention.cue!r}, not {roles}"
            )
    wrong += [f"{mention.span.quote}: spurious {mention.iso} {mention.role}" for mention in found.values()]
    return len(case.marks), wrong


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_roles_of_our_own_sentences(path: Path) -> None:
    n_marks, wrong = 0, []
    for case in marked_texts(path):
        n, found = mistakes(case)
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
