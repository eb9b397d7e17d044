"""Made-up articles in any number for the store's benchmarks: words by Zipf's law, mentions, markets, facts, quotes."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache

from extractors.records import (
    Article,
    Dating,
    Disposition,
    EntryOutcome,
    Fact,
    FeedEntry,
    MarketMention,
    Mention,
    Paragraph,
    Quote,
    Reading,
    Relevance,
    RelevanceReason,
    SourceOutcome,
    Span,
)
from storage import Batch

LANGUAGES = ("de", "en", "fr", "es", "it", "ja")
BRANDS = tuple(
    f"Brand{name}" for name in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
)
MARKETS = (("KE", "Kenia"), ("DE", "Deutschland"), ("JP", "Japan"), ("BR", "Brasilien"), ("US", "Amerika"))
BEGIN = datetime(2023, 1, 2, 6, tzinfo=UTC)
_VOCABULARY = 40_000
_SYLLABLES = {
    "de": (
        "ver",
        "ung",
        "sch",
        "ein",
        "ster",
        "kam",
        "pag",
        "nen",
        "wer",
        "bund",
        "trag",
        "licht",
        "ö",
        "ü",
        "äch",
    ),
    "en": (
        "ing",
        "tion",
        "ed",
        "spon",
        "sor",
        "cam",
        "paign",
        "ly",
        "er",
        "con",
        "tract",
        "right",
        "s",
        "th",
        "ou",
    ),
    "fr": (
        "tion",
        "é",
        "eur",
        "ment",
        "par",
        "ten",
        "aire",
        "cam",
        "pagne",
        "è",
        "que",
        "eau",
        "oi",
        "re",
        "con",
    ),
    "es": ("ción", "ado", "ara", "pa", "tro", "ci", "nio", "ñ", "cam", "os", "es", "men", "te", "que", "í"),
    "it": (
        "zione",
        "ato",
        "are",
        "spon",
        "so",
        "cam",
        "pa",
        "gna",
        "mente",
        "ità",
        "che",
        "gli",
        "ri",
        "lo",
        "ne",
    ),
}
_KANJI = "東京大会広告契約選手企業市場宣伝年間世界新聞発表支援連盟放送権利国際協会代表夏冬"


@cache
def words_of(language: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """A language's words with their cumulative weights."""
    rng = random.Random(language)
    syllables = _SYLLABLES[language]
    made = tuple("".join(rng.choices(syllables, k=rng.randint(1, 5))) for _ in range(_VOCABULARY))
    return made, tuple(itertools.accumulate(1 / (rank + 2) ** 1.07 for rank in range(_VOCABULARY)))


def _sentence(rng: random.Random, language: str, n_words: int, name: str = "") -> str:
    if language == "ja":
        return name + "".join(rng.choices(_KANJI, k=n_words * 2)) + "。"
    words, weights = words_of(language)
    chosen = rng.choices(words, cum_weights=weights, k=n_words)
    if name:
        chosen[n_words // 2] = name
    return " ".join(chosen).capitalize() + "."


def _rare_name(rng: random.Random, language: str) -> str:
    """A word that hardly any other article has: the vocabulary of the press never ends."""
    syllables = _SYLLABLES.get(language, _SYLLABLES["en"])
    return "".join(rng.choices(syllables, k=rng.randint(4, 6)))


def article(number: int) -> tuple[Article, Reading]:
    """The article of that number; the same every time."""
    rng = random.Random(number)
    language = LANGUAGES[number % len(LANGUAGES)]
    brands = rng.sample(BRANDS, k=rng.randint(1, 3))
    markets = rng.sample(MARKETS, k=rng.randint(1, 3))
    paragraphs: list[Paragraph] = []
    parts: list[str] = []
    offset = 0
    marks: list[tuple[str, int]] = []
    title = f"{_sentence(rng, language, 6)} {brands[0]}"
    for index in range(10):
        sentences = [_sentence(rng, language, rng.randint(8, 16)) for _ in range(2)]
        sentences.append(_sentence(rng, language, rng.randint(8, 16), _rare_name(rng, language)))
        chosen = [rng.choice(brands), rng.choice(markets)[1]]
        text = title if index == 0 else f"{chosen[0]} {sentences[0]} {chosen[1]} {' '.join(sentences[1:])}"
        if index:
            marks += [(chosen[0], offset), (chosen[1], offset + len(chosen[0]) + len(sentences[0]) + 2)]
        paragraphs.append(Paragraph(index, "headline" if index == 0 else "body", offset, offset + len(text)))
        parts.append(text)
        offset += len(text) + 2
    whole = "\n\n".join(parts)
    published = BEGIN + timedelta(minutes=10 * number)
    article_id = "a" + hashlib.sha256(str(number).encode()).hexdigest()[:16]
    outlet = f"Outlet {number % 60}"
    url = f"https://outlet-{number % 60}.example/{number}"
    made = Article(
        article_id, f"source_{number % 60}", url, url, outlet, outlet, title, ("A. Writer",), None, None,
        language, "text", published, "feed", (Dating(published, "feed"), Dating(published, "page")), whole,
        tuple(paragraphs), hashlib.sha256(whole.encode()).hexdigest(), "DE",
    )  # fmt: skip
    return made, _reading(made, marks, rng)


def _reading(made: Article, marks: list[tuple[str, int]], rng: random.Random) -> Reading:
    iso = {name: code for code, name in MARKETS}
    spans = [(word, Span.of(made.text, start, start + len(word))) for word, start in marks]
    mentions = tuple(
        Mention(
            span,
            word.lower(),
            word,
            "brand",
            rng.choice(("name", "name", "descriptor", "nested")),
            "body",
            "made",
        )
        for word, span in spans
        if word not in iso
    )
    markets = tuple(
        MarketMention(
            span, iso[word], rng.choice(("campaign_market", "home", "mentioned")), "made", "name", "body"
        )
        for word, span in spans
        if word in iso
    )
    evidence = Span.of(made.text, marks[0][1], marks[0][1] + 60)
    facts = tuple(
        Fact("c1", field, value, "stated", evidence, 0.9, None, "made")
        for field, value in (
            ("brand", mentions[0].entity_id),
            ("claim", f"claim {rng.randint(1, 500)}"),
            ("agency", f"agency {rng.randint(1, 50)}"),
            ("start_date", str(made.published_at)[:10]),
            ("contract_years", str(rng.choice((4, 8, 10, 12)))),
            *(("markets", code) for code in sorted({market.iso for market in markets[:3]})),
            ("channels", json.dumps({"*": rng.sample(("tv", "print", "online", "out_of_home"), 2)})),
        )
    )
    quotes = (Quote(evidence, "direct", "A. Speaker", None, "head of marketing", "made"),)
    relevance = Relevance(
        "olympics", rng.random(), rng.random() > 0.3, (RelevanceReason("sponsor", "made", 0.5),)
    )
    return Reading(made.article_id, "1", "k1", mentions, markets, facts, quotes, (), relevance)


def batch(first: int, stop: int) -> Batch:
    """Articles ``first`` to ``stop`` (exclusive) with a balanced ledger."""
    made = tuple(article(number) for number in range(first, stop))
    outcomes = tuple(
        EntryOutcome(
            FeedEntry(a.source_id, a.url, a.url, a.title, published_at=a.published_at),
            Disposition.STORED,
            article_id=a.article_id,
        )
        for a, _ in made
    )
    sources = tuple(
        SourceOutcome(f"source_{n}", f"https://outlet-{n}.example/feed", "ok",
                      n_entries=sum(1 for o in outcomes if o.entry.source_id == f"source_{n}"))
        for n in range(60)
    )  # fmt: skip
    return Batch(outcomes=outcomes, readings=made, sources=sources)


def batches(first: int, stop: int, size: int = 1000) -> Iterator[Batch]:
    """Articles ``first`` to ``stop`` (exclusive) in batches."""
    for begin in range(first, stop, size):
        yield batch(begin, min(stop, begin + size))


def batches_made_ahead(first: int, stop: int, size: int = 1000) -> Iterator[Batch]:
    """The same, made up by another process while the one before is saved."""
    waiting: deque[Future[Batch]] = deque()
    with ProcessPoolExecutor(max_workers=2) as pool:
        for begin in range(first, stop, size):
            waiting.append(pool.submit(batch, begin, min(stop, begin + size)))
            if len(waiting) > 3:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
