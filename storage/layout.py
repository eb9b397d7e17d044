"""Where everything stands in the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of one data folder."""

    data_dir: Path

    @classmethod
    def of(cls, data_dir: Path | str) -> Layout:
        """The layout of a data folder, as an absolute path."""
        return cls(Path(data_dir).expanduser().resolve())

    @property
    def work_dir(self) -> Path:
        return self.data_dir / "work"

    @property
    def database(self) -> Path:
        return self.work_dir / "podium.duckdb"

    @property
    def lock(self) -> Path:
        return self.work_dir / "writer.lock"

    @property
    def lock_holder(self) -> Path:
        return self.work_dir / "writer.json"

    @property
    def published_dir(self) -> Path:
        return self.data_dir / "published"

    @property
    def pointer(self) -> Path:
        return self.published_dir / "current.json"

    @property
    def captures_dir(self) -> Path:
        return self.data_dir / "captures"
