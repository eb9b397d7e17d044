"""Articles per second of the reading path beside bare trafilatura, newspaper4k and news-please, in one run.

    python -m bench.reading_path [--pages FOLDER] [--rounds N]

FOLDER holds gzipped HTML pages (default: ../shared/bench/pages/zyte/html). Every contender reads every page in each
round, the rounds take turns, and the medians and their ratios to bare trafilatura are printed. A page that a contender
fails on counts as read in the time it took, and is counted as a failure.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import socket
import statistics
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from config.settings import load_settings
from extractors.clean import clean_html
from extractors.language import detector_for
from extractors.offer import Offer
from extractors.records import Article
from flows.readers import reader_for

DEFAULT_PAGES = Path(__file__).resolve().parents[2] / "shared" / "bench" / "pages" / "zyte" / "html"
Contender = Callable[[str, str], bool]


def podium() -> Contender:
    """Cleaning, language, mentions, markets, facts, relevance: everything a run does with a page."""
    settings = load_settings().settings
    detector, reader, now = detector_for(settings.languages), reader_for(settings), datetime.now(UTC)

    def read(html: str, url: str) -> bool:
        article = clean_html(html, Offer("bench", url, url), detector, now=now)
        if not isinstance(article, Article):
            return False
        reader.read(article)
        return True

    return read


def bare_trafilatura() -> Contender:
    """trafilatura with metadata, as its documentation calls it."""
    import trafilatura

    return lambda html, url: trafilatura.bare_extraction(html, url=url, with_metadata=True) is not None


def newspaper4k() -> Contender:
    """newspaper4k: body, title, authors, date."""
    import newspaper

    def read(html: str, url: str) -> bool:
        article = newspaper.Article(url, language="en")
        article.download(input_html=html)
        article.parse()
        return bool(article.text)

    return read


def news_please() -> Contender:
    """news-please on HTML that is already there."""
    from newsplease import NewsPlease

    return lambda html, url: bool(NewsPlease.from_html(html, url=url).maintext)


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "trafilatura": bare_trafilatura,
    "podium": podium,
    "newspaper4k": newspaper4k,
    "news-please": news_please,
}


def stay_offline() -> None:
    """Peers that would look something up on the web fail at once instead of waiting for it."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("benchmarks stay offline")

    socket.socket.connect = refuse  # type: ignore[assignment, method-assign]
    socket.getaddrinfo = refuse  # type: ignore[assignment]


def one_round(read: Contender, pages: list[str]) -> tuple[float, int]:
    """Seconds and failures for all pages."""
    failures = 0
    begun = time.perf_counter()
    for number, html in enumerate(pages):
        try:
            failures += not read(html, f"https://bench.example/{number}")
        except Exception:
            failures += 1
    return time.perf_counter() - begun, failures


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=DEFAULT_PAGES)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    stay_offline()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    files = sorted(options.pages.glob("*.html.gz"))
    if not files:
        raise SystemExit(f"no *.html.gz in {options.pages}; give --pages FOLDER")
    pages = [gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace") for path in files]
    ready: dict[str, Contender] = {}
    for name, build in CONTENDERS.items():
        try:
            ready[name] = build()
        except ImportError as error:
            print(f"{name}: left out, {error} (make bench installs it)")
    seconds: dict[str, list[float]] = {name: [] for name in ready}
    failures: dict[str, int] = {}
    for read in ready.values():
        one_round(read, pages[:5])
    for _ in range(options.rounds):
        for name, read in ready.items():
            spent, failures[name] = one_round(read, pages)
            seconds[name].append(spent)
    base = statistics.median(seconds["trafilatura"])
    print(
        f"{len(pages)} pages, {sum(map(len, pages)) / 1e6:.1f} MB of HTML, {options.rounds} rounds, one process"
    )
    print(f"{'reader':<14}{'articles/s':>12}{'time / trafilatura':>20}{'failures':>10}")
    for name, spent in seconds.items():
        median = statistics.median(spent)
        print(f"{name:<14}{len(pages) / median:>12.1f}{median / base:>20.2f}{failures[name]:>10}")


if __name__ == "__main__":
    main()
