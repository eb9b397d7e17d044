"""Fit config/knowledge/weights/market_roles.toml on the tuning halves of tests/corpus, and say what it is worth.

    python -m bench.fit_market_roles [--write] [--penalty 6]

Examples: every labelled place of the articles and briefs. Printed are shares of right roles, of the rules alone and of
weights fitted without the article (five folds), and those of the untouched halves. Without --write nothing is changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bench.fitting import FOLDS, fold_of, options_of, sign_names, write_weights
from bench.fitting_choice import ChoiceExample, Matrix, as_tables, design, fit_choice
from bench.labelled import brief_articles, corpus_articles
from config.market_schema import CUE_ROLES
from config.reference_corpus import load_embedded_gold, load_reference_corpus
from config.settings import load_settings
from extractors.markets import PlacesRead
from extractors.place_roles import DECISION, HOST, host_status, named_within
from extractors.place_signs import PlaceSigns
from extractors.reading import NEAR_TOPIC, Reader
from extractors.records import Article
from flows.corpus import reference_article
from flows.readers import reader_for
from tests.corpus_tools.briefs import Brief
from tests.corpus_tools.labels import LANGUAGES, CorpusArticle
from tests.corpus_tools.marked_places import FOLDER as MARKED
from tests.corpus_tools.marked_places import MarkedText, marked_texts
from tests.corpus_tools.normal import market_code, one_inside_other, same_span

HEAD = """What speaks for each role of a place, in log-odds; signs are from 0 to 1 (extractors/place_signs.py).
Made by `python -m bench.fit_market_roles --write`; do not edit by hand."""
_LEAST_EXAMPLES, _LEAST_WEIGHT = 20, 0.06
_DOUBT = {"campaign_market": 0.4, "campaign_market_channel": 0.4}
"""Log-odds by which a role must be likelier than the others: an invented market is worse than a missed one."""
_OPTIONAL, _UNSURE, _SAMPLE = 0.3, 0.5, 10.0
"""Weights of a label that may be left out, and of a place with several labels of the same text, and of one in a sample article."""
_Labels = Callable[[Article, PlacesRead], Iterator[tuple[frozenset[str], float]]]


@dataclass(frozen=True, slots=True)
class _Row:
    source: str
    language: str
    together: tuple[str, int, bool]
    """Article, enumeration and whether it is within a name: such rows choose together."""
    ruled: str
    host: str | None
    """Which host the place is if it is one."""
    right: frozenset[str]
    example: ChoiceExample
    counted: bool


def _of_corpus(
    labelled: CorpusArticle, article: Article, read: PlacesRead
) -> Iterator[tuple[frozenset[str], float]]:
    for ruled in read.places:
        place = ruled.place
        span = (place.start, place.stop, article.text[place.start : place.stop])
        hits = [
            label
            for label in labelled.markets
            if market_code(label.iso) == market_code(place.iso)
            and same_span((label.start, label.stop, label.text), span)
        ]
        if hits:
            yield frozenset((hits[0].role, *hits[0].also)), _OPTIONAL if hits[0].optional else 1.0
        else:
            yield frozenset(), 0.0


def _of_brief(brief: Brief, article: Article, read: PlacesRead) -> Iterator[tuple[frozenset[str], float]]:
    """Labels name a text and its code only: the first of two belongs to the first place where the numbers agree."""
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text, iso, role in brief.places:
        labels[text, market_code(iso)].append(role)
    keys: list[tuple[str, str] | None] = []
    for ruled in read.places:
        own = (article.text[ruled.place.start : ruled.place.stop], market_code(ruled.place.iso))
        near = [one for one in labels if one[1] == own[1] and one_inside_other(one[0], own[0])]
        keys.append(own if own in labels else near[0] if near else None)
    counts, used = Counter(keys), Counter[tuple[str, str] | None]()
    for key in keys:
        if key is None:
            yield frozenset(), 0.0
            continue
        roles = labels[key]
        if len(set(roles)) > 1 and len(roles) == counts[key]:
            roles = [roles[used[key]]]
            used[key] += 1
        yield frozenset(roles), 1.0 if len(set(roles)) == 1 else _UNSURE


def _of_samples(article: Article, read: PlacesRead) -> Iterator[tuple[frozenset[str], float]]:
    """Labels of the sample articles that the product is delivered with."""
    gold = load_embedded_gold()["docs"][article.source_id[:3]]["markets"]["mentions"]
    for ruled in read.places:
        hits = [
            one["role"]
            for one in gold
            if one["start"] < ruled.place.stop
            and ruled.place.start < one["end"]
            and one["iso"] == ruled.place.iso
        ]
        yield frozenset(hits[:1]), _SAMPLE if hits else 0.0


def _labelled(reader: Reader, half: str) -> Iterator[tuple[str, str, str, Article, _Labels]]:
    """(source, id, language, article, maker of labels)"""
    settings = load_settings().settings
    for labelled, article in corpus_articles(settings, half):
        yield "corpus", labelled.id, labelled.language, article, partial(_of_corpus, labelled)
    for brief, article in brief_articles(settings, half):
        source = "articles" if brief.is_article else "briefs"
        yield source, brief.id, brief.language, article, partial(_of_brief, brief)
    for path in sorted(MARKED.glob("*.toml")) if half == "tuning" else ():
        for number, case in enumerate(marked_texts(path)):
            yield "sentences", f"{path.stem}{number}", case.language, case.article, partial(_of_marks, case)
    for document in load_reference_corpus(None).documents if half == "tuning" else ():
        article = reference_article(document)
        yield "samples", article.source_id, article.language, article, _of_samples


def _of_marks(case: MarkedText, article: Article, read: PlacesRead) -> Iterator[tuple[frozenset[str], float]]:
    """Marks of our own sentences."""
    roles = {start: marked for start, _, _, marked in case.marks}
    for ruled in read.places:
        right = frozenset(roles.get(ruled.place.start, ()))
        yield right, 1.0 if right else 0.0


def _rows(reader: Reader, half: str) -> Iterator[_Row]:
    for source, name, language, article, labels in _labelled(reader, half):
        material, read, score = reader.places_with_relevance(article)
        # Sentences stand for parts of articles on the topic.
        score = 1.0 if source == "sentences" else score
        signs = PlaceSigns(material, read, score, reader.homes)
        for ruled, found, (right, weight) in zip(
            read.places, signs.all(), labels(article, read), strict=True
        ):
            together = (name, ruled.group.start, named_within(ruled))
            options = frozenset(HOST if role.startswith("host_") else role for role in right)
            example = ChoiceExample(name, found, options, weight if score >= NEAR_TOPIC else 0.0)
            host = host_status(read, ruled)
            yield _Row(source, language, together, ruled.decision.role, host, right, example, weight >= 1.0)


def _chosen(rows: Sequence[_Row], sums: Matrix) -> list[str]:
    """The role of every row; those of one enumeration choose together."""
    members: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        members[row.together].append(number)
    chosen = [""] * len(rows)
    for numbers in members.values():
        total = sums[numbers].sum(axis=0)
        for number in numbers:
            row = rows[number]
            best = max(
                (value, role)
                for value, role in zip(total, CUE_ROLES, strict=True)
                if role != HOST or row.host is not None
            )[1]
            near = row.example.signs["article.relevance"] >= NEAR_TOPIC
            chosen[number] = (row.host or "" if best == HOST else best) if near else row.ruled
    return chosen


def _report(what: str, rows: Sequence[_Row], chosen: Sequence[str]) -> None:
    for source in ("corpus", "articles", "briefs", "sentences", "samples"):
        pairs = [(r, c) for r, c in zip(rows, chosen, strict=True) if r.source == source and r.counted]
        if not pairs:
            continue
        share = sum(c in r.right for r, c in pairs) / len(pairs)
        ruled = sum(r.ruled in r.right for r, _ in pairs) / len(pairs)
        cells = []
        for language in LANGUAGES:
            own = [c in r.right for r, c in pairs if r.language == language]
            cells.append(f"{language} {sum(own) / max(1, len(own)):.2f}")
        print(f"{what} {source}: {len(pairs)}, fitted {share:.3f}, rules {ruled:.3f}  {' '.join(cells)}")


def _fitted(examples: Sequence[ChoiceExample], names: Sequence[str], penalty: float) -> Matrix:
    w = fit_choice(examples, names, CUE_ROLES, penalty)
    w[0] -= [_DOUBT.get(role, 0.0) for role in CUE_ROLES]
    return w


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 6.0).parse_args()
    reader = reader_for(load_settings().settings)
    rows = list(_rows(reader, "tuning"))
    labelled = [row for row in rows if row.example.weight]
    names = sign_names([row.example for row in labelled], _LEAST_EXAMPLES)
    print(f"{len(labelled)} labelled places, {len(names)} signs, penalty {options.penalty}")
    x = design([row.example.signs for row in rows], names)
    folds = [fold_of(row.example.group) for row in rows]
    sums = np.zeros((len(rows), len(CUE_ROLES)))
    for fold in range(FOLDS):
        others = [r.example for r, f in zip(rows, folds, strict=True) if f != fold and r.example.weight]
        w = _fitted(others, names, options.penalty)
        here = [number for number, f in enumerate(folds) if f == fold]
        sums[here] = x[here] @ w
    _report("held out", rows, _chosen(rows, sums))
    w = _fitted([row.example for row in labelled], names, options.penalty)
    untouched = list(_rows(reader, "untouched"))
    _report(
        "untouched", untouched, _chosen(untouched, design([r.example.signs for r in untouched], names) @ w)
    )
    if options.write:
        tables = as_tables(w, names, CUE_ROLES, _LEAST_WEIGHT)
        write_weights(DECISION, HEAD, tables)


if __name__ == "__main__":
    main()
