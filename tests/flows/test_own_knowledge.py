"""Mistakes in a user's own knowledge folder are refused before anything is read, with file, line and remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.knowledge_base import KnowledgeError
from flows.own_knowledge import proved_knowledge

HEAD = '[[entity]]\nid = "nordbraeu"\ntype = "brand"\nname = "Nordbräu"\n'
MISTAKES = {
    "unknown key": (HEAD + 'homme = "DE"\naliases = ["Nordbräu"]\n', "own.toml:5", "homme", "remove it"),
    "shared alias": (HEAD + 'aliases = ["Bridgestone"]\n', "own.toml:2", "aliases", "[[entity.context]]"),
    "sentence not matched": (
        HEAD + 'aliases = ["Nordbräu"]\n[entity.tests]\nmatch = ["Die Nordbrauerei wirbt."]\n',
        "own.toml:2",
        "tests.match",
        "add the form to aliases",
    ),
    "sentence matched": (
        HEAD + 'aliases = ["Nordbräu"]\n[entity.tests]\nno_match = ["Nordbräu wirbt."]\n',
        "own.toml:2",
        "tests.no_match",
        "reject",
    ),
    "no list": (HEAD + 'aliases = "Nordbräu"\n', "own.toml:5", "aliases", "write aliases"),
    "no TOML": ('[[entity]\nid = "nordbraeu"\n', "own.toml:1", "unreadable", "correct the TOML"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_file_line_key_and_remedy(mistake: str, tmp_path: Path) -> None:
    text, place, key, remedy = MISTAKES[mistake]
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        proved_knowledge(tmp_path)
    assert all(part in str(refused.value) for part in (place, key, remedy))


def test_a_good_file_is_laid_over_the_packaged_knowledge(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        HEAD + 'aliases = ["Nordbräu"]\n[entity.tests]\nmatch = ["Nordbräus Kampagne läuft."]\n',
        encoding="utf-8",
    )
    knowledge = proved_knowledge(tmp_path)
    assert "nordbraeu" in knowledge.entities
    assert "visa" in knowledge.entities


def test_words_in_the_own_folder_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "cues").mkdir()
    with pytest.raises(KnowledgeError, match="packaged knowledge only"):
        proved_knowledge(tmp_path)


def test_reading_refuses_too_and_says_so_without_a_traceback(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.toml").write_text(MISTAKES["sentence not matched"][0], encoding="utf-8")
    article = tmp_path / "a.md"
    article.write_text("Nordbräu wirbt.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "read", str(article), "--jsonl"],
        env={**os.environ, "PODIUM_KNOWLEDGE_DIR": str(own), "PODIUM_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "own.toml:2" in done.stderr
    assert "Traceback" not in done.stderr
