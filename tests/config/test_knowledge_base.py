"""The knowledge loader refuses mistakes with file, line, entity, key and remedy, and layers the user's folder on top."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from config.cue_words import CueError, load_cue_words
from config.knowledge_base import KnowledgeError, load_knowledge

Write = Callable[..., Path]

NORDBRAU = """[[entity]]
id = "nordbrau"
type = "brand"
name = "Nordbräu"
aliases = ["Nordbräu"]
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into a knowledge folder of the user and return the folder."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / "knowledge" / f"{name.replace('__', '/')}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "knowledge"

    return write


def problems_of(folder: Path) -> str:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    assert len(caught.value.problems) == len(str(caught.value).splitlines())
    return str(caught.value)


def test_packaged_knowledge_loads() -> None:
    knowledge = load_knowledge()
    assert {"visa", "ioc", "alibaba_cloud", "2024S"} <= knowledge.entities.keys()
    assert knowledge.entities["alibaba_cloud"].parent == "alibaba"
    assert re.fullmatch(r"[0-9a-f]{12}", knowledge.version)


def test_games_know_days_hosts_and_city_forms() -> None:
    games = {games.id: games for games in load_knowledge().games}
    assert games["2018W"].countries == ("KR",)
    assert "Pyeongchang" in games["2018W"].city_forms["de"]
    assert games["2020S"].opening.year == 2021
    assert games["2020S"].year == 2020
    openings = [edition.opening for edition in load_knowledge().games]
    assert openings == sorted(openings)


def test_users_entity_comes_on_top_and_changes_the_version(write: Write) -> None:
    knowledge = load_knowledge(write(brands__nordbrau=NORDBRAU))
    assert knowledge.entities["nordbrau"].name == "Nordbräu"
    assert "visa" in knowledge.entities
    assert knowledge.version != load_knowledge().version


def test_users_entity_replaces_the_packaged_one(write: Write) -> None:
    folder = write(mine='[[entity]]\nid = "tcl"\ntype = "brand"\nname = "TCL Mine"\naliases = ["TCL Mine"]\n')
    assert load_knowledge(folder).entities["tcl"].aliases == ("TCL Mine",)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    assert "nowhere" in problems_of(tmp_path / "nowhere")


def test_unknown_key_is_refused_with_its_line(write: Write) -> None:
    message = problems_of(write(brands__nordbrau=NORDBRAU + 'slogan = "Prost"\n'))
    assert message.startswith(
        "brands/nordbrau.toml:6: entity 'nordbrau', key 'slogan': unknown key -> remove it"
    )


def test_every_mistake_is_listed_at_once(write: Write) -> None:
    message = problems_of(write(a=NORDBRAU + "homes = 1\n", b='[[entity]]\nid = "x"\ntype = "beer"\n'))
    assert "key 'homes'" in message
    assert "key 'type': unknown value 'beer' -> use one of: brand, company" in message
    assert "key 'name': missing" in message


def test_line_is_that_of_the_second_entity(write: Write) -> None:
    second = NORDBRAU.replace("nordbrau", "suedbrau").replace("Nordbräu", "Südbräu")
    message = problems_of(write(beer=NORDBRAU + "\n" + second + "town = 1\n"))
    assert "beer.toml:12: entity 'suedbrau'" in message


@pytest.mark.parametrize(
    ("extra", "complaint"),
    [
        ('parent = "nobody"\n', "no entity 'nobody'"),
        ('parent = "nordbrau"\n', "parents run in a circle"),
        ('home = "germany"\n', "is no country code"),
        ('wikidata = "Q1"\n', "missing beside wikidata"),
        ('wikidata = "1"\nwikidata_source = "x"\n', "is no Wikidata id"),
        ("[entity.aliases_by_language]\nxx = [\"N\"]\n", "unknown key"),
        ('[[entity.context]]\nforms = ["Nordbräu"]\n', "the rule decides nothing"),
        ('[[entity.context]]\nforms = ["Sudbräu"]\naccept = ["Bier"]\n', "is no alias of the entity"),
        ('[[entity.context]]\nforms = ["Nordbräu"]\naccept = ["@nothing"]\n', "no word group '@nothing'"),
        ('[[entity.context]]\nforms = ["Nordbräu"]\naccept = ["x"]\nwindow = "page"\n', "unknown value 'page'"),
        (
            '[[entity.rights]]\nprogramme = "team"\nholder = "dosb"\nsince = 2024\nuntil = 2020\n'
            'confidence = "background"\n',
            "2020 lies before since = 2024",
        ),
        (
            '[[entity.rights]]\nprogramme = "team"\nholder = "nobody"\nconfidence = "background"\n',
            "no entity 'nobody'",
        ),
    ],
)  # fmt: skip
def test_each_mistake_has_its_message(write: Write, extra: str, complaint: str) -> None:
    message = problems_of(write(nordbrau=NORDBRAU + extra))
    assert complaint in message
    assert " -> " in message


def test_unreadable_toml_names_the_line(write: Write) -> None:
    assert re.search(
        r"broken\.toml:6: file: unreadable: .* -> correct the TOML",
        problems_of(write(broken=NORDBRAU + "x = \n")),
    )


def test_top_level_keys_other_than_entity_are_refused(write: Write) -> None:
    assert "key 'brand': unknown key -> only [[entity]] may stand here" in problems_of(
        write(a="[brand]\nid = 1\n")
    )


def test_entity_without_alias_is_refused(write: Write) -> None:
    message = problems_of(write(a='[[entity]]\nid = "x"\ntype = "brand"\nname = "X"\n'))
    assert "the entity can never be found -> add at least one alias" in message


def test_id_used_twice_names_both_places(write: Write) -> None:
    message = problems_of(write(a=NORDBRAU, b=NORDBRAU))
    assert "b.toml:2: entity 'nordbrau', key 'id': id already used by 'Nordbräu' in a.toml:2" in message


def test_alias_of_two_entities_needs_a_context_rule(write: Write) -> None:
    rival = NORDBRAU.replace('"nordbrau"', '"nordbrau_band"').replace(
        'name = "Nordbräu"', 'name = "Nordbräu (band)"'
    )
    message = problems_of(write(a=NORDBRAU, b=rival))
    assert "alias 'Nordbräu' of 'Nordbräu (band)' also belongs to 'Nordbräu' (a.toml:2)" in message
    ruled = rival + '[[entity.context]]\nforms = ["Nordbräu"]\naccept = ["Konzert"]\n'
    assert "nordbrau_band" in load_knowledge(write(b=ruled)).entities


def test_aliases_of_different_languages_do_not_clash(write: Write) -> None:
    german = (
        '[[entity]]\nid = "a"\ntype = "brand"\nname = "A"\n[entity.aliases_by_language]\nde = ["Aurelium"]\n'
    )
    french = german.replace('"a"', '"b"').replace("de =", "fr =")
    assert {"a", "b"} <= load_knowledge(write(a=german, b=french)).entities.keys()


def test_cue_file_with_a_word_outside_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('[de]\nrole = "Chef"\n', encoding="utf-8")
    with pytest.raises(CueError, match=r"people\.toml: \[de\] role: not a list of texts"):
        load_cue_words(tmp_path)


def test_broken_cue_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text("[de\n", encoding="utf-8")
    with pytest.raises(CueError, match=r"people\.toml: unreadable"):
        load_cue_words(tmp_path)
