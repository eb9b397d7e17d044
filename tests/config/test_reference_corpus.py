"""The reference corpus: stand-ins, originals, hashes, and the gold reading of the stand-ins."""

import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import reference_corpus
from config.reference_corpus import (
    ReferenceDocument,
    load_embedded_gold,
    load_manifest,
    load_reference_corpus,
)

REPOSITORY = Path(__file__).resolve().parents[2]
EMBEDDED = REPOSITORY / "config" / "reference"
IDS = ("000_716b82c2e6bc7c6d", "001_8a5b39e761661aad")
LONGEST_ALLOWED_RUN_WORDS = 5


@pytest.fixture(scope="module")
def originals() -> Path:
    """The folder of the originals; its absence is a failure only in CI."""
    folder = REPOSITORY.parent / "shared" / "reference"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is not there, and CI skips nothing")
        pytest.skip("the originals are not beside this clone")
    return folder


@pytest.fixture(scope="module")
def gold() -> Any:
    return load_embedded_gold()


def spans(node: Any) -> Iterator[dict[str, Any]]:
    """Every span below a node of the gold reading, however deep."""
    if isinstance(node, dict):
        if {"start", "end", "text"} <= node.keys():
            yield node
        for child in node.values():
            yield from spans(child)
    elif isinstance(node, list):
        for child in node:
            yield from spans(child)


def stand_in(number: str) -> ReferenceDocument:
    return next(d for d in load_reference_corpus(None).documents if d.document_id.startswith(number))


def field(gold: Any, number: str, name: str) -> Any:
    return next(fact for fact in gold["docs"][number]["facts"] if fact["field"] == name)


# ---- stand-ins and manifest


def test_without_a_folder_both_stand_ins_are_there_and_nothing_is_wrong() -> None:
    corpus = load_reference_corpus(None)
    assert [d.document_id for d in corpus.documents] == list(IDS)
    assert {d.kind for d in corpus.documents} == {"stand_in"}
    assert {d.gold_kind for d in corpus.documents} == {"embedded"}
    assert {d.language for d in corpus.documents} == {"de"}
    assert corpus.problems == ()


def test_the_manifest_states_the_true_hash_and_title_of_every_stand_in() -> None:
    for entry, document in zip(load_manifest().documents, load_reference_corpus(None).documents, strict=True):
        data = (EMBEDDED / entry.stand_in.file).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry.stand_in.sha256 == document.sha256
        assert document.text == data.decode("utf-8")
        assert document.title == entry.stand_in.title
        assert document.title in document.text.split("\n")


def test_the_stand_ins_are_full_length_nfc_and_end_without_a_newline() -> None:
    for number, length in (("000", 4_100), ("001", 2_800)):
        text = stand_in(number).text
        assert abs(len(text) - length) < 300
        assert text == unicodedata.normalize("NFC", text)
        assert "\r" not in text
        assert not text.endswith("\n")


def test_an_unknown_key_in_the_manifest_is_refused_with_file_and_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (EMBEDDED / "manifest.toml").read_text(encoding="utf-8").replace("title =", "headline =", 1)
    (tmp_path / "manifest.toml").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(reference_corpus, "_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"manifest\.toml(.|\n)*headline"):
        load_manifest()


def test_a_changed_stand_in_is_named_and_loses_its_gold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EMBEDDED, tmp_path / "reference")
    changed = tmp_path / "reference" / f"{IDS[0]}.txt"
    changed.write_bytes(changed.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(reference_corpus, "_folder", lambda: tmp_path / "reference")
    corpus = load_reference_corpus(None)
    assert [d.gold_kind for d in corpus.documents] == ["none", "embedded"]
    assert len(corpus.problems) == 1
    assert str(changed) in corpus.problems[0]


# ---- originals


def test_originals_take_the_place_of_the_stand_ins_under_the_same_ids(originals: Path) -> None:
    corpus = load_reference_corpus(originals)
    assert [d.document_id for d in corpus.documents] == list(IDS)
    assert {d.kind for d in corpus.documents} == {"original"}
    assert {d.gold_kind for d in corpus.documents} == {"beside_original"}
    assert corpus.problems == ()
    for entry, document in zip(load_manifest().documents, corpus.documents, strict=True):
        assert document.sha256 == entry.original.sha256
        assert document.text.encode() == (originals / entry.original.file).read_bytes()
        assert document.text != stand_in(document.document_id[:3]).text
        truth = json.loads((originals / "truth.json").read_text(encoding="utf-8"))
        assert document.title == truth["docs"][document.document_id[:3]]["headline"]["text"]


def test_originals_without_their_gold_are_used_and_say_so(originals: Path, tmp_path: Path) -> None:
    for document_id in IDS:
        shutil.copyfile(originals / f"{document_id}.txt", tmp_path / f"{document_id}.txt")
    corpus = load_reference_corpus(tmp_path)
    assert {(d.kind, d.gold_kind) for d in corpus.documents} == {("original", "none")}
    assert corpus.problems == ()


def test_one_original_is_used_beside_one_stand_in(originals: Path, tmp_path: Path) -> None:
    shutil.copyfile(originals / f"{IDS[1]}.txt", tmp_path / f"{IDS[1]}.txt")
    corpus = load_reference_corpus(tmp_path)
    assert [d.kind for d in corpus.documents] == ["stand_in", "original"]
    assert len(corpus.problems) == 1
    assert f"{IDS[0]}.txt is missing" in corpus.problems[0]


def test_the_retellings_share_no_sentence_and_no_long_run_of_words_with_the_originals(
    originals: Path,
) -> None:
    for document in load_reference_corpus(None).documents:
        ours = words(document.text)
        for document_id in IDS:
            theirs = words((originals / f"{document_id}.txt").read_text(encoding="utf-8"))
            assert len(longest_shared_run(ours, theirs)) <= LONGEST_ALLOWED_RUN_WORDS


def words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"\w+", text)]


def longest_shared_run(first: list[str], second: list[str]) -> list[str]:
    best: list[str] = []
    previous = [0] * (len(second) + 1)
    for row, word in enumerate(first, start=1):
        current = [0] * (len(second) + 1)
        for column, other in enumerate(second, start=1):
            if word == other:
                current[column] = previous[column - 1] + 1
                if current[column] > len(best):
                    best = first[row - current[column] : row]
        previous = current
    return best


def test_the_measure_of_shared_runs_finds_one() -> None:
    assert longest_shared_run(words("a b c d, e"), words("x B C d y e")) == ["b", "c", "d"]


# ---- whatever lies in the folder


def test_a_folder_that_is_not_there_is_one_problem_and_the_stand_ins_serve(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path / "a_file"):
        (tmp_path / "a_file").touch()
        corpus = load_reference_corpus(folder)
        assert {d.kind for d in corpus.documents} == {"stand_in"}
        assert len(corpus.problems) == 1
        assert str(folder) in corpus.problems[0]
        assert "PODIUM_REFERENCE_DIR" in corpus.problems[0]


def test_a_file_with_another_hash_is_named_with_both_hashes_and_left_out(tmp_path: Path) -> None:
    wrong = tmp_path / f"{IDS[0]}.txt"
    wrong.write_text("Ein anderer Text.", encoding="utf-8")
    corpus = load_reference_corpus(tmp_path)
    assert {d.kind for d in corpus.documents} == {"stand_in"}
    message = next(problem for problem in corpus.problems if str(wrong) in problem)
    assert hashlib.sha256(wrong.read_bytes()).hexdigest() in message
    assert load_manifest().documents[0].original.sha256 in message
    assert "Put the original there unchanged" in message


def test_what_is_no_regular_file_is_named_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / f"{IDS[0]}.txt").mkdir()
    os.mkfifo(tmp_path / f"{IDS[1]}.txt")
    corpus = load_reference_corpus(tmp_path)
    assert {d.kind for d in corpus.documents} == {"stand_in"}
    assert len(corpus.problems) == 2
    assert all("not a regular file" in problem for problem in corpus.problems)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    locked = tmp_path / f"{IDS[0]}.txt"
    locked.write_text("x", encoding="utf-8")
    locked.chmod(0)
    assert any("cannot be read" in p and str(locked) in p for p in load_reference_corpus(tmp_path).problems)


def test_other_files_in_the_folder_are_none_of_its_business(tmp_path: Path) -> None:
    bare = load_reference_corpus(tmp_path)
    (tmp_path / "002_more.txt").write_text("Noch ein Text.", encoding="utf-8")
    (tmp_path / "truth.json").write_text("{", encoding="utf-8")
    assert load_reference_corpus(tmp_path) == bare


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2_000))
def test_no_bytes_under_an_originals_name_pass_for_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / f"{IDS[0]}.txt").write_bytes(data)
    corpus = load_reference_corpus(tmp_path)
    assert [d.document_id for d in corpus.documents] == list(IDS)
    assert {d.kind for d in corpus.documents} == {"stand_in"}
    assert hashlib.sha256(data).hexdigest() in corpus.problems[0]


# ---- the gold reading


def test_every_offset_of_the_gold_reading_is_true(gold: Any) -> None:
    checked = 0
    for number, reading in gold["docs"].items():
        document = stand_in(number)
        assert reading["file"] == f"{document.document_id}.txt"
        assert reading["sha256"] == document.sha256
        assert (reading["n_bytes"], reading["n_chars"]) == (len(document.text.encode()), len(document.text))
        for span in spans(reading):
            assert document.text[span["start"] : span["end"]] == span["text"], span
            checked += 1
    for part in [*gold["cross"]["conflicts"], *gold["cross"]["messages"]]:
        holder = part.get("evidence", part)
        for number in ("000", "001"):
            for span in spans(holder[number]):
                assert stand_in(number).text[span["start"] : span["end"]] == span["text"], span
                checked += 1
    assert checked > 300


def test_the_segments_cover_the_text_and_give_the_clean_text(gold: Any) -> None:
    for number, reading in gold["docs"].items():
        text, position = stand_in(number).text, 0
        for segment in reading["segments"]:
            assert text[position : segment["start"]].strip() == ""
            position = segment["end"]
        assert position == len(text)
        kept = [s["text"] for s in reading["segments"] if s["kind"] not in reading["boilerplate_kinds"]]
        assert reading["clean_text_expected"] == "\n\n".join(kept)
        assert reading["headline"]["text"] == stand_in(number).title


def test_the_counts_of_the_gold_reading_follow_from_its_mentions(gold: Any) -> None:
    for reading in gold["docs"].values():
        zones = {span["start"]: span["kind"] for span in reading["segments"]}
        for entity in reading["entities"]:
            named = [m for m in entity["mentions"] if m["form"] != "descriptor"]
            clean = [m for m in named if m["zone"] not in reading["boilerplate_kinds"]]
            assert (entity["n_named"], entity["n_named_clean"]) == (len(named), len(clean)), entity["id"]
            assert entity["n_descriptor"] == len(entity["mentions"]) - len(named)
            assert sum(entity["surface_counts"].values()) == len(named)
        for mention in [m for e in reading["entities"] for m in e["mentions"]] + reading["markets"][
            "mentions"
        ]:
            assert mention["zone"] == zones[max(start for start in zones if start <= mention["start"])]
        counted: dict[str, dict[str, int]] = {}
        for mention in reading["markets"]["mentions"]:
            roles = counted.setdefault(mention["iso"], {})
            roles[mention["role"]] = roles.get(mention["role"], 0) + 1
        assert counted == reading["markets"]["by_iso"]
        assert {m["role"] for m in reading["markets"]["mentions"]} <= set(gold["meta"]["roles"])


def test_the_gold_reading_has_the_shape_and_the_facts_of_the_originals_truth(
    gold: Any, originals: Path
) -> None:
    truth = json.loads((originals / "truth.json").read_text(encoding="utf-8"))
    assert set(gold["meta"]["roles"]) == set(truth["meta"]["roles"])
    for number in ("000", "001"):
        ours, theirs = gold["docs"][number], truth["docs"][number]
        assert ours.keys() == theirs.keys()
        assert [s["kind"] for s in ours["segments"]] == [s["kind"] for s in theirs["segments"]]
        assert {e["id"]: e["type"] for e in ours["entities"]} == {
            e["id"]: e["type"] for e in theirs["entities"]
        }
        assert ours["markets"]["by_iso"] == theirs["markets"]["by_iso"]
        assert [(d["type"], d["value"]) for d in ours["dates"]] == [
            (d["type"], d["value"]) for d in theirs["dates"]
        ]
        for our_fact, their_fact in zip(ours["facts"], theirs["facts"], strict=True):
            assert our_fact["field"] == their_fact["field"]
            assert our_fact.get("source") == their_fact.get("source")
            # How often someone is quoted, and in which order sponsors are named, is wording and not fact.
            if our_fact["field"] == "spokesperson":
                assert our_fact["value"]["person"] == their_fact["value"]["person"]
                assert our_fact["value"]["role"] == their_fact["value"]["role"]
            elif our_fact["field"] == "co_sponsors":
                assert set(our_fact["value"]) == set(their_fact["value"])
            else:
                assert our_fact["value"] == their_fact["value"]
        assert ours["tonality"]["label"] == theirs["tonality"]["label"]
    assert [c["id"] for c in gold["cross"]["conflicts"]] == [c["id"] for c in truth["cross"]["conflicts"]]
    assert [m["id"] for m in gold["cross"]["messages"]] == [m["id"] for m in truth["cross"]["messages"]]


def test_the_gold_reading_says_who_made_it_and_what_it_is_good_for(gold: Any) -> None:
    assert "no second reader" in gold["meta"]["annotator"]
    assert "never a figure of quality" in gold["meta"]["fit_for"]


# ---- what makes the two texts hard to read


def test_real_persons_are_reported_and_never_quoted(gold: Any) -> None:
    for number, reading in gold["docs"].items():
        text = stand_in(number).text
        assert reading["quotes"]
        assert {q["kind"] for q in reading["quotes"]} <= {"indirect", "indirect_implicit", "reported"}
        non_speech = {(span["start"], span["end"]) for span in reading["quoted_but_not_speech"]}
        # Whatever stands between quote marks is a name, a title or a label, and the gold says which.
        for match in re.finditer(r"[„“\"‚]([^„“”\"‚‘]+)[“”\"‘]", text):
            assert any(start <= match.start(1) and match.end(1) <= end for start, end in non_speech), (
                match.group()
            )


def test_the_traps_of_the_first_text_are_there(gold: Any) -> None:
    lines = stand_in("000").text.split("\n")
    text = stand_in("000").text
    filled = [line for line in lines if line]
    assert not filled[0].endswith((".", ":"))  # breadcrumb
    assert filled[2] == filled[4]  # duplicate caption
    assert filled[3].startswith("© ")  # around the credit line
    assert filled[-1] == "stats"  # template residue
    assert filled[-2].endswith(":")  # label of a removed list
    assert re.search(r"\. [a-z]{3}$", filled[-3])  # sign-off behind the last sentence
    assert "“To the Greatness of Small”" in text
    assert "“Underdogs“" in text  # same mark opens and closes
    assert "„‚Cool Runnings‘" in text  # nested marks
    assert "„Bobby“Pearce" in text  # no space behind the nickname
    assert text.count(" \u00a0") == 2
    assert {m["iso"] for m in gold["docs"]["000"]["markets"]["mentions"] if m["role"] == "host_past"} == {
        "CA",
        "NL",
    }
    assert field(gold, "000", "partnership_length_years")["source"] is None
    channels = field(gold, "000", "channels")["value"]
    assert [market for market, media in channels.items() if "tv" in media] == ["CN"]


def test_the_traps_of_the_second_text_are_there(gold: Any) -> None:
    text = stand_in("001").text
    assert text.split("\n")[0].endswith(":")  # kicker before the headline
    assert "\n\n" not in text
    assert '"To the Greatness of Small"' in text
    assert "(Agentur: BBDO China)" in text
    assert 'laut "Forbes"' in text
    assert 'Henry "Bobby" Pearce' in text
    assert "Gangneung" not in text  # the place name is misspelt
    roles = {(m["iso"], m["role"]) for m in gold["docs"]["001"]["markets"]["mentions"]}
    assert ("CN", "org_name_part") in roles
    assert ("KR", "venue") in roles
    assert field(gold, "001", "contract_length_years")["source"] == "Forbes"


def test_both_texts_name_the_same_five_markets_and_disagree_on_the_contract(gold: Any) -> None:
    for number in ("000", "001"):
        markets = gold["docs"][number]["markets"]
        named = {m["iso"] for m in markets["mentions"] if m["role"] == "campaign_market"}
        assert named == set(field(gold, number, "markets")["value"]) == {"CN", "KR", "US", "GB", "JP"}
        assert not named & set(markets["must_not_be_campaign_market"])
    contract = next(c for c in gold["cross"]["conflicts"] if c["id"] == "contract_length")
    assert contract["values"] == {"000": "P10Y", "001": "P12Y"}
    assert contract["attribution"] == {"000": None, "001": "Forbes"}
