"""Prefect's environment, set before Prefect is imported: its home in the data folder, no telemetry, patience."""

from __future__ import annotations

import os
from pathlib import Path

from config.settings import Settings

STARTUP_SECONDS = "120"
"""An ephemeral server was measured to take 7 to 20 s on two busy cores; Prefect's own limit is 20."""


def prefect_environment(settings: Settings) -> dict[str, str]:
    """Variables for a process that runs Prefect; what the user has set stays."""
    home = (settings.data_dir / "prefect").resolve()
    wanted = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": STARTUP_SECONDS,
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_CLI_PROMPT": "false",
    }
    if settings.prefect_api_key is not None:
        wanted["PREFECT_API_KEY"] = settings.prefect_api_key.get_secret_value()
    return {key: os.environ.get(key, value) for key, value in wanted.items()}


def prepare_prefect(settings: Settings) -> Path:
    """Set the environment of this process; must run before the first import of prefect. Returns Prefect's home."""
    variables = prefect_environment(settings)
    os.environ.update(variables)
    home = Path(variables["PREFECT_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    return home
