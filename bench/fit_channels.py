"""Fit config/knowledge/weights/channels.toml: which channel words say where a campaign is to be seen.

    python -m bench.fit_channels [--write] [--penalty 5.0]

Examples: every channel word in the relevant articles and briefs of the tuning halves, and in the short cases of
tests/extractors/fact_cases. Labels name the channels of an item, not the words: of several words for one channel the
likelier ones count more in a second round. Printed are scores of sets of channels a held-out item, by threshold.
Without --write nothing is changed.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bench.fitting import Example, fit, held_out, options_of, said_by, sign_names, write_weights
from bench.labelled import brief_articles, case_texts, corpus_articles
from config.knowledge_base import load_knowledge
from config.reference_corpus import load_embedded_gold, load_reference_corpus
from config.settings import load_settings
from extractors.choosing import Chooser
from extractors.facts.channel_signs import DECISION
from extractors.facts.channels import candidates
from extractors.place_roles import DECISION as PLACES
from extractors.place_roles import fitted_roles
from extractors.records import Article
from flows.corpus import reference_article
from flows.readers import reader_for
from tests.extractors.test_facts_cases import FOLDER as FACT_CASES
from tests.extractors.test_facts_cases import article as case_article

HEAD = """What speaks for a channel word naming a channel of the campaign, in log-odds (extractors/facts/channel_signs.py).
Made by `python -m bench.fit_channels --write`; do not edit by hand."""
_WEIGHTS = {"cases": 4.0, "corpus": 0.7}
"""Short texts written to tell channels apart count more; the cue words were collected with the corpus in view."""
_LEAST = 8
Said = Sequence[tuple[Example, float]]


@dataclass(frozen=True, slots=True)
class _Row:
    source: str
    language: str
    kind: str
    example: Example


@dataclass(frozen=True, slots=True)
class _Item:
    """An article with the channels its labels name."""

    source: str
    id: str
    article: Article
    channels: frozenset[str]
    open: frozenset[str] = frozenset()
    """Channels that some of several right answers name."""


def items(half: str) -> Iterator[_Item]:
    """Every relevant article of a half; with the tuning half the short cases of the tests."""
    settings = load_settings().settings
    for brief, article in brief_articles(settings, half):
        if brief.relevant:
            own = {name for c in brief.campaigns for names in c.channels.values() for name in names}
            source = "articles" if brief.is_article else "briefs"
            yield _Item(source, brief.id, article, frozenset(own))
    for long, article in corpus_articles(settings, half):
        if long.relevant:
            facts = [f for f in long.facts if f.field == "channels" and f.status == "stated"]
            # Each campaign has alternatives that are equally right.
            named = [[set[str]().union(*_lists(v)) for v in f.values] for f in facts]
            needed = set[str]().union(
                *(set.intersection(*own) for own, f in zip(named, facts, strict=True) if not f.optional)
            )
            some = set[str]().union(*(x for own in named for x in own))
            yield _Item("corpus", long.id, article, frozenset(needed), frozenset(some - needed))
    for document in load_reference_corpus(None).documents if half == "tuning" else ():
        article = reference_article(document)
        facts_of = load_embedded_gold()["docs"][article.source_id[:3]]["facts"]
        wanted = next(fact["value"] for fact in facts_of if fact["field"] == "channels")
        yield _Item("cases", article.source_id, article, frozenset[str]().union(*_lists(wanted)))
    for name, case, article in (*case_texts(), *_phrases()) if half == "tuning" else ():
        yield _Item("cases", name, article, frozenset[str]().union(*_lists(case.get("channels", {}))))


def _phrases() -> Iterator[tuple[str, Mapping[str, Any], Article]]:
    """The phrases of tests/extractors/fact_cases that say something of channels."""
    for language, table in tomllib.loads((FACT_CASES / "phrases.toml").read_text(encoding="utf-8")).items():
        for number, row in enumerate(table["phrases"]):
            if "channels" in row:
                text = {"text": f"{table['lead']} {row['s']}", "published": table["published"]}
                yield f"{language}-phrase-{number}", row, case_article(text, language)


def _lists(value: object) -> list[list[str]]:
    return list(value.values()) if isinstance(value, Mapping) else []


def rows_of(half: str) -> tuple[list[_Row], dict[str, _Item]]:
    """Every candidate of a half, and the items by their id."""
    knowledge = load_knowledge()
    chooser = Chooser(knowledge.weights, PLACES)
    reader = reader_for(load_settings().settings)
    rows, known = [], {}
    for item in items(half):
        known[item.id] = item
        material, places, relevance = reader.places_with_relevance(item.article)
        markets = fitted_roles(material, places, relevance, reader.homes, chooser)
        for found in candidates(reader.case(replace(material, markets=markets))):
            if found.cue.kind in item.open:
                continue
            right = found.cue.kind in item.channels
            example = Example(item.id, found.signs, right, _WEIGHTS.get(item.source, 1.0))
            rows.append(_Row(item.source, item.article.language, found.cue.kind, example))
    return rows, known


def likelier(rows: Sequence[_Row], said: Said) -> list[_Row]:
    """The rows with right words weighed by how likely they are beside other words of their item for the same channel."""
    chances = [p for _, p in said]
    best: dict[tuple[str, str], float] = defaultdict(float)
    for row, p in zip(rows, chances, strict=True):
        key = (row.example.group, row.kind)
        best[key] = max(best[key], p)
    return [
        replace(
            row,
            example=replace(row.example, weight=row.example.weight * p / best[row.example.group, row.kind]),
        )
        if row.example.right
        else row
        for row, p in zip(rows, chances, strict=True)
    ]


def report(what: str, rows: Sequence[_Row], said: Said, known: Mapping[str, _Item]) -> None:
    """Precision, recall and F1 of the channels of items, by threshold and source."""
    chance = {id(example): p for example, p in said}
    for source in ("corpus", "articles", "briefs", "cases"):
        mine = [item for item in known.values() if item.source == source]
        cells = []
        for threshold in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            stated: dict[str, set[str]] = defaultdict(set)
            for row in rows:
                if chance[id(row.example)] >= threshold:
                    stated[row.example.group].add(row.kind)
            hits = sum(len(stated[item.id] & item.channels) for item in mine)
            n_said, n_wanted = (
                sum(len(stated[item.id]) for item in mine),
                sum(len(item.channels) for item in mine),
            )
            precision, recall = hits / max(1, n_said), hits / max(1, n_wanted)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            cells.append(f"{threshold}: {precision:.3f} {recall:.3f} {f1:.3f}")
        print(f"{what} {source}:", "  ".join(cells), flush=True)


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 5.0).parse_args()
    rows, known = rows_of("tuning")
    names = sign_names([row.example for row in rows], _LEAST)
    print(f"{len(rows)} words, {sum(r.example.right for r in rows)} right, {len(names)} signs", flush=True)
    first = fit([row.example for row in rows], names, options.penalty)
    rows = likelier(rows, list(said_by(first, (row.example for row in rows))))
    examples = [row.example for row in rows]
    report("held out", rows, held_out(examples, names, options.penalty), known)
    model = fit(examples, names, options.penalty)
    untouched, others = rows_of("untouched")
    report("untouched", untouched, list(said_by(model, (row.example for row in untouched))), others)
    if options.write:
        write_weights(DECISION, HEAD, {"": model})


if __name__ == "__main__":
    main()
