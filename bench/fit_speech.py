"""Fit config/knowledge/weights/direct_speech.toml: which quoted texts are somebody's words.

    python -m bench.fit_speech [--write] [--penalty 1.0]

Examples: every quoted text of the articles and briefs of the tuning halves, right when the labels call it direct speech.
Printed are scores of held-out articles (five folds) and those of the untouched halves.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.fitting import Example, fit, held_out, options_of, said_by, scores, sign_names, write_weights
from bench.labelled import brief_articles, corpus_articles
from config.settings import load_settings
from extractors.quotes_direct import candidates
from extractors.reading import Reader
from extractors.records import Article
from extractors.speech_signs import DECISION, table_of
from flows.readers import reader_for
from tests.corpus_tools.normal import overlap

HEAD = """What speaks for a quoted text being somebody's words, in log-odds (extractors/speech_signs.py).
Made by `python -m bench.fit_speech --write`; do not edit by hand."""
_SAME = 0.5
_LEAST = 8
"""Examples with a sign it takes to weigh it."""
Spans = list[tuple[int, int]]


def labelled(half: str) -> Iterator[tuple[str, Article, Spans, Spans]]:
    """(source, article, direct speech, spans that may be called speech or not) of a half."""
    settings = load_settings().settings
    for long, article in corpus_articles(settings, half):
        spans = [(q.start, q.stop, q.optional) for q in long.quotes if q.kind == "direct"]
        yield "corpus", article, [s[:2] for s in spans if not s[2]], [s[:2] for s in spans if s[2]]
    for brief, article in brief_articles(settings, half):
        starts = [(article.text.index(words), words) for kind, _, words in brief.quotes if kind == "direct"]
        yield "briefs", article, [(start, start + len(words)) for start, words in starts], []


def rows_of(reader: Reader, half: str) -> Iterator[tuple[str, str, Example, bool]]:
    """(table, source, example, what the rules say) of every quoted text of a half."""
    for source, article, right, optional in labelled(half):
        material = reader.material(article)
        for found in candidates(material, None, every=True):
            span = found.speech.quoted.start, found.speech.quoted.stop
            if any(overlap(span, other) >= _SAME for other in optional):
                continue
            is_speech = any(overlap(span, other) >= _SAME for other in right)
            example = Example(article.source_id, found.signs, is_speech)
            yield table_of(article.language), source, example, found.by_rule


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 1.0).parse_args()
    reader = reader_for(load_settings().settings)
    tuning, untouched = list(rows_of(reader, "tuning")), list(rows_of(reader, "untouched"))
    models = {}
    for table in ("spaced", "joined"):
        rows = [row for row in tuning if row[0] == table]
        examples = [row[2] for row in rows]
        names = sign_names(examples, _LEAST)
        model = models[table] = fit(examples, names, options.penalty)
        said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
        print(
            f"{table}: {len(rows)} quoted texts, {sum(e.right for e in examples)} speech, {len(names)} signs"
        )
        for source in ("corpus", "briefs"):
            mine = [(e, said[id(e)], rule) for _, s, e, rule in rows if s == source]
            print(f"  {source} rules    {scores([(e, float(rule)) for e, _, rule in mine], 0.5)}")
            print(f"  {source} held out {scores([(e, p) for e, p, _ in mine], 0.5)}")
            other = [(e, rule) for t, s, e, rule in untouched if (t, s) == (table, source)]
            print(f"  {source} untouched rules   {scores([(e, float(rule)) for e, rule in other], 0.5)}")
            print(f"  {source} untouched weights {scores(said_by(model, [e for e, _ in other]), 0.5)}")  # fmt: skip
    if options.write:
        write_weights(DECISION, HEAD, models)


if __name__ == "__main__":
    main()
