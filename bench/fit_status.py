"""Fit config/knowledge/weights/sponsor_status.toml: what a campaign's brand is to the Games.

    python -m bench.fit_status [--write] [--penalty 6]

Examples: campaigns of the relevant articles and briefs of the tuning halves whose brand the labels have a campaign of,
and of the short texts of tests/extractors/fact_cases.
Printed are shares of right answers and the scores of stated ones, held out (five folds) and of the untouched halves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.fitting import FOLDS, fold_of, options_of, sign_names, write_weights
from bench.fitting_choice import ChoiceExample, Matrix, as_tables, design, fit_choice
from bench.labelled import brief_articles, corpus_articles, phrase_articles, source_of
from config.settings import load_settings
from extractors.facts.campaigns import Case
from extractors.facts.status import DECISION, OPTIONS, UNSAID
from extractors.facts.status_signs import evidence_of
from extractors.reading import Reader
from extractors.records import Article
from flows.readers import reader_for
from tests.corpus_tools.normal import any_same_name

HEAD = """What speaks for each status of a campaign's brand, in log-odds (extractors/facts/status_signs.py).
Made by `python -m bench.fit_status --write`; do not edit by hand."""
_LEAST = 6
"""Examples with a sign it takes to weigh it."""
_WEIGHTS_FROM = 0.02
_CASES = 4.0
"""What a short text written for one way of saying it counts."""
Labels = list[tuple[set[str], set[str]]]
"""(names of a brand, none for any, its statuses, none when the text says nothing) of every labelled campaign"""


def labelled(half: str) -> Iterator[tuple[str, Article, Labels]]:
    """(source, article, labels) of every relevant article of a half."""
    settings = load_settings().settings
    for long, article in corpus_articles(settings, half):
        labels: dict[str, tuple[set[str], set[str]]] = {}
        for fact in long.facts:
            names, statuses = labels.setdefault(fact.campaign, (set(), set()))
            if fact.field == "brand":
                names |= {n for value in fact.values for n in (str(value), *long.names_of(str(value)))}
            elif fact.field == "sponsor_status" and fact.status == "stated":
                statuses |= {str(value) for value in fact.values}
        if long.relevant:
            yield "corpus", article, list(labels.values())
    for brief, article in brief_articles(settings, half):
        if brief.relevant:
            values = [({c.brand}, set(dict(c.values).get("sponsor_status", ()))) for c in brief.campaigns]
            yield source_of(brief), article, values
    for name, status, article in phrase_articles("status") if half == "tuning" else ():
        yield "cases", replace(article, source_id=name), [(set(), {status} - {""})]


def _names_of(case: Case, brand: str) -> set[str]:
    entity = case.material.entities.get(brand)
    written = {m.span.quote for m in case.material.mentions if m.entity_id == brand and m.kind == "name"}
    return {brand, *written, *((entity.name, *entity.aliases) if entity else ())}


def rows_of(reader: Reader, half: str) -> Iterator[tuple[str, ChoiceExample]]:
    """(source, example) of every campaign that has labels."""
    for source, article, labels in labelled(half):
        case = reader.case(reader.material(article))
        for key, evidence in evidence_of(case).items():
            brand = next(c.brand for c in case.campaigns if c.key == key)
            names = _names_of(case, brand)
            gold = [
                statuses
                for wanted, statuses in labels
                if not wanted or any(any_same_name(w, names) for w in wanted)
            ]
            if gold and evidence.words:
                right = frozenset().union(*gold) or frozenset({UNSAID})
                weight = _CASES if source == "cases" else 1.0
                yield source, ChoiceExample(article.source_id, evidence.signs, right & set(OPTIONS), weight)


def _said(
    w: Matrix, names: Sequence[str], rows: Sequence[tuple[str, ChoiceExample]]
) -> list[tuple[str, ChoiceExample, str]]:
    chosen = (design([e.signs for _, e in rows], names) @ w).argmax(axis=1)
    return [(source, e, OPTIONS[int(number)]) for (source, e), number in zip(rows, chosen, strict=True)]


def _print(title: str, said: Sequence[tuple[str, ChoiceExample, str]]) -> None:
    for source in sorted({source for source, _, _ in said}):
        mine = [(e.right, one) for where, e, one in said if where == source]
        hits = sum(one in right for right, one in mine)
        stated = [(right, one) for right, one in mine if one != UNSAID]
        wanted = sum(UNSAID not in right for right, _ in mine)
        good = sum(one in right for right, one in stated)
        p, r = good / max(1, len(stated)), good / max(1, wanted)
        print(
            f"{title} {source}: {len(mine)} right {hits / len(mine):.3f}, P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}"
        )


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 6.0).parse_args()
    reader = reader_for(load_settings().settings)
    tuning, untouched = list(rows_of(reader, "tuning")), list(rows_of(reader, "untouched"))
    examples = [e for _, e in tuning]
    names = sign_names(examples, _LEAST)
    said = []
    for fold in range(FOLDS):
        others = [e for e in examples if fold_of(e.group) != fold]
        w = fit_choice(others, names, OPTIONS, options.penalty)
        said += _said(w, names, [row for row in tuning if fold_of(row[1].group) == fold])
    _print("held out", said)
    w = fit_choice(examples, names, OPTIONS, options.penalty)
    _print("untouched", _said(w, names, untouched))
    if options.write:
        write_weights(DECISION, HEAD, as_tables(w, names, OPTIONS, _WEIGHTS_FROM))


if __name__ == "__main__":
    main()
