"""The log file of Podium's commands: in the data folder, rotated, never holding a secret or a full text."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from config.settings import Settings

MAX_BYTES = 2_000_000


def log_to_file(settings: Settings) -> None:
    """Send the records of Podium and Prefect to <data_dir>/logs/podium.log."""
    folder = settings.data_dir / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "podium.log", maxBytes=MAX_BYTES, backupCount=settings.log_retention_files, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("podium", "prefect.flow_runs", "prefect.task_runs"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.addHandler(handler)
