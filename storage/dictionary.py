"""The data dictionary and the picture of the tables, made from the comments in the database itself.

``python -m storage.dictionary docs`` writes docs/dictionary.md and docs/tables.svg.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from storage.connection import attach, new_connection
from storage.migrate import migrate
from storage.picture import picture

_INTRO = """# Data dictionary

Made from the comments in the database by `python -m storage.dictionary docs`; a test fails when it is out of date.
`podium path` prints the file to open, `podium sql "..."` asks it, and in Python `open_published().sql("...")`.

- **Views named `out_*`**, `articles` and `new_today` are for people. Each stands on its own: names are spelt out, so
  that most questions need one view. They show what is current.
- Views with one row per article, mention, fact, quote or campaign hold the two reference documents and by-catch too: add
  `WHERE relevant AND NOT is_reference`. Views that count leave the reference documents out.
- `reported_at` is the publication, else the instant an article was first seen: the column to limit a period by.
- Brands are asked for by name: `WHERE brand = 'Visa'`, or in lists `WHERE list_contains(brands, 'Visa')`. The names stand
  in `core_entities.entity`.
- **Macros** answer with parameters: search, share of voice, and what was known at an earlier instant.
- **Tables named `core_*`** are what the views are made of. Everything read out of a text hangs on a reading
  (`reading_id`), a reading on a version of an article (`article_id`, `version_no`). Current readings have
  `superseded_at IS NULL`; older ones stay, so that the past can be asked for.
- Columns of the same name join: `article_id`, `source_id`, `run_id`, `reading_id`, `entity_id`, `market`.
- Instants are TIMESTAMPTZ in UTC and end in `_at`; days are DATE and end in `_on` or say what they are.
- Offsets (`start`, `stop`) count Unicode code points of the article's text; `substring(text, start + 1, stop - start)`
  is the quote.
- `lang` is an ISO 639-1 code, `market` an ISO 3166-1 alpha-2 code or, for regions, a UN M49 code (001 is the world).

![Tables and the keys that join them](tables.svg)
"""

QUESTIONS = (
    ("What is new today, since an instant?", "new_today, new_since"),
    ("Which articles are there, and what do they say?", "articles, search"),
    (
        "Who is heard how much: share of voice?",
        "share_of_voice, out_share_of_voice, out_share_of_voice_by_market",
    ),
    ("How does coverage go week by week?", "out_coverage_by_brand_week"),
    ("What is known of a campaign: claim, agency, start, markets, channels, contract?", "out_campaigns"),
    ("Which words prove it, one fact a row?", "out_facts"),
    ("In which markets on which channels?", "out_market_channel_matrix, out_market_channels"),
    ("Which markets are mentioned, and in what role?", "out_market_mentions_by_brand, out_market_mentions"),
    ("Who speaks, for whom, in what words?", "out_spokespersons, out_speakers, out_quotes"),
    ("Who reported first?", "out_first_reports"),
    ("Which brands are mentioned, and together with which?", "out_mentions, out_co_mentions"),
    ("How is a brand spoken of?", "out_tone_by_brand"),
    ("Why is an article relevant?", "out_relevance"),
    ("Does the wording match the rights held?", "out_rights_check"),
    ("How far are the Games?", "out_games_clock, out_article_games_clock"),
    ("What changed in an article, and which facts?", "out_fact_changes, out_article_versions"),
    ("Which pages are gone or behind a paywall?", "out_article_status"),
    ("When was an article published, and by whose word?", "out_article_dates"),
    ("What did we know on a day?", "articles_as_of, facts_as_of, coverage_as_of, new_as_of"),
    ("Which sources fail or are silent?", "out_source_health"),
    (
        "What became of every entry, run and request?",
        "out_runs, out_dispositions, out_requests, out_captures",
    ),
    ("What does a column mean?", "out_dictionary"),
)
"""Questions with the views and macros that answer them, the first one first."""

_VOCABULARIES = (
    ("Disposition of an entry", "stored, unchanged, duplicate, rejected, failed"),
    (
        "Kind of a mention",
        "name (the name itself), descriptor (a phrase standing for it), nested (inside another name)",
    ),
    (
        "Role of a market",
        "campaign_market, campaign_market_channel, host_current, host_past, host_future, brand_home, "
        "setting_nationality, business_market, target_audience, venue, org_name_part, scope_global, excluded_market",
    ),
    (
        "Field of a fact",
        "brand (entity_id), claim, agency, start_date, end_date, markets (one row per code), channels (JSON: code or * "
        "to a list), assets, spokespersons (JSON: name, role, direct_quotes), sponsor_status, category, rights_holder, "
        "contract_years, contract_until, contract_since, extension, co_sponsors, budget",
    ),
    ("Status of a fact", "stated, not_stated (nobody says it), unresolved (said, but not to be resolved)"),
    ("Kind of speech", "direct, reported, not_speech (titles, claims, nicknames)"),
    ("Sponsor status", "worldwide_partner, domestic_partner, former, not_official, official_unspecified"),
    ("Status of a run", "running, completed, failed, crashed"),
    ("Status of an article", "available, gone, paywalled"),
)


def empty_database() -> duckdb.DuckDBPyConnection:
    """An empty database of the present schema, in memory."""
    connection = new_connection()
    attach(connection, Path(":memory:"), read_only=False)
    migrate(connection, Path(":memory:"), datetime(2000, 1, 1, tzinfo=UTC))
    return connection


def dictionary(connection: duckdb.DuckDBPyConnection) -> str:
    """The data dictionary as Markdown."""
    parts = [_INTRO, _questions(), "## Views for people\n"]
    views = _relations(connection, "duckdb_views()", "view_name")
    tables = _relations(connection, "duckdb_tables()", "table_name")
    tables = sorted(tables + [one for one in views if one[0].startswith("core_")])
    parts += [_relation(connection, *view) for view in views if not view[0].startswith("core_")]
    parts += ["## Macros\n", _macros(connection), "## Words with a meaning\n"]
    parts += [
        "| what | words |\n| --- | --- |\n"
        + "".join(f"| {what} | {words} |\n" for what, words in _VOCABULARIES)
    ]
    parts += ["## Tables\n"]
    parts += [_relation(connection, name, comment) for name, comment in tables]
    return "\n".join(parts)


def _questions() -> str:
    lines = "".join(
        f"| {question} | {', '.join(f'[{name}](#{_anchor(name)})' for name in names.split(', '))} |\n"
        for question, names in QUESTIONS
    )
    return f"## Which view answers what\n\n| question | ask |\n| --- | --- |\n{lines}"


def _anchor(name: str) -> str:
    return name if name in ("articles", "new_today") or name.startswith("out_") else "macros"


def _relations(connection: duckdb.DuckDBPyConnection, source: str, column: str) -> list[tuple[str, str]]:
    return connection.execute(
        f"SELECT {column}, comment FROM {source} WHERE NOT internal AND database_name = current_database() ORDER BY 1"
    ).fetchall()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _relation(connection: duckdb.DuckDBPyConnection, name: str, comment: str) -> str:
    rows = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE table_name = ? AND NOT internal AND database_name = current_database() ORDER BY column_index",
        [name],
    ).fetchall()
    lines = "".join(f"| {column} | {_cell(kind)} | {_cell(meaning)} |\n" for column, kind, meaning in rows)
    return f"### {name}\n\n{comment}\n\n| column | type | meaning |\n| --- | --- | --- |\n{lines}"


def _macros(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        "SELECT DISTINCT function_name, function_type, comment FROM duckdb_functions() "
        "WHERE NOT internal AND database_name = current_database() ORDER BY function_type DESC, function_name"
    ).fetchall()
    lines = "".join(
        f"| {name} | {'FROM ' if kind == 'table_macro' else ''}{_cell(comment)} |\n"
        for name, kind, comment in rows
    )
    return f"Table macros stand behind FROM: `FROM search('Kenia Eishockey', lang := 'de')`.\n\n| macro | use |\n| --- | --- |\n{lines}"


def tables_picture(connection: duckdb.DuckDBPyConnection) -> str:
    """The picture of the tables as SVG."""
    tables: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "SELECT t.table_name, c.column_name FROM duckdb_tables() AS t JOIN duckdb_columns() AS c "
        "USING (database_oid, table_oid) WHERE NOT t.internal AND t.database_name = current_database() "
        "ORDER BY t.table_name, c.column_index"
    ).fetchall():
        tables.setdefault(table, []).append(column)
    return picture(tables)


def main(folder: Path) -> None:
    """Write both files."""
    connection = empty_database()
    (folder / "dictionary.md").write_text(dictionary(connection), encoding="utf-8")
    (folder / "tables.svg").write_text(tables_picture(connection), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
