"""Fit config/knowledge/weights/spokespersons.toml: which people of an article are heard for a sponsor.

    python -m bench.fit_spokespersons [--write] [--penalty 1.0]

Examples: everybody named in the relevant articles and briefs of the tuning halves, right when the labels call them a
spokesperson. Printed are scores of held-out articles (five folds) and those of the untouched halves; people whom the
rules for names miss are no examples and lost to recall.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.fitting import Example, fit, held_out, options_of, said_by, scores, sign_names, write_weights
from bench.labelled import brief_articles, corpus_articles
from config.settings import load_settings
from extractors.facts.people import candidates
from extractors.facts.spokesperson_signs import DECISION
from extractors.reading import Reader
from extractors.records import Article
from flows.readers import reader_for
from tests.corpus_tools.normal import one_inside_other, structured

HEAD = """What speaks for a person being heard for a sponsor, in log-odds (extractors/facts/spokesperson_signs.py).
Made by `python -m bench.fit_spokespersons --write`; do not edit by hand."""
_LEAST = 8
"""Examples with a sign it takes to weigh it."""


def labelled(half: str) -> Iterator[tuple[str, Article, list[str], list[str]]]:
    """(source, article, spokespersons, people who may be called so or not) of every relevant article of a half."""
    settings = load_settings().settings
    for long, article in corpus_articles(settings, half):
        if long.relevant:
            facts = [f for f in long.facts if f.field == "spokesperson" and f.status == "stated"]
            names = [(str(structured(f.value)["name"]) if isinstance(structured(f.value), dict) else str(f.value), f.optional) for f in facts]  # fmt: skip
            yield (
                "corpus",
                article,
                [n for n, optional in names if not optional],
                [n for n, optional in names if optional],
            )
    for brief, article in brief_articles(settings, half):
        if brief.relevant:
            yield (
                "briefs",
                article,
                [n for c in brief.campaigns for n in c.values.get("spokespersons", ())],
                [],
            )


def rows_of(reader: Reader, half: str) -> Iterator[tuple[str, Example, bool]]:
    """(source, example, what the rules say) of everybody named in the relevant articles of a half."""
    for source, article, right, optional in labelled(half):
        case = reader.case(reader.material(article))
        for found in candidates(case):
            name = found.person.mentions[0].canonical
            if any(one_inside_other(name, other) for other in optional):
                continue
            speaks = any(one_inside_other(name, other) for other in right)
            ruled = bool(found.signs.get("heard_and_rule"))
            yield source, Example(article.source_id, found.signs, speaks), ruled


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 2.0).parse_args()
    reader = reader_for(load_settings().settings)
    tuning, untouched = list(rows_of(reader, "tuning")), list(rows_of(reader, "untouched"))
    examples = [row[1] for row in tuning]
    names = sign_names(examples, _LEAST)
    model = fit(examples, names, options.penalty)
    said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
    print(f"{len(examples)} people, {sum(e.right for e in examples)} spokespersons, {len(names)} signs")
    for source in ("corpus", "briefs"):
        mine = [(e, said[id(e)], rule) for s, e, rule in tuning if s == source]
        print(f"{source} rules    {scores([(e, float(rule)) for e, _, rule in mine], 0.5)}")
        print(f"{source} held out {scores([(e, p) for e, p, _ in mine], 0.5)}")
        other = [(e, rule) for s, e, rule in untouched if s == source]
        print(f"{source} untouched rules   {scores([(e, float(rule)) for e, rule in other], 0.5)}")
        print(f"{source} untouched weights {scores(said_by(model, [e for e, _ in other]), 0.5)}")  # fmt: skip
    if options.write:
        write_weights(DECISION, HEAD, {"": model})


if __name__ == "__main__":
    main()
