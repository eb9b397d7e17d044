"""Fit config/knowledge/weights/period.toml: which written dates are the start or the end of a campaign.

    python -m bench.fit_period [--write] [--penalty 1.0]

Examples: every date in the relevant articles and briefs of the tuning halves, and in the short cases of
tests/extractors/fact_cases. Printed are scores of held-out dates (five folds). Without --write nothing is changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from bench.fitting import Example, fit, held_out, options_of, scores, sign_names, write_weights
from bench.labelled import brief_articles, corpus_articles
from config.settings import load_settings
from extractors.facts.period import END, START, candidates
from extractors.records import Article
from flows.readers import reader_for
from tests.corpus_tools.normal import when
from tests.extractors.test_facts_cases import FOLDER as FOLDER_OF_CASES
from tests.extractors.test_facts_cases import LANGUAGES
from tests.extractors.test_facts_cases import article as article_of_case
from tests.extractors.test_starts import JUNE

HEAD = """What speaks for a written date being the start or the end of a campaign, in log-odds (extractors/facts/period_signs.py).
Made by `python -m bench.fit_period --write`; do not edit by hand."""
_WEIGHTS = {"short": 4.0}
"""Texts with one date each, written to tell starts and ends from other days, count more."""
Wanted = dict[str, set[str]]


def labelled(half: str) -> Iterator[tuple[str, Article, Wanted]]:
    """(source, article, role -> days that are right) of every relevant article of a half."""
    settings = load_settings().settings
    for brief, article in brief_articles(settings, half):
        if brief.relevant:
            days = {
                role: {when(v) for c in brief.campaigns for v in c.values.get(role, ())}
                for role in (START, END)
            }
            yield "briefs", article, days
    for long, article in corpus_articles(settings, half):
        if long.relevant:
            facts = [f for f in long.facts if f.status == "stated"]
            yield (
                "corpus",
                article,
                {
                    role: {when(v) for f in facts if f.field == role for v in f.values}
                    for role in (START, END)
                },
            )


def short_cases() -> Iterator[tuple[str, Article, Wanted]]:
    """The texts of tests/extractors/fact_cases, whose dates are all labelled."""
    rows: list[tuple[str, str, date, Mapping[str, Any]]] = []
    for language, table in _table("starts").items():
        for key in ("starts", "others"):
            for text in table[key]:
                day = "2024-06-04" if any(word in text.lower() for word in JUNE) else "2024-07-04"
                right = {START: day} if key == "starts" else {}
                rows.append((language, f"{table['opening']} {text}", date(2024, 6, 20), right))
    for language, table in _table("phrases").items():
        for row in table["phrases"]:
            if row.keys() & {"start", "end", "until", "since"}:
                named = {f"{key}_date": row[key] for key in ("start", "end") if key in row}
                rows.append((language, f"{table['lead']} {row['s']}", table["published"], named))
    for name in ("campaigns", *LANGUAGES):
        rows += [(c.get("language", name), c["text"], c["published"], c) for c in _table(name)["case"]]
    for language, text, published, wanted in rows:
        article = article_of_case({"text": text, "published": published}, language)
        yield (
            "short",
            article,
            {role: {when(wanted[role])} if wanted.get(role) else set() for role in (START, END)},
        )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER_OF_CASES / f"{name}.toml").read_text(encoding="utf-8"))


def examples(half: str) -> Iterator[tuple[str, str, Example]]:
    """(role, source, example)"""
    reader = reader_for(load_settings().settings)
    for number, (source, article, days) in enumerate(chain(labelled(half), short_cases())):
        case = reader.case(reader.material(article))
        for candidate in candidates(case):
            right = candidate.found is not None and when(candidate.found.value) in days[candidate.role]
            yield (
                candidate.role,
                source,
                Example(f"{source}{number}", candidate.signs, right, _WEIGHTS.get(source, 1.0)),
            )


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 1.0).parse_args()
    rows = list(examples("tuning"))
    models = {}
    for role in (START, END):
        own = [(source, example) for r, source, example in rows if r == role]
        chosen = [example for _, example in own]
        names = sign_names(chosen, least=6)
        said = held_out(chosen, names, options.penalty)
        models[role] = fit(chosen, names, options.penalty)
        print(f"{role}: {len(chosen)} dates, {sum(e.right for e in chosen)} right, {len(names)} signs")
        for source in ("corpus", "briefs", "short"):
            ids = {id(e) for s, e in own if s == source}
            part = [(e, p) for e, p in said if id(e) in ids]
            print(
                f"  held out {source}:",
                *(f"{t}: {[round(x, 3) for x in scores(part, t)]}" for t in (0.35, 0.5, 0.65)),
            )
    if options.write:
        write_weights("period", HEAD, models)


if __name__ == "__main__":
    main()
