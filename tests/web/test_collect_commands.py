"""The commands of collecting as scripts use them: exit codes, stdout only for the answer, nothing asked with --yes."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import run_podium
from faults.play import feed, page, sound, xml
from faults.site import FaultServer, Site

HOME = (
    '<html lang="de-CH"><head><title>Der Anzeiger</title><link rel=alternate type="application/rss+xml" href=/rss.xml title=Alles>'
    '<link rel=alternate type="application/atom+xml" href=/sport.xml title=Sport></head><body></body></html>'
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Sport</title><entry><title>Fackel in der Stadt</title><id>1</id>'
    '<link href="/sport-1"/></entry></feed>'
)


@pytest.fixture
def port() -> Iterator[int]:
    routes = {
        "/": page(HOME),
        "/robots.txt": page("Sitemap: http://127.0.0.1:{port}/news.xml", type="text/plain"),
        "/rss.xml": xml(feed("/story-1", "/story-2")),
        "/sport.xml": xml(ATOM),
        "/news.xml": xml("<urlset><url><loc>/news-1</loc></url></urlset>"),
        "/empty": page("<html><title>x</title></html>"),
    }
    with FaultServer() as server:
        yield server.add(Site(routes, fallback=sound))


def add(port: int, tmp_path: Path, *arguments: str, path: str = "/"):
    return run_podium(
        "sources",
        "add",
        f"http://127.0.0.1:{port}{path}",
        "--sources",
        str(tmp_path / "mine"),
        *arguments,
        data_dir=tmp_path / "var",
        env={"PODIUM_ALLOW_HOSTS": f"127.0.0.1:{port}"},
    )


def test_site_is_surveyed_and_the_best_offer_written(port: int, tmp_path: Path) -> None:
    done = add(port, tmp_path, "--yes")
    assert done.returncode == 0, done.stderr
    for words in ("/rss.xml", "/sport.xml", "/news.xml", "Item 1", "Fackel in der Stadt"):
        assert words in done.stdout
    (table,) = tomllib.loads((tmp_path / "mine" / "added.toml").read_text()).values()
    assert (table["outlet"], table["language"], table["country"]) == ("Der Anzeiger", "de", "CH")
    assert table["url"].endswith("/rss.xml")
    assert add(port, tmp_path, "--yes").returncode == 2


def test_offers_can_be_picked_and_named(port: int, tmp_path: Path) -> None:
    done = add(
        port, tmp_path, "--pick", "all", "--name", "Bote", "--language", "fr", "--country", "FR", "--json"
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert [(offer["kind"], offer["entries"]) for offer in result["offers"]] == [
        ("feed", 2),
        ("feed", 1),
        ("sitemap", 1),
    ]
    assert [source["source_id"] for source in result["added"]] == ["bote", "bote_2", "bote_sitemap"]
    checked = run_podium(
        "sources",
        "check",
        "--json",
        "--sources",
        str(tmp_path / "mine"),
        data_dir=tmp_path / "var",
        env={"PODIUM_ALLOW_HOSTS": f"127.0.0.1:{port}"},
    )
    assert [row["outcome"] for row in json.loads(checked.stdout)] == ["ok", "ok", "ok"], checked.stderr


def test_what_cannot_be_added_says_why(port: int, tmp_path: Path) -> None:
    with FaultServer() as server:
        bare = server.add(Site({"/": page("<html><title>x</title></html>")}))
        nothing = add(bare, tmp_path, "--yes")
    assert nothing.returncode == 1
    assert "offers no feed" in nothing.stderr
    usual = add(port, tmp_path, "--yes", "--language", "de", path="/empty")
    assert "/rss.xml" in usual.stdout
    missing = run_podium(
        "sources", "add", "https://outlet.example", "--yes", "--sources", str(tmp_path), data_dir=tmp_path
    )
    assert missing.returncode == 2
    assert "PODIUM_USER_AGENT_CONTACT" in missing.stderr
    secret = run_podium("sources", "add", "https://u:geheim@outlet.example", "--yes", data_dir=tmp_path)
    assert secret.returncode == 2
    assert "geheim" not in secret.stdout + secret.stderr
    private = run_podium(
        "sources",
        "add",
        f"http://127.0.0.1:{port}/",
        "--yes",
        "--sources",
        str(tmp_path),
        data_dir=tmp_path,
        env={"PODIUM_USER_AGENT_CONTACT": "desk@outlet.example"},
    )
    assert private.returncode == 1
    assert "allow_hosts" in private.stderr


def test_list_of_addresses_is_backfilled(port: int, tmp_path: Path) -> None:
    addresses = tmp_path / "addresses.txt"
    lines = [f"http://127.0.0.1:{port}/story-{number}" for number in (1, 2, 2)]
    addresses.write_text("\n".join(["# mine", *lines, "nonsense"]))
    done = run_podium(
        "backfill",
        str(addresses),
        "--json",
        data_dir=tmp_path / "var",
        env={"PODIUM_ALLOW_HOSTS": f"127.0.0.1:{port}"},
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["stored"], result["rejected"]) == (2, 2)


def test_backfill_refuses_what_is_not_there(tmp_path: Path) -> None:
    assert run_podium("backfill", str(tmp_path / "none.warc"), data_dir=tmp_path / "var").returncode == 2
    assert run_podium("backfill", str(tmp_path), data_dir=tmp_path / "var").returncode == 2
    (tmp_path / "list.txt").write_text("no address at all\n")
    assert run_podium("backfill", str(tmp_path / "list.txt"), data_dir=tmp_path / "var").returncode == 2


def test_check_says_with_its_exit_code_that_a_list_has_mistakes(port: int, tmp_path: Path) -> None:
    add(port, tmp_path, "--yes")
    environment = {"PODIUM_ALLOW_HOSTS": f"127.0.0.1:{port}"}
    arguments = ("sources", "check", "--sources", str(tmp_path / "mine"), "--json")
    sound_list = run_podium(*arguments, data_dir=tmp_path / "var", env=environment)
    assert sound_list.returncode == 0, sound_list.stderr
    (tmp_path / "mine" / "other.toml").write_text('[other]\nkind = "fed"\n')
    done = run_podium(*arguments, data_dir=tmp_path / "var", env=environment)
    assert done.returncode == 2
    assert "other.toml, line 1" in done.stderr
    assert [result["outcome"] for result in json.loads(done.stdout)] == ["ok"]
