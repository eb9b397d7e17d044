"""Measure market finding on public place corpora: GermEval 2014 dev, GeoVirus and TR-News.

    python bench/places.py ../shared/bench/places [--show]

GermEval: precision over market tags, right when they touch a gold LOC, LOCderiv, LOCpart or OTH token of either
layer, recall on the gold tokens listed in ``germeval_state_forms.txt`` (forms that name or derive from a sovereign
state). Tags that say "this is part of an organisation's name" or "world" claim no place and are left out of
precision. GeoVirus and TR-News count toponyms: recall over those whose gold entry is a sovereign state, precision
over the country tags that touch a gold toponym.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from config.knowledge_base import load_knowledge
from config.market_lexicon import MarketLexicon, load_markets
from extractors.entities import build_matcher, find_mentions
from extractors.markets import build_market_matcher, find_markets
from extractors.paragraphs import paragraphs_of_text
from extractors.records import Article, MarketMention

STATE_FORMS = Path(__file__).parent / "germeval_state_forms.txt"
_PLACE_TAGS = frozenset({"LOC", "LOCderiv", "LOCpart", "OTH", "OTHderiv", "OTHpart"})
_CLAIMS_NO_PLACE = frozenset({"org_name_part", "scope_global"})
_NOT_SOVEREIGN = frozenset(
    [
        "AI",
        "AQ",
        "AS",
        "AW",
        "AX",
        "BL",
        "BM",
        "BQ",
        "BV",
        "CC",
        "CK",
        "CW",
        "CX",
        "FK",
        "FO",
        "GF",
        "GG",
        "GI",
        "GL",
        "GP",
        "GS",
        "GU",
        "HK",
        "HM",
        "IM",
        "IO",
        "JE",
        "KY",
        "MF",
        "MO",
        "MP",
        "MQ",
        "MS",
        "NC",
        "NF",
        "NU",
        "PF",
        "PM",
        "PN",
        "PR",
        "RE",
        "SH",
        "SJ",
        "SX",
        "TC",
        "TF",
        "TK",
        "UM",
        "VG",
        "VI",
        "WF",
        "YT",
        "EH",
    ]
)
_PARTS_OF = {"England": "GB", "Scotland": "GB", "Wales": "GB", "Northern_Ireland": "GB"}


class Finder:
    """Reads plain text with the packaged knowledge and counts bytes and seconds of processor time."""

    def __init__(self) -> None:
        self.knowledge = load_knowledge()
        self.lexicon = load_markets()
        self.entities = build_matcher(self.knowledge)
        self.markets = build_market_matcher(self.lexicon)
        self.n_bytes = 0
        self.seconds = 0.0

    def find(self, text: str, language: str) -> tuple[MarketMention, ...]:
        article = Article(
            article_id="bench", source_id="bench", url="", fetched_url="", outlet=None, site_name=None, title=None,
            authors=(), description=None, image_url=None, language=language, language_origin="text",
            published_at=None, published_origin=None, datings=(), text=text, paragraphs=paragraphs_of_text(text),
            text_sha256="",
        )  # fmt: skip
        mentions = find_mentions(article, self.entities)
        began = time.process_time()
        found = find_markets(article, mentions, self.markets, self.knowledge.games)
        self.seconds += time.process_time() - began
        self.n_bytes += len(text.encode())
        return found


@dataclass(slots=True)
class Score:
    """Hits and misses with examples of both kinds of mistake."""

    said: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0

    def line(self, name: str) -> str:
        precision, recall = self.right / max(1, self.said), self.found / max(1, self.wanted)
        return (
            f"{name:10} precision {precision:.4f} ({self.right}/{self.said})   "
            f"recall {recall:.4f} ({self.found}/{self.wanted})"
        )


def germeval_sentences(path: Path) -> Iterator[list[tuple[str, str, str]]]:
    """Sentences as (token, outer tag, inner tag)."""
    sentence: list[tuple[str, str, str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 4 and cells[0].isdigit():
                sentence.append((cells[1], cells[2], cells[3]))
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def score_germeval(path: Path, finder: Finder, show: bool) -> Score:
    """Token scores on German sentences."""
    states = set(STATE_FORMS.read_text(encoding="utf-8").split("\n")) - {""}
    score = Score()
    for sentence in germeval_sentences(path):
        text, bounds = join([token for token, _, _ in sentence])
        tags = finder.find(text, "de")
        gold = [{outer[2:], inner[2:]} & _PLACE_TAGS for _, outer, inner in sentence]
        for tag in tags:
            if tag.role in _CLAIMS_NO_PLACE:
                continue
            score.said += 1
            hit = any(
                place and tag.span.start < stop and start < tag.span.stop
                for (start, stop), place in zip(bounds, gold, strict=True)
            )
            score.right += hit
            if not hit and show:
                print(f"  spurious {tag.span.quote!r} {tag.iso}: {text}")
        for (start, stop), (token, outer, inner), place in zip(bounds, sentence, gold, strict=True):
            if token in states and place & {"LOC", "LOCderiv", "LOCpart"}:
                touching = any(tag.span.start < stop and start < tag.span.stop for tag in tags)
                score.wanted += 1
                score.found += touching
                if not touching and show:
                    print(f"  missed {token!r} {outer} {inner}: {text}")
    return score


def join(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Readable text of tokens with the bounds of each: no blank before closing signs, none after opening ones."""
    text, bounds, opened = "", [], False
    for token in tokens:
        if text and not opened and not re.fullmatch(r"[.,;:!?)\]»“%]|'s?", token):
            text += " "
        bounds.append((len(text), len(text) + len(token)))
        text += token
        opened = token in ("(", "[", "«", "„")
    return text, bounds


def score_geovirus(path: Path, finder: Finder, show: bool) -> Score:
    """Toponym scores; the gold entry is a page title of the English Wikipedia."""
    score = Score()
    titles = state_titles(finder.lexicon)
    with gzip.open(path, "rb") as stream:
        root = ElementTree.parse(stream).getroot()
    for article in root.iter("article"):
        text = article.findtext("text") or ""
        gold = []
        for place in article.iter("location"):
            page = (place.findtext("page") or "").rpartition("/")[2]
            start, name = int(place.findtext("start") or 0), place.findtext("name") or ""
            start = min(at_or_near(text, name, start), len(text))
            gold.append((start, start + len(name), titles.get(page), page))
        score_toponyms(score, gold, finder.find(text, "en"), text, finder.lexicon, show)
    return score


def score_trnews(path: Path, finder: Finder, show: bool) -> Score:
    """Toponym scores; the gold entry is a GeoNames record with its country."""
    score = Score()
    names = {name: iso for iso, name in finder.lexicon.codes.items() if iso in finder.lexicon.countries}
    names |= {word.form: word.iso for word in finder.lexicon.words["en"] if word.kind == "name"}
    with gzip.open(path, "rb") as stream:
        root = ElementTree.parse(stream).getroot()
    for article in root.iter("article"):
        text = article.findtext("text") or ""
        gold = []
        for place in article.iter("toponym"):
            tag = place.find("gaztag")
            code = (tag.findtext("fcode") or "") if tag is not None else ""
            country = names.get((tag.findtext("country") or "") if tag is not None else "")
            start, stop = int(place.findtext("start") or 0), int(place.findtext("end") or 0)
            phrase = place.findtext("phrase") or ""
            if text[start:stop] != phrase:
                start = at_or_near(text, phrase, start)
                stop = start + len(phrase)
            state = country if code in ("PCLI", "PCL") else None
            gold.append((start, stop, state, f"{code} of {country}"))
        score_toponyms(score, gold, finder.find(text, "en"), text, finder.lexicon, show)
    return score


def at_or_near(text: str, name: str, start: int) -> int:
    """Offset of ``name`` nearest to ``start``: some gold offsets count other characters."""
    places = [found.start() for found in re.finditer(re.escape(name), text)]
    return min(places, key=lambda place: abs(place - start), default=start)


def state_titles(lexicon: MarketLexicon) -> dict[str, str]:
    """Page title -> code of every sovereign state, under each of its English names."""
    titles = {
        word.form.replace(" ", "_"): word.iso
        for word in lexicon.words["en"]
        if word.kind == "name" and word.iso in lexicon.countries and word.iso not in _NOT_SOVEREIGN
    }
    titles |= {
        "Georgia_(country)": "GE",
        "Republic_of_Ireland": "IE",
        "State_of_Palestine": "PS",
        "The_Gambia": "GM",
    }
    for part in (*_PARTS_OF, "Georgia", "Jersey"):
        titles.pop(part, None)
    return titles


def score_toponyms(
    score: Score,
    gold: list[tuple[int, int, str | None, str]],
    tags: tuple[MarketMention, ...],
    text: str,
    lexicon: MarketLexicon,
    show: bool,
) -> None:
    """Add one text: ``gold`` holds (start, stop, state or None, what it is)."""
    for start, stop, state, entry in gold:
        touching = [tag for tag in tags if tag.span.start < stop and start < tag.span.stop]
        if state is not None:
            score.wanted += 1
            hit = any(tag.iso == state for tag in touching)
            score.found += hit
            if not hit and show:
                print(f"  missed {text[start:stop]!r} ({entry}): …{text[max(0, start - 40) : stop + 30]!r}")
    for tag in tags:
        if tag.iso not in lexicon.countries or tag.iso in _NOT_SOVEREIGN or tag.form == "city":
            continue
        if tag.role in _CLAIMS_NO_PLACE:
            continue
        touched = [place for place in gold if tag.span.start < place[1] and place[0] < tag.span.stop]
        if not touched:
            continue
        score.said += 1
        hit = any(state == tag.iso or _PARTS_OF.get(entry) == tag.iso for _, _, state, entry in touched)
        hit = hit or any(entry.endswith(f" of {tag.iso}") for _, _, _, entry in touched)
        score.right += hit
        if not hit and show:
            around = text[max(0, tag.span.start - 40) : tag.span.stop + 30]
            print(f"  wrong {tag.span.quote!r} {tag.iso}, gold {touched[0][3]}: …{around!r}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="folder with the three corpora")
    parser.add_argument(
        "--show", action="store_true", help="print every mistake (third-party text: for the eye only)"
    )
    options = parser.parse_args()
    finder = Finder()
    sets = (
        ("GermEval", "germeval2014-dev.tsv.gz", score_germeval),
        ("GeoVirus", "GeoVirus.xml.gz", score_geovirus),
        ("TR-News", "TR-News.xml.gz", score_trnews),
    )
    for name, file, measure in sets:
        path = options.folder / file
        if not path.exists():
            print(f"{name}: {path} is missing, left out", file=sys.stderr)
            continue
        print(measure(path, finder, options.show).line(name))
    if finder.seconds:
        print(
            f"markets and roles: {finder.n_bytes / finder.seconds / 1e6:.1f} MB per second of processor time over {finder.n_bytes / 1e6:.2f} MB"
        )


if __name__ == "__main__":
    main()
