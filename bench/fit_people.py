"""Fit config/knowledge/weights/people_joined.toml: which runs of signs are people's names in Japanese, Korean, Chinese.

    python -m bench.fit_people [--write] [--penalty 1.0]

Examples: every candidate of the articles and briefs of the tuning halves, right when the labels name a person so.
Printed are scores of held-out articles (five folds) and those of the untouched halves; names that are no candidate are
lost to recall and counted as such.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.fitting import Example, fit, held_out, options_of, said_by, scores, sign_names, write_weights
from bench.labelled import brief_articles, corpus_articles
from config.knowledge_base import load_knowledge
from config.settings import load_settings
from extractors.entities import build_matcher
from extractors.entities.finder import names_before_people
from extractors.entities.matcher import Matcher
from extractors.entities.names_joined import DECISION, candidates
from extractors.entities.people_cjk import around_of, people_by_rule
from extractors.records import Article
from tests.corpus_tools.normal import bare_id

HEAD = """What speaks for a run of signs being a person's name, in log-odds (extractors/entities/names_joined.py).
Made by `python -m bench.fit_people --write`; do not edit by hand."""
LANGUAGES = ("ja", "ko", "zh")
_LEAST = 6
"""Examples with a sign it takes to weigh it."""


def labelled(half: str) -> Iterator[tuple[str, Article, set[str]]]:
    """(source, article, names of people) of the articles of a half."""
    settings = load_settings().settings
    for long, article in corpus_articles(settings, half):
        if article.language in LANGUAGES:
            yield "corpus", article, {bare_id(e.text) for e in long.entities if e.type == "person"}
    for brief, article in brief_articles(settings, half):
        if article.language in LANGUAGES:
            yield "briefs", article, {bare_id(name) for name, _ in brief.people}


def rows_of(matcher: Matcher, half: str) -> Iterator[tuple[str, str, Example]]:
    """(language, source, example)"""
    for source, article, right in labelled(half):
        before, words = names_before_people(article, matcher), matcher.words(article.language).script
        if before is None or words is None:
            continue
        announced = [hit for hit in before.hits if hit.surface.cues or hit.surface.describes]
        people = people_by_rule(before.text, article.text, announced, words, before.taken)
        around = around_of(before.text, announced, people, before.taken)
        for start, stop, signs in candidates(words.joined, around):
            name = bare_id(article.text[start:stop])
            # A last name before a title is led back to the full name.
            short = (start, stop) in people and any(full.startswith(name) for full in right)
            yield article.language, source, Example(article.source_id, signs, name in right or short)


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 1.0).parse_args()
    matcher = build_matcher(load_knowledge())
    tuning, untouched = list(rows_of(matcher, "tuning")), list(rows_of(matcher, "untouched"))
    examples = [row[2] for row in tuning]
    names = sign_names(examples, _LEAST)
    model = fit(examples, names, options.penalty)
    said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
    for language in LANGUAGES:
        rows = [row for row in tuning if row[0] == language]
        print(
            f"{language}: {len(rows)} candidates, {sum(e.right for _, _, e in rows)} names, {len(names)} signs"
        )
        for source in ("corpus", "briefs"):
            mine = [(e, said[id(e)]) for _, s, e in rows if s == source]
            ruled = [(e, 1.0 - e.signs.get("rule.none", 0.0)) for e, _ in mine]
            print(f"  {source} rules    {scores(ruled, 0.5)}")
            print(f"  {source} held out {scores(mine, 0.5)}")
            other = [e for t, s, e in untouched if (t, s) == (language, source)]
            print(
                f"  {source} untouched rules   {scores([(e, 1.0 - e.signs.get('rule.none', 0.0)) for e in other], 0.5)}"
            )
            print(f"  {source} untouched weights {scores(said_by(model, other), 0.5)}")  # fmt: skip
    if options.write:
        write_weights(DECISION, HEAD, {"": model})


if __name__ == "__main__":
    main()
