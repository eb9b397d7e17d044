"""Which brands of an article have a campaign or contract of their own, and which are only named beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extractors.test_facts_cases import article, reader

TEXTS = {
    "de": (
        "Allianz startet am 2. Juli 2028 eine Kampagne zu den Olympischen Spielen in Los Angeles. Der Claim lautet "
        "„Wer fällt, steht auf“. Die Agentur Heimat hat sie entwickelt.\n\nNicht mehr dabei ist Bridgestone: Der frühere "
        "Worldwide Partner ließ seinen Vertrag mit dem IOC Ende 2024 auslaufen.\n\nDie Spots laufen auch in den Filialen von Lidl.",
        {"allianz", "bridgestone"},
        {"lidl"},
    ),
    "en": (
        "Toyota will launch its Olympic campaign for Paris 2024 on 3 June. The claim is “Every step counts”, the films "
        "come from Droga5.\n\nNike, which is not an official sponsor of the Games, answers with a campaign of its own from "
        "10 June, called “Nobody asked you”.\n\nThe films were shot next to a Hilton hotel.",
        {"toyota", "nike"},
        {"hilton"},
    ),
    "es": (
        "Visa lanza el 1 de junio de 2024 su campaña para los Juegos Olímpicos de París con el lema «Paga y corre».\n\n"
        "Iberia, patrocinador del Comité Olímpico Español hasta 2028, renovó su contrato por cuatro años.",
        {"visa", "iberia"},
        set[str](),
    ),
    "fr": (
        "Visa lance le 3 juin 2024 sa campagne pour les Jeux olympiques de Paris, signée « Payez, courez ».\n\n"
        "Orange, partenaire officiel de Paris 2024, est sous contrat jusqu'à la fin de l'année. Les films ont été "
        "tournés devant un magasin Carrefour fermé.",
        {"visa", "orange"},
        set[str](),
    ),
    "ja": (
        "パナソニックは6月1日、パリ五輪に向けたキャンペーンを始める。コピーは「走る音を、光に」。\n\n"
        "トヨタは2024年末で国際オリンピック委員会との最高位スポンサー契約を終えた。",
        {"panasonic", "toyota"},
        set[str](),
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_brand_with_a_campaign_or_contract_is_told_from_one_named_in_passing(language: str) -> None:
    text, wanted, others = TEXTS[language]
    case = {"text": text, "language": language, "published": date(2024, 5, 20)}
    facts = reader().read(article(case, language)).facts
    brands = {f.value for f in facts if f.field == "brand" and f.status == "stated"}
    assert wanted <= brands
    assert not others & brands
