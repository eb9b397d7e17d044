"""The reference corpus in the store: always there, read like everything else, never a feed entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from config.settings import Settings
from flows.corpus import corpus_for, reference_article
from flows.page_reading import knowledge_unlike, read_articles
from flows.reading_processes import ReadingProcesses
from storage import Batch, Store

T = TypeVar("T")

KINDS = {"original": "originals", "stand_in": "embedded retellings"}


def store_reference_corpus(
    store: Store, run_id: str, settings: Settings, processes: ReadingProcesses | None = None
) -> str:
    """Store the documents that are new or have changed, and the knowledge that reads; returns what was used."""
    corpus = corpus_for(settings.reference_dir)
    new_knowledge = _there(processes, knowledge_unlike, store.knowledge_edition(), settings)
    if new_knowledge is not None:
        store.save_knowledge(new_knowledge)
    articles = [reference_article(document) for document in corpus.documents]
    stored = store.known_by_id([article.article_id for article in articles])
    changed = [
        article
        for article in articles
        if (known := stored.get(article.article_id)) is None or known.text_sha256 != article.text_sha256
    ]
    if changed:
        readings = _there(processes, read_articles, changed, settings)
        store.save_batch(run_id, Batch(readings=tuple(zip(changed, readings, strict=True))))
    kinds = [KINDS[document.kind] for document in corpus.documents]
    used = " and ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    return "; ".join([used, *corpus.problems])


def _there(processes: ReadingProcesses | None, function: Callable[..., T], *arguments: Any) -> T:
    """``function`` of ``arguments`` where the Reader is."""
    if processes is None:
        return function(*arguments)
    return cast(T, processes.result(processes.submit(function, *arguments)))
