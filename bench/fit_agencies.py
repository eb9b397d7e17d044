"""Fit config/knowledge/weights/agency_names.toml and agency_part.toml on the tuning halves of tests/corpus.

    python -m bench.fit_agencies names|part [--write] [--held-out] [--penalty N]

names: every candidate name of the articles and briefs, right when the labels call it an agency; agencies of the
knowledge files are examples too, as if unknown. part: every agency of the articles on campaigns, right when it worked
on one; fit names first. Printed are precision, recall and F1 by threshold, of held-out articles (five folds) and of
the untouched halves. All scripts teach the names together; Japanese, Korean and Chinese add what is different there.
Without --write nothing is changed.
"""

from __future__ import annotations

import argparse
import hashlib
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bench.fitting import (
    FOLDS,
    Example,
    Model,
    fit,
    fold_of,
    held_out,
    options_of,
    scores,
    sign_names,
    write_weights,
)
from bench.labelled import brief_articles, corpus_articles
from config.knowledge_base import Knowledge, load_knowledge
from config.settings import load_settings
from config.topics import load_topic
from config.weights import Weights
from extractors.facts.agency_part import DECISION as PART
from extractors.facts.agency_part import parties
from extractors.reading import Reader
from extractors.records import Article
from extractors.unknown_agency import DECISION as NAMES
from extractors.unknown_agency import candidates, script_kind
from extractors.weighing import weigh
from flows.readers import reader_for
from tests.corpus_tools.briefs import Brief
from tests.corpus_tools.labels import LANGUAGES, CorpusArticle
from tests.corpus_tools.normal import bare_id, core
from tests.extractors.test_facts_cases import FOLDER as FOLDER_OF_CASES
from tests.extractors.test_facts_cases import article as case_article

HEAD = """What speaks for a name being an agency's, in log-odds; signs are from 0 to 1 (extractors/agency_signs.py).
Made by `python -m bench.fit_agencies names --write`; do not edit by hand."""
PART_HEAD = """What speaks for an agency having worked on the campaign, in log-odds; signs are from 0 to 1
(extractors/facts/agency_part.py). Made by `python -m bench.fit_agencies part --write`; do not edit by hand."""
_WEIGHT = {"corpus": 0.5, "briefs": 1.0, "cases": 6.0}
"""The rules whose verdict is a sign were written with the corpus in view; on briefs they are as right as anywhere."""
_PENALTIES = {"names": 5.0, "part": 8.0}
"""Unless another is asked for: those of the best held-out scores."""
_ONE_OF = 8
"""One name in so many is an example, and counts as often, where no sign stands beside another: most of all names."""
_LEAST = 10
"""Articles with a sign it takes to weigh it."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A short text of the unit tests with what it says."""

    id: str
    relevant: bool
    workers: frozenset[str]


TABLES = ("latin", "cjk")
"""Kinds of script: the signs of all teach both tables, those of "cjk" add what is different there."""
_OWN = "@cjk"
"""End of a sign that weighs in one kind of script only."""
EVERYBODY = frozenset({"*"})
"""Every agency of the text worked on the campaign."""
Labelled = Brief | CorpusArticle | _Case


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of one article."""

    source: str
    language: str
    name: str
    example: Example
    known: bool


def names_in(labelled: Brief | CorpusArticle) -> frozenset[str]:
    """Names of agencies in the labels, in the form names are compared in."""
    if isinstance(labelled, Brief):
        return frozenset(bare_id(core(name)) for name in labelled.agencies)
    return frozenset(bare_id(core(e.text)) for e in labelled.entities if e.type == "agency")


def _is_drawn(group: str, name: str) -> bool:
    """Whether a name that nothing speaks for is one of those that stand for all the like."""
    return hashlib.sha256(f"{group} {name}".encode()).digest()[0] % _ONE_OF == 0


def _case_articles() -> Iterator[tuple[_Case, Article]]:
    """Texts of tests/extractors/fact_cases whose agencies are known in full."""
    for language in LANGUAGES:
        cases = tomllib.loads((FOLDER_OF_CASES / f"{language}.toml").read_text(encoding="utf-8"))["case"]
        table = tomllib.loads((FOLDER_OF_CASES / "phrases.toml").read_text(encoding="utf-8"))[language]
        blank = "" if language in ("ja", "zh") else " "
        for phrase in table["phrases"]:
            if "agency" in phrase:
                text = f"{table['lead']}{blank}{phrase['s']}"
                cases.append({"text": text, "published": table["published"], "agency": phrase["agency"]})
        apart = tomllib.loads((FOLDER_OF_CASES / "campaigns.toml").read_text(encoding="utf-8"))["case"]
        cases += [case for case in apart if case["language"] == language]
        for number, case in enumerate(cases):
            names = (name.rpartition(" ")[0] for name in case.get("agency") or ())
            labelled = _Case(f"{language}-{number}", True, frozenset(bare_id(core(name)) for name in names))
            yield labelled, case_article(case, language)
        yield from _single_sentences(language)


def _single_sentences(language: str) -> Iterator[tuple[_Case, Article]]:
    """The sentences of test_authors: those in which the agency made it, and those in which it had no part."""
    opening = tomllib.loads((FOLDER_OF_CASES / "starts.toml").read_text(encoding="utf-8"))[language][
        "opening"
    ]
    table = tomllib.loads((FOLDER_OF_CASES / "authors.toml").read_text(encoding="utf-8"))[language]
    for kind in ("made", "others"):
        for number, text in enumerate(table[kind]):
            workers = EVERYBODY if kind == "made" else frozenset()
            case = {"text": f"{opening} {text}", "published": date(2024, 6, 20)}
            yield _Case(f"{language}-{kind}-{number}", True, workers), case_article(case, language)


def _sources(half: str) -> Iterator[tuple[str, Iterator[tuple[Labelled, Article]]]]:
    settings = load_settings().settings
    yield "corpus", corpus_articles(settings, half)
    yield "briefs", brief_articles(settings, half)
    if half == "tuning":
        yield "cases", _case_articles()


def rows_of(reader: Reader, half: str) -> Iterator[Row]:
    """Every candidate of the articles of one half."""
    for source, articles in _sources(half):
        for labelled, article in articles:
            if isinstance(labelled, _Case):
                continue
            right = names_in(labelled)
            material = reader.material(article)
            for known in (False, True):
                for name, (_, signs) in candidates(material, known=known).items():
                    is_right = bare_id(core(name)) in right
                    weight = _WEIGHT[source]
                    if half == "tuning" and not is_right and "together.none" in signs:
                        if not _is_drawn(labelled.id, name):
                            continue
                        weight *= _ONE_OF
                    example = Example(labelled.id, signs, is_right, weight)
                    yield Row(source, article.language, name, example, known)


def readers_without(rows: Sequence[Row], knowledge: Knowledge, penalty: float) -> list[Reader]:
    """One reader a fold, with weights of names that were fitted without its articles.

    Names of articles that taught the weights are found too well: who worked on a campaign would then be learned from
    fewer names that are none than unseen articles have.
    """
    readers = []
    for fold in range(FOLDS):
        others = [_with_own(row) for row in rows if fold_of(row.example.group) != fold]
        models = _by_script(fit(others, sign_names(others, _LEAST), penalty))
        weights = knowledge.weights | {f"{NAMES}.{table}": Weights(*models[table]) for table in TABLES}
        readers.append(
            Reader(replace(knowledge, weights=weights), load_topic(load_settings().settings.topic))
        )
    return readers


def _with_own(row: Row) -> Example:
    """The example with every sign doubled where the script has weights of its own."""
    if script_kind(row.language) != "cjk":
        return row.example
    signs = row.example.signs
    return replace(
        row.example, signs={**signs, **{f"{sign}{_OWN}": v for sign, v in signs.items()}, _OWN: 1.0}
    )


def _by_script(model: Model) -> dict[str, Model]:
    """The tables of both kinds of script out of the joint weights."""
    base, weights = model
    shared = {sign: weight for sign, weight in weights.items() if not sign.endswith(_OWN)}
    own = dict(shared)
    for sign, weight in weights.items():
        if sign.endswith(_OWN) and sign != _OWN:
            bare = sign.removesuffix(_OWN)
            own[bare] = own.get(bare, 0.0) + weight
    return {"latin": (base, shared), "cjk": (base + weights.get(_OWN, 0.0), dict(sorted(own.items())))}


def parts_of(reader_of: Callable[[str], Reader], half: str) -> Iterator[Row]:
    """Every agency of the articles on campaigns of one half, right when the labels say that it worked on one."""
    for source, articles in _sources(half):
        for labelled, article in articles:
            if not labelled.relevant:
                continue
            right = workers_in(labelled)
            reader = reader_of(labelled.id)
            material = reader.material(article)
            for party in parties(reader.case(material)):
                first = party.mentions[0]
                names = {bare_id(core(m.span.quote)) for m in party.mentions} | {bare_id(first.canonical)}
                is_right = right is EVERYBODY or not right.isdisjoint(names)
                example = Example(labelled.id, party.signs, is_right, _WEIGHT[source])
                yield Row(source, article.language, first.canonical, example, known=False)


def workers_in(labelled: Labelled) -> frozenset[str]:
    """Names of the agencies that worked on a campaign of the article."""
    if isinstance(labelled, _Case):
        return labelled.workers
    if isinstance(labelled, Brief):
        return frozenset(bare_id(core(name)) for c in labelled.campaigns for name, _ in c.agencies)
    facts = [f for f in labelled.facts if f.field == "agency" and f.status == "stated"]
    return frozenset(bare_id(core(str(value))) for f in facts for value in f.values)


def _fit_names(
    tuning: Sequence[Row], untouched: Sequence[Row], options: argparse.Namespace
) -> dict[str, Model]:
    """The weights of names, after their scores were printed."""
    doubled = {id(row): _with_own(row) for row in tuning}
    examples = list(doubled.values())
    signs = sign_names(examples, _LEAST)
    if options.held_out:
        said = {id(example): p for example, p in held_out(examples, signs, options.penalty)}
        for table in TABLES:
            mine = [row for row in tuning if script_kind(row.language) == table and not row.known]
            _print_scores(f"{table} held out", mine, lambda row: said[id(doubled[id(row)])])
    models = _by_script(fit(examples, signs, options.penalty))
    for table in TABLES:
        weights = Weights(*models[table])
        mine = [row for row in untouched if script_kind(row.language) == table and not row.known]
        _print_scores(
            f"{table} untouched", mine, lambda row, w=weights: weigh(w, row.example.signs).probability
        )
    return models


def _fit_part(
    tuning: Sequence[Row], untouched: Sequence[Row], options: argparse.Namespace
) -> dict[str, Model]:
    """The weights of having worked on a campaign, after their scores were printed."""
    examples = [row.example for row in tuning]
    signs = sign_names(examples, _LEAST)
    if options.held_out:
        said = {id(example): p for example, p in held_out(examples, signs, options.penalty)}
        _print_scores("held out", tuning, lambda row: said[id(row.example)])
    model = fit(examples, signs, options.penalty)
    weights = Weights(*model)
    _print_scores("untouched", untouched, lambda row: weigh(weights, row.example.signs).probability)
    return {"": model}


def _print_scores(title: str, rows: Sequence[Row], say: Callable[[Row], float]) -> None:
    for source in ("corpus", "briefs"):
        said = [(row.example, say(row)) for row in rows if row.source == source]
        print(f"{title} {source} {len(said)}: {_curve(said)}", flush=True)


def _curve(said: Sequence[tuple[Example, float]]) -> str:
    return "  ".join(
        f"{threshold}: " + " ".join(f"{x:.3f}" for x in scores(said, threshold))
        for threshold in (0.3, 0.4, 0.5, 0.6)
    )


def main() -> None:
    """Fit, measure, and write when asked to."""
    parser = options_of(__doc__, None)
    parser.add_argument("decision", choices=("names", "part"))
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    if options.penalty is None:
        options.penalty = _PENALTIES[options.decision]
    knowledge = load_knowledge()
    # Without weights the names stay what the rules make of them.
    weights = {name: w for name, w in knowledge.weights.items() if not name.startswith(NAMES)}
    bare = Reader(replace(knowledge, weights=weights), load_topic(load_settings().settings.topic))
    names = list(rows_of(bare, "tuning"))
    if options.decision == "names":
        decision, head = NAMES, HEAD
        models = _fit_names(names, list(rows_of(bare, "untouched")), options)
    else:
        decision, head = PART, PART_HEAD
        readers = readers_without(names, knowledge, options.penalty)
        whole = reader_for(load_settings().settings)
        tuning = list(parts_of(lambda article: readers[fold_of(article)], "tuning"))
        models = _fit_part(tuning, list(parts_of(lambda article: whole, "untouched")), options)
    if options.write:
        write_weights(decision, head, models)


if __name__ == "__main__":
    main()
