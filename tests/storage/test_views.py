"""The views and macros for analysts' questions, on small made-up stores whose answers are known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from extractors.records import Article, Fact, Mention, Quote, Reading, Span
from storage import Store
from tests.storage.made import Clock, Runs, article, batch, read, span


def told(made: Article, **facts: str | list[str]) -> Reading:
    """A reading with facts of campaign c1 by field, all proven by the first word."""
    proof = Span.of(made.text, 0, made.text.index(" "))
    rows = tuple(
        Fact("c1", field, value, "stated", proof, 0.9, None, "made")
        for field, values in facts.items()
        for value in ([values] if isinstance(values, str) else values)
    )
    return Reading(made.article_id, "1", "k1", read(made).mentions, read(made).markets, rows)


def save_told(runs: Runs, made: Article, **facts: str | list[str]) -> None:
    runs.save(batch(made, reader=lambda a: told(a, **facts)))


def entities(store: Store) -> None:
    store.sql(
        "INSERT INTO core_entities VALUES ('nordbrause', 'Nordbrause', 'brand', 'sponsor', NULL, 'DE', 'k1')"
    )
    store.sql(
        "INSERT INTO core_market_names VALUES ('KE', 'Kenya', 'Kenia', NULL), ('JP', 'Japan', 'Japan', NULL)"
    )


def test_share_of_voice_counts_articles_and_texts_apart(store: Store, runs: Runs) -> None:
    text = "Nordbrause wirbt in Kenia."
    runs.save(
        batch(
            article(1, text),
            article(2, text, source_id="andere", outlet="Andere"),
            article(3, "Südbank wirbt in Japan.", language="en"),
            article(4, "Nordbrause ist Referenz.", is_reference=True),
        )
    )
    rows = store.sql(
        "SELECT brand, n_articles, share_articles, n_texts, share_texts FROM share_of_voice() ORDER BY brand"
    )
    assert rows == [("Nordbrause", 2, 0.6667, 1, 0.5), ("Südbank", 1, 0.3333, 1, 0.5)]
    brands = "SELECT brand FROM share_of_voice({}) ORDER BY brand"
    assert store.sql(brands.format("market := 'JP'")) == [("Südbank",)]
    assert store.sql(brands.format("market := 'ke'")) == [("Nordbrause",)]
    assert store.sql(brands.format("lang := 'en'")) == [("Südbank",)]
    assert store.sql(brands.format("since := '2026-02-03'")) == []
    assert len(store.sql(brands.format("since := '2026-02-01', until := '2026-02-03'"))) == 2
    weeks = store.sql(
        "SELECT week, brand, n_articles, n_texts, n_outlets FROM out_coverage_by_brand_week ORDER BY brand"
    )
    assert weeks == [(date(2026, 2, 2), "Nordbrause", 2, 1, 2), (date(2026, 2, 2), "Südbank", 1, 1, 1)]
    assert store.sql("SELECT language, brand, share_texts FROM out_share_of_voice ORDER BY ALL") == [
        ("de", "Nordbrause", 1.0),
        ("en", "Südbank", 1.0),
    ]


def test_names_descriptors_and_nested_names_are_counted_apart(store: Store, runs: Runs) -> None:
    made = article(1, "Nordbrause wirbt. Der Brausekonzern zahlt. Nordbrause-Halle.")

    def reader(a: Article) -> Reading:
        spans = (("Nordbrause", "name"), ("Der Brausekonzern", "descriptor"), ("Nordbrause-Halle", "nested"))
        return Reading(
            a.article_id,
            "1",
            "k1",
            tuple(
                Mention(span(a.text, w), "nordbrause", "Nordbrause", "brand", k, "body", "made")
                for w, k in spans
            ),
        )

    runs.save(batch(made, reader=reader))
    assert store.sql("SELECT n_names, n_descriptors, n_nested FROM share_of_voice()") == [(1, 1, 1)]


def test_weeks_begin_on_monday_in_the_report_time_zone(store: Store, runs: Runs, clock: Clock) -> None:
    sunday_night = datetime(2026, 2, 1, 23, 30, tzinfo=UTC)  # Monday 0:30 in Berlin
    runs.save(batch(article(1, published_at=sunday_night)))
    assert store.sql("SELECT week FROM out_coverage_by_brand_week") == [(date(2026, 1, 26),)]
    store.publish("Europe/Berlin", clock())
    assert store.sql("SELECT week FROM out_coverage_by_brand_week") == [(date(2026, 2, 2),)]


def test_markets_by_brand_keep_roles_apart(store: Store, runs: Runs) -> None:
    entities(store)
    runs.save(batch(article(1), article(2, "Nordbrause wirbt in Kenia und Japan.")))
    rows = store.sql(
        "SELECT market, market_name, role, n_articles, n_mentions FROM out_market_mentions_by_brand ORDER BY market"
    )
    assert rows == [("JP", "Japan", "campaign_market", 1, 1), ("KE", "Kenya", "campaign_market", 2, 2)]


def test_co_mentions_count_each_pair_once(store: Store, runs: Runs) -> None:
    runs.save(
        batch(
            article(1, "Nordbrause und Südbank."),
            article(2, "Nordbrause hier.\n\nSüdbank dort."),
            article(3, "Nordbrause allein."),
        )
    )
    rows = store.sql("SELECT brand, other_brand, n_articles, n_articles_same_paragraph FROM out_co_mentions")
    assert rows == [("Nordbrause", "Südbank", 2, 1)]


def test_the_dossier_has_a_row_a_campaign(store: Store, runs: Runs) -> None:
    entities(store)
    save_told(
        runs,
        article(1),
        brand="nordbrause",
        claim="Groß im Kleinen",
        agency=["Alpha", "Beta"],
        start_date="2026-02",
        end_date="2026-02",
        markets=["KE", "JP"],
        contract_years=["10", "12"],
        channels=json.dumps({"*": ["social"], "KE": ["tv", "social"]}),
        spokespersons=json.dumps({"name": "Ada Muster", "role": "Sprecherin", "direct_quotes": 2}),
        budget='"sechs Millionen Euro"',
    )
    rows = store.sql("SELECT brands, claims, agencies, markets, market_names FROM out_campaigns")
    assert rows == [
        (["Nordbrause"], ["Groß im Kleinen"], ["Alpha", "Beta"], ["JP", "KE"], ["Japan", "Kenya"])
    ]
    typed = store.sql("SELECT start_date, starts_on, ends_on, contract_years FROM out_campaigns")
    assert typed == [("2026-02", date(2026, 2, 1), date(2026, 2, 28), [10, 12])]
    parts = store.sql("SELECT channels, spokespersons, budgets FROM out_campaigns")
    assert parts == [
        (["social", "tv"], [{"name": "Ada Muster", "role": "Sprecherin"}], ["sechs Millionen Euro"])
    ]
    assert store.sql("SELECT brand, speaker, role, n_direct FROM out_spokespersons") == [
        ("Nordbrause", "Ada Muster", "Sprecherin", 2)
    ]


def test_a_fact_names_the_brands_of_its_campaign(store: Store, runs: Runs, clock: Clock) -> None:
    entities(store)
    save_told(runs, article(1), brand="nordbrause", agency="Alpha")
    save_told(runs, article(2), agency="Beta")
    query = "SELECT brands, value FROM {} WHERE field = 'agency' ORDER BY value"
    expected = [(["Nordbrause"], "Alpha"), (None, "Beta")]
    assert store.sql(query.format("out_facts")) == expected
    assert store.sql(query.format("facts_as_of(?)"), [clock()]) == expected


def test_what_is_not_stated_has_no_value(store: Store, runs: Runs) -> None:
    made = article(1)
    reading = replace(told(made), facts=(Fact("c1", "agency", "", "not_stated", None, 0.9, None, "made"),))
    runs.save(batch(made, reader=lambda _: reading))
    assert store.sql("SELECT status, value FROM out_facts") == [("not_stated", None)]


def test_share_of_voice_takes_names_of_markets_and_roles(store: Store, runs: Runs) -> None:
    entities(store)
    runs.save(batch(article(1), article(2, "Südbank wirbt in Japan.")))
    for market in ("KE", "kenya", "Kenia"):
        assert store.sql("SELECT brand FROM share_of_voice(market := ?)", [market]) == [("Nordbrause",)]
    in_role = "SELECT brand FROM share_of_voice(market := 'KE', role := ?)"
    assert store.sql(in_role, ["campaign_market"]) == [("Nordbrause",)]
    assert store.sql(in_role, ["host_current"]) == []


def test_share_of_voice_by_market_is_told_by_role(store: Store, runs: Runs) -> None:
    entities(store)
    runs.save(
        batch(
            article(1), article(2, "Südbank und Nordbrause werben in Kenia."), article(3, "Südbank in Japan.")
        )
    )
    rows = store.sql(
        "SELECT market_name, role, brand, n_articles, share_articles FROM out_share_of_voice_by_market "
        "ORDER BY market_name, n_articles DESC"
    )
    assert rows == [
        ("Japan", "campaign_market", "Südbank", 1, 1.0),
        ("Kenya", "campaign_market", "Nordbrause", 2, 0.6667),
        ("Kenya", "campaign_market", "Südbank", 1, 0.3333),
    ]


def test_coverage_as_of_takes_the_brand_by_name(store: Store, runs: Runs, clock: Clock) -> None:
    entities(store)
    runs.save(batch(article(1), article(2, "Südbank wirbt in Japan.")))
    brands = "SELECT brand FROM coverage_as_of(?, brand := ?)"
    assert store.sql(brands, [clock(), "südbank"]) == [("Südbank",)]
    assert len(store.sql("FROM coverage_as_of(?)", [clock()])) == 2


def test_channels_without_a_market_reach_every_market_of_the_campaign(store: Store, runs: Runs) -> None:
    entities(store)
    channels = json.dumps({"*": ["social"], "KE": ["tv"]})
    save_told(runs, article(1), brand="nordbrause", markets=["KE", "JP"], channels=channels)
    save_told(runs, article(2), brand="nordbrause", channels=json.dumps({"*": ["print"]}))
    save_told(runs, article(3), brand="nordbrause", channels="kein JSON")
    rows = store.sql("SELECT market, channel FROM out_market_channels ORDER BY ALL")
    assert rows == [("*", "print"), ("JP", "social"), ("KE", "social"), ("KE", "tv")]
    matrix = store.sql(
        "SELECT brand, market, tv, social, print FROM out_market_channel_matrix ORDER BY market"
    )
    assert matrix == [
        ("Nordbrause", "*", 0, 0, 1),
        ("Nordbrause", "JP", 0, 1, 0),
        ("Nordbrause", "KE", 1, 1, 0),
    ]


def test_first_reports_are_ordered_by_outlet(store: Store, runs: Runs) -> None:
    entities(store)
    for number, (outlet, hour, claim) in enumerate(
        (("A", 12, "Groß!"), ("B", 9, "GROSS!"), ("A", 10, "Groß!"), ("C", 8, "x")), 1
    ):
        made = article(number, outlet=outlet, published_at=datetime(2026, 2, 2, hour, tzinfo=UTC))
        save_told(runs, made, brand="nordbrause", claim=claim.replace("SS", "ß"))
    rows = store.sql(
        "SELECT claim, outlet, hours_after_first, place FROM out_first_reports ORDER BY claim, place"
    )
    assert rows == [("GROß!", "B", 0.0, 1), ("GROß!", "A", 1.0, 2), ("x", "C", 0.0, 1)]


def test_who_speaks(store: Store, runs: Runs) -> None:
    made = article(1, "„Wir bleiben“, sagt Max Muster. „Groß“ heißt es.")

    def reader(a: Article) -> Reading:
        said = Quote(span(a.text, "„Wir bleiben“"), "direct", "Max Muster", None, "Chef", "sagt")
        title = Quote(span(a.text, "„Groß“"), "not_speech", None, None, None, "heißt")
        return replace(read(a), quotes=(said, title))

    runs.save(batch(made, reader=reader))
    assert store.sql("SELECT speaker, roles, n_direct, n_reported, n_articles FROM out_speakers") == [
        ("Max Muster", ["Chef"], 1, 0, 1)
    ]


def test_the_games_clock(store: Store, runs: Runs, clock: Clock) -> None:
    for games_id, opens_on, closes_on in (
        ("2024S", date(2024, 7, 26), date(2024, 8, 11)),
        ("2026W", date(2026, 2, 6), date(2026, 2, 22)),
        ("2026WP", date(2026, 3, 6), date(2026, 3, 15)),
        ("2028S", date(2028, 7, 14), date(2028, 7, 30)),
    ):
        store.sql(
            "INSERT INTO core_games VALUES (?, ?, 'summer', 'XX', 'X', ?, ?, 'k1')",
            [games_id, games_id, opens_on, closes_on],
        )
    runs.save(
        batch(
            *(
                article(n, published_at=datetime(2026, 2, day, 12, tzinfo=UTC))
                for n, day in ((1, 1), (2, 6), (3, 23))
            )
        )
    )
    store.publish("Europe/Berlin", clock())
    assert store.sql("SELECT games_id, days_to_opening, phase FROM out_games_clock WHERE is_next") == [
        ("2026W", 3, "before")
    ]
    rows = store.sql(
        "SELECT games_id, days_to_opening, phase FROM out_article_games_clock ORDER BY article_id"
    )
    assert rows == [("2026W", 5, "before"), ("2026W", 0, "during"), ("2028S", 872, "before")]


def test_rights_are_checked_against_the_day_of_the_report(store: Store, runs: Runs) -> None:
    entities(store)
    for programme, since, until in (("worldwide", 2010, 2020), ("domestic", 2025, 2030)):
        store.sql(
            "INSERT INTO core_rights VALUES ('nordbrause', ?, 'ioc', 'TOP', NULL, [], ?, ?, 'background', [], 'k1')",
            [programme, date(since, 1, 1), date(until, 12, 31)],
        )
    cases = (
        (1, 2015, "worldwide_partner", "fits"),
        (2, 2022, "worldwide_partner", "right_had_ended"),
        (3, 2026, "worldwide_partner", "other_programme"),
        (4, 2026, "domestic_partner", "fits"),
        (5, 2005, "worldwide_partner", "right_not_begun"),
        (6, 2022, "former", "fits"),
        (7, 2026, "not_official", "holds_a_right"),
        (8, 2022, "not_official", "fits"),
        (9, 2026, "official_unspecified", "fits"),
    )
    for number, year, status, _ in cases:
        made = article(number, published_at=datetime(year, 6, 1, tzinfo=UTC))
        save_told(runs, made, brand="nordbrause", sponsor_status=status)
    save_told(runs, article(10), brand="unbekannt", sponsor_status="worldwide_partner")
    save_told(runs, article(11), brand="unbekannt", sponsor_status="not_official")
    rows = store.sql("SELECT verdict FROM out_rights_check ORDER BY article_id")
    assert [verdict for (verdict,) in rows] == [*(v for *_, v in cases), "no_right_known", "fits"]


def test_runs_add_up(store: Store, runs: Runs) -> None:
    runs.save(batch(article(1), article(2)))
    assert store.sql("SELECT n_entries, n_stored, n_failed FROM out_runs") == [(2, 2, 0)]
