"""Fit config/knowledge/weights/term.toml, what makes a date or length the term of a sponsorship, and say what it is worth.

    python -m bench.fit_term [--write] [--penalty 5]

Examples: dates, editions of the Games, lengths and words of prolonging in the articles and briefs of the tuning halves
that are on the topic or nearly so, and in tests/extractors/fact_cases. Labels are values, not places: where several places give the right value, those that
read least like it are left out. Printed are scores of held-out articles (five folds), one answer an article and field.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from bench.fitting import Example, fit, held_out, options_of, sign_names, write_weights
from bench.labelled import source_of
from bench.labelled_cases import brief_cases, corpus_cases
from config.settings import load_settings
from extractors.documents import read_document
from extractors.facts import Case
from extractors.facts.contract import ENOUGH, FIELDS, RENEWED, candidates_with_signs
from extractors.facts.term_signs import Surroundings, renewal_signs, renewals_in
from extractors.language import detector_for
from extractors.reading import Reader
from extractors.records import Article, FrontMatter
from flows.readers import reader_for
from tests.corpus_tools.brief_scoring import labels_of

HEAD = """What speaks for a place being the end, beginning or length of a sponsorship, or its renewal, in log-odds (extractors/facts/term_signs.py).
Made by `python -m bench.fit_term --write`; do not edit by hand."""
CASES = Path(__file__).resolve().parents[1] / "tests" / "extractors" / "fact_cases"
_WORTH = {"briefs": 1.0, "clippings": 1.0, "corpus": 0.7, "cases": 12.0}
"""Weight of an example by its source: words were listed with the corpus in view, the cases are short and plain."""
_LEAST = 8
_NEAR_BEST = 0.6
"""A place with the right value counts when its probability is at least this share of the best one's."""

Gold = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate in one role: its article, source, value and signs."""

    source: str
    role: str
    value: str
    example: Example


def _labels(values: Sequence[tuple[str, Any]]) -> Gold:
    gold: dict[str, set[str]] = {role: set() for role in (*FIELDS, RENEWED)}
    for role, value in values:
        gold[role].add("true" if role == RENEWED else str(value).removesuffix(".0"))
    return {role: frozenset(found) for role, found in gold.items()}


def _cases_of(reader: Reader) -> Iterator[tuple[str, str, Case, Gold]]:
    """(source, id, article, labels); nothing is right of an article on something else."""
    settings = load_settings().settings
    fields = {**{field: role for role, field in FIELDS.items()}, RENEWED: RENEWED}
    for brief, case in brief_cases(reader, "tuning"):
        labels = labels_of(brief)
        values = [(role, value) for field, role in fields.items() for value, _ in labels.get(field, ())]
        yield source_of(brief), brief.id, case, _labels(values)
    for labelled, case in corpus_cases(reader, "tuning"):
        facts = [f for f in labelled.facts if f.field in fields and f.status == "stated"]
        values = [(fields[f.field], value) for f in facts for value in (f.value, *f.also)]
        yield "corpus", labelled.id, case, _labels(values if labelled.relevant else [])
    detector = detector_for(settings.languages)
    for path in sorted(CASES.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, language, case in _cases(path.stem, table):
            at = datetime.combine(case["published"], time(), UTC).isoformat()
            stated = FrontMatter(language=language, published=at, id=name)
            document = read_document(
                "case.txt",
                case["text"].encode(),
                detector,
                now=datetime(2100, 1, 1, tzinfo=UTC),
                stated=stated,
            )
            if isinstance(document, Article):
                yield "cases", name, reader.case(reader.material(document)), _labels(case["labels"])


def _cases(stem: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Short texts and phrases of the tests, with the values they pin."""
    roles = {**{role: role for role in (*FIELDS, RENEWED)}, **{field: role for role, field in FIELDS.items()}}
    for number, case in enumerate(table.get("case", ()) if len(stem) == 2 else (), 1):
        labels = [(roles[key], value) for key, value in case.items() if key in roles and value]
        yield f"{stem}-{number}", stem, {**case, "labels": labels}
    for language, phrases in table.items() if stem == "phrases" else ():
        for number, phrase in enumerate(phrases["phrases"], 1):
            labels = [(roles[key], value) for key, value in phrase.items() if key in roles and value]
            blank = "" if language in ("ja", "zh") else " "
            text = f"{phrases['lead']}{blank}{phrase['s']}"
            if set(phrase) & set(roles):
                case = {"text": text, "published": phrases["published"], "labels": labels}
                yield f"phrase-{language}-{number}", language, case


def _places(source: str, name: str, case: Case, gold: Gold) -> Iterator[Place]:
    for _, candidate, signs in candidates_with_signs(case):
        for role in FIELDS:
            value = candidate.value(role)
            if value is not None:
                yield Place(source, role, value, Example(name, signs, value in gold[role], _WORTH[source]))
    for sentence in case.material.readable():
        for cue in renewals_in(case, sentence):
            signs = renewal_signs(Surroundings(case, sentence), cue)
            yield Place(source, RENEWED, "true", Example(name, signs, bool(gold[RENEWED]), _WORTH[source]))


def _likely(places: Sequence[Place], said: Mapping[int, float]) -> list[Place]:
    """Places with the right value that read much less like it than another one do not count."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    for place in places:
        key = (place.example.group, place.value)
        best[key] = max(best[key], said[id(place.example)])
    return [
        replace(place, example=replace(place.example, weight=0.0))
        if place.example.right
        and said[id(place.example)] < _NEAR_BEST * best[place.example.group, place.value]
        else place
        for place in places
    ]


def _held_out(places: Sequence[Place], names: Sequence[str], penalty: float) -> dict[int, float]:
    return {id(example): p for example, p in held_out([p.example for p in places], names, penalty)}


def _report(
    role: str, places: Sequence[Place], said: Mapping[int, float], golds: Mapping[str, tuple[str, Gold]]
) -> None:
    for source in _WORTH:
        best: dict[str, tuple[float, str]] = {}
        for place in places:
            if place.source == source:
                rank = said[id(place.example)], place.value
                best[place.example.group] = max(rank, best.get(place.example.group, (0.0, "")))
        wanted = {name: gold[role] for name, (where, gold) in golds.items() if where == source and gold[role]}
        stated = {name: value for name, (p, value) in best.items() if p >= ENOUGH[role]}
        right = sum(value in wanted.get(name, ()) for name, value in stated.items())
        p, r = right / max(1, len(stated)), right / max(1, len(wanted))
        f1 = 2 * p * r / (p + r) if right else 0.0
        print(f"held out {role:9} {source:9}: {len(wanted)} articles, P {p:.3f} R {r:.3f} F1 {f1:.3f}")


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 5.0).parse_args()
    reader = reader_for(load_settings().settings)
    golds: dict[str, tuple[str, Gold]] = {}
    everything: list[Place] = []
    for source, name, case, gold in _cases_of(reader):
        golds[name] = source, gold
        everything += _places(source, name, case, gold)
    models = {}
    for role in (*FIELDS, RENEWED):
        places = [place for place in everything if place.role == role]
        names = sign_names([place.example for place in places], _LEAST)
        places = _likely(places, _held_out(places, names, options.penalty))
        _report(role, places, _held_out(places, names, options.penalty), golds)
        models[role] = fit([place.example for place in places], names, options.penalty)
        print(f"{role}: {len(places)} places, {len(names)} signs")
    if options.write:
        write_weights("term", HEAD, models)


if __name__ == "__main__":
    main()
