"""The house keeps its rules: imports, names, files, locks."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.knowledge_base import load_knowledge

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("flows", "storage", "extractors", "config")


def test_imports_go_one_way() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_ruff_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


ALSO_TECHNICAL = frozenset({"WARC", "Inc."})
"""Outlets whose name is a word of the trade too: the archive format, the ending of a company's name."""


def _names_of_the_world() -> set[str]:
    """Names that only knowledge files may hold: brands, people, outlets, claims, agencies, Games and host cities."""
    knowledge = load_knowledge()
    names: set[str] = set()
    for entity in knowledge.entities.values():
        ordinary = {form for rule in entity.context for form in rule.forms}  # words of the language too
        names.update({entity.name, *entity.aliases} - ordinary)
    for games in knowledge.games:
        for forms in games.city_forms.values():
            names.update(forms)
    return {name for name in names - ALSO_TECHNICAL if len(name) >= 4 and name[0].isupper()}


def test_no_name_of_the_world_stands_in_the_extractors() -> None:
    names = _names_of_the_world()
    assert len(names) > 300
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")(?!\w)"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match.group(0)}"
        for path in sorted((ROOT / "extractors").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in pattern.finditer(line)
    ]
    assert found == []


def test_the_search_for_names_would_find_one() -> None:
    names = _names_of_the_world()
    assert {"Procter & Gamble", "Leo Burnett", "Calgary"} <= names
    assert "Calgary" in names or "Pyeongchang" in names


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_locks_are_hashed_and_name_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.\[\]-]+)==", text, re.MULTILINE)
    assert len(pins) > 50
    assert text.count("--hash=sha256:") >= len(pins)
    assert not re.search(r"--(extra-)?index-url|https?://|--find-links", text)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    wanted = [
        *project["dependencies"],
        *(d for extra in project["optional-dependencies"].values() for d in extra),
    ]
    names = [re.split(r"[<>=!~ ;\[]", dependency, maxsplit=1)[0].lower() for dependency in wanted]
    assert [name for name in names if f"`{name}`" not in reasons] == []


def test_both_commands_stand_in_readme_and_ci() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme
    assert "test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_product_does_not_need_the_shared_folder() -> None:
    found = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in (".py", ".toml", ".sql")
        and "../shared" in path.read_text(encoding="utf-8")
        and path != ROOT / "config" / "settings.toml"
    ]
    assert found == []
