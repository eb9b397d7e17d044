"""Score the readings of `podium read --jsonl` against the labels: one tally per measure and article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tests.corpus_tools.facts import score_facts
from tests.corpus_tools.labels import CorpusArticle, EntityLabel, MarketLabel, QuoteLabel
from tests.corpus_tools.normal import (
    any_same_name,
    bare_id,
    market_code,
    one_inside_other,
    overlap,
    same_span,
)
from tests.corpus_tools.tally import Tally, verdict

Row = Mapping[str, Any]
Scores = dict[str, Tally]
_SPONSOR_TYPES = ("brand", "product", "company")
_COUNTED_TYPES = ("brand", "company", "agency", "organisation", "person", "medium", "event")
QUOTE_OVERLAP = 0.5


def _place(row: Row) -> tuple[int, int, str]:
    return int(row["start"]), int(row["end"]), str(row["text"])


def _gold_place(label: EntityLabel | MarketLabel | QuoteLabel) -> tuple[int, int, str]:
    return label.start, label.stop, label.text


def _count(
    labels: Sequence[Any],
    said: Sequence[Row],
    same: Callable[[Any, Row], bool],
    ignored: Callable[[Row], bool] = lambda row: False,
) -> Tally:
    """Labels found and statements right; optional labels neither ask for a statement nor punish one."""
    tally = Tally()
    for label in labels:
        if not getattr(label, "optional", False):
            tally.labels += 1
            tally.found += any(same(label, row) for row in said)
    for row in said:
        matching = [label for label in labels if same(label, row)]
        if not matching and ignored(row):
            continue
        if matching and all(getattr(label, "optional", False) for label in matching):
            continue
        tally.stated += 1
        tally.right += bool(matching)
    return tally


def same_entity(article: CorpusArticle, label: EntityLabel, row: Row) -> bool:
    """Same span and same entity: by id, by a name it has in the article, or by type when no id exists."""
    if not same_span(_gold_place(label), _place(row)):
        return False
    if not label.id:
        return bool(row.get("type") == label.type) or {row.get("type"), label.type} <= set(_SPONSOR_TYPES)
    names = {label.id, *label.also} | (article.names_of(label.id) if label.kind != "descriptor" else set())
    return any_same_name(row.get("id", ""), names) or any_same_name(row.get("canonical", ""), names)


def _score_entities(article: CorpusArticle, said: Sequence[Row]) -> Scores:
    def same(label: EntityLabel, row: Row) -> bool:
        return same_entity(article, label, row)

    def covered(row: Row) -> bool:
        """The span has a label of another kind: judged there, no second time here."""
        return any(same(label, row) for label in article.entities)

    def inside(row: Row) -> bool:
        """A nested part of a name that is labelled as a whole, without a label of its own."""
        start, stop = _place(row)[:2]
        around = [x for x in article.entities if x.start <= start and stop <= x.stop]
        return (
            row.get("kind") == "nested"
            and bool(around)
            and all((x.start, x.stop) != (start, stop) for x in around)
        )

    named = [row for row in said if row.get("kind") != "descriptor" and not inside(row)]
    labels = [label for label in article.entities if label.kind != "descriptor"]
    sponsors = [row for row in named if row.get("type") in _SPONSOR_TYPES]
    scores = {
        "sponsor_mentions": _count(
            [x for x in labels if x.type == "brand"], sponsors, same, ignored=lambda row: covered(row)
        ),
        "sponsor_descriptors": _count(
            [x for x in article.entities if x.kind == "descriptor" and x.type == "brand"],
            [x for x in said if x.get("kind") == "descriptor" and x.get("type") in _SPONSOR_TYPES],
            same,
        ),
    }
    hosts = [label for label in article.markets if label.role.startswith("host_")]

    def bare_host(row: Row) -> bool:
        """A host city read as its Games: labelled as a market only."""
        return row.get("type") == "event" and any(same_span(_gold_place(x), _place(row)) for x in hosts)

    everything = Tally()
    for type_ in _COUNTED_TYPES:
        tally = _count(
            [x for x in labels if x.type == type_],
            [x for x in named if x.get("type") == type_],
            same,
            ignored=lambda row: bare_host(row) or covered(row),
        )
        scores[f"entities_{type_}"] = tally
    everything.add(
        _count(
            [x for x in labels if x.type in _COUNTED_TYPES],
            [x for x in named if x.get("type") in _COUNTED_TYPES],
            same,
            ignored=bare_host,
        )
    )
    scores["entities"] = everything
    return scores


def _score_markets(article: CorpusArticle, said: Sequence[Row]) -> Scores:
    def same(label: MarketLabel, row: Row) -> bool:
        return market_code(row["iso"]) == market_code(label.iso) and same_span(
            _gold_place(label), _place(row)
        )

    roles = Tally()
    for label in article.markets:
        if label.optional:
            continue
        for row in said:
            if same(label, row):
                roles.add(verdict(row.get("role") in (label.role, *label.also)))
                break
    return {"market_codes": _count(article.markets, said, same), "market_roles": roles}


def _same_speaker(article: CorpusArticle, label: QuoteLabel, speaker: object) -> bool:
    """The full name, an alias of it in the article, or any description when the label names nobody."""
    named = any(
        label.speaker in (x.id, x.canonical, x.text) for x in article.entities if x.kind != "descriptor"
    )
    if not named:
        return not speaker or one_inside_other(speaker, label.speaker)
    entity_ids = [x.id for x in article.entities if x.id and label.speaker in (x.text, x.id)]
    names = {label.speaker}.union(*(article.names_of(entity_id) for entity_id in entity_ids))
    return any_same_name(speaker or "", names) or bare_id(label.speaker) in bare_id(speaker or "")


def _score_quotes(article: CorpusArticle, said: Sequence[Row]) -> Scores:
    speech = [row for row in said if row.get("kind") in ("direct", "reported")]

    def same(label: QuoteLabel, row: Row) -> bool:
        where = (int(row["start"]), int(row["end"]))
        return row.get("kind") == label.kind and overlap((label.start, label.stop), where) >= QUOTE_OVERLAP

    def same_voice(label: QuoteLabel, row: Row) -> bool:
        return same(label, row) and _same_speaker(article, label, row.get("speaker"))

    scores = {"quotes": _count(article.quotes, speech, same_voice)}
    for kind in ("direct", "reported"):
        labels = [label for label in article.quotes if label.kind == kind]
        scores[f"quotes_{kind}"] = _count(labels, [row for row in speech if row.get("kind") == kind], same)
    return scores


def _score_tone(article: CorpusArticle, said: Sequence[Row]) -> Scores:
    tally = Tally()
    for entity, wanted in article.tones.items():
        names = article.names_of(entity)
        labels = [row.get("label") for row in said if any_same_name(row.get("entity", ""), names)]
        balance = labels.count("positive") - labels.count("negative")
        tally.add(
            verdict(wanted == ("positive" if balance > 0 else "negative" if balance < 0 else "neutral"))
        )
    return {"tone": tally}


def score_article(article: CorpusArticle, reading: Row) -> Scores:
    """Every measure of one article; ``reading`` is one line of `podium read --jsonl`."""
    if "error" in reading:
        reading = {}
    elif reading.get("text") != article.body:
        raise ValueError(
            f"{article.id}: the text read is not the body of {article.path.name}: offsets cannot fit"
        )
    relevant = bool(reading.get("relevant"))
    return {
        "relevance": Tally(
            article.relevant, article.relevant and relevant, relevant, article.relevant and relevant
        ),
        **_score_entities(article, reading.get("entities", ())),
        **_score_markets(article, reading.get("markets", ())),
        **score_facts(article, reading.get("facts", ())),
        **_score_quotes(article, reading.get("quotes", ())),
        **_score_tone(article, reading.get("tone", ())),
    }


def score_corpus(articles: Iterable[CorpusArticle], readings: Iterable[Row]) -> dict[str, dict[str, Tally]]:
    """measure -> language (and ``all``) -> tally; readings are matched by id, a missing one counts as empty."""
    by_id = {str(row.get("id")): row for row in readings}
    table: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for article in articles:
        reading = by_id.get(article.id, {"error": "missing"})
        for measure, tally in score_article(article, reading).items():
            for column in ("all", article.language):
                table[measure][column].add(tally)
    return {measure: dict(columns) for measure, columns in table.items()}
