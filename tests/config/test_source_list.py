"""The list of sources: the shipped one is sound, every mistake names itself, and a good table is never lost."""

from datetime import date
from pathlib import Path

import pytest

from config.source_list import (
    Source,
    SourceList,
    default_sources_dir,
    load_sources,
    same_address,
)

GOOD = """
[outlet-one]
outlet = "Outlet One"
kind = "feed"
url = "https://one.example/feed.xml"
language = "de"
country = "DE"
tags = ["trade-press", "marketing"]
enabled = true
keywords = ["olympia"]
seen_at = "https://one.example/rss"
verified = 2026-11-22
"""


def load_texts(folder: Path, **texts: str) -> SourceList:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_sources(folder)


# The list that comes with Podium


def test_shipped_list_loads_without_a_problem() -> None:
    shipped = load_sources(default_sources_dir())
    assert [str(problem) for problem in shipped.problems] == []


def test_shipped_list_has_enough_working_addresses_beyond_searches() -> None:
    enabled = [source for source in load_sources(default_sources_dir()).sources if source.enabled]
    direct = [source for source in enabled if "search" not in source.tags]
    assert len(enabled) >= 45
    assert len(direct) >= 30
    assert {"de", "en", "fr", "es", "it", "ja", "pt", "nl", "ko", "zh"} <= {s.language for s in enabled}
    assert len({s.language for s in direct}) >= 7


def test_every_shipped_source_says_where_its_address_was_seen() -> None:
    for source in load_sources(default_sources_dir()).sources:
        assert source.seen_at.startswith("https://"), source.source_id


def test_general_desks_are_filtered_by_words() -> None:
    for source in load_sources(default_sources_dir()).sources:
        if "general-press" in source.tags:
            assert source.keywords, source.source_id


def test_no_shipped_source_is_called_verified_as_nobody_called_it() -> None:
    assert {source.verified for source in load_sources(default_sources_dir()).sources} == {None}


# One table


def test_a_full_table_becomes_a_source(tmp_path: Path) -> None:
    read = load_texts(tmp_path, press=GOOD)
    assert read.problems == ()
    assert read.sources == (
        Source(
            "outlet-one",
            "Outlet One",
            "feed",
            "https://one.example/feed.xml",
            "de",
            "DE",
            ("trade-press", "marketing"),
            True,
            ("olympia",),
            "https://one.example/rss",
            date(2026, 11, 22),
            str(tmp_path / "press.toml"),
            2,
        ),
    )


def test_what_may_be_left_out_has_a_default(tmp_path: Path) -> None:
    text = '[a]\noutlet="A"\nkind="urls"\nurl="http://a.example"\nlanguage="sw"\ncountry="KE"\n'
    (source,) = load_texts(tmp_path, a=text).sources
    assert (source.tags, source.enabled, source.keywords, source.seen_at, source.verified) == (
        (),
        True,
        (),
        "",
        None,
    )


def test_unverified_is_no_date(tmp_path: Path) -> None:
    (source,) = load_texts(tmp_path, a=GOOD.replace("2026-11-22", '"unverified"')).sources
    assert source.verified is None


BAD_VALUES = [
    ('language = "de"', 'language = "xx"', "language", "unknown language 'xx'"),
    ('language = "de"', 'language = "DE"', "language", "unknown language 'DE'"),
    ('language = "de"', 'language = "de-DE"', "language", "unknown language 'de-DE'"),
    ('country = "DE"', 'country = "ZZ"', "country", "unknown country 'ZZ'"),
    ('country = "DE"', 'country = "UK"', "country", "unknown country 'UK'"),
    ('country = "DE"', "country = false", "country", "False cannot stand here"),
    ("https://one.example/feed.xml", "ftp://one.example/feed.xml", "url", "not an http or https address"),
    ("https://one.example/feed.xml", "file:///etc/passwd", "url", "not an http or https address"),
    ("https://one.example/feed.xml", "one.example/feed.xml", "url", "not an http or https address"),
    ("https://one.example/feed.xml", "https:///feed.xml", "url", "names no host"),
    ("https://one.example/feed.xml", "https://me:secret@one.example/", "url", "user name or password"),
    ("https://one.example/feed.xml", "https://one.example/a b", "url", "space or a line break"),
    ("https://one.example/feed.xml", "https://one.example:99999/", "url", "is not an address"),
    ("https://one.example/feed.xml", "https://[::1/feed", "url", "is not an address"),
    ('kind = "feed"', 'kind = "rss"', "kind", "'rss' cannot stand here"),
    ('outlet = "Outlet One"', 'outlet = " "', "outlet", "is empty"),
    ('outlet = "Outlet One"', 'outlet = "Outlet\\nOne"', "outlet", "line break"),
    ('outlet = "Outlet One"', "outlet = 1", "outlet", "1 cannot stand here"),
    ("enabled = true", 'enabled = "yes"', "enabled", "'yes' cannot stand here"),
    ("enabled = true", "enabled = 1", "enabled", "1 cannot stand here"),
    ('tags = ["trade-press", "marketing"]', 'tags = "press"', "tags", "'press' cannot stand here"),
    (
        'tags = ["trade-press", "marketing"]',
        'tags = ["Trade Press"]',
        "tags",
        "'Trade Press' cannot stand here",
    ),
    ('keywords = ["olympia"]', 'keywords = [""]', "keywords", "is empty"),
    ("verified = 2026-11-22", 'verified = "2026-11-22"', "verified", "cannot stand here"),
    ("verified = 2026-11-22", "verified = 2026-11-22T08:00:00Z", "verified", "cannot stand here"),
    ("verified = 2026-11-22", "verified = false", "verified", "cannot stand here"),
]


@pytest.mark.parametrize(("old", "new", "key", "what"), BAD_VALUES)
def test_a_bad_value_names_file_table_key_and_remedy_and_the_rest_loads(
    tmp_path: Path, old: str, new: str, key: str, what: str
) -> None:
    assert old in GOOD
    rest = GOOD.replace("outlet-one", "rest").replace("one.example", "rest.example")
    read = load_texts(tmp_path, bad=GOOD.replace(old, new) + rest, other=rest.replace("rest", "other"))
    assert [source.source_id for source in read.sources] == ["rest", "other"]
    (problem,) = read.problems
    assert (problem.table, problem.key, problem.line) == ("outlet-one", key, 2)
    assert what in problem.what
    for part in (str(tmp_path / "bad.toml"), "line 2", "[outlet-one]", key, problem.remedy):
        assert part in str(problem)


def test_a_password_in_an_address_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    read = load_texts(tmp_path, a=GOOD.replace("https://one", "https://me:secret@one"))
    assert "secret" not in str(read.problems[0])


def test_an_unknown_key_names_the_one_probably_meant(tmp_path: Path) -> None:
    (problem,) = load_texts(tmp_path, a=GOOD.replace("keywords =", "keyword =")).problems
    assert (problem.key, problem.what, problem.remedy) == (
        "keyword",
        "unknown key",
        "Did you mean 'keywords'?",
    )


def test_an_unknown_key_like_no_other_gets_the_list_of_known_ones(tmp_path: Path) -> None:
    (problem,) = load_texts(tmp_path, a=GOOD + 'zzz = "1"\n').problems
    assert problem.what == "unknown key"
    assert "seen_at" in problem.remedy


@pytest.mark.parametrize("key", ["outlet", "kind", "url", "language", "country"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith(f"{key} ="))
    (problem,) = load_texts(tmp_path, a=text).problems
    assert (problem.key, problem.what) == (key, "this key is missing")
    assert problem.remedy.startswith("Add it. ")


def test_every_mistake_of_a_table_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('"de"', '"xx"').replace('"DE"', '"XX"').replace("enabled", "enabld")
    assert {problem.key for problem in load_texts(tmp_path, a=text).problems} == {
        "language",
        "country",
        "enabld",
    }


@pytest.mark.parametrize("name", ['"Outlet One"', '"outlet.one"', "OUTLET", '""', f'"{"a" * 81}"'])
def test_a_table_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    read = load_texts(tmp_path, a=GOOD.replace("outlet-one", name))
    assert read.sources == ()
    assert read.problems[0].what == "this name cannot be a source's id"


def test_a_key_outside_any_table_is_named_and_the_tables_load(tmp_path: Path) -> None:
    read = load_texts(tmp_path, a="enabled = true\n[[list]]\nx = 1\n" + GOOD)
    assert [source.source_id for source in read.sources] == ["outlet-one"]
    assert [problem.key for problem in read.problems] == ["enabled", "list"]


# Whole files


def test_malformed_toml_names_line_and_column_and_the_other_files_load(tmp_path: Path) -> None:
    read = load_texts(tmp_path, broken=GOOD + "[half\n", good=GOOD)
    assert [source.file for source in read.sources] == [str(tmp_path / "good.toml")]
    (problem,) = read.problems
    assert problem.line == GOOD.count("\n") + 1
    assert f"line {problem.line}, column" in problem.what
    assert str(tmp_path / "broken.toml") in str(problem)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('[a]\noutlet = "Équipe"\n'.encode("latin-1"))
    read = load_texts(tmp_path, good=GOOD)
    assert len(read.sources) == 1
    assert read.problems[0].what == "the file is not UTF-8 text (byte 14)"


def test_deep_nesting_is_a_problem_of_that_file_alone(tmp_path: Path) -> None:
    read = load_texts(tmp_path, deep="[a]\ntags = " + "[" * 100_000, good=GOOD)
    assert (len(read.sources), len(read.problems)) == (1, 1)


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    (tmp_path / "win.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    read = load_sources(tmp_path)
    assert read.problems == ()
    assert read.sources[0].line == 2


def test_only_toml_files_that_are_not_hidden_are_read(tmp_path: Path) -> None:
    for name in ("notes.md", "a.toml~", ".hidden.toml"):
        (tmp_path / name).write_text("[", encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    assert load_sources(tmp_path) == SourceList((), ())


def test_a_missing_folder_is_a_problem_and_the_next_folder_loads(tmp_path: Path) -> None:
    load_texts(tmp_path / "there", a=GOOD)
    read = load_sources(tmp_path / "gone", tmp_path / "there")
    assert len(read.sources) == 1
    assert "no such folder" in read.problems[0].what


# Two of one kind


def test_of_two_tables_with_one_id_the_first_counts_and_both_files_are_named(tmp_path: Path) -> None:
    read = load_texts(tmp_path, a=GOOD, b=GOOD.replace("one.example", "two.example"))
    assert [source.file for source in read.sources] == [str(tmp_path / "a.toml")]
    (problem,) = read.problems
    assert problem.file == str(tmp_path / "b.toml")
    assert f"already taken in {tmp_path / 'a.toml'} line 2" in problem.what


@pytest.mark.parametrize(
    "url",
    [
        "https://one.example/feed.xml",
        "http://one.example/feed.xml",
        "https://ONE.example:443/feed.xml",
        "https://one.example/feed.xml#latest",
    ],
)
def test_of_two_tables_with_one_address_the_first_counts(tmp_path: Path, url: str) -> None:
    second = GOOD.replace("outlet-one", "again").replace("https://one.example/feed.xml", url)
    read = load_texts(tmp_path, a=GOOD, b=second)
    assert [source.source_id for source in read.sources] == ["outlet-one"]
    assert "already read by [outlet-one]" in read.problems[0].what


@pytest.mark.parametrize("url", ["https://one.example/feed.xml?lang=en", "https://one.example:8443/feed.xml"])
def test_another_query_or_port_is_another_address(url: str) -> None:
    assert same_address(url) != same_address("https://one.example/feed.xml")
