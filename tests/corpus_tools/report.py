"""Print scores as a table, and hold them against the pinned floors."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.corpus_tools.labels import CORPUS, LANGUAGES
from tests.corpus_tools.tally import Tally

FLOORS = CORPUS / "floors.toml"
HALVES = ("tuning", "untouched")
MEASURES = (
    "sponsor_mentions",
    "sponsor_descriptors",
    "entities",
    "entities_brand",
    "entities_company",
    "entities_agency",
    "entities_organisation",
    "entities_person",
    "entities_medium",
    "entities_event",
    "market_codes",
    "market_roles",
    "relevance",
    "brand",
    "campaign_markets",
    "claim",
    "agency",
    "agency_role",
    "start_date",
    "end_date",
    "channels",
    "assets",
    "spokesperson",
    "spokesperson_role",
    "sponsor_status",
    "category",
    "rights_holder",
    "contract_years",
    "contract_until",
    "contract_since",
    "extension",
    "co_sponsors",
    "budget",
    "attribution",
    "evidence",
    "not_stated",
    "quotes",
    "quotes_direct",
    "quotes_reported",
    "tone",
)
ENOUGH = 5
"""Labels a language needs before its score counts in the spread between languages."""
Table = Mapping[str, Mapping[str, Tally]]


def _figure(value: float | None) -> str:
    return "    -" if value is None else f"{value:5.3f}"


def spread(columns: Mapping[str, Tally]) -> float | None:
    """Best minus worst F1 over the languages with enough labels; None when fewer than two have them."""
    scores = [
        columns[code].f1 or 0.0 for code in LANGUAGES if code in columns and columns[code].labels >= ENOUGH
    ]
    return max(scores) - min(scores) if len(scores) > 1 else None


def table_lines(table: Table, half: str, n_articles: int, measures: Sequence[str] = MEASURES) -> list[str]:
    """One line a measure: labels, precision, recall, F1, spread between languages, F1 of each language."""
    head = f"{half}: {n_articles} articles"
    lines = [
        f"{head:<22}{'labels':>7}{'P':>7}{'R':>7}{'F1':>7}{'spread':>8}   "
        + "".join(f"{x:>7}" for x in LANGUAGES)
    ]
    for measure in measures:
        columns = table.get(measure, {})
        total = columns.get("all", Tally())
        by_language = "".join(f"{_figure(columns[x].f1 if x in columns else None):>7}" for x in LANGUAGES)
        figures = (total.precision, total.recall, total.f1)
        lines.append(
            f"{measure:<22}{total.labels:>7}"
            + "".join(f"{_figure(x):>7}" for x in figures)
            + f"{_figure(spread(columns)):>8}   {by_language}"
        )
    return lines


def load_floors(text: str) -> dict[str, dict[str, float]]:
    """half -> measure -> lowest F1 allowed, plus ``spread`` and ``targets``; raises ValueError naming a bad key."""
    data = tomllib.loads(text)
    allowed = {*HALVES, "spread", "targets", "lowered"}
    for section, values in data.items():
        if section not in allowed:
            raise ValueError(
                f"floors.toml: unknown table {section!r}; known are {', '.join(sorted(allowed))}"
            )
        for measure, value in values.items():
            name = measure.partition(".")[2] if section == "lowered" else measure
            if name not in MEASURES:
                raise ValueError(f"floors.toml: [{section}] {measure!r} is no measure")
            if section != "lowered" and not (isinstance(value, int | float) and 0 <= value <= 1):
                raise ValueError(
                    f"floors.toml: [{section}] {measure} = {value!r}; a number from 0 to 1 expected"
                )
            if section == "lowered" and not (isinstance(value, str) and len(value.split()) >= 5):
                raise ValueError(f"floors.toml: [lowered] {measure!r} needs a sentence that says why")
    return data


def below_floor(tables: Mapping[str, Table], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One line for every measure under its floor, or with languages too far apart."""
    failures = []
    for half, table in tables.items():
        for measure, floor in floors.get(half, {}).items():
            score = table.get(measure, {}).get("all", Tally()).f1 or 0.0
            if score < floor:
                failures.append(f"{half}: {measure} F1 {score:.3f} is below its floor {floor:.3f}")
    for measure, widest in floors.get("spread", {}).items():
        for half, table in tables.items():
            found = spread(table.get(measure, {}))
            if half == "untouched" and found is not None and found > widest:
                failures.append(f"{half}: {measure} languages are {found:.3f} apart, {widest:.3f} allowed")
    return failures


WIDEST = 0.10
"""How far the worst language may be from the best, as a target."""


def missed_targets(tables: Mapping[str, Table], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One line for every target the untouched half misses, in score or in the spread of languages."""
    table = tables.get("untouched", {})
    lines = []
    for measure, target in floors.get("targets", {}).items():
        if measure not in table:
            continue
        score = table[measure].get("all", Tally()).f1 or 0.0
        apart = spread(table[measure])
        if score < target:
            lines.append(f"target missed: untouched {measure} F1 {score:.3f}, {target:.2f} wanted")
        if apart is not None and apart > WIDEST:
            lines.append(
                f"target missed: untouched {measure} languages {apart:.3f} apart, {WIDEST:.2f} wanted"
            )
    return lines


def lowered_without_reason(
    new: Mapping[str, Mapping[str, float]], old: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """Floors of ``old`` that ``new`` lowers or drops without a line in its [lowered] table."""
    reasons = new.get("lowered", {})
    return [
        f"[{half}] {measure}: {floor} became {new.get(half, {}).get(measure, 'nothing')}; say why in [lowered]"
        for half in HALVES
        for measure, floor in old.get(half, {}).items()
        if new.get(half, {}).get(measure, 0.0) < floor and f"{half}.{measure}" not in reasons
    ]


def read_floors(path: Path = FLOORS) -> dict[str, dict[str, float]]:
    """The pinned floors of the working tree."""
    return load_floors(path.read_text(encoding="utf-8"))
