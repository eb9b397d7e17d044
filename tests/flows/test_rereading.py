"""Stored articles read again in the processes that read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.settings import Settings, load_settings
from extractors.records import Rejection
from flows import rereading
from flows.reading_processes import ReadingProcesses, reading_processes
from storage.rereading.documents import StoredDocument
from tests.storage.made import article


def test_big_chunks_share_processes_and_read_as_small_ones_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings().settings.model_copy(update={"data_dir": tmp_path, "read_processes": 2})
    opened: list[ReadingProcesses] = []

    @contextmanager
    def noted(settings: Settings, count: int) -> Iterator[ReadingProcesses]:
        with reading_processes(settings, count) as processes:
            opened.append(processes)
            yield processes

    monkeypatch.setattr(rereading, "reading_processes", noted)
    documents = [
        StoredDocument(
            article(number, f"Nordbrause wirbt im Jahr {1900 + number} in Kenia."), None, None, None, None
        )
        for number in range(rereading.POOL_FROM_DOCUMENTS)
    ]
    with rereading.rebuilding(settings) as rebuild:
        alone = [rebuild([document])[0] for document in documents]
        assert opened == []
        assert rebuild(documents) == alone
        assert rebuild(documents[::-1]) == alone[::-1]
    assert [len(processes) for processes in opened] == [2]
    assert not any(isinstance(outcome, Rejection) for outcome in alone)
    assert [outcome[0] for outcome in alone if isinstance(outcome, tuple)] == [d.article for d in documents]
