"""Who the subject of a verb of speech is: a name, a role with its name, a noun that leads back to somebody."""

from __future__ import annotations

from extractors.cues import Cue
from extractors.material import Material
from extractors.reports import INSET, is_relative
from extractors.sentences import Sentence
from extractors.speakers import (
    PRO_DROP,
    Speaker,
    as_speaker,
    find_speaker,
    has_pronoun,
    last_voice,
    named_again,
)


def subject_of(material: Material, sentence: Sentence, verb: Cue, start: int) -> Speaker | None:
    """Who the subject of a verb of speech is."""
    speaker = named_again(material, sentence.start, verb.start) or named_again(
        material, verb.stop, start, behind=True
    )
    if speaker is not None:
        return speaker
    speaker = find_speaker(material, sentence.start, verb.start, verb.start)
    pronoun = has_pronoun(material, max(sentence.start, verb.start - 10), min(sentence.stop, verb.stop + 8))
    if speaker is not None and pronoun and verb.start - speaker.start > 30:
        return last_voice(material, sentence.start) or speaker
    if speaker is None or not speaker.is_person:
        behind = find_speaker(material, verb.stop, start, verb.stop)
        speaker = behind if speaker is None or (behind is not None and behind.is_person) else speaker
    if verb.kind == "impersonal":
        return speaker or last_voice(material, sentence.stop, people_only=False)
    if speaker is None and pronoun:
        return last_voice(material, sentence.start)
    if speaker is None and material.language in PRO_DROP and _no_subject(material, sentence, verb):
        return last_voice(material, verb.start)
    return speaker or _noun_phrase(material, sentence, verb)


def _no_subject(material: Material, sentence: Sentence, verb: Cue) -> bool:
    """The verb opens its sentence or stands right behind a comma or a conjunction."""
    ahead = material.lowered[sentence.start : verb.start].rstrip()
    if len(ahead) <= 12 or ahead.endswith(","):
        return True
    low = max(sentence.start, verb.start - 8)
    patterns = material.tools.patterns("speech", "joint_patterns")
    return any(m.end() == verb.start for p in patterns for m in p.finditer(material.lowered, low, verb.start))


def subject_right_before(material: Material, sentence: Sentence, verb: Cue) -> bool:
    """A person stands right before the verb: ``spokesman X calls the rival fair``; a pronoun may, if X expects it."""
    if verb.kind == "expects" and has_pronoun(material, max(sentence.start, verb.start - 6), verb.start):
        return True
    people = material.mentions_in(max(sentence.start, verb.start - 70), verb.start, ("person",))
    if not people:
        return False
    between = material.text[people[-1].span.stop : verb.start].strip()
    return between in ("", ",") or (between[0] == "," and is_relative(material, between[1:]))


def _noun_phrase(material: Material, sentence: Sentence, verb: Cue) -> Speaker | None:
    """A short subject that opens the sentence and is no known name: ``The ministry said``."""
    start = next(
        (
            m.end()
            for p in material.tools.patterns("speech", "as_patterns")
            if (m := p.match(material.lowered, sentence.start))
        ),
        sentence.start,
    )
    piece = material.text[start : verb.start].strip()
    words = piece.split()
    if not 2 <= len(words) <= 6 or any(sign in piece for sign in ',;:"„“«‘'):
        return None
    determined = any(p.match(piece.lower()) for p in material.tools.patterns("speech", "object_patterns"))
    named = sum(word[0].isupper() for word in words) >= 3 and words[-1][0].isupper()
    if not (determined or named):
        return None
    if determined and material.language == "de":
        # Nouns have capitals: "das Unternehmen weiter" is the house and an adverb.
        words = words[:1] + [word for word in words[1:] if word[0].isupper()]
    return Speaker(" ".join(words[1:] if determined else words), None, None, sentence.start, False)


def name_of_role(material: Material, start: int, comma: int) -> tuple[Speaker, int] | None:
    """``says its manager, X``: the person whose role ``start:comma`` names, and where the name ends."""
    if not material.cues_in(start, comma, "spokespeople") or material.mentions_in(start, comma, ("person",)):
        return None
    for mention in material.mentions_in(comma, comma + INSET, ("person",)):
        if mention.span.start <= comma + 2:
            return as_speaker(mention, material), mention.span.stop
    return None


def plain_noun(material: Material, comma: int, cue: Cue, following: int) -> Speaker | None:
    """``, the insurer said``: article and noun beside the verb, known to nobody."""
    ahead = material.text[comma + 1 : cue.start].strip()
    behind = material.text[cue.stop : following].strip()
    definite = material.tools.words("speech", "definite_before")
    verb_first = material.language in PRO_DROP or material.language == "fr"
    for piece in (ahead,) if verb_first else (ahead, behind):
        words = piece.split()
        if 2 <= len(words) <= 4 and words[0].lower() in definite:
            return Speaker(" ".join(words[1:]), None, None, comma, False)
    return None
