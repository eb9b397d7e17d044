"""Entries per second of Podium's feed reader beside default ``feedparser.parse``, and whether both say the same.

    python -m bench.collect_feeds [--feeds FOLDER] [--cases FILE] [--rounds N]

FOLDER holds gzipped feed bodies (default: ../shared/bench/feeds/real). Both read every feed in each round, the rounds
take turns, and the medians of their CPU time (others on the machine do not count) and the ratio are printed. Then every
entry is compared: link, date, title and summary, the latter two as plain text (feedparser gives titles and summaries as
sanitised HTML). FILE is a tar of small odd feeds (default: the one beside FOLDER): none may yield fewer entries.
"""

from __future__ import annotations

import argparse
import gzip
import io
import statistics
import sys
import tarfile
import time
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from extractors.feed_xml import parse_xml
from extractors.feeds import _published, parse_feed
from extractors.markup_text import plain_text
from extractors.records import FetchedPage, FetchRequest, Purpose
from extractors.urls import absolute_url

DEFAULT_FEEDS = Path(__file__).resolve().parents[2] / "shared" / "bench" / "feeds" / "real"
URL = "https://outlet.example/feed.xml"
MIN_RATIO = 3.0


def page_of(body: bytes) -> FetchedPage:
    """The body as if it had been fetched."""
    return FetchedPage(FetchRequest(URL, "bench", Purpose.FEED), URL, 200, (), body, datetime.now(UTC), 0.0)


def differences(body: bytes) -> Counter[str]:
    """How many entries differ from feedparser's by field; ``missing`` counts entries that are not there at all."""
    default = feedparser.parse(io.BytesIO(body))
    ours = parse_feed(page_of(body))
    found: Counter[str] = Counter()
    found["missing"] += max(0, len(default.entries) - ours.n_items)
    raw = parse_xml(body, URL, None, lambda entry: entry).entries
    by_url = {entry.url: entry for entry in ours.entries}
    for theirs, mine in zip(default.entries, raw, strict=False):
        link = dict.get(theirs, "link")
        url = absolute_url(URL, link) if link else None
        own_url = absolute_url(URL, dict.get(mine, "link") or "") if dict.get(mine, "link") else None
        found["link"] += url != own_url
        found["date"] += _published(theirs)[0] != _published(mine)[0]
        entry = by_url.get(url or "")
        if entry is None or not _is_first(default.entries, theirs, url):
            continue
        found["compared"] += 1
        found["title"] += _plain(theirs, "title") != (entry.title or "")
        found["summary"] += plain_text(dict.get(theirs, "summary") or "") != (entry.summary or "")
    return found


def _is_first(entries: list[Any], entry: Any, url: str | None) -> bool:
    same = (
        other
        for other in entries
        if dict.get(other, "link") and absolute_url(URL, dict.get(other, "link")) == url
    )
    return next(same, None) is entry


def _plain(entry: Any, name: str) -> str:
    value = dict.get(entry, name) or ""
    is_markup = "html" in str((dict.get(entry, f"{name}_detail") or {}).get("type", ""))
    return plain_text(value) if is_markup else " ".join(value.split())


def fewer(archive: Path) -> tuple[int, list[str]]:
    """How many feeds the archive holds, and the names of those of which we find fewer entries than feedparser."""
    names, n_feeds = [], 0
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            n_feeds += 1
            body = file.read()
            if parse_feed(page_of(body)).n_items < len(feedparser.parse(io.BytesIO(body)).entries):
                names.append(member.name)
    return n_feeds, names


def main() -> int:
    """Measure and compare; 1 when the ratio is under 3 or anything differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=Path, default=DEFAULT_FEEDS)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    bodies = [gzip.decompress(file.read_bytes()) for file in sorted(options.feeds.glob("*.gz"))]
    if not bodies:
        print(f"no *.gz in {options.feeds}; give a folder with --feeds", file=sys.stderr)
        return 2
    warnings.simplefilter("ignore", DeprecationWarning)
    n_entries = sum(len(feedparser.parse(io.BytesIO(body)).entries) for body in bodies)
    theirs, ours = [], []
    for _ in range(options.rounds):
        begun = time.process_time()
        for body in bodies:
            feedparser.parse(io.BytesIO(body))
        between = time.process_time()
        for body in bodies:
            parse_feed(page_of(body))
        theirs.append(between - begun)
        ours.append(time.process_time() - between)
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(f"{len(bodies)} feeds, {n_entries} entries, {options.rounds} rounds, medians of CPU time")
    print(f"feedparser.parse   {n_entries / statistics.median(theirs):8.0f} entries/s")
    print(f"podium parse_feed  {n_entries / statistics.median(ours):8.0f} entries/s   {ratio:.2f} x")
    total: Counter[str] = Counter()
    for body in bodies:
        total.update(differences(body))
    compared = total.pop("compared")
    print(f"of {compared} entries compared in full, different: {dict(total)}")
    cases = options.cases or next(options.feeds.parent.glob("*.tar.gz"), None)
    lost: list[str] = []
    if cases is not None:
        n_cases, lost = fewer(cases)
        print(f"of {n_cases} odd feeds, with fewer entries than feedparser finds: {len(lost)}", *lost[:20])
    return 1 if ratio < MIN_RATIO or any(total.values()) or lost else 0


if __name__ == "__main__":
    sys.exit(main())
