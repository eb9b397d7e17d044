"""Adding a source: what is there stays, what would not load is refused, and what is written is what is read."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import ascii_lowercase, digits

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.source_list import SOURCE_KINDS, Source, iso_codes, load_sources, same_address
from config.source_writing import ADDED_FILE, SourceRefusedError, write_source

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


def a_source(**changes: object) -> Source:
    source = Source(
        source_id="outlet-two",
        outlet="Outlet Two",
        kind="feed",
        url="https://two.example/feed.xml",
        language="fr",
        country="FR",
        tags=("newsroom",),
        enabled=True,
        keywords=(),
        seen_at="https://two.example/",
        verified=None,
        file="",
        line=None,
    )
    return replace(source, **changes)  # type: ignore[arg-type]


def put(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_written_source_stands_behind_what_was_there(tmp_path: Path) -> None:
    before = "# mine\n" + GOOD.rstrip("\n")
    (tmp_path / ADDED_FILE).write_text(before, encoding="utf-8")
    path = write_source(tmp_path, a_source())
    assert path == tmp_path / ADDED_FILE
    assert path.read_text(encoding="utf-8").startswith(before + "\n\n[outlet-two]\n")
    read = load_sources(tmp_path)
    assert read.problems == ()
    assert [source.source_id for source in read.sources] == ["outlet-one", "outlet-two"]


def test_writing_makes_the_folder_and_leaves_no_scrap(tmp_path: Path) -> None:
    write_source(tmp_path / "new" / "sources", a_source())
    names = {file.name for file in (tmp_path / "new" / "sources").iterdir()}
    assert names - {f".{ADDED_FILE}.lock"} == {ADDED_FILE}


def refusal(folder: Path, source: Source, **options: list[Path]) -> str:
    before = {file: file.read_bytes() for file in folder.iterdir() if file.suffix == ".toml"}
    with pytest.raises(SourceRefusedError) as refused:
        write_source(folder, source, **options)
    assert {file: file.read_bytes() for file in folder.iterdir() if file.suffix == ".toml"} == before
    return str(refused.value)


def test_an_id_or_address_of_another_file_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "press.toml", GOOD)
    assert "already taken" in refusal(tmp_path, a_source(source_id="outlet-one"))
    assert "already read by [outlet-one]" in refusal(tmp_path, a_source(url="http://one.example/feed.xml"))


def test_an_address_of_a_folder_beside_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "shipped", "press.toml", GOOD)
    (tmp_path / "own").mkdir()
    source = a_source(url="https://one.example/feed.xml")
    assert "already read by [outlet-one]" in refusal(tmp_path / "own", source, beside=[tmp_path / "shipped"])


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"language": "xx"}, "unknown language 'xx'"),
        ({"url": "ftp://two.example/"}, "not an http or https address"),
        ({"source_id": "Two"}, "cannot be a source's id"),
        ({"source_id": 'a]\noutlet = "x"\n[b'}, "cannot be a source's id"),
        ({"outlet": "half \ud83d"}, "cannot be shown"),
        ({"kind": "rss"}, "'rss' cannot stand here"),
    ],
)
def test_a_bad_field_is_refused_before_anything_is_written(
    tmp_path: Path, changes: dict[str, object], what: str
) -> None:
    assert what in refusal(tmp_path, a_source(**changes))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (GOOD + "[half\n", "cannot be read"),
        ("[outlet-two]\nkind = 1\n", "already has a table [outlet-two], with a mistake in it"),
        ("outlet-two = 1\n", "already has a table [outlet-two], with a mistake in it"),
    ],
)
def test_a_broken_file_is_never_written_over(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / ADDED_FILE).write_text(text, encoding="utf-8")
    message = refusal(tmp_path, a_source())
    assert what in message
    assert "nothing was written" in message


def test_sources_added_at_one_time_are_all_kept(tmp_path: Path) -> None:
    def add(number: int) -> None:
        write_source(tmp_path, a_source(source_id=f"s{number}", url=f"https://{number}.example/"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {source.source_id for source in load_sources(tmp_path).sources} == {f"s{n}" for n in range(8)}


# Anything a person could type comes back as it was

shown = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), min_size=1, max_size=30
)
words = shown.map(str.strip).filter(bool)
ids = st.text(ascii_lowercase + digits + "-_", min_size=1, max_size=80).filter(
    lambda text: text[0] not in "-_"
)
paths = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=30)
sources = st.builds(
    Source,
    source_id=ids,
    outlet=words,
    kind=st.sampled_from(SOURCE_KINDS),
    url=st.builds(
        "{}://{}.example/{}".format, st.sampled_from(["http", "https"]), ids.map(lambda i: i[:40]), paths
    ),
    language=st.sampled_from(sorted(iso_codes()["languages"])),
    country=st.sampled_from(sorted(iso_codes()["countries"])),
    tags=st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True), max_size=3).map(tuple),
    enabled=st.booleans(),
    keywords=st.lists(words, max_size=3).map(tuple),
    seen_at=st.one_of(st.just(""), words),
    verified=st.one_of(st.none(), st.dates(min_value=date(1000, 1, 1))),
    file=st.just(""),
    line=st.none(),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        sources, min_size=1, max_size=4, unique_by=(lambda s: s.source_id, lambda s: same_address(s.url))
    )
)
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, written: list[Source]
) -> None:
    folder = tmp_path_factory.mktemp("sources")
    for source in written:
        write_source(folder, source)
    read = load_sources(folder)
    assert read.problems == ()
    assert [replace(source, file="", line=None) for source in read.sources] == written
    lines = (folder / ADDED_FILE).read_text(encoding="utf-8").split("\n")
    assert all(lines[source.line - 1] == f"[{source.source_id}]" for source in read.sources if source.line)
    assert all(source.line for source in read.sources)
