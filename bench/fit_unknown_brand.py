"""Fit the weights of unlisted brands on the tuning halves of tests/corpus, and say what they are worth.

    python -m bench.fit_unknown_brand [--write] [--penalty 4] [--least 40]

Examples: every name of the labelled articles and briefs that may be a brand no knowledge file lists; right are those
the labels call a brand. The second look (unknown_brand_ranking.toml) is fitted on what weights fitted without the
article say at the first. Printed are scores of names in held-out articles (five folds), after each look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.fitting import Example, fit, held_out, options_of, scores, sign_names, write_weights
from bench.labelled import brief_articles, corpus_articles
from config.settings import load_settings
from extractors.brand_candidates import Candidate
from extractors.brand_ranking import DECISION as RANKING
from extractors.brand_ranking import FLOOR, Rated, ranked
from extractors.material import BRAND_TYPES
from extractors.unknown_brand import DECISION, ENOUGH
from flows.readers import reader_for
from tests.corpus_tools.briefs import Brief
from tests.corpus_tools.labels import CorpusArticle
from tests.corpus_tools.normal import bare_id

HEAD = """What speaks for a name being a brand that no knowledge file lists, in log-odds (extractors/brand_{}.py).
Made by `python -m bench.fit_unknown_brand --write`; do not edit by hand."""
_PENALTY_OF_RANKING = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A name of an article with whether it is a brand there."""

    source: str
    language: str
    candidate: Candidate
    aliases: Mapping[str, object]
    example: Example


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
                example = Example(labelled.id, signs, right)
                yield Row(source, labelled.language, candidate, search.aliases if search else {}, example)


def _second(rows: Sequence[Row], said: Mapping[int, float]) -> list[tuple[Row, Example]]:
    """The examples of the second look: names that weights without their article leave possible."""
    articles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if said[id(row.example)] >= FLOOR:
            articles[row.example.group].append(row)
    found = []
    for group, there in articles.items():
        rated = [Rated(row.candidate, row.example.signs, said[id(row.example)]) for row in there]
        for row, signs in zip(there, ranked(rated, there[0].language, there[0].aliases), strict=True):
            found.append((row, Example(group, signs, row.example.right)))
    return found


def _report(rows: Sequence[tuple[Row, float]], enough: float) -> None:
    for source in ("corpus", "briefs"):
        for language in sorted({row.language for row, _ in rows}):
            chosen = [(r.example, p) for r, p in rows if (r.source, r.language) == (source, language)]
            if chosen:
                print(" ", source, language, len(chosen), [round(x, 3) for x in scores(chosen, enough)])
    print("  all", [round(x, 3) for x in scores([(row.example, p) for row, p in rows], enough)])


def main() -> None:
    """Fit, measure, and write when asked to."""
    parser = options_of(__doc__, 4.0)
    parser.add_argument("--least", type=int, default=40)
    options = parser.parse_args()
    rows = list(_rows())
    examples = [row.example for row in rows]
    names = sign_names(examples, options.least)
    print(f"{len(rows)} examples, {sum(e.right for e in examples)} right, {len(names)} signs")
    said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
    _report([(row, said[id(row.example)]) for row in rows], ENOUGH)
    second = _second(rows, said)
    looks = [example for _, example in second]
    kinds = sign_names(looks)
    again = {id(e): p for e, p in held_out(looks, kinds, _PENALTY_OF_RANKING)}
    print(f"second look at {len(looks)}, {sum(e.right for e in looks)} right")
    _report([(row, again[id(look)]) for row, look in second], ENOUGH)
    if options.write:
        write_weights(DECISION, HEAD.format("signs"), {"": fit(examples, names, options.penalty)})
        write_weights(RANKING, HEAD.format("ranking"), {"": fit(looks, kinds, _PENALTY_OF_RANKING)})


if __name__ == "__main__":
    main()
