"""Speed and memory of tagging alone: what is named where, with the full knowledge base.

    python -m bench.tagging [FOLDER_OF_TEXTS] [--language auto] [--seconds 5]

Tagging is finding the known entities (with kind and offsets) and the markets (with code and offsets) of a text whose
language is known: automata, boundaries, context rules, overlaps. Roles of markets, and people, agencies and brands no
file lists, are reading; the last line has find_mentions, which looks for people and houses by patterns too.
Without a folder it reads two sets, each with its own figures: the labelled corpus in tests/corpus, which names a
sponsor in every other line and is the densest text there is, and, where ../shared/bench/pages is there, ordinary
press text: the bodies trafilatura takes out of those pages. With a folder (*.txt, *.json, *.html, gzip or not) it
reads only that. Prints MB of UTF-8 per second of the processor (best of the rounds that fit in the time), names and
markets per kB, seconds until the knowledge and each lexicon are ready, and the memory of the matcher of names
and markets, taken in a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura

from config.knowledge_base import load_knowledge
from config.market_lexicon import load_markets
from config.settings import load_settings
from extractors.entities import Matcher, build_matcher, find_mentions
from extractors.entities.known import Named, find_known
from extractors.entities.proof import article_of
from extractors.language import detector_for
from extractors.markets import Scanned, build_market_matcher
from extractors.markets.finder import Place, find_places
from extractors.markets.surfaces import MarketMatcher
from extractors.records import Article
from tests.corpus_tools.labels import LANGUAGES, load_corpus

PAGES = Path(__file__).resolve().parents[2] / "shared" / "bench" / "pages"
_MEMORY_PROBE = """
import os, psutil
process = psutil.Process(os.getpid())
from config.knowledge_base import load_knowledge
from config.market_lexicon import load_markets
from extractors.entities import build_matcher
from extractors.markets import build_market_matcher
knowledge, markets = load_knowledge(), load_markets()
before = process.memory_info().rss
matcher = build_matcher(knowledge, build_market_matcher(markets).forms)
for language in LANGUAGES:
    matcher.words(language)
print((process.memory_info().rss - before) / 1e6)
"""


def corpus_articles() -> list[Article]:
    """The labelled corpus with its languages."""
    return [article_of(article.body, article.language) for article in load_corpus()]


def folder_articles(folder: Path, language: str, pattern: str = "*") -> list[Article]:
    """Every text in files of ``folder`` by ``pattern``; JSON files give all their strings of more than 200 characters."""
    texts = [text for path in sorted(folder.rglob(pattern)) for text in _texts(path) if text]
    detector = detector_for(load_settings().settings.languages)
    return [article_of(t, detector.detect(t).code if language == "auto" else language) for t in texts]


def _texts(path: Path) -> Iterator[str]:
    if not path.is_file():
        return
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    name = path.name.removesuffix(".gz")
    if name.endswith(".txt"):
        yield data.decode("utf-8", "replace")
    elif name.endswith(".html"):
        yield trafilatura.extract(data.decode("utf-8", "replace"), favor_precision=True) or ""
    elif name.endswith(".json"):
        yield from _long_strings(json.loads(data))


def _long_strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) > 200:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _long_strings(item)
    elif isinstance(value, list):
        texts = [item for item in value if isinstance(item, str)]
        if sum(map(len, texts)) > 200:
            yield "\n".join(texts)
        for item in value:
            if not isinstance(item, str):
                yield from _long_strings(item)


def tags(article: Article, matcher: Matcher, markets: MarketMatcher) -> tuple[list[Named], list[Place]]:
    """Tagging as the product does it: one pass over the text for names and markets."""
    scan = matcher.scan(article)
    named = find_known(scan.text, scan.hits, matcher.words(article.language).joiners, frozenset())
    scanned = Scanned(scan.plain, scan.others)
    return named, find_places(scanned, (), markets.language(article.language))


def known_names(article: Article, matcher: Matcher) -> list[Named]:
    """Tagging of known entities alone."""
    scan = matcher.scan(article)
    return find_known(scan.text, scan.hits, matcher.words(article.language).joiners, frozenset())


def known_markets(article: Article, matcher: MarketMatcher) -> list[Place]:
    """Tagging of markets alone, in a pass of its own."""
    scanned = matcher.scan(article.language, article.text)
    return find_places(scanned, (), matcher.language(article.language))


def best_of(articles: list[Article], work: Callable[[Article], object], seconds: float) -> float:
    """Seconds of the processor in the fastest round over all articles among those that fit in the time."""
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.process_time()
        for article in articles:
            work(article)
        best = min(best, time.process_time() - started)
    return best


def measure(articles: list[Article], matcher: Matcher, markets: MarketMatcher, seconds: float) -> None:
    """Print the speed of each kind of tagging over the articles."""
    for language in sorted({article.language for article in articles}):
        started = time.perf_counter()
        lexicon = matcher.lexicon(language)
        matcher.words(language)
        markets.language(language)
        spent = time.perf_counter() - started
        print(f"lexicon {language}: {len(lexicon.surfaces)} forms, ready in {spent:.2f} s")
    size = sum(len(article.text.encode()) for article in articles)
    tagged = [tags(article, matcher, markets) for article in articles]
    n_named = sum(len(named) for named, _ in tagged)
    n_placed = sum(len(placed) for _, placed in tagged)
    print(
        f"{len(articles)} texts, {size / 1e6:.2f} MB; per kB"
        f" {n_named / size * 1000:.1f} known names, {n_placed / size * 1000:.1f} markets"
    )
    works: tuple[tuple[str, Callable[[Article], object]], ...] = (
        (
            "tagging: known entities and markets",
            lambda article: tags(article, matcher, markets),
        ),
        (
            "known names (automaton, boundaries, context, overlaps)",
            lambda article: known_names(article, matcher),
        ),
        ("markets without roles", lambda article: known_markets(article, markets)),
        ("the pass over the text and word boundaries alone", matcher.scan),
        (
            "all mentions (also people, agencies, media, descriptors)",
            lambda article: find_mentions(article, matcher),
        ),
    )
    for name, work in works:
        best = best_of(articles, work, seconds)
        print(f"{name}: {size / best / 1e6:.1f} MB/s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument(
        "--language", default="en", choices=("auto", *LANGUAGES), help="of the texts in FOLDER"
    )
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    started = time.perf_counter()
    knowledge = load_knowledge()
    print(f"load_knowledge: {time.perf_counter() - started:.2f} s, {len(knowledge.entities)} entities")
    markets = build_market_matcher(load_markets())
    matcher = build_matcher(knowledge, markets.forms)
    sets: list[tuple[str, list[Article]]] = []
    if options.folder:
        sets.append((str(options.folder), folder_articles(options.folder, options.language)))
    else:
        sets.append(("the labelled corpus (the densest there is)", corpus_articles()))
        if PAGES.is_dir():
            bodies = folder_articles(PAGES, "auto", "*.html.gz")
            sets.append(("ordinary press text: bodies of the page benchmark", bodies))
        else:
            print("ordinary press text: not measured, the page benchmark is not there")
    for name, articles in sets:
        print(f"\n{name}")
        measure(articles, matcher, markets, options.seconds)
    print()
    probe = _MEMORY_PROBE.replace("LANGUAGES", repr(LANGUAGES))
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    print(f"matcher memory, all {len(LANGUAGES)} languages: {float(done.stdout):.0f} MB")


if __name__ == "__main__":
    main()
