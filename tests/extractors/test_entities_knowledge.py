"""The sentences beside each entity of the packaged knowledge base are read as their files say."""

from __future__ import annotations

from itertools import groupby

import pytest

from config.knowledge_base import load_knowledge
from extractors.entities import build_matcher
from extractors.entities.proof import check_examples

KNOWLEDGE = load_knowledge()
MATCHER = build_matcher(KNOWLEDGE)
BY_FILE = {
    origin: list(group)
    for origin, group in groupby(
        sorted(KNOWLEDGE.entities.values(), key=lambda entity: entity.origin),
        key=lambda entity: entity.origin,
    )
}


@pytest.mark.parametrize("origin", BY_FILE)
def test_example_sentences_are_read_as_their_file_says(origin: str) -> None:
    assert [str(problem) for problem in check_examples(MATCHER, BY_FILE[origin])] == []


def test_ambiguous_names_prove_both_sides() -> None:
    """A context rule without a sentence that it refuses is a rule nobody has tried."""
    unproven = [
        f"{entity.origin}:{entity.line} {entity.id}"
        for entity in KNOWLEDGE.entities.values()
        if entity.kind == "sponsor" and entity.context and not entity.no_match
    ]
    assert unproven == []


def test_worldwide_partners_have_rights_with_years_and_sources() -> None:
    partners = [entity for entity in KNOWLEDGE.entities.values() if entity.origin.startswith("brands/")]
    worldwide = [
        e for e in partners if any(r.programme == "worldwide" and r.holder == "ioc" for r in e.rights)
    ]
    assert len(worldwide) == 37
    for entity in worldwide:
        for right in entity.rights:
            assert right.since is not None
            assert right.until is not None
            assert right.category
            assert right.sources, entity.id
