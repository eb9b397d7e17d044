"""The deciders: every entry ends once, the same words in another outlet count, order does not change the count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Disposition, FeedEntry
from extractors.urls import article_key
from flows.decide import REJECTION_HOLDS, SeenInRun, decide, is_check_due, rechecks, settle
from storage import KnownArticle, KnownRejection, content_sha256
from tests.storage.made import article as made_article

NOW = datetime(2026, 2, 10, 6, tzinfo=UTC)

urls = st.sampled_from(
    [
        "https://a.example/1",
        "https://a.example/1?utm_source=feed",
        "http://www.a.example/1",
        "https://a.example/2",
        "https://b.example/1",
        "https://b.example/known",
        "https://b.example/rejected",
    ]
)
entries = st.lists(
    st.builds(FeedEntry, st.sampled_from(["s1", "s2"]), urls, st.text("abc", min_size=1)), max_size=20
)


def known(url: str, first_seen_at: datetime = NOW - timedelta(days=90), checks_done: int = 3) -> KnownArticle:
    return KnownArticle(
        "a1",
        url,
        "s1",
        "T",
        "0" * 64,
        "available",
        None,
        None,
        None,
        checks_done,
        first_seen_at,
        first_seen_at,
        100,
    )


KNOWN = {"https://b.example/known": known("https://b.example/known")}
REJECTED = {"https://b.example/rejected": KnownRejection("paywall", "teaser", NOW - timedelta(days=1))}


def _decide(offered: list[FeedEntry], limit: int = 100):  # type: ignore[no-untyped-def]
    return decide(offered, {}, KNOWN, REJECTED, now=NOW, max_per_source=limit)


@given(entries)
def test_every_entry_ends_exactly_once(offered: list[FeedEntry]) -> None:
    decision = _decide(offered)
    ended = [item.entry for item in decision.wanted] + [outcome.entry for outcome in decision.outcomes]
    assert Counter(map(id, ended)) == Counter(map(id, offered))


@given(entries)
def test_no_article_is_fetched_twice(offered: list[FeedEntry]) -> None:
    keys = [article_key(item.entry.url) for item in _decide(offered).wanted]
    assert len(keys) == len(set(keys))


@given(entries, st.randoms())
def test_order_does_not_change_the_counts(offered: list[FeedEntry], random) -> None:  # type: ignore[no-untyped-def]
    def counts(items: list[FeedEntry]) -> Counter[str]:
        decision = _decide(items)
        return Counter([o.disposition.value for o in decision.outcomes] + ["wanted"] * len(decision.wanted))

    shuffled = list(offered)
    random.shuffle(shuffled)
    assert counts(offered) == counts(shuffled)


def test_a_known_page_is_unchanged_and_a_rejected_one_stays_so_for_a_week() -> None:
    decision = _decide(
        [FeedEntry("s1", "https://b.example/known", "k"), FeedEntry("s1", "https://b.example/rejected", "r")]
    )
    assert [(o.disposition, o.reason) for o in decision.outcomes] == [
        (Disposition.UNCHANGED, None),
        (Disposition.REJECTED, "paywall"),
    ]
    later = decide(
        [FeedEntry("s1", "https://b.example/rejected", "r")],
        {},
        {},
        REJECTED,
        now=NOW + REJECTION_HOLDS,
        max_per_source=9,
    )
    assert len(later.wanted) == 1


def test_the_limit_of_a_source_names_itself() -> None:
    offered = [FeedEntry("s1", f"https://a.example/{n}", str(n)) for n in range(5)]
    decision = _decide(offered, limit=2)
    assert len(decision.wanted) == 2
    assert {outcome.reason for outcome in decision.outcomes} == {"over_source_limit"}


def test_articles_are_looked_at_again_three_times() -> None:
    fresh = NOW - timedelta(minutes=30)
    assert not is_check_due(known("u", fresh, 0), NOW)
    assert is_check_due(known("u", NOW - timedelta(hours=2), 0), NOW)
    assert not is_check_due(known("u", NOW - timedelta(hours=2), 1), NOW)
    assert is_check_due(known("u", NOW - timedelta(days=8), 2), NOW)
    assert not is_check_due(known("u", NOW - timedelta(days=80), 3), NOW)


def test_rechecks_leave_out_what_a_feed_has_offered_and_other_lists() -> None:
    due = known("https://a.example/9", NOW - timedelta(days=2), 0)
    assert len(rechecks([due], {"s1"}, set(), now=NOW, limit=5)) == 1
    assert rechecks([due], {"s1"}, {"a1"}, now=NOW, limit=5) == ()
    assert rechecks([due], {"other"}, set(), now=NOW, limit=5) == ()
    assert rechecks([due], {"s1"}, set(), now=NOW, limit=0) == ()


def test_another_kind_of_quotation_mark_is_no_new_version() -> None:
    before = made_article(1, 'Er sagt "ja" – sofort.')
    stored = replace(
        known(before.url),
        article_id=before.article_id,
        title=before.title,
        text_sha256=before.text_sha256,
        content_sha256=content_sha256(before.title, before.text),
    )
    entry = FeedEntry("s1", before.url, before.url)
    for text, disposition in (
        ("Er sagt „ja“ - sofort.", "unchanged"),
        ("Er sagt „nein“ - sofort.", "stored"),
    ):
        after = made_article(1, text)
        ended = settle(entry, after, SeenInRun.empty(), {before.article_id: stored}, {})
        assert ended.disposition.value == disposition
