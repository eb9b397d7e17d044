"""Read stored articles again with the extractors and the knowledge of now, resumably and without the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from extractors.records import Article, Reading, Rejection
from storage.keeping.forget import forgotten_names, without_forgotten
from storage.rereading.documents import StoredDocument, stored_documents
from storage.rereading.report import RereadReport, reread_report
from storage.rereading.staging import (
    Selection,
    Versions,
    accept,
    discard,
    open_run,
    run_note,
    stage,
    waiting_articles,
)
from storage.rows import content_sha256
from storage.store import Store

Rebuild = Callable[[Sequence[StoredDocument]], Sequence[tuple[Article, Reading] | Rejection]]
"""Cleans (from the page, where there is one) and reads documents, in their order."""

CHUNK = 200


@dataclass(slots=True)
class Reread:
    """How a reread went."""

    run_id: str
    resumed: bool
    n_read: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    """Documents that the cleaning of now would not store; what stands of them stays."""
    page_problems: list[str] = field(default_factory=list)
    """Captured pages that cannot be read; their stored texts were read instead."""


def stage_reread(
    store: Store,
    run_id: str,
    selection: Selection,
    versions: Versions,
    rebuild: Rebuild,
    *,
    from_pages: bool = True,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Reread:
    """Stage the rereading of a selection; goes on with one that was cut off. Nothing becomes current."""
    unfinished = open_run(store.connection, selection, versions)
    if unfinished is not None:
        store.reopen_run(unfinished)
    else:
        store.begin_run(run_id, store.clock(), "reread", "store", run_note(selection, versions))
    result = Reread(unfinished or run_id, unfinished is not None)
    try:
        waiting = waiting_articles(store.connection, result.run_id, selection, versions)
        for begin in range(0, len(waiting), CHUNK):
            _stage_chunk(store, result, waiting[begin : begin + CHUNK], rebuild, from_pages)
            on_progress(min(begin + CHUNK, len(waiting)), len(waiting))
    except BaseException:
        store.finish_run(result.run_id, store.clock(), "failed", {"read": result.n_read})
        raise
    summary = {
        "read": result.n_read,
        "rejected": len(result.rejected),
        "page_problems": len(result.page_problems),
    }
    store.finish_run(result.run_id, store.clock(), "completed", summary)
    return result


def _stage_chunk(
    store: Store, result: Reread, article_ids: Sequence[str], rebuild: Rebuild, from_pages: bool
) -> None:
    documents = stored_documents(store.connection, store.layout, article_ids, with_pages=from_pages)
    rebuilt = _from_text_where_cosmetic(documents, rebuild(documents), rebuild)
    forgotten = forgotten_names(store.connection)
    staged: list[tuple[Article, Article, Reading]] = []
    for document, outcome in zip(documents, rebuilt, strict=True):
        if document.page_problem:
            result.page_problems.append(document.page_problem)
        if isinstance(outcome, Rejection):
            result.rejected.append(outcome)
            continue
        ((article, reading),) = without_forgotten([outcome], forgotten)
        if article.article_id != document.article.article_id:
            raise ValueError(f"rereading {document.article.article_id} gave {article.article_id}")
        staged.append((document.article, article, reading))
    with store.transaction() as c:
        stage(c, result.run_id, staged, store.clock())
    result.n_read += len(documents)


def _from_text_where_cosmetic(
    documents: Sequence[StoredDocument],
    rebuilt: Sequence[tuple[Article, Reading] | Rejection],
    rebuild: Rebuild,
) -> list[tuple[Article, Reading] | Rejection]:
    """A page that has only got other quotation marks since makes no version: the stored text is read instead."""
    outcomes = list(rebuilt)
    cosmetic = [
        n
        for n, (document, outcome) in enumerate(zip(documents, rebuilt, strict=True))
        if not isinstance(outcome, Rejection) and _is_cosmetic(document.article, outcome[0])
    ]
    read_again = rebuild([replace(documents[n], page=None) for n in cosmetic]) if cosmetic else []
    for n, outcome in zip(cosmetic, read_again, strict=True):
        outcomes[n] = outcome
    return outcomes


def _is_cosmetic(before: Article, after: Article) -> bool:
    """Other characters, but the same words in the same paragraphs; better cleaning would cut these otherwise."""
    return (
        before.text != after.text
        and content_sha256(before.title, before.text) == content_sha256(after.title, after.text)
        and [p.kind for p in before.paragraphs] == [p.kind for p in after.paragraphs]
    )


def report_of(store: Store, run_id: str) -> RereadReport:
    """What accepting would change."""
    return reread_report(store.connection, run_id)


def accept_reread(store: Store, run_id: str) -> tuple[int, int]:
    """Make it current: number of readings taken, and of those overtaken by a newer version meanwhile."""
    with store.transaction() as c:
        return accept(c, run_id, store.clock())


def discard_reread(store: Store, run_id: str) -> int:
    """Throw it away: number of readings."""
    with store.transaction() as c:
        return discard(c, run_id)
