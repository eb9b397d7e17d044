"""What reading costs beside trafilatura's extraction of the same pages, in one run.

    python -m bench.reading_cost [--pages FOLDER ...] [--limit N] [--rounds N] [--profile]

Each page is extracted by trafilatura once a round (timed), then everything a Reading needs is done to the text that
came out: language, names, markets and roles, facts, quotes, tone, relevance (timed). Medians over the rounds, in
seconds of the processor, which other work on the machine distorts least; the ratio is reading / extraction. FOLDER holds gzipped HTML pages (default: the three sets of ../shared/bench/pages).
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import pstats
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from config.settings import Settings, load_settings
from extractors.identity import text_hash
from extractors.language import LanguageDetector, detector_for
from extractors.offer import Offer
from extractors.paragraphs import Block, lay_out
from extractors.reading import Reader
from extractors.records import Article
from flows.readers import reader_for

PAGES = Path(__file__).resolve().parents[2] / "shared" / "bench" / "pages"
TARGET = 0.35


def pages_of(folders: list[Path], limit: int | None) -> list[str]:
    """Pages of the folders in name order, decoded."""
    files = sorted(file for folder in folders for file in folder.rglob("*.html.gz"))
    return [gzip.decompress(file.read_bytes()).decode("utf-8", "replace") for file in files[:limit]]


def article_of(text: str, title: str | None, language: str) -> Article:
    """An Article around a text, as the reading path would build it."""
    blocks = [Block("headline", title)] if title else []
    laid, paragraphs = lay_out([*blocks, *(Block("body", line) for line in text.split("\n") if line.strip())])
    offer = Offer("bench", None, "bench")
    return Article(
        "a0", offer.source_id, "podium:bench", "bench", None, None, title, (), None, None, language, "text",
        datetime(2024, 7, 1, tzinfo=UTC), "page", (), laid, paragraphs, text_hash(laid),
    )  # fmt: skip


def read_page(page: str, reader: Reader, detector: LanguageDetector) -> tuple[float, float, int]:
    """Seconds of extraction, seconds of reading, characters read."""
    begun = time.process_time()
    document = trafilatura.bare_extraction(page, with_metadata=True, favor_precision=True)
    extracted = time.process_time()
    if document is None or not document.text:
        return extracted - begun, 0.0, 0
    ready = time.process_time()
    language = detector.detect(document.text).code
    article = article_of(document.text, document.title, language)
    reader.read(article)
    return extracted - begun, time.process_time() - ready, len(document.text)


def one_round(pages: list[str], reader: Reader, detector: LanguageDetector) -> tuple[float, float, int]:
    """Totals of one pass over all pages."""
    totals = [read_page(page, reader, detector) for page in pages]
    return sum(t[0] for t in totals), sum(t[1] for t in totals), sum(t[2] for t in totals)


def main() -> None:
    """Print seconds, ratio and characters per second."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, nargs="*", default=[PAGES])
    parser.add_argument("--limit", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="where reading spends its time")
    options = parser.parse_args()
    settings: Settings = load_settings().settings
    reader, detector = reader_for(settings), detector_for(settings.languages)
    pages = pages_of(options.pages, options.limit)
    if not pages:
        raise SystemExit(f"no *.html.gz below {', '.join(map(str, options.pages))}")
    one_round(pages, reader, detector)  # builds the tables of every language that occurs
    profile = cProfile.Profile() if options.profile else None
    if profile:
        profile.enable()
    rounds = [one_round(pages, reader, detector) for _ in range(options.rounds)]
    if profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(35)
    extraction, reading = (statistics.median(values) for values in zip(*[r[:2] for r in rounds], strict=True))
    ratio = reading / extraction
    print(f"{len(pages)} pages, {options.rounds} rounds, medians")
    print(f"extraction {extraction:.2f} s ({1000 * extraction / len(pages):.2f} ms a page)")
    print(
        f"reading    {reading:.2f} s ({1000 * reading / len(pages):.2f} ms a page, {rounds[0][2] / reading / 1e6:.2f} M characters/s)"
    )
    print(f"ratio      {ratio:.2f} (target at most {TARGET})")


if __name__ == "__main__":
    main()
