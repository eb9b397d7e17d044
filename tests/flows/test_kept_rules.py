"""What hosts said about access survives between runs, and a damaged file costs nothing but asking again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.robots import ALLOW_ALL, RULES, HostRules
from flows.kept_rules import FILE, load_rules, save_rules

NOW = datetime(2026, 2, 10, 6, tzinfo=UTC)


def rules(
    origin: str, body: bytes = b"User-agent: *\nDisallow: /x\n", age: timedelta = timedelta(0)
) -> HostRules:
    return HostRules(origin, RULES if body else ALLOW_ALL, 200, body, NOW - age)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.one_of(st.none(), st.binary(max_size=50)))
def test_rules_survive_the_file(tmp_path: Path, body: bytes, tdm: bytes | None) -> None:
    record = HostRules("https://a.example", RULES, 200, body, NOW, tdm, None)
    save_rules(tmp_path, (), [record], NOW)
    assert load_rules(tmp_path) == (record,)


def test_the_newest_wins_and_the_stale_goes(tmp_path: Path) -> None:
    old = rules("https://a.example", b"old", timedelta(days=2))
    stale = rules("https://b.example", b"stale", timedelta(days=90))
    save_rules(tmp_path, [old, stale], [rules("https://a.example", b"new")], NOW)
    assert [record.robots_body for record in load_rules(tmp_path)] == [b"new"]


def test_a_damaged_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    for text in ("", "{", "[1]", '[{"origin": "x"}]'):
        (tmp_path / "work" / FILE).write_text(text, encoding="utf-8")
        assert load_rules(tmp_path) == ()
