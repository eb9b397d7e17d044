"""What speaks for a text being the claim of a campaign: its form, its place, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.facts.background import Ranges, within
from extractors.facts.claim_candidates import HASHTAG, MARKED_FORMS, QUOTED, SENTENCE, Candidate
from extractors.facts.claim_record import n_words
from extractors.facts.focus import Focus
from extractors.material import Material
from extractors.sentences import Sentence
from extractors.speech_rules import Speech
from extractors.weighing import Signs, some
from extractors.writing import CJK

DECISION = "claim"
"""File of config/knowledge/weights; its tables are these two."""
MARKED, BARE = "marked", "bare"
"""Texts between quote marks, in other type or with a hash; words like all others."""
_RIGHT, _CLOSE, _NEAR, _CLAUSE = 4, 16, 40, 80
_KINDS = {
    "claim": ("announce", "named", "content", "other_work", "games_motto", "generic", "product_word", "status_word",
              "term", "document", "undertaking"),
    "campaign": ("noun", "launch", "launch_past", "run", "first", "second", "former"),
    "speech": ("say", "thinks", "call"),
    "assets": (),
    "agencies": (),
}  # fmt: skip
_CHANNELS = ("tv", "cinema", "print", "radio", "out_of_home", "online", "social", "retail")
_NAMES_OF_THINGS = ("tier", "undertaking", "document", "product_word")
"""Words inside a text that make it the name of a thing: a rank of sponsors, a programme, a rule."""
_TAG = re.compile(r"[#@]\w+")
_STOPS = ".!?…。！？"
_CUT = ";.!?；。！？"


def table_of(candidate: Candidate) -> str:
    """Which weights hold for a candidate."""
    return MARKED if candidate.form in MARKED_FORMS else BARE


def signs_of(
    material: Material, focus: Focus, past: Ranges, speeches: Sequence[Speech], candidate: Candidate
) -> dict[str, float]:
    """Signs of one place where the words stand, each 0 or 1."""
    names = {f"form.{candidate.form}", *_form(material, candidate), *_place(material, candidate)}
    names |= set(_around(material, candidate))
    names |= set(_neighbours(material, candidate))
    names |= set(_names(material, focus, candidate))
    if within(past, candidate.start):
        names.add("place.past")
    if any(s.quoted.start <= candidate.start < s.quoted.stop for s in speeches):
        names.add("place.in_speech")
    return dict.fromkeys(sorted(names), 1.0)


def _form(material: Material, candidate: Candidate) -> Iterator[str]:
    value = candidate.value
    words = n_words(material, value)
    yield "form.words_" + (
        "1"
        if words < 2
        else "2"
        if words < 3
        else "3_5"
        if words < 6
        else "6_8"
        if words < 9
        else "9"
        if words < 15
        else "15"
    )
    if value[0].islower():
        yield "form.begins_small"
        if words <= 2:
            yield "form.begins_small_short"
    parts = [part for part in value.split() if part[0].isalpha()]
    if len(parts) > 1 and all(part[0].isupper() for part in parts):
        yield "form.capitals"
    elif len(parts) > 1 and sum(part[0].isupper() for part in parts) > len(parts) / 2:
        yield "form.half_capitals"
    if value.upper() == value and value.lower() != value:
        yield "form.all_capitals"
    tail = material.text[candidate.stop : candidate.stop + 1]
    for name, signs in (("question", "?？"), ("exclamation", "!！"), ("full_stop", ".。")):
        if value[-1] in signs or (candidate.form in MARKED_FORMS and tail and tail in signs):
            yield f"form.{name}"
    if any(sign in value for sign in ",，、;"):
        yield "form.comma"
    if material.language in CJK and value.isascii():
        yield "form.latin"
    after = material.text[candidate.outer[1] : candidate.outer[1] + 2]
    if after[:1] in "-‐" and after[1:].isalpha():
        yield "form.compound"
    if candidate.form == QUOTED and material.text[candidate.outer[0]] in "《『":
        yield "form.book_marks"
    if candidate.outer[1] - candidate.stop > 4:
        yield "form.translated"
    if any(char.isdigit() for char in value):
        yield "form.number_last" if value[-1].isdigit() else "form.number"
    if material.cues_in(candidate.start, candidate.stop, "claim", _NAMES_OF_THINGS):
        yield from (
            f"form.{at}_{cue.kind}{'_short' if words < 6 else ''}"
            for cue in material.cues_in(candidate.start, candidate.stop, "claim", _NAMES_OF_THINGS)
            for at in ("holds", *(("ends_with",) if cue.stop == candidate.stop else ()))
        )
    if candidate.form == HASHTAG:
        if value == value.lower():
            yield "form.small_tag"
        if _is_tag_line(material, candidate):
            yield "form.tag_line"
    bracket = max(material.text.rfind(s, max(0, candidate.outer[0] - 24), candidate.outer[0]) for s in "(（")
    if bracket > 0 and any(0 <= bracket - q.outer[1] <= 1 for q in material.quoted):
        yield "form.translation"


def _is_tag_line(material: Material, candidate: Candidate) -> bool:
    """Whether the line holds nothing but tags, as at the foot of a page."""
    text = material.text
    low = text.rfind("\n", 0, candidate.start) + 1
    high = text.find("\n", candidate.stop)
    line = text[low : high if high >= 0 else len(text)]
    return len(line) < 200 and not any(char.isalnum() for char in _TAG.sub("", line))


def _place(material: Material, candidate: Candidate) -> Iterator[str]:
    sentence, (opening, closing) = candidate.sentence, candidate.outer
    ahead = material.text[sentence.start : opening].strip(" *_")
    rest = material.text[closing : sentence.stop].strip(" *_")
    yield f"place.{sentence.kind}"
    alone = not ahead and not rest.strip(_STOPS)
    if alone:
        yield "place.alone"
    else:
        yield "place.opens" if not ahead else "place.closes" if not rest.strip(_STOPS) else "place.inside"
    for side, sign in (("before", ahead[-1:]), ("after", rest[:1])):
        if not sign:
            continue
        kind = next(
            (k for k, signs in (("colon", ":："), ("comma", ",，、"), ("dash", "–—-")) if sign in signs), ""
        )
        if kind:
            yield f"{side}.{kind}"
        elif sign.isalnum():
            yield f"{side}.runs_on"
    if material.before(opening, "claim", "weak_before"):
        yield "before.weak_before"
    if material.after(closing, "claim", "quotative_after"):
        yield "after.quotative"
    if material.cues_in(sentence.start, sentence.stop, "channels", _CHANNELS):
        yield "sentence.channels"
    if candidate.form == SENTENCE and sentence.kind == "headline":
        yield "form.whole_title"


def _gap(distance: int) -> str:
    return (
        "right" if distance <= _RIGHT else "close" if distance <= _CLOSE
        else "near" if distance <= _NEAR else "clause" if distance <= _CLAUSE else "far"
    )  # fmt: skip


def _around(material: Material, candidate: Candidate) -> Iterator[str]:
    """Cue words of the sentence before and after, by kind and distance; only those of the same clause by distance."""
    sentence, (opening, closing), text = candidate.sentence, candidate.outer, material.text
    for subject, kinds in _KINDS.items():
        for side, low, high in (("before", sentence.start, opening), ("after", closing, sentence.stop)):
            for cue in material.cues_in(low, high, subject, kinds):
                distance = opening - cue.stop if side == "before" else cue.start - closing
                between = text[cue.stop : opening] if side == "before" else text[closing : cue.start]
                kind = cue.kind if kinds else subject
                if subject == "claim" and kind in ("announce", "named") and _is_generic(material, cue.word):
                    kind = "generic"
                cut = any(sign in between for sign in _CUT)
                yield f"{side}.{kind}_{'far' if cut else _gap(distance)}"
                if kind in ("announce", "noun", "named") and distance > _RIGHT and "," in between:
                    yield f"{side}.{kind}_comma"


def _is_generic(material: Material, word: str) -> bool:
    return word in material.tools.words("claim", "generic")


def _neighbours(material: Material, candidate: Candidate) -> Iterator[str]:
    sentence = candidate.sentence
    for side, at in (("sentence_before", sentence.index - 1), ("sentence_behind", sentence.index + 1)):
        if not 0 <= at < len(material.sentences):
            continue
        other = material.sentences[at]
        if other.paragraph != sentence.paragraph and other.kind != "headline" and sentence.kind != "headline":
            continue
        for subject in ("claim", "campaign"):
            for cue in material.cues_in(other.start, other.stop, subject, _KINDS[subject]):
                reach = other.stop - cue.stop if side == "sentence_before" else cue.start - other.start
                yield f"{side}.{cue.kind}{'_close' if reach <= _NEAR else ''}"
        if material.text[other.stop - 1 : other.stop] in ":：" and side == "sentence_before":
            yield "sentence_before.colon"


def _names(material: Material, focus: Focus, candidate: Candidate) -> Iterator[str]:
    sentence, start, stop = candidate.sentence, candidate.start, candidate.stop
    if focus.subjects[sentence.index]:
        yield "names.subject"
        if focus.main in focus.subjects[sentence.index]:
            yield "names.main_subject"
    for side, low, high in (
        ("before", max(sentence.start, candidate.outer[0] - _NEAR), candidate.outer[0]),
        ("after", candidate.outer[1], min(sentence.stop, candidate.outer[1] + _NEAR)),
    ):
        for mention in material.mentions_in(low, high):
            if mention.type in ("brand", "company", "product", "agency", "person", "medium", "event"):
                kind = "brand" if mention.type in ("company", "product") else mention.type
                yield f"names.{kind}_{side}"
    for mention in material.mentions_in(max(0, start - 30), stop + 30):
        span = mention.span
        if mention.type == "claim" or not (span.start < stop and start < span.stop):
            continue
        if start <= span.start and span.stop <= stop:
            kind = "brand" if mention.type in ("brand", "company") else mention.type
            whole = span.stop - span.start >= 0.8 * (stop - start)
            yield f"names.{'is' if whole else 'holds'}_{kind}"
            if whole:
                yield "names.is_a_name"
        else:
            yield f"names.part_of_{mention.type}"
    if any(start <= m.span.start < stop for m in material.markets_in(start, stop)):
        yield "names.holds_place"


def elsewhere(places: Sequence[Sentence], forms: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What it says that the same words stand in several places."""
    if len(places) > 1:
        yield "again.once" if len(places) == 2 else "again.more", 1.0
        if any(place.kind == "headline" for place in places):
            yield "again.in_headline", 1.0
        if len({form in MARKED_FORMS for form in forms}) > 1:
            yield "again.with_and_without_marks", 1.0


_ANNOUNCED = frozenset(
    f"{side}.{kind}_{gap}"
    for side in ("before", "after")
    for kind in ("announce", "named")
    for gap in ("right", "close")
)


def article_signs(
    material: Material, focus: Focus, texts: Sequence[tuple[str, Signs]]
) -> list[Mapping[str, float]]:
    """What the rest of the article says of each of its texts (table, signs): how many there are, and who else is announced."""
    marked = [signs for table, signs in texts if table == MARKED]
    announced = sum(not _ANNOUNCED.isdisjoint(signs) for signs in marked)
    brands = {
        focus.brand_of(m) for m in material.mentions if m.type in ("brand", "company") and m.kind == "name"
    }
    nouns = {
        (cue.kind, cue.word)
        for cue in material.cues
        if cue.subject == "campaign" and cue.kind in ("noun", "launch")
    }
    common = {
        "article.marked": some((len(marked) - 1) / 2) if marked else 0.0,
        "article.brands": some((len(brands) - 1) / 3) if brands else 0.0,
        "article.campaign_words": some(len(nouns) / 3),
        "article.long": some(len(material.text) / 2000),
    }
    if not any(cue.subject == "claim" and cue.kind == "announce" for cue in material.cues):
        common["article.nothing_announced"] = 1.0
    found: list[Mapping[str, float]] = []
    for table, signs in texts:
        own = dict(common)
        others = announced - (table == MARKED and not _ANNOUNCED.isdisjoint(signs))
        if others:
            own["article.other_announced"] = some(others)
            if _ANNOUNCED.isdisjoint(signs):
                own["article.only_other_announced"] = 1.0
        found.append(own)
    return found
