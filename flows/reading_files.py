"""Read files without a store: every path ends as a Reading of its Article, or as the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from extractors.documents import read_document
from extractors.language import detector_for
from extractors.records import Article, FrontMatter, Reading, Rejection
from flows.readers import reader_for


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file and what became of it: ``article`` and ``reading``, or ``error``."""

    path: Path
    id: str
    article: Article | None = None
    reading: Reading | None = None
    error: str | None = None


def _with_stated_day(article: Article) -> Article:
    """A day stated in the head or on the command line holds, even one that a feed would not be believed."""
    if article.published_at is not None:
        return article
    stated = next((d for d in article.datings if d.origin == "front_matter" and d.at is not None), None)
    return replace(article, published_at=stated.at, published_origin=stated.origin) if stated else article


def article_of_file(
    path: Path, settings: Settings, stated: FrontMatter, now: datetime
) -> Article | Rejection:
    """An Article from one file; ``stated`` fills what its head leaves open."""
    try:
        size = path.stat().st_size
        if size > settings.max_body_bytes:
            detail = f"{size:,} bytes, the setting max_body_bytes allows {settings.max_body_bytes:,}"
            return Rejection("too_large", detail, str(path))
        data = path.read_bytes()
    except OSError as error:
        return Rejection("unreadable_file", error.strerror or str(error), str(path))
    read = read_document(path.as_posix(), data, detector_for(settings.languages), now=now, stated=stated)
    return read if isinstance(read, Rejection) else _with_stated_day(read)


def read_files(
    paths: Iterable[Path], settings: Settings, stated: FrontMatter | None = None
) -> Iterator[FileRead]:
    """Readings of the files, in order, one at a time; a file that fails does not stop the others."""
    reader = reader_for(settings)
    now = datetime.now(UTC)
    for path in paths:
        article = article_of_file(path, settings, stated or FrontMatter(), now)
        if isinstance(article, Rejection):
            yield FileRead(path, path.stem, error=f"{article.subject}: {article.reason}: {article.detail}")
            continue
        try:
            reading = reader.read(article)
        except Exception as error:
            # One text that trips a rule must not silence the rest of a batch; it is reported with its type.
            yield FileRead(path, article.source_id, error=f"{path}: {type(error).__name__}: {error}")
            continue
        yield FileRead(path, article.source_id, article, reading)
