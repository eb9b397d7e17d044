"""Facts of a contract: which sentences speak of one, whose it is, and what they say of its term."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.campaigns import Campaign, Case
from extractors.facts.contract_ends import read_until
from extractors.facts.contract_extension import read_extension
from extractors.facts.contract_since import read_since
from extractors.facts.contract_years import read_years
from extractors.facts.games_named import games_in
from extractors.facts.status import GLOBAL_HOLDERS, LOCAL_HOLDERS, holder_kind
from extractors.records import Fact
from extractors.sentences import Sentence

_CONTEXT = ("contract", "sponsor", "renew", "renew_weak", "end", "ended", "begin")
_TITLES = ("worldwide", "domestic", "official")
"""Kinds of status words; who bears such a title is a sponsor."""


def _contract_sentences(case: Case) -> Iterator[tuple[Sentence, Campaign, frozenset[str]]]:
    """Sentences about a contract or partnership of a campaign's brand, with the kinds of words found."""
    material = case.material
    for sentence in material.readable():
        if sentence.kind == "headline":
            continue
        cues = [
            c
            for c in material.cues_in(sentence.start, sentence.stop, "term", (*_CONTEXT, "years_more"))
            if not case.in_speech(c.start)
        ]
        kinds = frozenset(c.kind for c in cues)
        if not kinds & {"contract", "renew"} and _goes_on(case, sentence):
            kinds |= {"contract"}
        titles = material.cues_in(sentence.start, sentence.stop, "status", _TITLES)
        if any(not case.in_speech(title.start) for title in titles):
            kinds |= {"sponsor"}
        if "renew_weak" in kinds and _names_holder(case, sentence):
            kinds |= {"contract"}
        if not kinds and _since_games(case, sentence):
            kinds |= {"sponsor"}
        if not kinds:
            continue
        campaign = _whose(case, sentence, cues[0].start if cues else sentence.start)
        if campaign is not None:
            yield sentence, campaign, kinds


def _goes_on(case: Case, sentence: Sentence) -> bool:
    """``It runs until 2032.`` behind a sentence on a contract: a short sentence with a word of validity, none of a campaign."""
    material = case.material
    if sentence.index == 0 or not material.cues_in(sentence.start, sentence.stop, "term", ("validity",)):
        return False
    before = material.sentences[sentence.index - 1]
    if before.paragraph != sentence.paragraph:
        return False
    contract = material.cues_in(before.start, before.stop, "term", ("contract",))
    return bool(contract) and not material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))


def _since_games(case: Case, sentence: Sentence) -> bool:
    """``It has done so since <host>``: who has been with the Games since earlier ones, in whatever words."""
    return any(
        case.material.beside(games.start, games.stop, "term", "since") for games in games_in(case, sentence)
    )


def _names_holder(case: Case, sentence: Sentence) -> bool:
    """Staying with a committee until a year is a contract, whatever it is called."""
    organisations = case.material.mentions_in(sentence.start, sentence.stop, ("organisation",))
    return any(
        holder_kind(case, mention) in GLOBAL_HOLDERS | LOCAL_HOLDERS | {"federation"}
        for mention in organisations
    )


def _whose(case: Case, sentence: Sentence, offset: int) -> Campaign | None:
    """The campaign whose brand the sentence speaks of; named brands rank before the one carried over."""
    for brand in case.focus.subjects[sentence.index]:
        campaign = case.of_brand(brand)
        if campaign is not None:
            return campaign
    if case.focus.subjects[sentence.index]:
        return None
    # "The contract" without a brand is the campaign's own when there is one only, whoever was named before.
    return case.at(offset) or (case.campaigns[0] if len(case.campaigns) == 1 else None)


def read_contract(case: Case) -> Iterator[Fact]:
    """At most one of each field a campaign and source; a renewal's later end takes the place of an earlier one."""
    found: dict[tuple[str, str, str], Fact] = {}
    for sentence, campaign, kinds in _contract_sentences(case):
        for fact in (
            *read_years(case, sentence, campaign, kinds),
            *read_until(case, sentence, campaign, kinds),
            *read_since(case, sentence, campaign, kinds),
            *read_extension(case, sentence, campaign, kinds),
        ):
            key = (campaign.key, fact.field, fact.value if fact.attributed_to else "")
            if key not in found or ("renew" in kinds and _is_later_end(fact, found[key])):
                found[key] = fact
    yield from found.values()


def _is_later_end(fact: Fact, other: Fact) -> bool:
    return fact.field == "contract_until" and fact.value[:4] > other.value[:4]
