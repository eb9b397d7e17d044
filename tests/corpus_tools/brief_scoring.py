"""Score readings of briefs: every field as a set of (brand, value) of the whole item.

Campaigns aren't aligned as in scoring.py: a value counts for a brand when any of its campaigns states it, and a
brief on one brand asks for the value only. So the figures show what is found and invented, not grouping.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.corpus_tools.briefs import LISTS, Brief
from tests.corpus_tools.normal import (
    any_same_name,
    bare_id,
    market_code,
    one_inside_other,
    overlap,
    plain,
    structured,
    when,
)
from tests.corpus_tools.tally import Tally, verdict

Row = Mapping[str, Any]
FIELDS = ("brand", "agency", "channels", *LISTS)
MEASURES = (
    "relevance", "sponsors", "agencies", "people", "place_codes", "place_roles", *FIELDS, "agency_role", "owner",
    "quotes_direct", "quotes_reported", "quote_speaker",
)  # fmt: skip
_DATES = frozenset({"start_date", "end_date", "contract_since", "contract_until"})


def _name(value: Any) -> str:
    value = structured(value)
    return str(value.get("name", "")) if isinstance(value, Mapping) else str(value)


class _Names:
    """Names that stand for one entity in a reading: id, canonical and surface forms."""

    def __init__(self, entities: Sequence[Row]) -> None:
        self.groups: dict[str, set[str]] = defaultdict(set)
        for row in entities:
            if row["kind"] != "descriptor":
                self.groups[row["id"]] |= {row["id"], row["canonical"], row["text"]}

    def same(self, said: str, wanted: str) -> bool:
        names = {said}
        for group in self.groups.values():
            if any_same_name(said, group):
                names |= group
        return any_same_name(wanted, names)


def _same(field: str, said: Any, wanted: str, names: _Names) -> bool:
    if field in ("brand", "agency", "rights_holder", "spokespersons"):
        same = names.same(_name(said), wanted)
        return same or (field == "rights_holder" and one_inside_other(_name(said), wanted))
    if field in _DATES:
        return when(said) == when(wanted)
    if field == "markets":
        return market_code(said) == market_code(wanted)
    if field == "claim":
        return plain(said).lstrip("#") == plain(wanted).lstrip("#")
    if field == "extension":
        return plain(said) in ("true", "yes", "1") and plain(wanted) in ("true", "yes", "1")
    return plain(said).removesuffix(".0") == plain(wanted)


def _channel_names(value: Any) -> set[str]:
    value = structured(value)
    lists = value.values() if isinstance(value, Mapping) else [value]
    return {str(name) for names in lists for name in ([names] if isinstance(names, str) else names)}


def labels_of(brief: Brief) -> dict[str, list[tuple[str, str]]]:
    """field -> (value, brand) as the labels have them; channels one by one."""
    labels: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for campaign in brief.campaigns:
        rows = {"brand": (campaign.brand,), "agency": tuple(name for name, _ in campaign.agencies)}
        rows["channels"] = tuple(dict.fromkeys(x for names in campaign.channels.values() for x in names))
        for field, values in (rows | dict(campaign.values)).items():
            labels[field] += [(value, campaign.brand) for value in values]
    return {field: list(dict.fromkeys(pairs)) for field, pairs in labels.items()}


def said_of(reading: Row) -> dict[str, list[tuple[str, str]]]:
    """field -> (value, brand) as the reading states them."""
    facts = [row for row in reading.get("facts", ()) if row["status"] == "stated"]
    brand = {row["campaign"]: _name(row["value"]) for row in facts if row["field"] == "brand"}
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in facts:
        values = _channel_names(row["value"]) if row["field"] == "channels" else [row["value"]]
        for value in values:
            text = _name(value) if row["field"] in ("agency", "spokespersons") else str(value)
            said[row["field"]].append((text, brand.get(row["campaign"], "")))
    return {field: list(dict.fromkeys(pairs)) for field, pairs in said.items()}


def _tally(said: Sequence[str], wanted: Sequence[str], same: Any) -> Tally:
    said, wanted = list(dict.fromkeys(said)), list(dict.fromkeys(wanted))
    return Tally(
        len(wanted),
        sum(any(same(s, w) for s in said) for w in wanted),
        len(said),
        sum(any(same(s, w) for w in wanted) for s in said),
    )


def _score_facts(brief: Brief, reading: Row, names: _Names) -> dict[str, Tally]:
    labels, said = labels_of(brief), said_of(reading)
    scores = {}
    owner = Tally()
    for field in FIELDS:
        wanted, there = labels.get(field, []), said.get(field, [])

        def same(s: str, w: str, field: str = field) -> bool:
            return _same(field, s, w, names)

        scores[field] = _tally([x for x, _ in there], [x for x, _ in wanted], same)
        for value, brand in wanted if field != "brand" else ():
            hits = [own for text, own in there if _same(field, text, value, names)]
            if hits:
                owner.add(verdict(any(names.same(own, brand) for own in hits)))
    scores["owner"] = owner
    roles = Tally()
    facts = [
        row for row in reading.get("facts", ()) if row["field"] == "agency" and row["status"] == "stated"
    ]
    for name, role in (pair for campaign in brief.campaigns for pair in campaign.agencies):
        hits = [row for row in facts if names.same(_name(row["value"]), name)]
        if hits:
            roles.add(verdict(any(plain(row.get("role") or "") == role for row in hits)))
    return scores | {"agency_role": roles}


def _score_quotes(brief: Brief, reading: Row) -> dict[str, Tally]:
    scores, voice = {}, Tally()
    for kind in ("direct", "reported"):
        wanted = []
        for label_kind, speaker, words in brief.quotes:
            if label_kind == kind:
                start = brief.body.index(words)
                wanted.append((start, start + len(words), speaker))
        said = [row for row in reading.get("quotes", ()) if row["kind"] == kind]
        hits = [
            (row, label)
            for row in said
            for label in wanted
            if overlap(label[:2], (row["start"], row["end"])) >= 0.5
        ]
        right = {id(row) for row, _ in hits}
        scores[f"quotes_{kind}"] = Tally(len(wanted), len({x for _, x in hits}), len(said), len(right))
        for row, (_, _, speaker) in hits:
            if speaker:
                voice.add(verdict(one_inside_other(row.get("speaker") or "", speaker)))
    return scores | {"quote_speaker": voice}


def score_brief(brief: Brief, reading: Row) -> dict[str, Tally]:
    """Every measure of one brief; ``reading`` is its line of `podium read --jsonl`, empty when it failed."""
    entities = reading.get("entities", ())
    names = _Names(entities)
    relevant = bool(reading.get("relevant"))

    def named(types: tuple[str, ...]) -> list[str]:
        rows = [row for row in entities if row["type"] in types and row["kind"] == "name"]
        return list(dict.fromkeys(row["canonical"] for row in rows))

    roles = Tally()
    said_places = {(row["text"], market_code(row["iso"])): set[str]() for row in reading.get("markets", ())}
    for row in reading.get("markets", ()):
        said_places[row["text"], market_code(row["iso"])].add(row["role"])
    wanted_places = list(dict.fromkeys((text, market_code(iso)) for text, iso, _ in brief.places))
    for text, iso, role in brief.places:
        exact = said_places.get((text, market_code(iso)))
        near = [
            roles_said
            for (said_text, said_iso), roles_said in said_places.items()
            if said_iso == market_code(iso) and one_inside_other(said_text, text)
        ]
        if exact or near:
            roles.add(verdict(role in (exact or near[0])))

    def same_place(said: tuple[str, str], wanted: tuple[str, str]) -> bool:
        return said[1] == wanted[1] and one_inside_other(said[0], wanted[0])

    brands = _tally(named(("brand", "company")), brief.sponsors, names.same)
    return {
        "relevance": Tally(
            brief.relevant, brief.relevant and relevant, relevant, brief.relevant and relevant
        ),
        "sponsors": brands,
        "agencies": _tally(named(("agency",)), brief.agencies, names.same),
        "people": _tally(
            named(("person",)), [x for x, _ in brief.people], lambda s, w: bare_id(s) == bare_id(w)
        ),
        "place_codes": _tally(list(said_places), wanted_places, same_place),  # type: ignore[arg-type]
        "place_roles": roles,
        **_score_facts(brief, reading, names),
        **_score_quotes(brief, reading),
    }


def score_briefs(briefs: Iterable[Brief], readings: Mapping[str, Row]) -> dict[str, dict[str, Tally]]:
    """measure -> language (and ``all``) -> tally; a missing reading counts as empty."""
    table: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for brief in briefs:
        for measure, tally in score_brief(brief, readings.get(brief.id, {})).items():
            for column in ("all", brief.language):
                table[measure][column].add(tally)
    return {measure: dict(columns) for measure, columns in table.items()}
