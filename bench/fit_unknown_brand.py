"""Fit config/knowledge/weights/unknown_brand.toml on the tuning halves of tests/corpus, and say what it is worth.

    python -m bench.fit_unknown_brand [--write] [--penalty 4] [--least 40] [--save FILE] [--load FILE]

Examples: every name of the labelled articles and briefs that may be a brand no knowledge file lists; right are those
the labels call a brand. Printed are scores of names in held-out articles (five folds). --save keeps the examples.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

from bench.fitting import Example, fit, held_out, options_of, scores, sign_names, write_weights
from bench.labelled import brief_articles, corpus_articles
from config.settings import load_settings
from extractors.facts.focus import BRAND_TYPES
from flows.readers import reader_for
from tests.corpus_tools.briefs import Brief
from tests.corpus_tools.labels import CorpusArticle
from tests.corpus_tools.normal import bare_id

HEAD = """What speaks for a name being a brand that no knowledge file lists, in log-odds (extractors/brand_signs.py).
Made by `python -m bench.fit_unknown_brand --write`; do not edit by hand."""
Row = tuple[str, str, Example]
"""(corpus or briefs, language, example)"""


def _wanted(labelled: Brief | CorpusArticle) -> set[str]:
    if isinstance(labelled, Brief):
        return {bare_id(name) for name in labelled.sponsors}
    named = [e for e in labelled.entities if e.type in BRAND_TYPES and e.kind == "name"]
    return {bare_id(name) for e in named for name in (e.text, e.canonical) if name}


def _rows() -> Iterator[Row]:
    settings = load_settings().settings
    reader = reader_for(settings)
    for source, articles in (("corpus", corpus_articles), ("briefs", brief_articles)):
        for labelled, article in articles(settings, "tuning"):
            search = reader.brand_search(article)
            wanted = _wanted(labelled)
            for candidate, signs in search.examples() if search is not None else ():
                right = bare_id(candidate.name) in wanted
                yield source, labelled.language, Example(labelled.id, signs, right)


def main() -> None:
    """Fit, measure, and write when asked to."""
    parser = options_of(__doc__, 4.0)
    parser.add_argument("--least", type=int, default=40)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--load", type=Path)
    parser.add_argument("--no-check", action="store_true", help="skip the held-out scores")
    options = parser.parse_args()
    rows: list[Row] = pickle.loads(options.load.read_bytes()) if options.load else list(_rows())
    if options.save:
        options.save.write_bytes(pickle.dumps(rows))
    examples = [example for _, _, example in rows]
    names = sign_names(examples, options.least)
    print(f"{len(rows)} examples, {sum(e.right for e in examples)} right, {len(names)} signs")
    model = fit(examples, names, options.penalty)
    if options.write:
        write_weights("unknown_brand", HEAD, {"": model})
    if options.no_check:
        return
    said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
    for source in ("corpus", "briefs"):
        for language in sorted({row[1] for row in rows}):
            chosen = [(e, said[id(e)]) for s, lang, e in rows if (s, lang) == (source, language)]
            if chosen:
                print(source, language, len(chosen), [scores(chosen, t) for t in (0.3, 0.4, 0.5)])


if __name__ == "__main__":
    main()
