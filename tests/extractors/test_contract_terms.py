"""Terms of sponsorships: every date and length is a candidate, and signs decide which is end, beginning or length."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts import Case
from extractors.facts.term_candidates import candidates_in
from tests.extractors.test_facts_cases import article, read_out, reader

AT = date(2025, 3, 10)


def case_of(text: str, language: str, published: date = AT) -> Case:
    material = reader().material(article({"text": text, "published": published}, language))
    return reader().case(material)


@pytest.mark.parametrize(
    ("language", "text", "years"),
    [
        ("de", "Visa hat einen Vertrag über anderthalb Jahre.", "1.5"),
        ("en", "Visa signed for two and a half years.", "2.5"),
        ("en", "Visa has an eighteen-month agreement with the IOC.", "1.5"),
        ("fr", "Visa a signé un bail de 18 mois avec le CIO.", "1.5"),
        ("es", "El acuerdo de Visa es de seis años.", "6"),
        ("it", "Visa firma per un quadriennio.", "4"),
        ("pt", "A Visa assinou por três anos.", "3"),
        ("nl", "Visa tekende een zesjarige overeenkomst.", "6"),
        ("ja", "Visaの契約は2年半である。", "2.5"),
        ("ko", "Visa는 8년 계약을 맺었다.", "8"),
        ("zh", "Visa与奥委会签约十二年。", "12"),
        ("en", "Visa is in for two Olympic cycles.", "8"),
        ("de", "Visa hat für zwei Olympiaden unterschrieben.", "8"),
        ("de", "Visa steht zwei weitere Winter an der Seite des DOSB.", "2"),
        ("es", "Visa firma por otros cuatro largos años.", "4"),
    ],
)
def test_lengths_are_candidates_in_whole_and_half_years(language: str, text: str, years: str) -> None:
    case = case_of(text, language)
    lengths = [c.years for s in case.material.readable() for c in candidates_in(case, s) if c.years]
    assert years in lengths


@pytest.mark.parametrize(
    ("language", "text", "until"),
    [
        ("en", "Visa stays with the team through the 2029-30 season.", "2030"),
        ("ja", "Visaは2030年大会まで支える。", "2030"),
        ("it", "Visa resta fino alle Paralimpiadi 2030.", "2030"),
        ("de", "Visa bleibt bis nach den Spielen in Brisbane.", "2032"),
        ("en", "Visa's deal ends on 30 June.", "2025-06-30"),
        ("en", "Visa's deal ends on 31 January.", "2026-01-31"),
        ("en", "Visa has signed up for the next two Games.", "2028"),
        ("de", "Visa bleibt für die nächsten zwei Winterspiele Partner.", "2030"),
        ("fr", "Visa accompagnera les trois prochaines éditions.", "2030"),
        ("nl", "Visa blijft tot de volgende Winterspelen.", "2026"),
        ("fr", "Visa restera jusqu'aux prochains Jeux d'été.", "2028"),
        ("ko", "Visa는 다음 동계올림픽까지 함께한다.", "2026"),
        ("en", "Visa's deal ran out on 31 December.", "2024-12-31"),
        ("it", "Il contratto di Visa è scaduto il 30 settembre.", "2024-09-30"),
    ],
)
def test_dates_and_games_are_candidates_with_the_year_they_end_in(
    language: str, text: str, until: str
) -> None:
    case = case_of(text, language)
    assert until in [c.until for s in case.material.readable() for c in candidates_in(case, s)]


@pytest.mark.parametrize(
    ("language", "text", "since"),
    [
        ("en", "Visa has backed the Games for 12 years.", "2013"),
        ("de", "Visa ist seit zehn Jahren Partner der Spiele.", "2015"),
        ("en", "Visa's partnership is now in its twelfth year.", "2014"),
        ("ja", "Visaの協賛は9年目に入った。", "2017"),
        ("fr", "Visa a signé hier avec le CIO.", "2025-03-09"),
        ("de", "Visa wird zum 1. Mai Partner der Spiele.", "2025-05-01"),
    ],
)
def test_beginnings_are_counted_back_or_told_from_the_day_of_publication(
    language: str, text: str, since: str
) -> None:
    case = case_of(text, language)
    assert since in [c.since for s in case.material.readable() for c in candidates_in(case, s)]


TERMS = [
    (
        "de",
        "Allianz bleibt weltweiter Partner der Olympischen Spiele. Der neue Kontrakt mit dem IOC reicht bis 2032.",
        {"contract_until": "2032"},
    ),
    (
        "en",
        "Deloitte has been a worldwide Olympic partner since 2022. The ten-year agreement with the IOC expires in 2032.",
        {"contract_since": "2022", "contract_years": "10", "contract_until": "2032"},
    ),
    (
        "fr",
        "Partenaire du CIO depuis 2015, Toyota quitte les Jeux olympiques : son contrat a pris fin en 2024.",
        {"contract_since": "2015", "contract_until": "2024"},
    ),
    (
        "es",
        "Iberia, patrocinador del Comité Olímpico Español, ha renovado su contrato por cuatro años, hasta 2028.",
        {"contract_years": "4", "contract_until": "2028", "extension": "true"},
    ),
    (
        "pt",
        "A Omega, cronometrista oficial dos Jogos Olímpicos, prolongou o contrato com o COI até 2032.",
        {"contract_until": "2032", "extension": "true"},
    ),
    (
        "ja",
        "ブリヂストンは国際オリンピック委員会との契約を2028年まで延長した。",
        {"contract_until": "2028", "extension": "true"},
    ),
    (
        "ko",
        "삼성전자는 국제올림픽위원회와의 후원 계약을 2032년까지 연장했다.",
        {"contract_until": "2032", "extension": "true"},
    ),
    ("zh", "安踏与中国奥委会的合作协议将持续至2028年。", {"contract_until": "2028"}),
    (
        "nl",
        "Coca-Cola blijft tot 2032 wereldwijde partner van het IOC. Het contract met het IOC loopt tot 31 december 2032.",
        {"contract_until": "2032-12-31"},
    ),
    (
        "fr",
        "Airbnb, partenaire mondial des Jeux olympiques jusqu'en 2028. Le contrat avec le CIO expire en décembre 2028.",
        {"contract_until": "2028-12"},
    ),
    (
        "en",
        "Visa, a worldwide Olympic partner, wants its offices to be carbon neutral by 2030.",
        {"contract_until": None, "contract_years": None},
    ),
    (
        "de",
        "Visa, weltweiter Partner der Olympischen Spiele, wurde vor 60 Jahren gegründet.",
        {"contract_years": None, "contract_until": None},
    ),
    (
        "en",
        "Visa, a worldwide Olympic partner, is in talks with the IOC. Whether the deal will go on beyond 2032 is open.",
        {"contract_until": None, "extension": None},
    ),
]


@pytest.mark.parametrize(("language", "text", "wanted"), TERMS)
def test_roles_of_dates_and_lengths(language: str, text: str, wanted: dict[str, str | None]) -> None:
    reading = reader().read(article({"text": text, "published": AT}, language))
    assert reading.relevance is not None
    assert reading.relevance.relevant
    assert {field: read_out(reading.facts, field) for field in wanted} == wanted


def test_a_term_says_what_decided() -> None:
    reading = reader().read(article({"text": TERMS[0][1], "published": AT}, "de"))
    fact = next(f for f in reading.facts if f.field == "contract_until")
    assert fact.span is not None
    assert fact.span.quote == "2032"
    assert "beside.until_before" in (fact.rule or "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Visa and Omega are worldwide partners of the Olympic Games. Visa, which runs the campaign "
            '"Paid in a Flash" for Paris, has a contract with the IOC until 2028. '
            "The contract of Omega, whose Olympic campaign “Every Split” starts in June, ends in 2032.",
        ),
        (
            "de",
            "Visa und Omega sind weltweite Partner der Olympischen Spiele. Visa wirbt zu den Spielen in Paris mit der "
            "Kampagne „Schnell bezahlt“, der Vertrag mit dem IOC läuft bis 2028. Omega startet zu den Spielen die "
            "Kampagne „Jede Zehntel“. Der Vertrag von Omega endet 2032.",
        ),
    ],
)
def test_a_contract_is_that_of_the_sponsor_named_beside_it(language: str, text: str) -> None:
    facts = reader().read(article({"text": text, "published": AT}, language)).facts
    brands = {f.campaign: f.value for f in facts if f.field == "brand"}
    ends = {brands[f.campaign]: f.value for f in facts if f.field == "contract_until" and f.value}
    assert ends == {"visa": "2028", "omega": "2032"}
