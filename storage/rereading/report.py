"""What a staged reread would change, before it is made current."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

_CHANGES = """
WITH pairs AS (
    SELECT s.reading_id, s.replaces_reading_id, s.article_id
    FROM core_readings AS s WHERE s.staged_run_id = $run_id
), facts AS (
    SELECT reading_id, campaign, field, value FROM core_facts WHERE status <> 'not_stated' GROUP BY ALL
), gained AS (
    SELECT p.article_id, f.campaign, f.field, f.value
    FROM pairs AS p JOIN facts AS f ON f.reading_id = p.reading_id
    ANTI JOIN facts AS b ON b.reading_id = p.replaces_reading_id AND b.campaign = f.campaign
        AND b.field = f.field AND b.value = f.value
), lost AS (
    SELECT p.article_id, f.campaign, f.field, f.value
    FROM pairs AS p JOIN facts AS f ON f.reading_id = p.replaces_reading_id
    ANTI JOIN facts AS b ON b.reading_id = p.reading_id AND b.campaign = f.campaign
        AND b.field = f.field AND b.value = f.value
), g AS (
    SELECT *, count(*) OVER (PARTITION BY article_id, campaign, field) AS n FROM gained
), l AS (
    SELECT *, count(*) OVER (PARTITION BY article_id, campaign, field) AS n FROM lost
)
SELECT coalesce(g.article_id, l.article_id) AS article_id, coalesce(g.field, l.field) AS field,
    CASE WHEN l.value IS NULL THEN 'gained' WHEN g.value IS NULL THEN 'lost' ELSE 'altered' END AS change,
    l.value AS value_before, g.value AS value_after
FROM g FULL JOIN l ON g.article_id = l.article_id AND g.campaign = l.campaign AND g.field = l.field AND g.n = 1 AND l.n = 1
ORDER BY ALL
"""

_TOTALS = """
SELECT
    count(*) AS n_changed,
    count(*) FILTER (s.version_no < 0) AS n_texts,
    count(*) FILTER (s.relevant AND NOT coalesce(r.relevant, false)) AS n_now_relevant,
    count(*) FILTER (NOT coalesce(s.relevant, false) AND r.relevant) AS n_no_longer_relevant,
    (SELECT count(*) FROM core_mentions AS m SEMI JOIN core_readings AS x
        ON x.reading_id = m.reading_id AND x.staged_run_id = $run_id) AS n_mentions_after,
    (SELECT count(*) FROM core_mentions AS m SEMI JOIN core_readings AS x
        ON x.replaces_reading_id = m.reading_id AND x.staged_run_id = $run_id) AS n_mentions_before,
    (SELECT count(*) FROM core_market_mentions AS m SEMI JOIN core_readings AS x
        ON x.reading_id = m.reading_id AND x.staged_run_id = $run_id) AS n_markets_after,
    (SELECT count(*) FROM core_market_mentions AS m SEMI JOIN core_readings AS x
        ON x.replaces_reading_id = m.reading_id AND x.staged_run_id = $run_id) AS n_markets_before
FROM core_readings AS s LEFT JOIN core_readings AS r ON r.reading_id = s.replaces_reading_id
WHERE s.staged_run_id = $run_id
"""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that a reread would change in one article."""

    article_id: str
    field: str
    change: str
    """gained, lost or altered."""
    value_before: str | None
    value_after: str | None


@dataclass(frozen=True, slots=True)
class RereadReport:
    """What a staged reread would change."""

    run_id: str
    n_changed: int
    n_texts: int
    n_now_relevant: int
    n_no_longer_relevant: int
    n_mentions_before: int
    n_mentions_after: int
    n_markets_before: int
    n_markets_after: int
    facts: tuple[FactChange, ...]

    def by_field(self) -> dict[str, dict[str, int]]:
        """Number of changes by field and kind."""
        counts: dict[str, dict[str, int]] = {}
        for fact in self.facts:
            counts.setdefault(fact.field, {"gained": 0, "lost": 0, "altered": 0})[fact.change] += 1
        return counts


def reread_report(connection: duckdb.DuckDBPyConnection, run_id: str) -> RereadReport:
    """The report of a staged reread."""
    cursor = connection.execute(_TOTALS, {"run_id": run_id})
    names = [column[0] for column in cursor.description or []]
    row = cursor.fetchone()
    assert row is not None
    totals: dict[str, Any] = dict(zip(names, row, strict=True))
    facts = connection.execute(_CHANGES, {"run_id": run_id}).fetchall()
    return RereadReport(run_id=run_id, facts=tuple(FactChange(*fact) for fact in facts), **totals)


def staged_runs(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Runs whose readings wait to be accepted, the newest first, with their number."""
    return connection.execute(
        "SELECT staged_run_id, count(*) FROM core_readings WHERE staged_run_id IS NOT NULL "
        "GROUP BY ALL ORDER BY max(recorded_at) DESC"
    ).fetchall()
