"""What speaks for a person being heard for the sponsor, its agency or the rights holder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.facts.campaigns import Case
from extractors.records import Mention
from extractors.sentences import Sentence
from extractors.writing import NO_BLANKS

DECISION = "spokespersons"
"""File of config/knowledge/weights."""
_BESIDE = 45
"""Code points between a name and a word of office that may be the person's."""
_JOINED = 60
_VERB = 26
_FAR = 70
_HOUSES = ("brand", "company", "organisation", "agency", "medium")
_SAID = ("say", "call", "expects", "impersonal", "say_that", "thinks", "announce")
_SOURCES = (
    "according_before",
    "source_before",
    "weak_before",
    "according_after",
    "source_after",
    "so_before",
)
_STOPS = ".!?;。！？；"


@dataclass(frozen=True, slots=True)
class Person:
    """All that an article has of one person: the mentions in order, and how often they are heard."""

    entity_id: str
    mentions: tuple[Mention, ...]
    direct: int
    reported: int
    answers: int


def people_of(case: Case) -> list[Person]:
    """Everybody the running text names, in order."""
    material = case.material
    direct = [s.speaker.id for s in case.speeches if s.speaker]
    reported = [r.speaker.id for r in case.reports if r.speaker]
    answers = [a.speaker.id for a in case.answers if a.speaker]
    named: dict[str, list[Mention]] = {}
    for mention in material.mentions:
        if mention.type == "person" and mention.kind != "nested":
            named.setdefault(mention.entity_id, []).append(mention)
    return [
        Person(key, tuple(found), direct.count(key), reported.count(key), answers.count(key))
        for key, found in named.items()
    ]


def introduction(person: Person) -> Mention:
    """The mention that gives the role, else the first."""
    return next((m for m in person.mentions if m.role), person.mentions[0])


def signs_of(case: Case, person: Person, everybody: Sequence[Person], ruled: bool) -> dict[str, float]:
    """Signs of one person, each 0 or 1; ``ruled`` is what the rules make of office and house."""
    names = ["rule.speaks_for"] if ruled else []
    names += [f"heard.{kind}" for kind in ("direct", "reported", "answers") if getattr(person, kind)]
    heard = bool(person.direct or person.reported or person.answers)
    names.append("heard" if heard else "silent")
    if heard and ruled:
        names.append("heard_and_rule")
    if person.direct + person.reported > 1:
        names.append("heard.twice")
    if not heard and any(p.direct or p.reported for p in everybody if p is not person):
        names.append("silent.others_heard")
    if len(everybody) == 1:
        names.append("people.only_one")
    names.append("mentions.several" if len(person.mentions) > 1 else "mentions.one")
    for mention in person.mentions:
        sentence = case.material.sentence_at(mention.span.start)
        if sentence is None:
            continue
        if sentence.kind == "headline":
            names.append("place.headline")
            continue
        names += [f"speech.{name}" for name in _speech(case, mention, sentence)]
        names += [f"beside.{name}" for name in _beside(case, mention, sentence)]
    role = introduction(person).role
    names.append("role.known" if role else "role.unknown")
    names += [f"office.{name}" for name in dict.fromkeys(_offices(case, person))]
    if "office.corporate" in names and heard:
        names.append("office.corporate_heard")
    if "office.outside" in names and "office.corporate" not in names:
        names.append("office.only_outside")
    return dict.fromkeys(names, 1.0)


def _speech(case: Case, mention: Mention, sentence: Sentence) -> Iterable[str]:
    """Verbs of speech, sources and quotations around a name."""
    material, text = case.material, case.material.text
    start, stop = mention.span.start, mention.span.stop
    low, high = max(sentence.start, start - _FAR), min(sentence.stop, stop + _FAR)
    for cue in material.cues_in(low, high, "speech"):
        if start <= cue.start < stop or case.in_speech(cue.start):
            continue
        gap = start - cue.stop if cue.stop <= start else cue.start - stop
        side = "before" if cue.stop <= start else "behind"
        kind = "said" if cue.kind in _SAID else "source" if cue.kind in _SOURCES else None
        if kind:
            yield f"{kind}_{side}_{'at' if gap <= 3 else 'close' if gap <= _VERB else 'far'}"
        elif cue.kind == "subjunctive":
            yield "subjunctive"
    if material.cues_in(low, high, "status", ("negation",)):
        yield "negation"
    if any(
        p.search(material.lowered, low, high) for p in material.tools.patterns("speech", "declined_patterns")
    ):
        yield "declined"
    for quoted in material.quoted:
        if sentence.start <= quoted.start and quoted.stop <= sentence.stop:
            if 0 <= start - quoted.outer[1] <= _FAR:
                yield "quotation_ahead"
            elif 0 <= quoted.outer[0] - stop <= _FAR:
                yield "quotation_behind"
    following = _next(case, sentence)
    if following is not None:
        if material.cues_in(following.start, following.stop, "speech", ("say",)):
            yield "said_next"
        if any(following.start <= q.start < following.start + 3 for q in material.quoted):
            yield "quotation_next"
    ahead, rest = text[sentence.start : start], text[stop : sentence.stop].strip(" .。")
    if not ahead.strip():
        yield "opens_sentence"
    if not rest:
        yield "closes_sentence"
        if "," in ahead[-_FAR:] or "，" in ahead[-_FAR:]:
            yield "closes_behind_comma"


def _next(case: Case, sentence: Sentence) -> Sentence | None:
    after = sentence.index + 1
    sentences = case.material.sentences
    if after < len(sentences) and sentences[after].paragraph == sentence.paragraph:
        return sentences[after]
    return None


def _beside(case: Case, mention: Mention, sentence: Sentence) -> Iterable[str]:
    """Houses in the same clause, and whether they are the sponsor's."""
    material = case.material
    start, stop = mention.span.start, mention.span.stop
    brands = {campaign.brand for campaign in case.campaigns}
    low, high = max(sentence.start, start - _FAR), min(sentence.stop, stop + _FAR)
    for house in material.mentions_in(low, high):
        if (
            house.type not in _HOUSES
            or (start <= house.span.start < stop)
            or case.in_speech(house.span.start)
        ):
            continue
        behind = house.span.start >= stop
        between = material.text[stop : house.span.start] if behind else material.text[house.span.stop : start]
        bare = between.replace(mention.role, "") if mention.role else between
        if any(sign in bare for sign in _STOPS):
            continue
        kind: str = house.type
        if kind in ("brand", "company"):
            kind = "sponsor" if case.focus.brand_of(house) in brands else "other_brand"
        yield f"{kind}_{'joined' if len(bare) <= 12 else 'close' if len(bare) <= _JOINED - 20 else 'far'}"
    if material.cues_in(low, high, "speech", ("house_noun", "body_noun")):
        yield "house_noun"
    if material.cues_in(low, high, "campaign", ("noun",)):
        yield "campaign_noun"
    if material.mentions_in(low, high, ("event",)):
        yield "games"


def _offices(case: Case, person: Person) -> Iterable[str]:
    """Kinds of the words of office that belong to a person: in the role, else close to the name."""
    material = case.material
    role = (introduction(person).role or "").lower()
    for mention in person.mentions:
        sentence = material.sentence_at(mention.span.start)
        if sentence is None:
            continue
        start, stop = mention.span.start, mention.span.stop
        reach = _BESIDE if material.language not in NO_BLANKS else _BESIDE // 2
        low, high = max(sentence.start, start - reach), min(sentence.stop, stop + reach)
        for cue in material.cues_in(low, high, "spokespeople"):
            if start <= cue.start < stop or case.in_speech(cue.start):
                continue
            word = material.lowered[cue.start : cue.stop]
            yield f"{cue.kind}_in_role" if word in role else f"{cue.kind}_near"
            yield cue.kind
