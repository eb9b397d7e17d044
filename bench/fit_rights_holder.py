"""Fit config/knowledge/weights/rights_holder.toml, what makes an organisation the grantor of a brand's rights.

    python -m bench.fit_rights_holder [--write] [--penalty 2]

Examples: committees, teams, federations and organisers named in the articles and briefs of the tuning halves that are
on the topic or nearly so. Printed are scores of held-out articles (five folds), one answer an article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from bench.fitting import Example, fit, held_out, options_of, sign_names, write_weights
from bench.labelled import source_of
from bench.labelled_cases import brief_cases, corpus_cases
from config.settings import load_settings
from extractors.facts import Case
from extractors.facts.holders import Holder
from extractors.facts.rights_holder import DECISION, ENOUGH, holders_with_signs
from extractors.facts.status import statuses_of
from extractors.reading import Reader
from flows.readers import reader_for
from tests.corpus_tools.brief_scoring import labels_of
from tests.corpus_tools.normal import any_same_name, bare_id, one_inside_other

HEAD = """What speaks for an organisation being the rights holder of a sponsorship, in log-odds (extractors/facts/rights_holder.py).
Made by `python -m bench.fit_rights_holder --write`; do not edit by hand."""
_WORTH = {"briefs": 1.0, "clippings": 1.0, "corpus": 0.7}
_NEAR_BEST = 0.6
"""A place with the right value counts when its probability is at least this share of the best one's."""


def _names(case: Case, holder: Holder) -> set[str]:
    """All names of a possible holder, and those of the committee it belongs to."""
    entities = case.material.entities
    names = {holder.value, case.material.text[holder.start : holder.stop]}
    entity = entities.get(holder.value)
    for one in (entity, entities.get(entity.parent) if entity and entity.parent else None):
        if one is not None:
            names |= {one.id, one.name, *one.aliases}
    return names


def _cases(reader: Reader) -> Iterator[tuple[str, str, Case, set[str]]]:
    """(source, id, article, names that are right); nothing is right of an article on something else."""
    for brief, case in brief_cases(reader, "tuning"):
        yield source_of(brief), brief.id, case, {v for v, _ in labels_of(brief).get("rights_holder", ())}
    for labelled, case in corpus_cases(reader, "tuning"):
        facts = [f for f in labelled.facts if f.field == "rights_holder" and f.status == "stated"]
        values = {str(v) for f in facts for v in (f.value, *f.also)}
        yield "corpus", labelled.id, case, values if labelled.relevant else set()


def _is_right(case: Case, holder: Holder, wanted: set[str]) -> bool:
    names = _names(case, holder)
    here = case.material.text[holder.start : holder.stop]
    return any(
        any_same_name(w, names) or bare_id(w) == bare_id(holder.value) or one_inside_other(here, w)
        for w in wanted
    )


def main() -> None:
    """Fit, measure, and write when asked to."""
    options = options_of(__doc__, 2.0).parse_args()
    reader = reader_for(load_settings().settings)
    examples: list[Example] = []
    wanted: dict[str, tuple[str, bool]] = {}
    for source, name, case, gold in _cases(reader):
        wanted[name] = source, bool(gold)
        for _, holder, signs in holders_with_signs(case, statuses_of(case)):
            examples.append(Example(name, signs, _is_right(case, holder, gold), _WORTH[source]))
    names = sign_names(examples, 8)
    said = {id(e): p for e, p in held_out(examples, names, options.penalty)}
    best: dict[str, float] = defaultdict(float)
    for example in examples:
        if example.right:
            best[example.group] = max(best[example.group], said[id(example)])
    examples = [
        replace(e, weight=0.0) if e.right and said[id(e)] < _NEAR_BEST * best[e.group] else e
        for e in examples
    ]
    chosen: dict[str, tuple[float, bool]] = {}
    for example, p in held_out(examples, names, options.penalty):
        chosen[example.group] = max(chosen.get(example.group, (0.0, False)), (p, example.right))
    for source in _WORTH:
        labels = sum(there for where, there in wanted.values() if where == source)
        stated = [right for name, (p, right) in chosen.items() if wanted[name][0] == source and p >= ENOUGH]
        p, r = sum(stated) / max(1, len(stated)), sum(stated) / max(1, labels)
        print(
            f"held out {source}: {labels} articles, P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"
        )
    print(f"{len(examples)} places, {len(names)} signs")
    if options.write:
        write_weights(DECISION, HEAD, {"": fit(examples, names, options.penalty)})


if __name__ == "__main__":
    main()
