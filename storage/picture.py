"""The entity-relationship picture of the tables, as an SVG of our own drawing: no tool needed to make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

COLUMNS: tuple[tuple[str, ...], ...] = (
    ("core_runs", "core_sources", "core_source_polls", "core_requests", "core_batches"),
    ("core_dispositions", "core_captures", "core_article_checks", "core_url_aliases"),
    ("core_articles", "core_versions", "core_version_changes", "core_datings"),
    ("core_readings", "core_facts", "core_relevance_reasons"),
    ("core_mentions", "core_market_mentions", "core_quotes", "core_tones"),
    (
        "core_entities",
        "core_rights",
        "core_market_names",
        "core_games",
        "core_publications",
        "core_forgotten",
    ),
)
"""Which table stands in which column of the picture; the tables of the search index are left out."""

LINKS: tuple[tuple[str, str, str], ...] = (
    ("core_source_polls", "source_id", "core_sources"),
    ("core_dispositions", "source_id", "core_sources"),
    ("core_dispositions", "article_id", "core_articles"),
    ("core_captures", "article_id", "core_articles"),
    ("core_article_checks", "article_id", "core_articles"),
    ("core_url_aliases", "article_id", "core_articles"),
    ("core_versions", "article_id", "core_articles"),
    ("core_version_changes", "version_no", "core_versions"),
    ("core_datings", "version_no", "core_versions"),
    ("core_readings", "version_no", "core_versions"),
    ("core_readings", "article_id", "core_articles"),
    ("core_facts", "reading_id", "core_readings"),
    ("core_relevance_reasons", "reading_id", "core_readings"),
    ("core_mentions", "reading_id", "core_readings"),
    ("core_market_mentions", "reading_id", "core_readings"),
    ("core_quotes", "reading_id", "core_readings"),
    ("core_tones", "reading_id", "core_readings"),
    ("core_mentions", "entity_id", "core_entities"),
    ("core_tones", "entity_id", "core_entities"),
    ("core_rights", "entity_id", "core_entities"),
    ("core_market_mentions", "market", "core_market_names"),
)
"""Many-to-one: table, column, the table whose key it is."""

_BOX_WIDTH, _GAP_X, _GAP_Y, _LINE, _MARGIN = 200, 70, 26, 15, 20


@dataclass(frozen=True, slots=True)
class _Box:
    table: str
    columns: tuple[str, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        return 24 + _LINE * len(self.columns) + 6

    def port(self, column: str) -> int:
        """Height of a column's line, or of the head when the column is not shown."""
        if column in self.columns:
            return self.y + 24 + _LINE * self.columns.index(column) + 8
        return self.y + 12


def picture(tables: Mapping[str, Sequence[str]]) -> str:
    """SVG of tables (name -> columns); tables of COLUMNS that are missing raise KeyError."""
    boxes: dict[str, _Box] = {}
    height = 0
    for n, names in enumerate(COLUMNS):
        y = _MARGIN
        for name in names:
            box = _Box(name, tuple(tables[name]), _MARGIN + n * (_BOX_WIDTH + _GAP_X), y)
            boxes[name] = box
            y += box.height + _GAP_Y
        height = max(height, y)
    width = 2 * _MARGIN + len(COLUMNS) * (_BOX_WIDTH + _GAP_X) - _GAP_X
    lines = [_link(boxes[table], column, boxes[target]) for table, column, target in LINKS]
    keys: dict[str, set[str]] = {}
    for table, column, target in LINKS:
        keys.setdefault(table, set()).add(column)
        keys.setdefault(target, set()).add(column)
    drawn = [_drawn(box, keys.get(box.table, set())) for box in boxes.values()]
    style = (
        "text{font:11px sans-serif;fill:#1b2733}.t{font-weight:bold;fill:#fff}.k{font-weight:bold}"
        ".b{fill:#fff;stroke:#41607a}.h{fill:#41607a}.l{fill:none;stroke:#c0703a;stroke-width:1.2;opacity:.75}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="Tables of Podium and the keys that join them">\n<style>{style}</style>\n'
        f'<rect width="{width}" height="{height}" fill="#f7f5f0"/>\n'
        + "\n".join(lines + drawn)
        + "\n</svg>\n"
    )


def _link(box: _Box, column: str, target: _Box) -> str:
    """A line from the many to the one; it leaves and enters at the sides that face each other."""
    y1, y2 = box.port(column), target.port(column)
    if box.x > target.x:
        x1, x2, bend = box.x, target.x + _BOX_WIDTH, -30
    elif box.x < target.x:
        x1, x2, bend = box.x + _BOX_WIDTH, target.x, 30
    else:
        x1 = x2 = box.x + _BOX_WIDTH
        return f'<path class="l" d="M{x1} {y1}C{x1 + 40} {y1} {x2 + 40} {y2} {x2} {y2}"/>'
    return f'<path class="l" d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"/>'


def _drawn(box: _Box, keys: set[str]) -> str:
    parts = [
        f'<rect class="b" x="{box.x}" y="{box.y}" width="{_BOX_WIDTH}" height="{box.height}" rx="3"/>',
        f'<rect class="h" x="{box.x}" y="{box.y}" width="{_BOX_WIDTH}" height="20" rx="3"/>',
        f'<text class="t" x="{box.x + 6}" y="{box.y + 14}">{escape(box.table)}</text>',
    ]
    for n, column in enumerate(box.columns):
        weight = ' class="k"' if column in keys else ""
        parts.append(
            f'<text{weight} x="{box.x + 8}" y="{box.y + 24 + _LINE * n + 12}">{escape(column)}</text>'
        )
    return "".join(parts)
