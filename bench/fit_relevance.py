"""Fit config/knowledge/weights/relevance.toml on the tuning halves of tests/corpus, and say what it is worth.

    python -m bench.fit_relevance [--write] [--pages FOLDER] [--penalty 1.0]

Examples: the articles and briefs of the tuning halves, the short texts of tests/extractors/fact_cases, and the general web pages of ../shared/bench/pages as articles
that are not on the topic (labels 0, a few may be wrong). Printed are scores of held-out articles (five folds) and those
of the untouched halves. Without --write nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import trafilatura

from bench.fitting import (
    Example,
    fit_directed,
    held_out,
    options_of,
    said_by,
    scores,
    sign_names,
    write_weights,
)
from bench.labelled import brief_articles, case_articles, corpus_articles
from bench.reading_cost import PAGES, article_of, pages_of
from config.settings import load_settings
from extractors.language import detector_for
from extractors.reading import Reader
from extractors.records import Article
from extractors.relevance_signs import Evidence, signs_of
from flows.readers import reader_for

HEAD = """What speaks for an article being about the topic, in log-odds; signs are from 0 to 1 (extractors/relevance_signs.py).
Made by `python -m bench.fit_relevance --write`; do not edit by hand."""
_AGAINST = (
    "beaten", "closing", "contests", "denial", "earlier", "elsewhere", "ended", "finance", "former", "late", "left", "news", "no_channel", "not_context", "once", "open",
    "other", "other_contract", "other_event", "outside", "places", "posts", "predecessor", "refusal", "superseded", "talks", "uncertain", "uninvolved",
)  # fmt: skip
"""Kinds of cue words that may speak against; everything else is there because it speaks for."""
_WRONG_WEIGHT = 1.5
"""An article called relevant by mistake brings invented facts into the store: it costs more than a missed one."""
_PAGE_WEIGHT = 0.5
"""General pages are many, easy and unlabelled: each counts half as much as a labelled negative."""


def _free(name: str) -> bool:
    return name.endswith(_AGAINST)


def _signs(reader: Reader, article: Article) -> tuple[dict[str, float], bool]:
    evidence = Evidence(reader.material(article), reader.topic, reader.sponsors)
    return signs_of(evidence), not evidence.missing


def _labelled(reader: Reader, half: str) -> Iterator[tuple[str, Example, bool]]:
    settings = load_settings().settings
    for name, source in (("corpus", corpus_articles), ("briefs", brief_articles)):
        for labelled, article in source(settings, half):
            signs, games = _signs(reader, article)
            weight = 1.0 if labelled.relevant else _WRONG_WEIGHT
            yield name, Example(labelled.id, signs, labelled.relevant, weight), games


def _cases(reader: Reader) -> Iterator[tuple[str, Example, bool]]:
    for name, article in case_articles():
        signs, games = _signs(reader, article)
        yield "cases", Example(name, signs, right=True, weight=8.0), games


def _pages(reader: Reader, folder: Path) -> Iterator[tuple[str, Example, bool]]:
    detector = detector_for(load_settings().settings.languages)
    for at, page in enumerate(pages_of([folder], None)):
        document = trafilatura.bare_extraction(page, with_metadata=True, favor_precision=True)
        if not isinstance(document, dict) and document is not None and document.text:
            language = detector.detect(document.text).code
            signs, games = _signs(reader, article_of(document.text, document.title, language))
            yield (
                "pages",
                Example(f"page{at}", signs, right=False, weight=_WRONG_WEIGHT * _PAGE_WEIGHT),
                games,
            )


def main() -> None:
    """Fit, measure, and write when asked to."""
    parser = options_of(__doc__, 1.0)
    parser.add_argument("--pages", type=Path, default=PAGES)
    options = parser.parse_args()
    settings = load_settings().settings
    reader = reader_for(settings)
    threshold = reader.topic.threshold
    rows = [
        *_labelled(reader, "tuning"),
        *_cases(reader),
        *(_pages(reader, options.pages) if options.pages.is_dir() else ()),
    ]
    examples = [example for _, example, games in rows if games]
    names = sign_names(examples)
    said = {e.group: p for e, p in held_out(examples, names, options.penalty, _free)}
    model = fit_directed(examples, names, options.penalty, _free)
    print(
        f"{len(rows)} examples, {len(examples)} have all it takes, {len(model[1])} of {len(names)} signs, penalty {options.penalty}"
    )
    for source in ("corpus", "briefs", "cases", "pages"):
        chosen = [(e, said.get(e.group, 0.0)) for name, e, _ in rows if name == source]
        stated = sum(p >= threshold for _, p in chosen)
        print(
            f"held out {source}: {len(chosen)}, called relevant {stated}, P R F1 {scores(chosen, threshold)}"
        )
    for source in ("corpus", "briefs"):
        chosen = []
        for name, example, games in _labelled(reader, "untouched"):
            if name == source:
                chosen += said_by(model, [example]) if games else [(example, 0.0)]
        print(f"untouched {source}: {len(chosen)}, P R F1 {scores(chosen, threshold)}")
    if options.write:
        write_weights("relevance", HEAD, {"": model})


if __name__ == "__main__":
    main()
