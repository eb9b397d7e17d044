"""What speaks for or against a name being a brand: what stands beside it, its form, its places and what else it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from config.knowledge_schema import Entity
from extractors.brand_candidates import Candidate, Names, is_unlisted
from extractors.cues import Cue
from extractors.material import BRAND_TYPES
from extractors.weighing import some

_GROUPED = ("form.", "edge.", "is.", "place.", "named.")
"""Signs that mean something else where nouns have capitals, or no word has."""
_BREAK = re.compile(r"[,;:()–—.!?\n、，。；：（）「」“”]")
_TOLD = frozenset(f"right_before.{kind}" for kind in ("trade", "describes"))
_ENDED = frozenset(
    f"edge.{kind}_after"
    for kind in ("comma", "paren", "subject", "object", "with", "to", "possessive", "small", "stop")
) | {"right_after.acts", "right_after.is", "right_after.supports"}
_NEAR, _CLAUSE = 8, 40
_JOINED_NEAR = 3
_SCRIPTS = (
    ("katakana", re.compile(r"[ァ-ヺー・]+")),
    ("han", re.compile(r"[\u3400-\u9fff々]+")),
    ("hangul", re.compile(r"[가-힣]+")),
    ("latin", re.compile(r"[A-Za-z0-9&+.' -]+")),
    ("kana", re.compile(r"[ぁ-ゖ]+")),
)
_MARKS = {
    ",": "comma", "，": "comma", "、": "comma", ":": "colon", "：": "colon", "(": "paren", "（": "paren",
    ")": "paren_end", "）": "paren_end", ".": "stop", "。": "stop", "\n": "line", "-": "hyphen", "–": "dash",
    "—": "dash", "'": "possessive", "’": "possessive", "*": "emphasis", "?": "stop", "!": "stop", ";": "comma",
}  # fmt: skip
_QUOTES = frozenset('"„“”«»‚‘「」『』《》')


def said_signs(names: Names, candidate: Candidate) -> dict[str, float]:
    """What the sentences of a candidate say of it: a dozen phrases each, the costliest signs."""
    if names.words is None:
        return {}
    signs: dict[str, float] = {}
    for start, stop in candidate.places:
        sentence = names.material.sentence_at(start)
        low, high = (sentence.start, sentence.stop) if sentence else (start, stop)
        signs |= {f"says.{reason}": 1.0 for reason in names.said_of(start, stop, low, high)}
    return signs


def signs_of(names: Names, candidate: Candidate, aliases: Mapping[str, Entity]) -> dict[str, float]:
    """Every sign of a candidate but ``said_signs``; where it stands several times the strongest of each."""
    signs = _form(names, candidate, aliases)
    for start, stop in candidate.places:
        beside = set(_beside(names, start, stop))
        signs |= dict.fromkeys(beside, 1.0)
        if beside & _TOLD and beside & _ENDED:
            # "Käserei X,": its trade in front, and the name ends there.
            signs["named.behind_trade"] = 1.0
    if ("head.trade" in signs or "form.trade_first" in signs) and "edge.articles_before" in signs:
        signs["form.article_and_trade"] = 1.0
    signs |= _places(names, candidate)
    group = names.context.group
    if group != "latin":
        signs |= {f"{sign}@{group}": value for sign, value in signs.items() if sign.startswith(_GROUPED)}
        signs[f"group@{group}"] = 1.0
    return signs


def _form(names: Names, candidate: Candidate, aliases: Mapping[str, Entity]) -> dict[str, float]:
    name, context = candidate.name, names.context
    words = name.split()
    signs = {
        f"form.words_{min(len(words), 4)}": 1.0,
        f"form.letters_{min(len(name) // (2 if context.joined else 5), 6)}": 1.0,
        "form.digit": float(any(c.isdigit() for c in name)),
        "form.joiner": float(any(sign in name for sign in "&+×")),
        "form.inner_capital": float(any(c.isupper() for c in name[1:]) and not name.isupper() and " " not in name),
        "form.all_capitals": float(name.isupper() and not context.joined),
        "form.lower": float(name[:1].islower() and not context.joined),
        "form.hyphen": float("-" in name),
        "form.trade_first": float(words[0] in context.trades),
        "form.trade_last": float(len(words) > 1 and words[-1] in context.trades),
        "form.trade_alone": float(len(words) == 1 and name in context.trades),
        "form.no_brand": float(any(word in context.no_brand for word in words)),
        "form.given_first": float(len(words) > 1 and words[0] in context.given),
        "form.given_alone": float(len(words) == 1 and name in context.given),
        "form.stop_inside": float(any(word in context.stops or word in context.openers for word in words)),
        "form.linked": float(any(word.islower() for word in words[1:])),
        "form.place": float(name in context.places),
        "form.ends_like_company": float(bool(context.ends) and name.endswith(context.ends)),
        "form.ends_like_noun": float(bool(context.noun_ends) and name.lower().endswith(context.noun_ends)),
        "form.small_elsewhere": float(any(word.lower() in names.small and word.isalpha() for word in words)),
        "form.all_small_elsewhere": float(all(word.lower() in names.small and word.isalpha() for word in words)),
        "form.alias": float(name in aliases),
        "form.quoted": float(candidate.quoted),
    }  # fmt: skip
    if context.joined:
        scripts = [kind for kind, pattern in _SCRIPTS if pattern.search(name)]
        signs["form.script_" + "_".join(scripts)] = 1.0
    return {sign: value for sign, value in signs.items() if value}


def _beside(names: Names, start: int, stop: int) -> Iterator[str]:
    """Signs of one place."""
    material, text = names.material, names.material.folded
    sentence = material.sentence_at(start)
    low, high = (sentence.start, sentence.stop) if sentence else (start, stop)
    yield from _edges(names, start, stop, low)
    kinds: set[str] = set()
    around = names.cues_of(low, high)
    for cue in around.brand_words:
        yield from _relation(names, cue.kind, cue, start, stop, kinds)
    kinds |= around.topics
    for kind, cue in around.others:
        if cue.stop <= start or stop <= cue.start:
            yield from _relation(names, kind, cue, start, stop, kinds)
    yield from kinds
    yield from _company(names, start, stop, low, high, text)


def _relation(names: Names, kind: str, cue: Cue, start: int, stop: int, kinds: set[str]) -> Iterator[str]:
    """How a cue word stands to the name: inside, right beside, near, in its clause or in its sentence."""
    text = names.material.folded
    if cue.start < stop and start < cue.stop:
        if cue.start <= start and stop <= cue.stop:
            yield f"whole.{kind}"
        elif cue.start <= start:
            yield f"head.{kind}"
        elif cue.stop >= stop:
            yield f"tail.{kind}"
        elif text[cue.stop : cue.stop + 1] == " " and text.find(" ", start, cue.stop) < 0:
            # A compound in front: "Tomatenkweker X".
            yield f"head.{kind}"
        return
    kinds.add(f"in.{kind}")
    ahead = cue.stop <= start
    gap = text[cue.stop : start] if ahead else text[stop : cue.start]
    side = "before" if ahead else "after"
    near = _JOINED_NEAR if names.context.joined else _NEAR
    if len(gap) <= 1:
        yield f"right_{side}.{kind}"
    elif len(gap) <= near and _BREAK.search(gap) is None:
        yield f"near_{side}.{kind}"
    elif len(gap) <= _CLAUSE:
        brk = _BREAK.search(gap)
        if brk is None:
            yield f"clause_{side}.{kind}"
        elif not ahead and brk.start() == 0:
            yield f"apposition.{kind}"


def _edges(names: Names, start: int, stop: int, low: int) -> Iterator[str]:
    """Signs and small words right before and behind."""
    text, small = names.material.lowered, names.context.small
    before = text[max(0, start - 1) : start]
    after = text[stop : stop + 1]
    if start <= low + 1:
        yield "edge.opens_sentence"
    elif text[start - 1 : start] == " " and _BREAK.search(text[start - 2 : start]) is None:
        yield "edge.inside_clause"
    if before in _QUOTES:
        yield "edge.quote_before"
    if before == "-":
        yield "edge.hyphen_before"
    if after in _QUOTES:
        yield "edge.quote_after"
    if after in _MARKS:
        yield f"edge.{_MARKS[after]}_after"
    mark = text[max(0, start - 2) : start].strip(" ")[-1:]
    if mark in _MARKS and not text[max(0, start - 2) : start].isspace():
        yield f"edge.{_MARKS[mark]}_before"
    if names.context.joined:
        for kind in ("subject", "possessive", "object", "with", "to"):
            if any(text.startswith(word, stop) for word in small[kind]):
                yield f"edge.{kind}_after"
            if any(text.endswith(word, 0, start) for word in small[kind]):
                yield f"edge.{kind}_before"
        if any(text.endswith(word, 0, start) for word in small["articles"]):
            yield "edge.articles_before"
        return
    words = re.findall(r"[\w']+", text[max(low, start - 30) : start])
    last = words[-1] if words and text[start - 1 : start] in (" ", "'") else ""
    for kind in ("articles", "places_before", "of", "with", "as", "and"):
        if last and last in small[kind]:
            yield f"edge.{kind}_before"
            if kind == "articles" and len(words) > 1:
                yield from (
                    f"edge.{k}_article_before" for k in ("of", "with", "as", "and") if words[-2] in small[k]
                )
    if last and len(words) > 1 and words[-2] in small["articles"]:
        # "der Mineralbrunnen X": the noun in front tells the trade.
        yield "edge.article_and_word_before"
    if last in small["articles"] and " " in text[start:stop]:
        yield "edge.articles_before_several"
    following = re.match(r"[ ](\w+)", text[stop : stop + 24])
    if following is not None:
        for kind in ("articles", "of", "with", "as", "and", "places_before"):
            if following.group(1) in small[kind]:
                yield f"edge.{kind}_after"
        if names.material.text[stop + 1 : stop + 2].isupper():
            yield "edge.capital_after"
        else:
            yield "edge.small_after"
    if start > 1 and names.material.text[start - 1] == " " and last:
        at = text.rfind(last, 0, start)
        yield "edge.capital_before" if names.material.text[at].isupper() else "edge.small_before"


def _company(names: Names, start: int, stop: int, low: int, high: int, text: str) -> Iterator[str]:
    """What other names stand in the sentence, and which guess or market covers the name."""
    material = names.material
    for mention in material.mentions_in(low, high):
        a, b = mention.span.start, mention.span.stop
        unlisted = is_unlisted(mention)
        if a < stop and start < b:
            how = "same" if (a, b) == (start, stop) else "inside" if start <= a and b <= stop else "part"
            what = f"guess_{mention.type}" if unlisted else f"known_{mention.type}"
            yield f"is.{what}_{how}"
            if unlisted and mention.type == "brand":
                yield "is.guess_again" if " again" in mention.rule else "is.guess_announced"
            continue
        kind = mention.type
        if kind in BRAND_TYPES:
            kind = "brand"
        yield f"with.{kind}"
        if 0 <= a - stop <= 3 or 0 <= start - b <= 3:
            side = "after" if a >= stop else "before"
            yield f"beside.{kind}_{side}"
    for market in material.markets_in(low, high):
        a, b = market.span.start, market.span.stop
        if a < stop and start < b:
            how = (
                "same"
                if (a, b) == (start, stop)
                else "head"
                if a <= start
                else "tail"
                if b >= stop
                else "inside"
            )
            yield f"is.market_{how}"
        elif 0 <= start - b <= 1:
            yield "beside.market_before"


def _places(names: Names, candidate: Candidate) -> dict[str, float]:
    """Where in the article the name stands, and how it stands to longer and shorter candidates."""
    material = names.material
    title = material.article.title or ""
    first = min(candidate.places)[0]
    kinds = {s.kind for a, _ in candidate.places if (s := material.sentence_at(a)) is not None}
    body = [
        a for a, _ in candidate.places if (s := material.sentence_at(a)) is not None and s.kind != "headline"
    ]
    signs = {
        "place.named": some(len(candidate.places)),
        "place.again": float(len(candidate.places) > 1),
        "place.title": float(candidate.name in title),
        "place.title_and_body": float(candidate.name in title and bool(body)),
        "place.only_title": float(not body),
        "place.early": float(first < len(material.text) / 4),
        "place.late": float(first > len(material.text) * 0.7),
        "place.heads_line": float(any(place in names.heads for place in candidate.places)),
        "place.heading": float("heading" in kinds),
        "article.known_brand": float(names.has_known_brand),
        "article.known_brand_in_title": float(names.known_brand_in_title),
    }  # fmt: skip
    free, longer = names.standing(candidate)
    signs["place.free"] = some(free)
    signs["place.never_free"] = float(free == 0)
    signs["place.in_longer"] = float(longer > 0)
    shorter = names.shorter(candidate)
    signs["place.shorter_named_more"] = float(shorter > len(candidate.places))
    signs["place.shorter_free"] = float(shorter > 0)
    return {sign: value for sign, value in signs.items() if value}
