"""Settings: variables over file over defaults, every mistake named, secrets never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings, SettingsProblem, load_settings


def test_a_variable_wins_over_the_file_and_says_so() -> None:
    loaded = load_settings(
        {"PODIUM_SCHEDULE_CRON": "30 7 * * 1-5", "PODIUM_ALLOW_HOSTS": "intra.example:8080, b.example"}
    )
    assert loaded.settings.schedule_cron == "30 7 * * 1-5"
    assert loaded.origins["schedule_cron"] == "PODIUM_SCHEDULE_CRON"
    assert loaded.settings.allow_hosts == ("intra.example:8080", "b.example")
    assert loaded.origins["report_timezone"] == "config/settings.toml"
    assert loaded.origins["batch_size"] == "default"


def test_an_unknown_variable_is_refused_with_the_likely_one() -> None:
    with pytest.raises(SettingsProblem, match=r"PODIUM_DATADIR.*data_dir"):
        load_settings({"PODIUM_DATADIR": "/tmp/x"})


def test_an_unknown_key_in_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('data_dri = "./x"\n', encoding="utf-8")
    with pytest.raises(SettingsProblem, match=r"mine\.toml.*data_dri.*data_dir"):
        load_settings({"PODIUM_SETTINGS": str(file)})


def test_malformed_toml_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('data_dir = "./x"\nbatch_size = = 3\n', encoding="utf-8")
    with pytest.raises(SettingsProblem, match=r"mine\.toml.*line 2"):
        load_settings({"PODIUM_SETTINGS": str(file)})


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PODIUM_BATCH_SIZE", "many", "batch_size"),
        ("PODIUM_BATCH_SIZE", "0", "batch_size"),
        ("PODIUM_REPORT_TIMEZONE", "Europe/Berlinn", "did you mean 'Europe/Berlin'"),
        ("PODIUM_SCHEDULE_CRON", "daily", "cron expression"),
        ("PODIUM_SETTINGS", "/nowhere/x.toml", "not a file"),
    ],
)
def test_a_wrong_value_is_named(variable: str, value: str, message: str) -> None:
    with pytest.raises(SettingsProblem, match=message):
        load_settings({variable: value})


def test_a_secret_is_masked_in_every_text_form() -> None:
    settings = load_settings({"PODIUM_PREFECT_API_KEY": "hunter2"}).settings
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings.prefect_api_key)


def test_the_offered_reference_folder_may_be_absent_but_a_named_one_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings({}).settings.reference_dir is None
    assert load_settings({"PODIUM_REFERENCE_DIR": "gone"}).settings.reference_dir == Path("gone")


@given(st.integers(min_value=1, max_value=10**6))
def test_numbers_survive_the_environment(number: int) -> None:
    assert load_settings({"PODIUM_BATCH_SIZE": str(number)}).settings.batch_size == number


def test_every_key_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_documented_table_is_the_code() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    expected = [
        f"| `{name}` | `PODIUM_{name.upper()}` | {_shown(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected


def _shown(default: object) -> str:
    if isinstance(default, tuple):
        return ", ".join(default)
    return "" if default is None else str(default)
