"""The reference corpus in the store: always there, read like everything else, never a feed entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from config.knowledge_base import load_knowledge
from config.market_lexicon import load_markets
from config.settings import Settings
from extractors.records import Article, Reading
from flows.corpus import corpus_for, reference_article
from flows.page_reading import read_articles
from flows.reading_processes import ReadingProcesses
from storage import Batch, Store

KINDS = {"original": "originals", "stand_in": "embedded retellings"}


def store_reference_corpus(
    store: Store, run_id: str, settings: Settings, processes: ReadingProcesses | None = None
) -> str:
    """Store the documents that are new or have changed, and the knowledge that reads; returns what was used."""
    corpus = corpus_for(settings.reference_dir)
    store.save_knowledge(load_knowledge(settings.knowledge_dir), load_markets().codes)
    articles = [reference_article(document) for document in corpus.documents]
    stored = store.known_by_id([article.article_id for article in articles])
    changed = [
        article
        for article in articles
        if (known := stored.get(article.article_id)) is None or known.text_sha256 != article.text_sha256
    ]
    if changed:
        readings = _read(changed, settings, processes)
        store.save_batch(run_id, Batch(readings=tuple(zip(changed, readings, strict=True))))
    kinds = [KINDS[document.kind] for document in corpus.documents]
    used = " and ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    return "; ".join([used, *corpus.problems])


def _read(
    articles: Sequence[Article], settings: Settings, processes: ReadingProcesses | None
) -> Sequence[Reading]:
    if processes is None:
        return read_articles(articles, settings)
    return cast(list[Reading], processes.result(processes.submit(read_articles, articles, settings)))
