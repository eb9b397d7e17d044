"""Fit config/knowledge/weights/campaign_brands.toml on the tuning halves of tests/corpus, and say what it is worth.

    python -m bench.fit_campaign_brands [--write] [--penalty 4]

Examples: every brand named in a relevant article; right are those the labels give a campaign, and in the texts of
tests/extractors/fact_cases their own ``brands``, mostly the main one alone. Printed are scores of held-out articles (five folds), by
probability.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.fitting import Example, fit, held_out, options_of, scores, sign_names, write_weights
from bench.labelled import brief_articles, case_texts, corpus_articles
from config.settings import load_settings
from extractors.facts.background import find_background, main_games
from extractors.facts.campaign_brands import DECISION, brands_with_signs
from extractors.facts.claims import find_claims
from extractors.facts.focus import Focus, find_focus
from extractors.material import Material
from extractors.quotes_direct import find_direct
from extractors.reading import Reader
from extractors.records import Article
from flows.readers import reader_for
from tests.corpus_tools.brief_scoring import labels_of
from tests.corpus_tools.normal import any_same_name

HEAD = """What speaks for a brand having a campaign or contract of its own in an article, in log-odds (extractors/facts/campaign_brands.py).
Made by `python -m bench.fit_campaign_brands --write`; do not edit by hand."""


_CASE = 4.0
"""What a case text counts: its test must hold."""


def _articles() -> Iterator[tuple[str, str, Article, list[set[str]] | None]]:
    """(source, id, article, names of each brand with a campaign; None where it is the main one)"""
    settings = load_settings().settings
    for brief, article in brief_articles(settings, "tuning"):
        if brief.relevant:
            source = (
                "clippings" if brief.topic == "clipping" else "articles" if brief.is_article else "briefs"
            )
            yield source, brief.id, article, [{v} for v, _ in labels_of(brief).get("brand", ())]
    for labelled, article in corpus_articles(settings, "tuning"):
        if labelled.relevant:
            facts = [f for f in labelled.facts if f.field == "brand" and f.status == "stated"]
            wanted = [{str(v), *labelled.names_of(str(v))} for f in facts for v in f.values]
            yield "corpus", labelled.id, article, wanted
    for name, case, article in case_texts():
        yield "cases", name, article, [{brand} for brand in case["brands"]] if "brands" in case else None


def _names(material: Material, focus: Focus, brand: str) -> set[str]:
    names = {brand}
    for mention in material.mentions:
        if mention.kind == "name" and focus.brand_of(mention) == brand:
            entity = material.entities.get(mention.entity_id)
            names |= {mention.entity_id, mention.canonical, mention.span.quote}
            names |= {entity.name, *entity.aliases} if entity is not None else set()
    return names


def _examples(reader: Reader) -> Iterator[tuple[str, Example]]:
    for source, name, article, wanted in _articles():
        material = reader.material(article)
        focus = find_focus(material)
        past = find_background(material, main_games(material))
        claims = find_claims(material, focus, find_direct(material), past)
        for brand, signs in brands_with_signs(material, focus, claims, past):
            if wanted is None:
                yield source, Example(name, signs, brand == focus.main, _CASE)
                continue
            own = _names(material, focus, brand)
            right = any(any_same_name(w, own) for ws in wanted for w in ws)
            yield source, Example(name, signs, right, _CASE if source == "cases" else 1.0)


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 4.0).parse_args()
    rows = list(_examples(reader_for(load_settings().settings)))
    examples = [example for _, example in rows]
    names = sign_names(examples, 20)
    print(f"{len(rows)} brands, {sum(e.right for e in examples)} with a campaign, {len(names)} signs")
    said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
    for source in sorted({source for source, _ in rows}):
        chosen = [(e, said[id(e)]) for s, e in rows if s == source]
        main_only = [(e, float("main" in e.signs)) for s, e in rows if s == source]
        print(source, len(chosen), "main brand alone", [round(x, 3) for x in scores(main_only, 0.5)])
        for enough in (0.3, 0.4, 0.5, 0.6):
            print(f"  {enough}", [round(x, 3) for x in scores(chosen, enough)])
    if options.write:
        write_weights(DECISION, HEAD, {"": fit(examples, names, options.penalty)})


if __name__ == "__main__":
    main()
