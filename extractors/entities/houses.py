"""Agencies, media and brands that no knowledge file names, announced by a cue: "Kreativagentur X", "created by X", "le quotidien X"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.entities.boundaries import HAN, HANGUL, KATAKANA, WORD, script_of, slug
from extractors.entities.context import first_spans
from extractors.entities.credit_clauses import CreditClauses
from extractors.entities.house_words import JOINS, NAME, HouseWords
from extractors.entities.lexicon import Hit
from extractors.entities.taken import Taken


@dataclass(frozen=True, slots=True)
class FoundHouse:
    """An agency or medium named at ``start:stop``; ``parent_id`` is the network of an office."""

    start: int
    stop: int
    type: str
    name: str
    parent_id: str | None
    why: str

    @property
    def entity_id(self) -> str:
        return f"{self.type}:{slug(self.name)}"


_TRADES = frozenset({("descriptors", "heads"), ("descriptors", "heads_end"), ("descriptors", "sponsor")})


_QUOTED = re.compile(r"[\"„“«‚'「『](?P<name>[^\"\n“”„«»‚'「」『』]{2,30})[\"“”»'」』]")
_CREDIT = re.compile(
    r"[ ]?[:：][ ]?(?P<name>[^\s,;:()\n、。，；][^,;:()\n、。，；|／]{0,40}?)(?=[ ]?[,;)\n、。，；|／]|\.(?:\s|$)|$)"
)
# Hiragana is grammar: a run with it in it is a phrase unless quote marks hold it together.
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
# Letters of one script that lead up to the ending of a name; Chinese runs begin behind a sign or a small word.
_JOINED_RUN = re.compile(
    r"(?:(?<![가-힣A-Za-z])[가-힣A-Za-z&]{2,12}"
    r"|(?<![\u4e00-\u9fff々ァ-ヺー・])[\u4e00-\u9fffァ-ヺー・々A-Za-z]{2,12}"
    r"|(?<=[由归给是与和为])[\u4e00-\u9fff]{2,8})\Z"
)
# Behind a topic particle a quotation is speech, behind a possessive it is a name.
_JOINED_QUOTE = re.compile(r"[の、：:]{0,2}[「『“](?P<name>[^\n「」『』“”]{2,30})[」』”]")
_ADJECTIVE = re.compile(r"(?:(?:la|le|el|il|lo|a|o)[ ]|l['’])?[a-zß-ÿ-]{5,}[ ]")
_GAP = re.compile(r",?[ ]")
_OWNER = re.compile(r"\w['’]s$")


def find_unknown_houses(
    text: str, hits: Sequence[Hit], words: HouseWords, taken: Taken, clauses: CreditClauses | None = None
) -> list[FoundHouse]:
    """Every house a cue of ``words`` announces, with every further place of its name."""
    found = _in_phrases(text, words, taken)
    campaign = _Campaign(text, words)
    for hit in hits:
        cues = [kind for subject, kind in hit.surface.cues if subject == words.subject]
        if words.by_trade and (hit.surface.describes or _TRADES & set(hit.surface.cues)):
            cues.append("before")
        for kind in cues:
            house = _announced(text, hit, kind, words, taken, campaign)
            if house is not None and _apart(house.start, house.stop, found):
                found.append(house)
    if clauses is not None and campaign.spoken_of():
        found += _in_clauses(text, words, taken, clauses, found)
    return _again(text, found, taken)


def _in_phrases(text: str, words: HouseWords, taken: Taken) -> list[FoundHouse]:
    found: list[FoundHouse] = []
    for start, stop, quoted, why in words.phrases.find(text):
        name = text[start:stop]
        if not quoted and any(word in name for word in words.not_joined):
            continue
        house = _judge(text, start, stop, why, words, taken, marked_off=True)
        if house is not None and _apart(house.start, house.stop, found):
            found.append(house)
    return found


def _in_clauses(
    text: str, words: HouseWords, taken: Taken, clauses: CreditClauses, known: Sequence[FoundHouse]
) -> list[FoundHouse]:
    found: list[FoundHouse] = []
    for start, stop, why in clauses.find(text):
        span = _trim(text, start, stop, words)
        house = _judge(text, *span, why, words, taken, marked_off=False) if span is not None else None
        if house is not None and span == (start, stop) and _apart(house.start, house.stop, [*known, *found]):
            found.append(house)
    return found


def _announced(
    text: str, hit: Hit, kind: str, words: HouseWords, taken: Taken, campaign: _Campaign
) -> FoundHouse | None:
    cue = hit.surface.text
    if words.strong and not any(part in cue for part in words.strong) and not campaign.beside(hit):
        return None
    if kind == "name_ends":
        run = _JOINED_RUN.search(text, max(0, hit.start - 14), hit.start)
        if run is None or any(word in run.group() for word in words.not_joined):
            return None
        return _judge(text, run.start(), hit.stop, f'name ending in "{cue}"', words, taken, marked_off=True)
    if kind == "colon":
        credit = _CREDIT.match(text, hit.stop)
        if credit is None:
            return None
        return _judge(text, *credit.span("name"), f'credit "{cue}:"', words, taken, marked_off=True)
    if kind == "acts":
        return _acting(text, hit, words, taken)
    if kind == "before" and _is_other_kind(text, hit.start, words):
        return None
    if words.by_trade and not words.nouns_capitalised and _inside_a_name(text, hit):
        return None
    if kind == "by" and words.nouns_capitalised and " " not in cue and _describes_a_thing(text, hit, words):
        return None
    behind = _behind_cue(text, hit, kind, words, taken)
    if behind is not None or kind != "before" or words.by_trade:
        return behind
    match = words.apposition.search(text, max(0, hit.start - 90), hit.start)
    if match is None:
        return None
    start, stop = match.span("name")
    span = _trim(text, start, stop, words)
    if span is None or span[1] != stop:
        return None
    return _judge(text, start, stop, f'cue "{cue}" behind the name', words, taken, marked_off=False)


_ACTOR = re.compile(rf"(?:^|[.,;:!?…“”»\"\n)–—-][ ]?|(?<=\n)|[ ])(?P<name>{NAME.pattern})[ ]$")


def _acting(text: str, hit: Hit, words: HouseWords, taken: Taken) -> FoundHouse | None:
    """The house in front of what only an agency does: "<name> planned the media"."""
    match = _ACTOR.search(text, max(0, hit.start - 60), hit.start)
    if match is None:
        return None
    span = _trim(text, *match.span("name"), words)
    if span is None or span[1] != hit.start - 1:
        return None
    name = text[span[0] : span[1]]
    first, _, rest = name.partition(" ")
    if first in words.stops and len(first) <= 3 and rest:
        # Languages that put an article before names: "A <name> levou a conta".
        span = (span[0] + len(first) + 1, span[1])
        name = rest
        first = name.split()[0]
    # A capital that only opens the sentence proves no name.
    if " " not in name and re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text):
        return None
    if first in words.stops:
        return None
    why = f'does what agencies do: "{hit.surface.text}"'
    return _judge(text, *span, why, words, taken, marked_off=False)


def _behind_cue(text: str, hit: Hit, kind: str, words: HouseWords, taken: Taken) -> FoundHouse | None:
    """The house whose name follows the cue."""
    cue = hit.surface.text
    why = f'cue "{cue}" before the name'
    if words.joined is not None and script_of(cue[-1]) in (HAN, KATAKANA, HANGUL):
        quoted = _JOINED_QUOTE.match(text, hit.stop)
        match = quoted if quoted is not None else words.joined.match(text, hit.stop)
        if quoted is None and match is not None and _HIRAGANA.search(match.group("name")):
            return None
        if match is None or any(word in match.group("name") for word in words.not_joined):
            return None
        return _judge(text, *match.span("name"), why, words, taken, marked_off=True)
    gap = _GAP.match(text, hit.stop)
    if gap is None:
        return None
    quoted = _QUOTED.match(text, gap.end())
    if quoted is None and kind == "quoted":
        return None
    if quoted is not None:
        if kind not in ("before", "quoted"):
            return None
        return _judge(text, *quoted.span("name"), why, words, taken, marked_off=True)
    match = NAME.match(text, gap.end())
    if match is None and words.adjectives_behind:
        adjective = _ADJECTIVE.match(text, gap.end())
        match = NAME.match(text, adjective.end()) if adjective is not None else None
    span = _trim(text, *match.span(), words) if match is not None else None
    if span is None and kind == "before" and words.copula is not None:
        span = _end_of_clause(text, hit.stop, words.copula, words)
    if span is None:
        return None
    name = text[span[0] : span[1]]
    has_mark = any(part in words.marks for part in name.split())
    if gap.group().startswith(",") and not (has_mark and text[span[1] : span[1] + 1] in (",", ".")):
        return None
    if not has_mark and (kind == "does" or (kind == "by" and not _looks_made_up(name, words))):
        return None
    if cue[0].isupper() and words.adjectives_behind and (words.by_trade or cue in words.marks):
        # "Studio Bémol": a capital inside the sentence makes the trade part of the name.
        span = (hit.start, span[1])
    return _judge(text, *span, why, words, taken, marked_off=False)


class _Campaign:
    """Whether an article speaks of a campaign besides one cue; looked up once and only when a weak cue asks."""

    def __init__(self, text: str, words: HouseWords) -> None:
        self._text, self._words = text, words
        self._spans: list[tuple[int, int]] | None = None

    def beside(self, hit: Hit) -> bool:
        """Whether a campaign word stands outside the cue."""
        return any(stop <= hit.start or hit.stop <= start for start, stop in self._found())

    def spoken_of(self) -> bool:
        """Whether any campaign word stands in the article."""
        return bool(self._found())

    def _found(self) -> list[tuple[int, int]]:
        if self._spans is None:
            self._spans = first_spans(self._words.context, self._text.casefold(), _ENOUGH)
        return self._spans


# One cue covers at most a few of the words that may be found first.
_ENOUGH = 12
_MOST_WORDS = 3


def _is_other_kind(text: str, start: int, words: HouseWords) -> bool:
    """Whether the cue is the end of a longer word or follows one that makes it another trade ("news agency")."""
    if start and (
        text[start - 1] == "-" or script_of(text[start - 1]) == script_of(text[start]) in (HANGUL, KATAKANA)
    ):
        return True
    before = re.search(r"([\w-]+) $", text[max(0, start - 30) : start])
    return before is not None and before.group(1).casefold() in words.not_after


def _inside_a_name(text: str, hit: Hit) -> bool:
    """Whether the cue carries a capital that no sentence's start explains ("Ameris Bank Amphitheatre")."""
    if not text[hit.start].isupper():
        return False
    return re.search(r"[\w&'’|)-][ ]$", text[max(0, hit.start - 3) : hit.start]) is not None


def _describes_a_thing(text: str, hit: Hit, words: HouseWords) -> bool:
    """Whether a verb of one word is a participle in front of a noun ("die neu gestaltete Front"), not who did it."""
    before = text[max(0, hit.start - 80) : hit.start]
    if words.passive is not None and words.passive.search(before):
        return True
    word = re.search(r"(\w+)[ ]$", before)
    return word is None or word.group(1).islower()


def _trim(text: str, start: int, stop: int, words: HouseWords) -> tuple[int, int] | None:
    """Cut the name before the first word that is no part of a name; an article may open it."""
    end, before = start, ""
    for found in re.finditer(r"\S+", text[start:stop]):
        word = found.group()
        if _stops(word, words) and before not in ("&", "+") and not (found.start() == 0 and len(word) <= 3):
            break
        before = word
        if word[:1].isupper() or word[:1].isdigit() or any(char.isupper() for char in word):
            end = start + found.end()
        if _OWNER.search(word) and found.end() < stop - start:
            end = min(end, start + found.end() - 2)
            break
    name = text[start:end]
    if end == start or name in words.stops:
        return None
    return start, end


def _end_of_clause(
    text: str, place: int, copula: re.Pattern[str], words: HouseWords
) -> tuple[int, int] | None:
    """The capitalised words that end the clause behind a cue and its verb."""
    clause = copula.match(text, place)
    if clause is None:
        return None
    start, stop = clause.span("clause")
    begin = stop
    for token in reversed(list(re.finditer(r"\S+", text[start:stop]))):
        word = token.group()
        if begin < stop and JOINS.fullmatch(word):
            continue
        if not (word[:1].isupper() or word[:1].isdigit() or word in ("&", "+")) or _stops(word, words):
            break
        begin = start + token.start()
    return (begin, stop) if begin < stop else None


def _stops(word: str, words: HouseWords) -> bool:
    return word in words.stops and word not in words.marks


def _looks_made_up(name: str, words: HouseWords) -> bool:
    """Whether a weak cue may trust the name: signs in it, one word that is no given name or place, or one with a place."""
    parts = name.split()
    if any(char in name for char in "&+/") or any(char.isdigit() for char in name):
        return True
    if parts[0] in words.given or name in words.places:
        return False
    return len(name) > 2 and len(parts) <= _MOST_WORDS


def _judge(
    text: str, start: int, stop: int, why: str, words: HouseWords, taken: Taken, *, marked_off: bool
) -> FoundHouse | None:
    name = text[start:stop].rstrip(".,")
    stop = start + len(name)
    parts = name.split()
    if len(name) < 2 or len(parts) > 5 or taken.clash(start, stop) is not None:
        return None
    if parts[0] in words.given and not any(part in words.marks for part in parts):
        return None
    if (
        name in words.stops
        or name in words.places
        or name.removesuffix("s") in words.places
        or name.isdigit()
        or (not marked_off and name.islower())
    ):
        return None
    signed = words.joined is not None or any(sign in name for sign in "&+")
    if marked_off and name.islower() and len(parts) > 1 and not signed:
        return None
    return FoundHouse(start, stop, words.type, name, None, why)


def _apart(start: int, stop: int, found: Sequence[FoundHouse]) -> bool:
    return all(stop <= other.start or other.stop <= start for other in found)


def _again(text: str, found: list[FoundHouse], taken: Taken) -> list[FoundHouse]:
    every = list(found)
    for house in {house.name: house for house in reversed(found)}.values():
        at = text.find(house.name)
        while at >= 0:
            stop = at + len(house.name)
            clean = (at == 0 or script_of(text[at - 1]) != WORD) and (
                stop == len(text) or script_of(text[stop]) != WORD
            )
            if clean and _apart(at, stop, every) and taken.clash(at, stop) is None:
                every.append(replace(house, start=at, stop=stop, why=f'"{house.name}" again'))
            at = text.find(house.name, stop)
    return sorted(every, key=lambda item: item.start)
