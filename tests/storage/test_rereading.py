"""Rereading: staged out of sight, reported, resumable, accepted or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from extractors.records import Article, Dating, Fact, Reading, Rejection
from storage import Store, open_store
from storage.checks import failing_checks
from storage.rereading.documents import StoredDocument
from storage.rereading.report import staged_runs
from storage.rereading.reread import Rebuild, accept_reread, discard_reread, report_of, stage_reread
from storage.rereading.staging import Selection, Versions
from tests.storage.made import Clock, Runs, article, batch, page, read, span

NEW = Versions("2", "k2")
ALL = Selection()


def rebuilding(change: object = None) -> Rebuild:
    """Reads with version 2; ``change`` may alter the article (text, title, None for a rejection)."""

    def rebuild(documents: Sequence[StoredDocument]) -> list[tuple[Article, Reading] | Rejection]:
        results: list[tuple[Article, Reading] | Rejection] = []
        for document in documents:
            made = document.article
            if change is not None:
                altered = change(document)  # type: ignore[operator]
                if altered is None:
                    results.append(Rejection("consent_page", "a banner", made.url))
                    continue
                made = altered
            extra = []
            if "Kenia" in made.text:
                extra = [Fact("c1", "claim", "Neu", "stated", span(made.text, "Kenia"), 0.5, None, "made")]
            reading = read(made, extractor="2", knowledge="k2", extra=extra)
            results.append((made, reading))
        return results

    return rebuild


@pytest.fixture
def filled(store: Store, runs: Runs) -> Store:
    runs.save(
        batch(article(1), article(2, "Südbank wirbt in Japan."), article(3, "Zweibrand wirbt in Kenia."))
    )
    return store


def _state(store: Store) -> dict[str, list[tuple[object, ...]]]:
    views = ["articles", "out_facts", "out_mentions", "out_fact_changes", "out_article_versions"]
    return {view: sorted(store.sql(f"SELECT * FROM {view}"), key=repr) for view in views}


def test_nothing_is_current_before_it_is_accepted(filled: Store, clock: Clock) -> None:
    before = _state(filled)
    result = stage_reread(filled, "rr", ALL, NEW, rebuilding())
    assert result.n_read == 3
    assert _state(filled) == before
    assert filled.sql("SELECT count(*) FROM facts_as_of(?)", [clock()]) == [(len(before["out_facts"]),)]
    report = report_of(filled, "rr")
    assert report.n_changed == 2
    assert report.by_field() == {"claim": {"gained": 2, "lost": 0, "altered": 0}}
    assert failing_checks(filled.connection) == []
    assert accept_reread(filled, "rr") == (2, 0)
    assert filled.sql("SELECT count(*) FROM out_facts WHERE field = 'claim'") == [(2,)]
    assert set(filled.sql("SELECT change, value_after, cause FROM out_fact_changes")) == {
        ("gained", "Neu", "reread")
    }
    assert staged_runs(filled.connection) == []
    assert failing_checks(filled.connection) == []


def test_a_discarded_reread_leaves_no_trace(filled: Store) -> None:
    before = _state(filled)
    stage_reread(
        filled, "rr", ALL, NEW, rebuilding(lambda d: replace(d.article, text=d.article.text + " Neu."))
    )
    assert staged_runs(filled.connection) == [("rr", 3)]
    assert discard_reread(filled, "rr") == 3
    assert _state(filled) == before
    assert filled.sql("SELECT count(*) FROM core_versions WHERE version_no < 0") == [(0,)]
    assert filled.sql("SELECT count(*) FROM core_facts") == [(len(before["out_facts"]),)]


def test_what_reads_the_same_is_only_confirmed_and_not_read_twice(filled: Store) -> None:
    stage_reread(filled, "rr", ALL, NEW, rebuilding())
    accept_reread(filled, "rr")
    assert stage_reread(filled, "rr2", ALL, NEW, rebuilding()).n_read == 0
    versions = filled.sql(
        "SELECT DISTINCT confirmed_extractor_version FROM core_readings WHERE superseded_at IS NULL"
    )
    assert versions == [("2",)]


def test_selections(filled: Store, runs: Runs, clock: Clock) -> None:
    late = clock.move(days=1)
    runs.save(batch(article(4, source_id="andere")))
    assert stage_reread(filled, "a", Selection(since=late), NEW, rebuilding()).n_read == 1
    assert stage_reread(filled, "b", Selection(source_id="blatt"), NEW, rebuilding()).n_read == 3
    assert stage_reread(filled, "c", Selection(extractor_version="0"), NEW, rebuilding()).n_read == 0


def test_a_reread_that_is_cut_off_goes_on_where_it_was(
    data_dir: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.rereading.reread.CHUNK", 1)
    seen: list[str] = []

    def counting(documents: Sequence[StoredDocument]) -> Sequence[tuple[Article, Reading] | Rejection]:
        seen.extend(d.article.article_id for d in documents)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return rebuilding()(documents)

    with open_store(data_dir, clock=clock) as store:
        Runs(store, clock).save(*(batch(article(n)) for n in (1, 2, 3)))
        with pytest.raises(KeyboardInterrupt):
            stage_reread(store, "rr", ALL, NEW, counting)
    with open_store(data_dir, clock=clock) as store:
        result = stage_reread(store, "other", ALL, NEW, counting)
        assert (result.run_id, result.resumed, result.n_read) == ("rr", True, 2)
        assert seen == [article(n).article_id for n in (1, 2, 2, 3)]
        assert accept_reread(store, "rr") == (3, 0)
        assert store.sql("SELECT run_id, status FROM core_runs WHERE kind = 'reread'") == [
            ("rr", "completed")
        ]
        assert failing_checks(store.connection) == []


def test_better_cleaning_makes_a_version(filled: Store, clock: Clock) -> None:
    def clean(document: StoredDocument) -> Article | None:
        return replace(
            document.article,
            text=document.article.text.replace("wirbt", "wirbt groß"),
            datings=(Dating(clock.at, "page"),),
        )

    before = clock()
    stage_reread(filled, "rr", ALL, NEW, rebuilding(clean))
    assert filled.sql("SELECT count(*) FROM search('groß')") == [(0,)]
    assert report_of(filled, "rr").n_texts == 3
    accept_reread(filled, "rr")
    assert filled.sql("SELECT count(*) FROM search('groß')") == [(3,)]
    assert filled.sql("SELECT DISTINCT version_no FROM core_articles") == [(2,)]
    assert filled.sql("SELECT count(*) FROM articles_as_of(?) WHERE text LIKE '%groß%'", [before]) == [(0,)]
    assert filled.sql("SELECT DISTINCT page_date_at FROM out_article_dates") != [(None,)]
    assert failing_checks(filled.connection) == []


def test_a_page_with_other_quotation_marks_makes_no_version(store: Store, runs: Runs) -> None:
    made = article(1, 'Nordbrause wirbt "groß" in Kenia.')
    runs.save(batch(made, captures=((made.article_id, page(made, b"<p>", runs.clock())),)))

    def from_page(document: StoredDocument) -> Article | None:
        if document.page is None:
            return document.article
        return replace(document.article, text=document.article.text.replace('"groß"', "„groß“"))

    stage_reread(store, "rr", ALL, NEW, rebuilding(from_page))
    report = report_of(store, "rr")
    assert (report.n_changed, report.n_texts) == (1, 0)
    accept_reread(store, "rr")
    assert store.sql("SELECT text, version_no FROM articles JOIN core_articles USING (article_id)") == [
        (made.text, 1)
    ]
    assert failing_checks(store.connection) == []


def test_articles_that_changed_meanwhile_are_left_alone(filled: Store, runs: Runs) -> None:
    stage_reread(filled, "rr", ALL, NEW, rebuilding())
    changed = article(1, "Nordbrause wirbt jetzt in Brasilien.")
    runs.save(batch(changed))
    assert accept_reread(filled, "rr") == (1, 1)
    assert filled.sql("SELECT text FROM articles WHERE article_id = ?", [changed.article_id]) == [
        (changed.text,)
    ]
    assert failing_checks(filled.connection) == []


def test_rejected_documents_keep_what_stands(filled: Store) -> None:
    before = _state(filled)
    result = stage_reread(filled, "rr", ALL, NEW, rebuilding(lambda d: None))
    assert [r.reason for r in result.rejected] == ["consent_page"] * 3
    accept_reread(filled, "rr")
    assert _state(filled) == before


def test_pages_are_handed_over_and_damaged_ones_told(store: Store, runs: Runs, clock: Clock) -> None:
    made = [article(1), article(2)]
    runs.save(batch(*made, captures=tuple((a.article_id, page(a, a.text.encode(), clock())) for a in made)))
    handed: list[bytes | None] = []

    def note(document: StoredDocument) -> Article:
        handed.append(document.page.body if document.page else None)
        assert document.offered is not None
        assert document.offered.title == document.article.title
        assert document.source_language == "de"
        return document.article

    path = next(store.layout.captures_dir.rglob("*.gz"))
    (offset, n_bytes) = store.sql(
        "SELECT file_offset, record_bytes FROM core_captures ORDER BY file_offset DESC"
    )[0]
    data = bytearray(path.read_bytes())
    data[offset + n_bytes // 2] ^= 0xFF
    path.write_bytes(data)
    result = stage_reread(store, "rr", ALL, NEW, rebuilding(note))
    assert handed == [made[0].text.encode(), None]
    assert len(result.page_problems) == 1
    assert path.name in result.page_problems[0]
    handed.clear()
    stage_reread(store, "rr2", ALL, Versions("3", "k3"), rebuilding(note), from_pages=False)
    assert handed == [None, None]


def test_a_stored_article_comes_back_whole(store: Store, runs: Runs) -> None:
    made = article(1, "Eins.\n\nZwei.")
    runs.save(batch(made))
    found: list[Article] = []

    def note(document: StoredDocument) -> Article:
        found.append(document.article)
        return document.article

    stage_reread(store, "rr", ALL, NEW, rebuilding(note))
    assert found == [made]


def test_purged_articles_without_a_page_are_passed_over(filled: Store, clock: Clock) -> None:
    clock.move(days=1)
    filled.purge(clock() + timedelta(seconds=1))
    assert stage_reread(filled, "rr", ALL, NEW, rebuilding()).n_read == 0
