"""Unknown people in Japanese, Korean and Chinese: names written onto or beside roles, honorifics and verbs of speech."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from config.weights import Weights
from extractors.entities.lexicon import Hit
from extractors.entities.names_joined import DECISION, Around, JoinedWords, accepted, joined_words
from extractors.entities.people import FoundPerson
from extractors.entities.taken import Taken

_KATAKANA_NAME = r"[ァ-ヺー]{2,}(?:[・＝=][ァ-ヺー]{2,}){1,3}"
_HAN = r"[\u4e00-\u9fff々]"
_HIRAGANA_GIVEN = r"(?![ぁ-ん]*(?:する|した|して|いう|から|まで|など|ある|なる|ない|れる|れた|よる|める|えた|った|ての|たち|ため|つき|ごと|さん|では|には|での|との|への|とは|のは|にも|でも|ような|らしい)(?![ぁ-ん]))[ぁ-ん]{2,4}(?![ぁ-ん])"
"""A given name in hiragana: no ending of a verb, no particle."""
_BESIDE = 9
_LATIN_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"


@dataclass(frozen=True, slots=True)
class ScriptWords:
    """What the finder knows of one of the three languages; patterns take the name as group ``name``."""

    behind_name: re.Pattern[str]
    """A name that ends where a role or honorific begins."""
    after_role: re.Pattern[str]
    """A name that begins behind a role."""
    with_honorific: re.Pattern[str]
    not_names: tuple[str, ...]
    roles: tuple[str, ...]
    joined: JoinedWords


def script_words(
    language: str, people: Mapping[str, tuple[str, ...]], weights: Mapping[str, Weights]
) -> ScriptWords | None:
    """Compile the cue words of ``language``; None for other languages."""
    honorific = _alternation(people.get("honorifics", ()))
    said = _alternation(people.get("said", ()))
    surname = _alternation(people.get("surnames", ()))
    if language == "ja":
        behind, after, free = _japanese(honorific, said)
    elif language == "ko":
        behind, after, free = _korean(honorific, surname, _alternation(people.get("given", ())))
    elif language == "zh":
        behind, after, free = _chinese(honorific, said, surname)
    else:
        return None
    return ScriptWords(
        behind_name=re.compile(behind),
        after_role=re.compile(after),
        with_honorific=re.compile(free),
        not_names=people.get("not_names", ()),
        roles=tuple(sorted(people.get("role", ()), key=len, reverse=True)),
        joined=joined_words(language, people, weights.get(DECISION)),
    )


def _japanese(honorific: str, said: str) -> tuple[str, str, str]:
    """Patterns for a name before a role, behind a role, and before an honorific."""
    given = rf"(?<!{_HAN}){_HAN}{{2,3}}(?:{_HIRAGANA_GIVEN}|[ぁ-ん]{{1,2}}[子乃美代香])"
    mixed = rf"{_HAN}{{1,4}}[ァ-ヺー]{{1,5}}|{given}|{_HAN}{{2,5}}?"
    spaced = rf"(?<!{_HAN}){_HAN}{{1,4}}[ 　]{_HAN}{{1,4}}"
    name_here = rf"{_KATAKANA_NAME}|{_LATIN_NAME}|{spaced}|{mixed}"
    behind = rf"(?P<name>{name_here})(?:{honorific})?[ 　]?(?:[（(][^（）()]{{0,14}}|・[ァ-ヺー\u4e00-\u9fffA-Za-z]{{2,12}})?$"
    title = r"(?:の|・|、|，|,|である|を務める|\s|（[^）]{1,12}）|\([^)]{1,12}\))*"
    speech = rf"(?=(?:は|も|が)[^。\n]{{0,40}}(?:{said}))"
    name = rf"(?P<name>{_KATAKANA_NAME}|{_LATIN_NAME}|{_HAN}{{1,4}}[ 　]?(?:{_HAN}|[ぁ-んァ-ヺー]){{1,4}})"
    speaker = rf"(?P<speaker>{_KATAKANA_NAME}|{_HAN}{{2,4}}[ァ-ヺー]{{0,5}})"
    after = rf"{title}(?:{name}(?:{honorific})|{speaker}{speech})"
    free = rf"(?P<name>{_KATAKANA_NAME}|{_LATIN_NAME}|{spaced}|(?<!{_HAN})(?:{mixed}))(?:{honorific})"
    return behind, after, free


def _korean(honorific: str, surname: str, given: str) -> tuple[str, str, str]:
    name = rf"(?:{surname})[가-힣](?![에의를을])[가-힣]|{_LATIN_NAME}|(?:{given}) [가-힣]{{1,6}}"
    age = r"(?:[(]\d{2}[)])?"
    # Beside the role any name counts; words in between only behind a name that no particle ends.
    behind = rf"(?<![가-힣])(?P<name>{name}){age} $|(?<![가-힣])(?P<speaker>{name})(?<![은는을를의에와과도로]){age} (?:[가-힣A-Za-z&]+ ){{0,1}}[가-힣A-Za-z&]* ?$"
    ends = rf"(?= ?(?:{honorific})|[은는이가의와과를을도,.(] ?|[은는이가]$| [가-힣]{{1,5}}(?:은|는|이|가) )"
    after = rf"(?:인|은|는|이|,)? ?(?P<name>{name}){ends}"
    free = rf"(?<![가-힣])(?P<name>{name}) ?(?:{honorific})(?![가-힣]{{2}})"
    return behind, after, free


def _chinese(honorific: str, said: str, surname: str) -> tuple[str, str, str]:
    own = rf"(?:{surname})[\u4e00-\u9fff]{{1,2}}?"
    foreign = r"[\u4e00-\u9fff]{1,6}(?:[·•・][\u4e00-\u9fff]{1,6}){1,3}"
    opens = r"(?:(?<![\u4e00-\u9fff])|(?<=[由与和对向据]))"
    behind = rf"(?P<name>{foreign}|{_LATIN_NAME}|{opens}{own})(?:(?:，|,|（|是)[^，。；：、“”]{{0,10}})?$"
    ends = rf"(?={said}|{honorific}|在|对|向|，|。|：|与|和|、|也|还|则|没|未|不|已|曾|会|将|就|把|被|从|用|给|替|为|坐|站|笑|泼|拖|回|走|拿|指|看|想|认|觉|透|补|坦|直|仍|却|是|的|介|谈|提|接|（|[(]|／|/|」|』|“|《|；|！|？|\n|$)"
    house = "".join(f"|(?<={end}的)" for end in "心部券司询构团局院行")
    after = rf"[、，：:]?(?P<name>{foreign}|{_LATIN_NAME}(?![A-Za-z])|{own}){ends}"
    # "the brand department's <name> said": a possessive leads up to the name, a verb of speech follows it.
    free = rf"(?P<name>{foreign}|{opens}{own})(?:{honorific})|(?<=的)(?P<speaker>{own})(?={said})|(?:(?!){house})(?P<member>{own})(?=在|{said})"
    return behind, after, free


def _alternation(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"\0"


def find_people_cjk(
    text: str, original: str, hits: Sequence[Hit], words: ScriptWords, taken: Taken
) -> list[FoundPerson]:
    """All people of ``text`` in order, with every further place of their full name; words are cut from ``original``."""
    people = people_by_rule(text, original, hits, words, taken)
    if words.joined.weights is not None:
        around = around_of(text, hits, people, taken)
        people = {
            (start, stop): people.get((start, stop))
            or FoundPerson(
                start, stop, text[start:stop], _role_at(original, around, start, stop), verdict.why
            )
            for start, stop, verdict in accepted(words.joined, around)
        }
    named = _again(text, _longest(list(people.values())), taken)
    return [_spelled(person, original) for person in named]


def around_of(
    text: str, hits: Sequence[Hit], people: Mapping[tuple[int, int], FoundPerson], taken: Taken
) -> Around:
    """What names are looked for beside: roles, and the names that rules found."""
    roles = [hit for hit in hits if not _ROLES.isdisjoint(hit.surface.cues)]
    ends: dict[int, int] = {}
    starts: dict[int, int] = {}
    for hit in roles:
        ends[hit.stop] = min(hit.start, ends.get(hit.stop, hit.start))
        starts[hit.start] = max(hit.stop, starts.get(hit.start, hit.stop))
    kinds = {place: person.why.split('"')[0].strip() or "role" for place, person in people.items()}
    sides = {place: person.why.rpartition('" ')[2].split(" ")[0] for place, person in people.items()}
    ruled = {
        place: f"{kind}_{sides[place]}" if kind == "role" else "honorific" for place, kind in kinds.items()
    }
    return Around(text, ends, starts, ruled, taken)


_ROLES = frozenset({("people", "role"), ("people", "role_ends")})
_LINKS = "의の的、，, ·・"


def _role_at(original: str, around: Around, start: int, stop: int) -> str | None:
    """The role that ends right before a name, or begins right behind it."""
    at = start
    while at > 0 and start - at < 2 and at not in around.role_ends and original[at - 1] in _LINKS:
        at -= 1
    if at in around.role_ends:
        return original[around.role_ends[at] : at]
    at = stop + 1 if original[stop : stop + 1] == " " else stop
    return original[at : around.role_starts[at]] if at in around.role_starts else None


def people_by_rule(
    text: str, original: str, hits: Sequence[Hit], words: ScriptWords, taken: Taken
) -> dict[tuple[int, int], FoundPerson]:
    """Names beside a role or before an honorific."""
    people: dict[tuple[int, int], FoundPerson] = {}
    for hit in hits:
        if _ROLES.isdisjoint(hit.surface.cues):
            continue
        role = original[hit.start : hit.stop]
        for place, pattern, where in (
            (hit.start, words.behind_name, "behind"),
            (hit.stop, words.after_role, "before"),
        ):
            if where == "behind":
                # The name right beside the role comes before one further off.
                near = "speaker" in pattern.groupindex and pattern.search(
                    text, max(0, place - _BESIDE), place
                )
                found = near or pattern.search(text, max(0, place - 24), place)
            else:
                found = pattern.match(text, place)
            person = _person(found, role, f'role "{role}" {where} the name', words, taken)
            if person is not None:
                known = people.get((person.start, person.stop))
                if known is None or len(known.role or "") < len(role):
                    people[(person.start, person.stop)] = person
                break
    for match in words.with_honorific.finditer(text):
        person = _person(match, None, "honorific behind the name", words, taken)
        if person is not None:
            people.setdefault((person.start, person.stop), person)
    return people


def _spelled(person: FoundPerson, original: str) -> FoundPerson:
    """The person with the name as the article spells it, unless the name is a fuller one than stands there."""
    if len(person.name) != person.stop - person.start:
        return person
    return replace(person, name=original[person.start : person.stop])


def _person(
    found: re.Match[str] | None, role: str | None, why: str, words: ScriptWords, taken: Taken
) -> FoundPerson | None:
    if found is None:
        return None
    group = next(key for key in ("name", "speaker", "member") if found.groupdict().get(key) is not None)
    start, stop = found.span(group)
    name = found.group(group)
    if group != "name" and (len(name) < 2 if role is None else len(name) < 3):
        return None
    if group != "name" and role is None and any(name.startswith(word) for word in words.not_names):
        return None
    # A run of Han may begin with the role of the same person: drop it.
    for known_role in words.roles:
        if name.startswith(known_role) and len(name) > len(known_role) + 1:
            start += len(known_role)
            name = name[len(known_role) :]
            break
    if len(name) < 2 or name in words.not_names:
        return None
    if role is not None and any(name.startswith(word) for word in words.not_names):
        return None
    if any(known_role in name for known_role in words.roles):
        return None
    if taken.clash(start, stop) is not None:
        return None
    return FoundPerson(start, stop, name, role, why)


def _longest(people: list[FoundPerson]) -> list[FoundPerson]:
    kept: list[FoundPerson] = []
    for person in sorted(people, key=lambda item: (item.role is None, item.start - item.stop)):
        if all(person.stop <= other.start or other.stop <= person.start for other in kept):
            kept.append(person)
    return sorted(kept, key=lambda item: item.start)


def _whole_names(people: list[FoundPerson]) -> list[FoundPerson]:
    """A last name with an honorific is the person whose full name begins with it."""
    full = [person for person in people if len(person.name) > 2]
    whole = []
    for person in people:
        owner = next((o for o in full if o.name != person.name and o.name.startswith(person.name)), None)
        whole.append(replace(person, name=owner.name, role=owner.role) if owner is not None else person)
    return whole


def _again(text: str, people: list[FoundPerson], taken: Taken) -> list[FoundPerson]:
    people = _whole_names(people)
    found = list(people)
    roles = {person.name: person.role for person in reversed(people) if person.role is not None}
    occupied = [(person.start, person.stop) for person in people]
    for person in {person.name: person for person in reversed(people)}.values():
        if len(person.name) < 3:
            continue
        at = text.find(person.name)
        while at >= 0:
            stop = at + len(person.name)
            if (
                not any(begin < stop and at < end for begin, end in occupied)
                and taken.clash(at, stop) is None
            ):
                occupied.append((at, stop))
                found.append(replace(person, start=at, stop=stop, why=f'full name "{person.name}" again'))
            at = text.find(person.name, stop)
    found = [person if person.role else replace(person, role=roles.get(person.name)) for person in found]
    return sorted(found, key=lambda item: item.start)
