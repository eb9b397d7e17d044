"""Fit config/knowledge/weights/period.toml: which written dates are the start or the end of a campaign.

    python -m bench.fit_period [--write] [--penalty 3]

Examples: every date in the articles and briefs of the tuning halves that are on the topic or nearly so, and in the short
cases of tests/extractors/fact_cases. Labels are values, not places: where several dates mean the right day, those that
read least like it are left out. Printed are scores of held-out dates (five folds). Without --write nothing is changed.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from bench.fitting import Example, fit, held_out, options_of, scores, sign_names, write_weights
from bench.labelled import source_of
from bench.labelled_cases import brief_cases, corpus_cases
from config.settings import load_settings
from extractors.facts import Case
from extractors.facts.period import END, START, candidates
from extractors.reading import Reader
from flows.readers import reader_for
from tests.corpus_tools.normal import when
from tests.extractors.test_facts_cases import FOLDER as FOLDER_OF_CASES
from tests.extractors.test_facts_cases import LANGUAGES
from tests.extractors.test_facts_cases import article as article_of_case
from tests.extractors.test_starts import JUNE

HEAD = """What speaks for a written date being the start or the end of a campaign, in log-odds (extractors/facts/period_signs.py).
Made by `python -m bench.fit_period --write`; do not edit by hand."""
_WEIGHTS = {"short": 6.0}
"""Texts with one date each, written to tell starts and ends from other days, count more."""
_LEAST = 8
_NEAR_BEST = 0.6
"""A date that means the right day counts when its probability is at least this share of the best one's."""
Wanted = dict[str, set[str]]


def labelled(reader: Reader, half: str) -> Iterator[tuple[str, str, Case, Wanted]]:
    """(source, id, article, role -> days that are right); nothing is right of an article on something else."""
    for brief, case in brief_cases(reader, half):
        values = [dict(campaign.values) for campaign in brief.campaigns]
        days = {role: {when(v) for row in values for v in row.get(role, ())} for role in (START, END)}
        yield source_of(brief), brief.id, case, days
    for long, case in corpus_cases(reader, half):
        facts = [f for f in long.facts if f.status == "stated"] if long.relevant else []
        days = {role: {when(v) for f in facts if f.field == role for v in f.values} for role in (START, END)}
        yield "corpus", long.id, case, days


def short_cases(reader: Reader) -> Iterator[tuple[str, str, Case, Wanted]]:
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
    for number, (language, text, published, wanted) in enumerate(rows):
        article = article_of_case({"text": text, "published": published}, language)
        days = {role: {when(wanted[role])} if wanted.get(role) else set() for role in (START, END)}
        yield "short", f"short{number}", reader.case(reader.material(article)), days


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER_OF_CASES / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Place:
    """A date in one of the two roles, and the day it means then."""

    role: str
    source: str
    day: str
    example: Example


def places(half: str) -> Iterator[Place]:
    """Every date of the labelled articles and of the short texts."""
    reader = reader_for(load_settings().settings)
    for source, name, case, days in chain(labelled(reader, half), short_cases(reader)):
        for candidate in candidates(case):
            day = when(candidate.found.value) if candidate.found is not None else ""
            right = day != "" and day in days[candidate.role]
            example = Example(name, candidate.signs, right, _WEIGHTS.get(source, 1.0))
            yield Place(candidate.role, source, day, example)


def likely(own: Sequence[Place], said: Mapping[int, float]) -> list[Place]:
    """Dates that mean the right day but read much less like it than another one do not count."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    for place in own:
        key = place.example.group, place.day
        best[key] = max(best[key], said[id(place.example)])
    return [
        replace(place, example=replace(place.example, weight=0.0))
        if place.example.right and said[id(place.example)] < _NEAR_BEST * best[place.example.group, place.day]
        else place
        for place in own
    ]


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 3.0).parse_args()
    rows = list(places("tuning"))
    models = {}
    for role in (START, END):
        own = [place for place in rows if place.role == role]
        names = sign_names([place.example for place in own], _LEAST)
        said = {id(e): p for e, p in held_out([place.example for place in own], names, options.penalty)}
        own = likely(own, said)
        chosen = [place.example for place in own]
        said = {id(e): p for e, p in held_out(chosen, names, options.penalty)}
        models[role] = fit(chosen, names, options.penalty)
        print(f"{role}: {len(chosen)} dates, {sum(e.right for e in chosen)} right, {len(names)} signs")
        for source in ("corpus", "briefs", "clippings", "short"):
            part = [(p.example, said[id(p.example)]) for p in own if p.source == source and p.example.weight]
            print(
                f"  held out {source}:",
                *(f"{t}: {[round(x, 3) for x in scores(part, t)]}" for t in (0.35, 0.5, 0.65)),
            )
    if options.write:
        write_weights("period", HEAD, models)


if __name__ == "__main__":
    main()
