"""Fit config/knowledge/weights/claim.toml: which texts are the claim of a campaign.

    python -m bench.fit_claims [--write] [--penalty 1.5]

Examples: everything that may be a claim in the relevant articles and briefs of the tuning halves and in the texts of
tests/extractors/fact_cases, right when the labels state it of any campaign. Printed are scores of held-out articles (five folds) and those of the untouched halves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bench.fitting import (
    Example,
    Model,
    fit,
    held_out,
    options_of,
    said_by,
    scores,
    sign_names,
    write_weights,
)
from bench.labelled import brief_articles, case_texts, corpus_articles
from config.settings import load_settings
from extractors.facts.background import find_background, main_games
from extractors.facts.claim_signs import DECISION, MARKED
from extractors.facts.claims import ENOUGH, find_words, key_of
from extractors.facts.focus import find_focus
from extractors.quotes_direct import find_direct
from extractors.reading import Reader
from extractors.records import Article
from flows.readers import reader_for
from tests.corpus_tools.brief_scoring import labels_of

HEAD = """What speaks for a text being the claim of a campaign, in log-odds (extractors/facts/claim_signs.py).
Made by `python -m bench.fit_claims --write`; do not edit by hand."""
_LEAST = 6
"""Examples with a sign it takes to weigh it."""
_CASE = 3.0
"""What a case text counts: its test must hold."""
_BARE = "bare."


def labelled(half: str) -> Iterator[tuple[str, Article, set[str], set[str]]]:
    """(source, article, claims, texts that may be called a claim or not) of a half."""
    settings = load_settings().settings
    for long, article in corpus_articles(settings, half):
        claims = [f for f in long.facts if f.field == "claim" and f.status == "stated"]
        keys = [
            {key_of(str(value)) for f in claims if f.optional == o for value in f.values}
            for o in (False, True)
        ]
        if long.relevant:
            yield "corpus", article, *keys
    for brief, article in brief_articles(settings, half):
        if brief.relevant:
            yield "briefs", article, {key_of(value) for value, _ in labels_of(brief).get("claim", ())}, set()
    for name, case, article in case_texts() if half == "tuning" else ():
        if "claim" in case:
            claims = case["claim"] if isinstance(case["claim"], list) else [case["claim"]]
            text = replace(article, source_id=name)
            yield "cases", text, {key_of(str(value)) for value in claims}, set()


def rows_of(reader: Reader, half: str) -> Iterator[tuple[str, str, Example]]:
    """(table, source, example) of every text of a half that may be a claim; a label nobody reads counts as missed."""
    for source, article, right, optional in labelled(half):
        material = reader.material(article)
        past = find_background(material, main_games(material))
        there = set()
        for words in find_words(material, find_focus(material), find_direct(material), past):
            key = key_of(words.value)
            there.add(key)
            if key not in optional:
                weight = _CASE if source == "cases" else 1.0
                yield words.table, source, Example(article.source_id, words.signs, key in right, weight)
        for _ in right - there:
            yield "missed", source, Example(article.source_id, {}, True)


def shared(table: str, example: Example) -> Example:
    """Words without marks have every sign once as all texts have it and once as their own: few of them are claims."""
    if table == MARKED:
        return example
    own = {f"{_BARE}{name}": value for name, value in example.signs.items()}
    return replace(example, signs={**example.signs, **own, _BARE: 1.0})


def parted(model: Model) -> dict[str, Model]:
    """The weights of texts with marks and of those without, added up."""
    base, weights = model
    common = {name: weight for name, weight in weights.items() if not name.startswith(_BARE)}
    own = {name.removeprefix(_BARE): weight for name, weight in weights.items() if name.startswith(_BARE)}
    bare = {name: common.get(name, 0.0) + own.get(name, 0.0) for name in sorted({*common, *own} - {""})}
    return {MARKED: (base, common), "bare": (base + own.get("", 0.0), bare)}


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 1.5).parse_args()
    reader = reader_for(load_settings().settings)
    tuning, untouched = list(rows_of(reader, "tuning")), list(rows_of(reader, "untouched"))
    for source in ("corpus", "briefs"):
        missed = [sum(t == "missed" and s == source for t, s, _ in rows) for rows in (tuning, untouched)]
        print(
            f"{source}: not among the candidates: {missed[0]} of the tuning half, {missed[1]} of the untouched one"
        )
    tuning = [(t, s, shared(t, e)) for t, s, e in tuning if t != "missed"]
    examples = [example for _, _, example in tuning]
    names = sign_names(examples, _LEAST)
    models = parted(fit(examples, names, options.penalty))
    said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
    for table, model in models.items():
        own = [e for t, _, e in tuning if t == table]
        print(f"{table}: {len(own)} texts, {sum(e.right for e in own)} claims, {len(model[1])} signs")
        for source in ("corpus", "briefs"):
            mine = [(e, said[id(e)]) for t, s, e in tuning if (t, s) == (table, source)]
            print(
                f"  {source} held out  {[tuple(round(x, 3) for x in scores(mine, p)) for p in (0.3, 0.5, 0.7)]}"
            )
            other = said_by(model, [e for t, s, e in untouched if (t, s) == (table, source)])
            print(f"  {source} untouched {tuple(round(x, 3) for x in scores(other, ENOUGH[table]))}")
    if options.write:
        write_weights(DECISION, HEAD, models)


if __name__ == "__main__":
    main()
