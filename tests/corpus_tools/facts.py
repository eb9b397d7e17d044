"""Score campaign facts: campaigns are aligned first, then every field is compared value by value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from typing import Any

from tests.corpus_tools.labels import FIELDS, CorpusArticle, FactLabel
from tests.corpus_tools.normal import (
    any_same_name,
    bare_id,
    market_code,
    one_inside_other,
    plain,
    same_span,
    structured,
    when,
)
from tests.corpus_tools.tally import Tally, verdict

Said = Mapping[str, Any]
"""One predicted fact: campaign, field, value, status, attributed_to, start, end."""
_DATES = ("start_date", "end_date", "contract_until", "contract_since")
_NAMES = ("brand", "rights_holder", "co_sponsors")
_PHRASES = ("category", "budget")


def _name_of(value: Any) -> str:
    value = structured(value)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("agency") or value.get("id") or "")
    return str(value)


def _count_of(value: Any) -> Any:
    value = structured(value)
    if isinstance(value, Mapping):
        return value.get("count", value.get("number"))
    digits = "".join(sign for sign in str(value) if sign.isdigit())
    return int(digits) if digits else value


def same_value(article: CorpusArticle, label: FactLabel, said: Said) -> bool:
    """The stated value is one of the label's, by the rule of its field."""
    value = said.get("value")
    field = label.field
    if field in _NAMES:
        names = {name for wanted in label.values for name in article.names_of(str(wanted))}
        return any_same_name(_name_of(value), names)
    if field == "agency":
        names = {name for wanted in label.values for name in article.names_of(str(wanted))}
        return any_same_name(_name_of(value), names | {str(wanted) for wanted in label.values})
    if field == "spokesperson":
        return bare_id(_name_of(value)) == bare_id(label.value["name"])
    if field in _DATES:
        return when(value) in {when(wanted) for wanted in label.values}
    if field == "contract_years":
        return str(value).removesuffix(".0") in {str(wanted) for wanted in label.values}
    if field == "markets":
        return market_code(value) in {market_code(wanted) for wanted in label.values}
    if field == "claim":
        return plain(value).lstrip("#") in {plain(wanted).lstrip("#") for wanted in label.values}
    if field in _PHRASES:
        return any(one_inside_other(value, wanted) for wanted in label.values)
    if field == "assets":
        return bool(_count_of(value) == label.value["count"])
    if field == "extension":
        return plain(value) in ("true", "1", "yes")
    return plain(value) in {plain(wanted) for wanted in label.values}


def _named_alike(said: Iterable[Said]) -> list[Said]:
    """The product writes spokespersons, the labels spokesperson: one field."""
    return [
        {**fact, "field": "spokesperson"} if fact.get("field") == "spokespersons" else fact for fact in said
    ]


def _stated(said: Iterable[Said]) -> list[Said]:
    """Stated facts, each value of a campaign and field once."""
    seen: dict[tuple[str, str, str], Said] = {}
    for fact in said:
        if fact.get("status", "stated") == "stated":
            key = (str(fact.get("campaign")), str(fact.get("field")), plain(structured(fact.get("value"))))
            seen.setdefault(key, fact)
    return list(seen.values())


def _likeness(article: CorpusArticle, labels: Sequence[FactLabel], said: Sequence[Said]) -> int:
    weight = {"brand": 6, "claim": 4, "agency": 2, "start_date": 2}
    return sum(
        weight.get(label.field, 1)
        for label in labels
        if label.field != "channels"
        and any(fact.get("field") == label.field and same_value(article, label, fact) for fact in said)
    )


def align(article: CorpusArticle, said: Sequence[Said]) -> dict[str, str]:
    """Predicted campaign of each labelled one, chosen so that the most facts agree."""
    wanted = list(dict.fromkeys(label.campaign for label in article.facts))
    offered = list(dict.fromkeys(str(fact.get("campaign")) for fact in said))
    labels = {key: [x for x in article.facts if x.campaign == key and x.status == "stated"] for key in wanted}
    by_key = {key: [x for x in said if str(x.get("campaign")) == key] for key in offered}
    worth = {(w, o): _likeness(article, labels[w], by_key[o]) for w in wanted for o in offered}
    best: tuple[int, dict[str, str]] = (-1, {})
    places: list[str | None] = [*offered, *[None] * max(0, len(wanted) - len(offered))]
    if len(places) > 7:  # permutations of more are not worth their time: keep the likeliest
        ranked = sorted(offered, key=lambda o: -max((worth[w, o] for w in wanted), default=0))
        places = [*ranked[:6], None]
    for order in permutations(places, min(len(wanted), len(places))):
        pairs = {w: o for w, o in zip(wanted, order, strict=False) if o is not None}
        total = sum(worth[w, o] for w, o in pairs.items())
        if total > best[0]:
            best = (total, pairs)
    return best[1]


def _channel_pairs(value: Any, markets: Sequence[str]) -> set[tuple[str, str]]:
    """(market, channel) for every market of the campaign; a market's own list replaces that of ``*``."""
    value = structured(value)
    if isinstance(value, str):
        value = {"*": [value]}
    elif isinstance(value, Sequence):
        value = {"*": list(value)}
    own = {(key if key == "*" else market_code(key)): channels for key, channels in value.items()}
    places = [market_code(market) for market in markets] or ["*"]
    places += [key for key in own if key != "*" and key not in places]
    return {(place, str(channel)) for place in places for channel in own.get(place, own.get("*", ()))}


def _score_channels(
    label: FactLabel | None, said: Sequence[Said], markets: Sequence[str], optional: bool
) -> Tally:
    stated: set[tuple[str, str]] = set()
    for fact in said:
        stated |= _channel_pairs(fact.get("value"), markets)
    if label is None:
        return Tally(stated=0 if optional else len(stated))
    best = Tally()
    for value in label.values:
        wanted = _channel_pairs(value, markets)
        shared = len(wanted & stated)
        tally = Tally(len(wanted), shared, len(stated), shared)
        if best.f1 is None or (tally.f1 or 0) > best.f1:
            best = tally
    return best


def score_facts(article: CorpusArticle, said_all: Sequence[Said]) -> dict[str, Tally]:
    """A tally per field, with campaign_markets for markets, and the accuracy of roles, attribution and evidence."""
    said_all = _named_alike(said_all)
    said = _stated(said_all)
    scores: dict[str, Tally] = {}

    def book(name: str, tally: Tally) -> None:
        scores.setdefault(name, Tally()).add(tally)

    pairs = align(article, said)
    campaigns: list[tuple[str | None, str | None]] = [*((w, o) for w, o in pairs.items())]
    campaigns += [(w, None) for w in dict.fromkeys(x.campaign for x in article.facts) if w not in pairs]
    offered = dict.fromkeys(str(fact.get("campaign")) for fact in said)
    campaigns += [(None, o) for o in offered if o not in pairs.values()]
    for wanted, offer in campaigns:
        labels = [x for x in article.facts if x.campaign == wanted]
        facts = [x for x in said if str(x.get("campaign")) == offer]
        markets = [str(x.value) for x in labels if x.field == "markets" and x.status == "stated"]
        for field in FIELDS:
            there = [x for x in labels if x.field == field and x.status == "stated"]
            needed = [x for x in there if not x.optional]
            named = [x for x in facts if x.get("field") == field]
            if field == "channels":
                label = needed[0] if needed else None
                book("channels", _score_channels(label, named, markets, optional=len(there) > len(needed)))
                continue
            tally = Tally(labels=len(needed))
            for label in needed:
                hits = [fact for fact in named if same_value(article, label, fact)]
                tally.found += bool(hits)
                if hits:
                    _judge_hit(article, label, hits[0], book)
            for fact in named:
                matching = [label for label in there if same_value(article, label, fact)]
                if matching and all(label.optional for label in matching):
                    continue
                tally.stated += 1
                tally.right += bool(matching)
            book("campaign_markets" if field == "markets" else field, tally)
        for label in labels:
            if label.status == "not_stated":
                rows = [
                    x for x in said_all if str(x.get("campaign")) == offer and x.get("field") == label.field
                ]
                book("not_stated", verdict(any(x.get("status") == "not_stated" for x in rows)))
    return scores


def _judge_hit(article: CorpusArticle, label: FactLabel, fact: Said, book: Any) -> None:
    """What a right value says beside itself: agency or speaker role, source, and whether its evidence fits."""
    value = structured(fact.get("value"))
    if label.field == "agency" and label.role:
        role = fact.get("role") or (value.get("role") if isinstance(value, Mapping) else "")
        book("agency_role", verdict(plain(role) == plain(label.role)))
    if label.field == "spokesperson" and isinstance(value, Mapping):
        book("spokesperson_role", verdict(one_inside_other(value.get("role"), label.value["role"])))
    if label.attributed_to:
        book("attribution", verdict(one_inside_other(fact.get("attributed_to") or "", label.attributed_to)))
    start, stop = fact.get("start"), fact.get("end")
    if (
        isinstance(start, int)
        and isinstance(stop, int)
        and label.start is not None
        and label.stop is not None
    ):
        gold = (label.start, label.stop, article.body[label.start : label.stop])
        said = (start, stop, article.body[start:stop])
        book("evidence", verdict(same_span(gold, said) or (start < label.stop and label.start < stop)))
    else:
        book("evidence", verdict(False))
