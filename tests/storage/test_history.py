"""What changed in an article, and what was known when."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Dating
from storage import ArticleCheck, Batch, Store
from storage.checks import failing_checks
from storage.history.diff import text_change
from tests.storage.made import Clock, Runs, article, batch

TEN = "Nordbrause wirbt in Kenia. Der Vertrag läuft zehn Jahre."
TWELVE = "Nordbrause wirbt in Kenia. Der Vertrag läuft zwölf Jahre."


def test_a_changed_fact_is_told_with_the_words_before_and_after(store: Store, runs: Runs) -> None:
    runs.save(batch(article(1, TEN)))
    runs.save(batch(article(1, TWELVE)))
    assert store.sql(
        "SELECT field, change, value_before, value_after, evidence_before, evidence_after, cause FROM out_fact_changes"
    ) == [("contract_years", "altered", "10", "12", "zehn Jahre", "zwölf Jahre", "text")]
    assert store.sql(
        "SELECT diff, n_words_added, n_words_removed FROM out_article_versions WHERE version_no = 2"
    ) == [("~ Der Vertrag läuft [-zehn-] {+zwölf+} Jahre.", 1, 1)]


def test_gained_and_lost_facts_are_told_apart(store: Store, runs: Runs) -> None:
    runs.save(batch(article(1, "Nordbrause wirbt in Kenia und Japan.")))
    runs.save(batch(article(1, "Nordbrause wirbt in Brasilien. Der Vertrag läuft zehn Jahre.")))
    assert set(store.sql("SELECT field, change, value_before, value_after FROM out_fact_changes")) == {
        ("markets", "gained", None, "BR"),
        ("markets", "lost", "KE", None),
        ("markets", "lost", "JP", None),
        ("contract_years", "gained", None, "10"),
    }


def test_as_of_macros_answer_for_any_past_instant(store: Store, runs: Runs, clock: Clock) -> None:
    before = clock()
    runs.save(batch(article(1, TEN)))
    after_first = clock.move(days=1)
    runs.save(batch(article(1, TWELVE), article(2, "Südbank wirbt in Japan.")))
    after_second = clock.move(days=1)
    runs.save(Batch(checks=(ArticleCheck(article(2).article_id, "gone", 404),)))
    now = clock()

    def articles(at: datetime) -> list[tuple[object, ...]]:
        return store.sql("SELECT version_no, text, status FROM articles_as_of(?) ORDER BY article_id", [at])

    assert articles(before) == []
    assert articles(after_first) == [(1, TEN, "available")]
    assert articles(after_second) == [(2, TWELVE, "available"), (1, "Südbank wirbt in Japan.", "available")]
    assert articles(now)[1][2] == "gone"
    years = "SELECT value FROM facts_as_of(?) WHERE field = 'contract_years'"
    assert store.sql(years, [after_first]) == [("10",)]
    assert store.sql(years, [after_second]) == [("12",)]
    coverage = "SELECT brand, n_articles FROM coverage_as_of(?, ?) ORDER BY brand"
    assert store.sql(coverage, [after_first, "Südbank"]) == []
    assert store.sql(coverage, [after_second, "Südbank"]) == [("Südbank", 1)]
    assert store.sql(coverage, [after_second, None]) == [("Nordbrause", 1), ("Südbank", 1)]
    assert store.sql("SELECT count(*) FROM coverage_as_of(?, NULL)", [now]) == store.sql(
        "SELECT count(*) FROM out_coverage_by_brand_week"
    )


def test_instants_may_be_written_as_text(store: Store, runs: Runs, clock: Clock) -> None:
    runs.save(batch(article(1)))
    assert store.sql("SELECT count(*) FROM articles_as_of('2026-02-04')") == [(1,)]
    assert store.sql("SELECT count(*) FROM articles_as_of('2026-02-01 12:00:00+00')") == [(0,)]
    assert store.sql("SELECT count(*) FROM new_since('2026-02-03')") == [(1,)]


def test_what_yesterday_reported_is_reproduced_today(store: Store, runs: Runs, clock: Clock) -> None:
    runs.save(batch(article(1, TEN), article(2, "Südbank wirbt in Japan.")))
    yesterday = store.publish("Europe/Berlin", clock())
    reported = store.sql("SELECT article_id, text, relevance FROM new_today ORDER BY article_id")
    clock.move(days=1)
    runs.save(batch(article(1, TWELVE), article(3, "Zweibrand wirbt in Brasilien.")))
    store.publish("Europe/Berlin", clock())
    assert (
        store.sql(
            "SELECT article_id, text, relevance FROM new_as_of(?) ORDER BY article_id",
            [yesterday.published_at],
        )
        == reported
    )
    assert store.sql("SELECT article_id FROM new_today") == [(article(3).article_id,)]
    assert store.sql("SELECT article_id FROM new_as_of(?)", [clock()]) == [(article(3).article_id,)]


def test_new_today_is_the_day_of_the_report_time_zone(store: Store, runs: Runs, clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    runs.save(batch(article(1)))
    clock.at = datetime(2026, 2, 3, 23, 30, tzinfo=UTC)  # 0:30 of the next day
    runs.save(batch(article(2)))
    assert str(store.publish("Europe/Berlin", clock()).report_day) == "2026-02-04"
    assert store.sql("SELECT article_id FROM new_today") == [(article(2).article_id,)]
    assert str(store.publish("UTC", clock()).report_day) == "2026-02-03"
    assert store.sql("SELECT count(*) FROM new_today") == [(2,)]


def test_every_date_has_a_column_and_absurd_ones_a_reason(store: Store, runs: Runs) -> None:
    feed, page_at = datetime(2026, 2, 2, 8, tzinfo=UTC), datetime(2026, 2, 1, 7, tzinfo=UTC)
    future = datetime(2099, 1, 1, tzinfo=UTC)
    datings = (Dating(feed, "feed"), Dating(page_at, "page"), Dating(future, "text", "1.1.2099", "future"))
    runs.save(batch(article(1, published_at=feed, datings=datings)))
    assert store.sql(
        "SELECT feed_date_at, page_date_at, published_origin, set_aside FROM out_article_dates"
    ) == [(feed, page_at, "feed", [{"origin": "text", "raw": "1.1.2099", "reason": "future"}])]


def test_a_date_set_aside_is_no_date_of_its_column(store: Store, runs: Runs) -> None:
    future = Dating(datetime(2099, 1, 1, tzinfo=UTC), "feed", "2099-01-01", "future")
    runs.save(batch(article(1, published_at=None, datings=(future,))))
    assert store.sql("SELECT published_at, feed_date_at FROM out_article_dates") == [(None, None)]
    assert failing_checks(store.connection) == []


def test_the_diff_pairs_altered_sentences() -> None:
    change = text_change(
        "Der Vertrag läuft zehn Jahre. Alles andere bleibt. Weg damit.",
        "Neu ist dies hier. Der Vertrag läuft seit 2018 zwölf Jahre. Alles andere bleibt.",
    )
    assert change.diff.splitlines() == [
        "+ Neu ist dies hier.",
        "~ Der Vertrag läuft [-zehn-] {+seit 2018 zwölf+} Jahre.",
        "- Weg damit.",
    ]


@given(st.lists(st.sampled_from(["Eins ist da.", "Zwei kommt.", "Drei geht weg!", "四です。"]), max_size=6))
def test_equal_texts_have_no_diff(parts: list[str]) -> None:
    assert text_change(" ".join(parts), "\n".join(parts)).diff == ""


@given(
    st.lists(st.sampled_from(["Eins ist da.", "Zwei kommt.", "Drei geht weg!"]), max_size=5),
    st.lists(st.sampled_from(["Eins ist da.", "Zwei kommt.", "Drei geht weg!"]), max_size=5),
)
def test_words_added_and_removed_balance_the_lengths(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    change = text_change(before, after)
    assert len(after.split()) - len(before.split()) == change.n_words_added - change.n_words_removed
