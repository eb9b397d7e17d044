"""The reference corpus in the store: always there, read like everything else, never a feed entry."""

from __future__ import annotations

from config.settings import Settings
from flows.readers import corpus_for, reader_for, reference_article
from storage import Batch, Store

KINDS = {"original": "originals", "stand_in": "embedded retellings"}


def store_reference_corpus(store: Store, run_id: str, settings: Settings) -> str:
    """Store the documents that are new or have changed, and the knowledge that reads; returns what was used."""
    corpus = corpus_for(settings.reference_dir)
    reader = reader_for(settings)
    store.save_knowledge(reader.knowledge, reader.markets.codes)
    articles = [reference_article(document) for document in corpus.documents]
    stored = store.known_by_id([article.article_id for article in articles])
    changed = [
        article
        for article in articles
        if (known := stored.get(article.article_id)) is None or known.text_sha256 != article.text_sha256
    ]
    if changed:
        store.save_batch(
            run_id, Batch(readings=tuple((article, reader.read(article)) for article in changed))
        )
    kinds = [KINDS[document.kind] for document in corpus.documents]
    used = " and ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    return "; ".join([used, *corpus.problems])
