"""Claims: slogans, mottos, hashtags and titles of campaigns, told apart from speech and other quoted texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.cues import Cue
from extractors.facts.claim_record import MAX_CHARS, MAX_WORDS, Claim, clean, n_words
from extractors.facts.claims_bare import find_bare, find_hashtags, find_title_runs
from extractors.facts.focus import Focus, brand_at
from extractors.material import NO_BLANKS, Material
from extractors.sentences import Sentence
from extractors.speech_rules import Speech

ENOUGH = 2.0
"""Score from which a text counts as a claim."""
LIKELY = 0.6
"""Score that is enough for a campaign without any better claim."""
STRONG = 3.4
"""Score of a claim that a second one beside the best must reach."""


def find_claims(material: Material, focus: Focus, speeches: Sequence[Speech]) -> list[Claim]:
    """Every candidate that scores enough, best reading of each text first, in order of place."""
    found: list[Claim] = []
    spoken = [(s.quoted.start, s.quoted.stop) for s in speeches]
    for quoted in material.quoted:
        if (quoted.start, quoted.stop) in spoken or not quoted.closed:
            continue
        if any(start <= quoted.start and quoted.stop <= stop for start, stop in spoken):
            continue
        if quoted.mark in "*_" and (
            _is_heading(material, quoted.outer) or material.text[max(0, quoted.outer[0] - 1)] in "(（"
        ):
            # Bold at the head of a paragraph, or a note of the editor's in brackets.
            continue
        sentence = material.sentence_at(quoted.start)
        if sentence is not None:
            claim = _judge(
                material, focus, sentence, quoted.start, quoted.stop, quoted.outer, quoted.mark in "*_"
            )
            found += [claim] if claim else []
    for sentence in material.readable():
        found += find_hashtags(material, focus, sentence, spoken)
        found += find_bare(material, focus, sentence, found, spoken)
        found += find_title_runs(material, focus, sentence, spoken)
    return _best_of_each(found, focus.main)


def _on_display(material: Material, sentence: Sentence, opening: int) -> bool:
    """Words of a campaign or of posters, packs and screens before an offset."""
    shown = material.cues_in(sentence.start, opening, "campaign", ("noun", "launch", "launch_past", "run"))
    shown += material.cues_in(sentence.start, opening, "channels", ("out_of_home", "retail", "print", "tv"))
    return bool(shown)


_CHANNELS = ("tv", "cinema", "print", "radio", "out_of_home", "online", "social", "retail")


def _beside(material: Material, sentence: Sentence, opening: int, closing: int) -> Cue | None:
    """``a film of ninety seconds, "X"`` and ``"X", a film``: a word for the work in apposition."""
    text = material.text
    if _APPOSITION.match(text, closing):
        for cue in material.cues_in(closing, min(sentence.stop, closing + 34), "campaign", ("noun",)):
            if not _CUT.search(text, closing + 2, cue.start):
                return cue
    if text[:opening].rstrip()[-1:] in (",", "，", "、"):
        low = max(sentence.start, opening - 60)
        for cue in reversed(material.cues_in(low, opening, "campaign", ("noun",))):
            if not _CUT.search(text, cue.stop, len(text[:opening].rstrip()) - 1):
                return cue
    return None


_APPOSITION = re.compile(r"\s?[,，、]\s")
_CUT = re.compile(r"[,;:.!?，；：。]")


def _heads(material: Material, sentence: Sentence, focus: Focus, outer: tuple[int, int]) -> bool:
    """``Brand – "Title"`` on a line of its own."""
    line_end = material.text.find("\n", outer[1])
    rest = material.text[outer[1] : line_end if line_end >= 0 else len(material.text)].strip("*_# ")
    begin = material.text.rfind("\n", 0, outer[0]) + 1
    brands = material.mentions_in(begin, outer[0], ("brand", "company", "product"))
    return not rest and bool(brands) and outer[0] - begin <= 40 and sentence.kind != "headline"


def _is_said(material: Material, sentence: Sentence, opening: int, stop: int) -> bool:
    """A verb of speech right behind the closing mark, or before the opening one with nothing of a campaign between."""
    behind = material.cues_in(stop, min(sentence.stop, stop + 16), "speech", ("say",))
    named = material.cues_in(stop, min(sentence.stop, stop + 16), "claim", ("named",))
    if (behind or material.after(stop, "claim", "quotative_after")) and not named:
        return True
    ahead = material.cues_in(sentence.start, opening, "speech", ("say",))
    if not ahead:
        return False
    between = material.cues_in(ahead[-1].start, opening, "campaign", ("launch", "launch_past", "run", "noun"))
    between += [
        c
        for c in material.cues_in(ahead[-1].start, opening, "claim", ("announce", "named"))
        if opening - c.stop <= 3
    ]
    return not between


def _is_heading(material: Material, outer: tuple[int, int]) -> bool:
    """Bold type at the head of a paragraph: a question of an interview, the name of a section."""
    start = outer[0]
    while start > 0 and material.text[start - 1] in "*_":
        start -= 1
    head = start == 0 or material.text[start - 1] == "\n"
    rest = material.text[outer[1] : material.text.find("\n", outer[1])].strip("*_ ")
    return head and (start < outer[0] or not rest)


def _translation_ends(material: Material, closing: int) -> int:
    """Behind a bracket that only translates the text before it: ``"X" (auf Deutsch: "Y") heißt``."""
    match = _BRACKET.match(material.text, closing)
    return match.end() if match is not None else closing


def _translates(material: Material, opening: int) -> bool:
    """A quoted text in a bracket right behind another quoted text."""
    bracket = max(material.text.rfind(sign, max(0, opening - 24), opening) for sign in "(（")
    return bracket > 0 and any(0 <= bracket - q.outer[1] <= 1 for q in material.quoted)


_OWN_TRANSLATION = re.compile(r"(?<=[^\x00-\x7f])\s?[(（][^()（）]{3,60}[)）]$")
_BRACKET = re.compile(r"\s?[(（][^()（）]{3,80}[)）]")


def _key(value: str) -> str:
    return re.sub(r"\W+", "", value.casefold())


def _best_of_each(found: Sequence[Claim], main: str | None) -> list[Claim]:
    """One claim per text: the highest score, at the place where it was reached."""
    best: dict[str, Claim] = {}
    brands: dict[str, list[str]] = {}
    works = {_key(c.value) for c in found if "other_work" in c.why}
    for claim in found:
        if _key(claim.value) in works and "other_work" not in claim.why:
            # The same words were called a film or song elsewhere in the article.
            claim = replace(
                claim, score=claim.score - 2.0, why=f"{claim.why}; called another work elsewhere -2.0"
            )
        key = _key(claim.value)
        if claim.brand is not None:
            brands.setdefault(key, []).append(claim.brand)
        other = best.get(key)
        if other is None:
            best[key] = claim
        else:
            # Every further mention of the same words speaks for them.
            top = claim if claim.score > other.score else other
            best[key] = replace(top, score=max(claim.score, other.score) + 0.3)
    return sorted(
        (
            replace(c, brand=_owner(brands.get(key, []), main) or c.brand)
            for key, c in best.items()
            if c.score >= LIKELY
        ),
        key=lambda c: c.start,
    )


def _owner(brands: Sequence[str], main: str | None) -> str | None:
    """Whose words they are when they stand in several places: the article's main brand, else the first."""
    return main if main in brands else brands[0] if brands else None


def _judge(
    material: Material,
    focus: Focus,
    sentence: Sentence,
    start: int,
    stop: int,
    outer: tuple[int, int],
    emphasis: bool,
) -> Claim | None:
    opening, closing = outer[0], _translation_ends(material, outer[1])
    if bracket := _OWN_TRANSLATION.search(material.text, start, stop):
        # "X(With Both Hands)": the words in the bracket translate those before it.
        stop = bracket.start()
    value = clean(material.text[start:stop])
    words = n_words(material, value)
    if not value or words > MAX_WORDS + 4 or len(value) > MAX_CHARS or "\n" in value:
        return None
    score, why = 0.0, []

    def add(points: float, reason: str) -> None:
        nonlocal score
        score += points
        why.append(f"{reason} {points:+.1f}")

    before = material.cues_in(max(sentence.start, opening - 60), opening, "claim", ("announce", "named"))
    if before:
        cue = max(before, key=lambda c: (c.stop, c.stop - c.start))
        gap = opening - cue.stop
        between = material.text[cue.stop : opening]
        same_clause = not re.search(r"[;.!?]", between)
        comma = "," in between and gap > 6
        points = 3.0 if gap <= 4 else 2.6 if gap <= 25 and not comma else 1.4 if same_clause else 0.0
        if cue.kind == "named" and gap > 14 and ":" not in between:
            points = 0.0
        if points:
            add(points, cue.why)
    if material.cues_in(max(sentence.start, opening - 14), opening, "campaign", ("first", "second")):
        add(1.2, "one of several")
    after = material.cues_in(closing, min(sentence.stop, closing + 34), "claim", ("named", "announce"))
    if after:
        cue = after[0]
        near = cue.start - closing <= (3 if material.language in ("ja", "ko", "zh") else 16)
        if near or (cue.kind == "named" and cue.start - closing <= 22):
            add(2.6 if cue.kind == "named" or near else 1.5, cue.why)
    nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
    nouns = [n for n in nouns if n.stop <= opening or n.start >= closing]
    if nouns:
        close = min(min(abs(opening - n.stop), abs(n.start - closing)) for n in nouns)
        titled = not before and any(0 <= opening - n.stop <= 1 for n in nouns)
        add(2.2 if titled else 1.4 if close <= 14 else 0.6, nouns[0].why)
    verbs = material.cues_in(
        closing, min(sentence.stop, closing + 34), "campaign", ("launch", "run", "launch_past")
    )
    if verbs:
        shown = material.text[closing : closing + 1] in ("を", "이", "가", "을", "를") and not before
        add(1.9 if shown else 1.4, verbs[0].why)
    elif right_before := material.cues_in(
        max(sentence.start, opening - 18), opening, "campaign", ("launch", "launch_past", "run")
    ):
        add(1.2, f"{right_before[-1].why} right before")
    elif verbs_ahead := material.cues_in(
        sentence.start, opening, "campaign", ("launch", "launch_past", "run")
    ):
        same = not re.search(r"[;:.!?；：。]", material.text[verbs_ahead[-1].stop : opening])
        add(1.0 if same else 0.4, f"{verbs_ahead[-1].why} before")
    elif material.cues_in(closing, sentence.stop, "campaign", ("launch", "launch_past", "run")):
        add(0.4, "a campaign verb in the sentence")
    content = material.cues_in(closing, min(sentence.stop, closing + 26), "claim", ("content",))
    if content and not verbs:
        add(1.0, content[0].why)
    earlier = material.sentences[sentence.index - 1] if sentence.index else None
    if (
        earlier is not None
        and earlier.paragraph == sentence.paragraph
        and opening <= sentence.start + 1
        and material.cues_in(earlier.start, earlier.stop, "campaign", ("noun",))
    ):
        add(0.6, "the sentence before speaks of the campaign")
    if material.before(opening, "claim", "weak_before"):
        add(0.5, "a preposition that introduces titles")
    ahead = material.text[max(sentence.start, opening - 3) : opening].rstrip()
    signs = (":", "：", "には", "에는") if material.language in ("ja", "ko") else (":", "：")
    if ahead.endswith(signs) and not before and _on_display(material, sentence, opening):
        add(1.3, "behind a colon and a place of advertising")
    if focus.subjects[sentence.index]:
        add(0.4, "the sentence names a brand")
    if opening <= sentence.start + 1 and sentence.kind != "headline":
        add(0.5, "opens the sentence")
    if beside := _beside(material, sentence, opening, closing):
        add(1.0, f"{beside.why} in apposition")
    if material.cues_in(sentence.start, sentence.stop, "channels", _CHANNELS):
        add(0.4, "the sentence names channels")
    if _heads(material, sentence, focus, outer):
        add(1.6, "a brand and a title head the section")
    if emphasis:
        add(0.3, "set apart by emphasis")
    if value[0].islower():
        add(-1.2 if words > 2 else -3.0, "begins small")
    elif 2 <= words <= 8:
        add(0.5, "reads like a title")
    following = (
        material.sentences[sentence.index + 1] if sentence.index + 1 < len(material.sentences) else None
    )
    if (
        following is not None
        and not nouns
        and following.paragraph == sentence.paragraph
        and material.cues_in(
            following.start, min(following.stop, following.start + 40), "campaign", ("noun",)
        )
    ):
        add(0.5, "the next sentence speaks of the campaign")
    if material.cues_in(start, stop, "claim", ("product_word",)):
        add(-1.5, "the name of a product")
    if words == 1 and not value.startswith("#") and material.language not in NO_BLANKS:
        add(-1.3, "a single word")
    if words > MAX_WORDS:
        add(-2.0, "too long")
    if closing == outer[1] and _translates(material, opening):
        add(-2.0, "a translation in brackets")
    score += _against(material, sentence, start, stop, opening, why)
    if score < LIKELY - 0.3 and "other_work" not in " ".join(why):
        return None
    brand = brand_at(material, focus, opening)
    return Claim(
        start,
        start + len(material.text[start:stop].rstrip(",.;:，。")),
        value,
        score,
        "; ".join(why),
        brand,
        sentence.index,
    )


def _against(
    material: Material, sentence: Sentence, start: int, stop: int, opening: int, why: list[str]
) -> float:
    """What speaks against a claim: names of media and people, other works, mottos of the Games, former claims."""
    points = 0.0
    ahead = max(sentence.start, opening - 34)
    nouns = material.cues_in(ahead, opening, "campaign", ("noun",))
    for kind, weight in (("other_work", -2.5), ("games_motto", -3.0)):
        cues = [
            cue
            for cue in material.cues_in(ahead, opening, "claim", (kind,))
            if not any(n.start <= cue.start < cue.stop <= n.stop and n[:2] != cue[:2] for n in nouns)
        ]
        if cues:
            points += weight
            why.append(f"{cues[0].why} {weight:+.1f}")
    former = material.cues_in(max(sentence.start, opening - 44), opening, "campaign", ("former",))
    if former:
        # "The previous one was called ..." says it of the claim itself.
        named = material.cues_in(former[-1].start, opening, "claim", ("announce", "named"))
        weight = 3.8 if named and named[0].start - former[-1].stop <= 16 else 1.8
        points -= weight
        why.append(f"{former[0].why} {-weight}")
    status = material.cues_in(stop, min(sentence.stop, stop + 14), "claim", ("status_word",))
    if status and status[0].start - stop <= 6:
        points -= 3.0
        why.append(f"{status[0].why} -3.0")
    if _is_said(material, sentence, opening, stop):
        points -= 1.5
        why.append("somebody says it -1.5")
    after = material.text[stop + 1 : stop + 3]
    if after[:1] in "-‐" and after[1:].isalpha():
        points -= 2.5
        why.append("part of a compound -2.5")
    for mention in material.mentions:
        if mention.span.start > stop:
            break
        inside = start <= mention.span.start and mention.span.stop <= stop
        if (
            inside
            and mention.span.stop - mention.span.start >= 0.8 * (stop - start)
            and mention.type != "claim"
        ):
            points -= 4.0
            why.append(f"the name of {mention.type} {mention.entity_id} -4.0")
            break
        if mention.type == "person" and mention.span.start < start and stop < mention.span.stop:
            points -= 4.0
            why.append("part of a person's name -4.0")
            break
    return points
