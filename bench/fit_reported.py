"""Fit config/knowledge/weights/reported_speech.toml: which pieces of a sentence are somebody's reported words.

    python -m bench.fit_reported [--write] [--penalty 16.0]

Examples: every candidate of the articles and briefs of the tuning halves, of the forms in tests/extractors and of the embedded reference texts, right when the labels call about the same words
reported speech. Printed are scores of whole articles (what is chosen against what is labelled): the rules alone, held-out
articles (five folds), and the untouched halves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.fitting import Example, Model, fit, held_out, options_of, said_by, sign_names, write_weights
from bench.labelled import brief_articles, corpus_articles
from config.reference_corpus import load_embedded_gold, load_reference_corpus
from config.settings import load_settings
from extractors.entities.proof import article_of
from extractors.material import Material
from extractors.quotes_direct import find_direct
from extractors.quotes_reported import Candidate, candidates_of, chosen, is_weighed
from extractors.reading import Reader
from extractors.records import Article
from extractors.reported_signs import DECISION
from flows.corpus import reference_article
from flows.readers import reader_for
from tests.corpus_tools.normal import overlap

HEAD = """What speaks for a piece of a sentence being somebody's reported words, in log-odds (extractors/reported_signs.py).
Made by `python -m bench.fit_reported --write`; do not edit by hand."""
_SAME = 0.5
_LEAST = 12
"""Examples with a sign it takes to weigh it."""
_OPTIONAL = 0.25
"""How much the report of a medium counts."""
_FORM = 4.0
"""What a form of the tests and the embedded reference texts count: their tests must hold."""
FORMS = Path(__file__).resolve().parents[1] / "tests" / "extractors" / "reported_forms.toml"
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Read:
    """One article with its labels and the candidates of its sentences."""

    source: str
    labels: Spans
    optional: Spans
    sentences: list[list[tuple[Candidate, Example]]]


def labelled(half: str) -> Iterator[tuple[str, Article, Spans, Spans]]:
    """(source, article, reported speech, spans that may be called so or not) of a half."""
    settings = load_settings().settings
    for long, article in corpus_articles(settings, half):
        spans = [(q.start, q.stop, q.optional) for q in long.quotes if q.kind == "reported"]
        yield "corpus", article, [s[:2] for s in spans if not s[2]], [s[:2] for s in spans if s[2]]
    for brief, article in brief_articles(settings, half):
        starts = [(article.text.index(words), words) for kind, _, words in brief.quotes if kind == "reported"]
        yield "briefs", article, [(start, start + len(words)) for start, words in starts], []
    for at, case in enumerate(_forms() if half == "tuning" else ()):
        article = replace(article_of(case["text"], case["language"]), source_id=f"form{at}")
        start = article.text.index(case["words"])
        yield "forms", article, [(start, start + len(case["words"]))], []
    gold = load_embedded_gold()["docs"]
    for document in load_reference_corpus(None).documents if half == "tuning" else ():
        article = reference_article(document)
        told = [q for q in gold[article.source_id[:3]]["quotes"] if q["kind"].startswith("indirect")]
        yield "forms", article, [(q["quote"]["start"], q["quote"]["end"]) for q in told], []


def _forms() -> list[dict[str, str]]:
    cases: list[dict[str, str]] = tomllib.loads(FORMS.read_text(encoding="utf-8"))["case"]
    return cases


def read(material: Material, source: str, labels: Spans, optional: Spans) -> Read:
    """The candidates of an article as examples."""
    sentences = []
    for candidates in candidates_of(material, find_direct(material)):
        rows = []
        for candidate in candidates:
            span = candidate.piece.start, candidate.piece.stop
            right = any(overlap(span, other) >= _SAME for other in labels)
            free = not right and any(overlap(span, other) >= _SAME for other in optional)
            weight = 0.0 if free else _FORM if source == "forms" else 1.0
            if not right and "rule.source.medium" in candidate.signs:
                # Right when said, no loss when left out (tests/corpus/README.md).
                right, weight = True, _OPTIONAL
            rows.append((candidate, Example(material.article.source_id, candidate.signs, right, weight)))
        sentences.append(rows)
    return Read(source, labels, optional, sentences)


def scores(reads: Iterable[Read], said: Callable[[Candidate, Example], float]) -> tuple[float, float, float]:
    """(precision, recall, F1) of what is chosen when ``said`` gives the probabilities."""
    labels = hit = stated = right = 0
    for one in reads:
        pieces = [p for rows in one.sentences for p in chosen([(c, said(c, e)) for c, e in rows])]
        spans = [(p.start, p.stop) for p in pieces]
        labels += len(one.labels)
        hit += sum(any(overlap(x, s) >= _SAME for s in spans) for x in one.labels)
        good = [any(overlap(s, x) >= _SAME for x in one.labels) for s in spans]
        free = [any(overlap(s, x) >= _SAME for x in one.optional) for s in spans]
        stated += sum(g or not f for g, f in zip(good, free, strict=True))
        right += sum(good)
    precision, recall = right / max(1, stated), hit / max(1, labels)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def reads_of(reader: Reader, half: str) -> list[Read]:
    """All articles of a half."""
    return [
        read(reader.material(article), source, labels, optional)
        for source, article, labels, optional in labelled(half)
        if is_weighed(article.language)
    ]


def examples_of(reads: Iterable[Read]) -> list[Example]:
    """What there is to learn from."""
    return [e for one in reads for rows in one.sentences for _, e in rows if e.weight]


def compare(tuning: Sequence[Read], untouched: Sequence[Read], model: Model, penalty: float) -> None:
    """Print what the rules and the weights find, on articles the weights have not seen."""
    examples = examples_of(tuning)
    said = {id(e): p for e, p in held_out(examples, sign_names(examples, _LEAST), penalty)}
    said |= {id(e): p for e, p in said_by(model, examples_of(untouched))}
    for source in ("corpus", "briefs"):
        for half, reads in (("held out", tuning), ("untouched", untouched)):
            mine = [one for one in reads if one.source == source]
            print(f"  {source} {half} rules   {scores(mine, lambda c, e: float(c.by_rule))}")
            print(f"  {source} {half} weights {scores(mine, lambda c, e: said.get(id(e), 0.0))}")


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 16.0).parse_args()
    reader = reader_for(load_settings().settings)
    tuning = reads_of(reader, "tuning")
    examples = examples_of(tuning)
    names = sign_names(examples, _LEAST)
    model = fit(examples, names, options.penalty)
    print(f"{len(examples)} pieces, {sum(e.right for e in examples)} reported, {len(names)} signs")
    compare(tuning, reads_of(reader, "untouched"), model, options.penalty)
    if options.write:
        write_weights(DECISION, HEAD, {"": model})


if __name__ == "__main__":
    main()
