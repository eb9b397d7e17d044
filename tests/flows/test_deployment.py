"""prefect.yaml deploys the very flow that `podium serve` serves, at the default time."""

from __future__ import annotations

import importlib
from pathlib import Path

import yaml

from config.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_the_deployment_names_the_flow_and_the_default_schedule() -> None:
    deployment = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"][0]
    path, name = deployment["entrypoint"].split(":")
    assert (ROOT / path).is_file()
    flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)
    (schedule,) = deployment["schedules"]
    defaults = Settings.model_fields
    assert schedule == {
        "cron": defaults["schedule_cron"].default,
        "timezone": defaults["schedule_timezone"].default,
    }


def test_the_file_sets_no_variable_that_the_settings_would_refuse() -> None:
    assert "PODIUM_" not in (ROOT / "prefect.yaml").read_text(encoding="utf-8")
