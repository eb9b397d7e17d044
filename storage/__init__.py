"""The only room that knows DuckDB."""

from storage.connect import Store, open_store
from storage.errors import (
    NothingPublished,
    StorageProblem,
    StoreBusy,
    StoreDamaged,
    StoreNotWritable,
    StoreTooNew,
)
from storage.examine import check_writable, examine_store, overview
from storage.published import (
    PublishedDatabase,
    QueryAnswer,
    QueryProblem,
    open_published,
    published_path,
    run_query,
)
from storage.records import (
    ArticleCheck,
    Batch,
    KnownArticle,
    KnownRejection,
    Published,
    SourceRow,
    SourceState,
    SourceValidators,
)
from storage.rows import content_sha256

__all__ = [
    "ArticleCheck",
    "Batch",
    "KnownArticle",
    "KnownRejection",
    "NothingPublished",
    "Published",
    "PublishedDatabase",
    "QueryAnswer",
    "QueryProblem",
    "SourceRow",
    "SourceState",
    "SourceValidators",
    "StorageProblem",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreNotWritable",
    "StoreTooNew",
    "check_writable",
    "content_sha256",
    "examine_store",
    "open_published",
    "open_store",
    "overview",
    "published_path",
    "run_query",
]
