"""Batches: one transaction, versions by their words, readings stored once, a balanced ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.records import Disposition, EntryOutcome, Fact, FeedEntry, Grade, SourceOutcome
from storage import ArticleCheck, Batch, Store, StoreBusy, open_store
from storage.checks import failing_checks
from storage.rows import content_sha256
from tests.storage.made import Clock, MadeSource, Runs, article, batch, read, span


def test_an_article_comes_back_as_it_was_given(store: Store, runs: Runs) -> None:
    given_article = article(
        1, "Nordbrause wirbt in Kenia. 日本 und Ägypten 🎿.\n\nDer Vertrag läuft zehn Jahre."
    )
    runs.save(batch(given_article))
    assert store.sql("SELECT article_id, url, outlet, title, language, published_at, text FROM articles") == [
        (
            given_article.article_id,
            given_article.url,
            "Blatt",
            "Meldung 1",
            "de",
            given_article.published_at,
            given_article.text,
        )
    ]
    assert store.sql(
        'SELECT "start", "stop", evidence, paragraph_no FROM core_facts WHERE field = \'contract_years\''
    ) == [(given_article.text.index("zehn"), given_article.text.index("zehn") + 10, "zehn Jahre", 1)]
    assert failing_checks(store.connection) == []


def test_other_words_make_a_version_and_cosmetics_do_not(store: Store, runs: Runs) -> None:
    first = article(1)
    assert store.sql("SELECT 1 FROM core_versions") == []
    runs.save(batch(first))
    cosmetic = article(1, "Nordbrause  wirbt in\u00a0Kenia.\nDer Vertrag läuft zehn Jahre.")
    changed = article(1, "Nordbrause wirbt in Kenia. Der Vertrag läuft zwölf Jahre.")
    store.begin_run("x", runs.clock(), "manual", "made")
    assert store.save_batch("x", batch(cosmetic)).same == (first.article_id,)
    assert store.save_batch("x", batch(changed)).changed == (first.article_id,)
    assert store.sql("SELECT version_no, text FROM core_versions ORDER BY version_no") == [
        (1, first.text),
        (2, changed.text),
    ]
    assert store.sql("SELECT text FROM articles") == [(changed.text,)]


def test_an_edited_title_is_a_version(store: Store, runs: Runs) -> None:
    runs.save(batch(article(1, title="Nordbrause wirbt")))
    runs.save(batch(article(1, title="Nordbrause wirbt nicht")))
    assert store.sql("SELECT title_before, title_after, diff FROM core_version_changes") == [
        ("Nordbrause wirbt", "Nordbrause wirbt nicht", "")
    ]


def test_the_same_reading_is_stored_once_and_confirmed(store: Store, runs: Runs) -> None:
    made = article(1)
    runs.save(batch(made))
    runs.save(batch(made, reader=lambda a: read(a, extractor="2", knowledge="k2")))
    assert store.sql(
        "SELECT extractor_version, confirmed_extractor_version, confirmed_knowledge_version FROM core_readings"
    ) == [("1", "2", "k2")]


def test_another_reading_of_the_same_text_takes_the_place_of_the_first(store: Store, runs: Runs) -> None:
    made = article(1)
    runs.save(batch(made))
    extra = Fact("c1", "budget", "1000", "stated", span(made.text, "Vertrag"), 0.5, None, "made")
    runs.save(batch(made, reader=lambda a: read(a, extra=[extra])))
    assert store.sql("SELECT count(*), count(superseded_at) FROM core_readings") == [(2, 1)]
    assert store.sql("SELECT value FROM out_facts WHERE field = 'budget'") == [("1000",)]
    assert store.sql("SELECT count(*) FROM core_versions") == [(1,)]
    assert failing_checks(store.connection) == []


def test_a_batch_with_a_key_is_saved_once(store: Store, runs: Runs) -> None:
    store.begin_run("x", runs.clock(), "manual", "made")
    assert not store.save_batch("x", batch(article(1), key="feed/1")).repeated
    assert store.save_batch("x", batch(article(1), key="feed/1")).repeated
    store.finish_run("x", runs.clock(), "completed", {})
    assert failing_checks(store.connection) == []


def test_a_batch_that_fails_leaves_nothing(store: Store, runs: Runs) -> None:
    store.begin_run("x", runs.clock(), "manual", "made")
    good, other = article(1), article(2)
    with pytest.raises(ValueError, match=other.article_id):
        store.save_batch("x", replace(batch(good), readings=((good, read(good)), (good, read(other)))))
    assert store.sql("SELECT count(*) FROM core_articles") == [(0,)]
    assert store.sql("SELECT count(*) FROM core_dispositions") == [(0,)]


def test_an_article_twice_in_one_batch_is_one_article(store: Store, runs: Runs) -> None:
    changed = article(1, "Nordbrause wirbt in Japan.")
    runs.save(batch(article(1), article(1), changed))
    assert store.sql("SELECT count(*) FROM core_articles") == [(1,)]
    assert store.sql("SELECT version_no FROM core_articles") == [(2,)]
    assert store.sql("SELECT text FROM articles") == [(changed.text,)]
    assert failing_checks(store.connection) == []


def test_every_address_leads_to_the_article(store: Store, runs: Runs) -> None:
    made = article(1)
    runs.save(batch(made))
    known = store.known_articles([made.url, made.fetched_url, "https://blatt.example/other"])
    assert {url: k.article_id for url, k in known.items()} == {
        made.url: made.article_id,
        made.fetched_url: made.article_id,
    }
    assert store.known_texts([made.text_sha256, "0" * 64]) == {made.text_sha256: made.article_id}


def test_validators_are_kept_back_while_entries_have_failed(store: Store, runs: Runs) -> None:
    made = article(1)
    runs.save(batch(made))
    assert store.source_states()["blatt"].etag == '"1"'
    failed = EntryOutcome(
        FeedEntry("blatt", "https://blatt.example/9", "9"), Disposition.FAILED, "http_server_error", "503"
    )
    source = SourceOutcome("blatt", "https://blatt.example/feed", "ok", n_entries=1, etag='"2"')
    for expected in (None, None, '"2"'):  # after three tries the entry is given up
        runs.save(Batch(outcomes=(failed,), sources=(source,)))
        assert store.source_states()["blatt"].etag == expected


def test_a_run_that_dies_between_feed_and_articles_asks_the_feed_in_full_again(
    data_dir: Path, clock: Clock
) -> None:
    source = SourceOutcome("blatt", "https://blatt.example/feed", "ok", n_entries=3, etag='"3"')
    with open_store(data_dir, clock=clock) as store:
        store.upsert_sources([MadeSource("blatt")])
        store.begin_run("x", clock(), "manual", "made")
        store.save_batch("x", Batch(sources=(source,)))
    with open_store(data_dir, clock=clock) as store:
        assert store.sql("SELECT status FROM core_runs") == [("crashed",)]
        assert store.source_states()["blatt"].etag is None


def test_failures_in_a_row_are_counted_from_the_last_good_answer(store: Store, runs: Runs) -> None:
    url = "https://blatt.example/feed"
    bad = SourceOutcome("blatt", url, "failed", "http_server_error", "500", Grade.SOFT, 500)
    good = SourceOutcome("blatt", url, "empty")
    for outcome in (bad, good, bad, bad):
        runs.save(Batch(sources=(outcome,)))
    state = store.source_states()["blatt"]
    assert (state.consecutive_failures, state.last_outcome) == (2, "failed")
    row = store.sql(
        "SELECT last_outcome, reason, grade, consecutive_failures, n_polls FROM out_source_health"
    )
    assert row == [("failed", "http_server_error", "soft", 2, 4)]


def test_a_page_that_is_gone_and_comes_back(store: Store, runs: Runs) -> None:
    made = article(1)
    runs.save(batch(made))
    runs.save(Batch(checks=(ArticleCheck(made.article_id, "gone", 410),)))
    assert store.sql("SELECT status, checks_done FROM out_article_status") == [("gone", 1)]
    runs.save(Batch(checks=(ArticleCheck(made.article_id, "failed", 503),)))
    assert store.sql("SELECT status FROM out_article_status") == [("gone",)]
    runs.save(batch(article(1, "Nordbrause wirbt wieder in Kenia.")))
    assert store.sql("SELECT status FROM out_article_status") == [("available",)]


def test_the_ledger_check_finds_a_missing_and_a_double_entry(store: Store, runs: Runs) -> None:
    one = batch(article(1))
    short = replace(one, outcomes=())
    run_id = runs.save(short)
    assert failing_checks(store.connection) == [("ledger_balanced.sql", [(run_id, "blatt", 1, 0)])]
    runs.save(replace(batch(article(2)), outcomes=batch(article(2)).outcomes * 2))
    assert len(failing_checks(store.connection)[0][1]) == 2


def test_a_second_writer_is_told_who_holds_the_store(data_dir: Path, store: Store) -> None:
    with pytest.raises(StoreBusy, match=r"process \d+ \(a run\) since \d{4}"), open_store(data_dir):
        pass


def test_sources_keep_their_first_day_when_their_settings_change(store: Store) -> None:
    before = store.sql("SELECT first_seen_at, changed_at FROM core_sources")
    store.upsert_sources([MadeSource("blatt")])
    assert store.sql("SELECT first_seen_at, changed_at FROM core_sources") == before
    store.upsert_sources([MadeSource("blatt", enabled=False)])
    ((first_seen_at, changed_at),) = store.sql("SELECT first_seen_at, changed_at FROM core_sources")
    assert first_seen_at == before[0][0]
    assert changed_at > before[0][1]


@given(st.text(max_size=60), st.sampled_from(["  ", "\n", "\u00a0", "\u00ad", "\u200b"]))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_invisible_differences_are_cosmetic(text: str, sign: str) -> None:
    words = text.split()
    assert content_sha256("t", " ".join(words)) == content_sha256("t", f" {sign}".join(words))


def test_amounts_and_signs_are_not_cosmetic() -> None:
    assert content_sha256(None, "für 10 Mio. €") != content_sha256(None, "für 10 Mio. $")
    assert content_sha256(None, "zehn Jahre") != content_sha256(None, "zwölf Jahre")
    assert content_sha256(None, "„Klein“ – groß") == content_sha256(None, '"Klein" - groß')
