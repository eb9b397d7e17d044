"""A store in a folder of its own, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Store, open_store
from tests.storage.made import Clock, MadeSource, Runs


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(data_dir: Path, clock: Clock) -> Iterator[Store]:
    with open_store(data_dir, clock=clock) as opened:
        opened.upsert_sources([MadeSource("blatt")])
        yield opened


@pytest.fixture
def runs(store: Store, clock: Clock) -> Runs:
    return Runs(store, clock)
