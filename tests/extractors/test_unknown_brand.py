"""Brands, bodies and abbreviations that no knowledge file holds, found by what the article says of them."""

from __future__ import annotations

import pytest

from tests.extractors.reading_cases import read

SPONSORS = [
    ("de", "Der Mineralbrunnen Quellbach wird Partner des DOSB. Bis nach den Spielen in Los Angeles stehen die Flaschen in jeder Mensa, dazu gibt es eine Kampagne.", "Quellbach"),
    ("de", "Wer zahlt für die olympischen Ringe? Allianz und Visa ohnehin, neu dabei ist die Zahnbürstenmarke Dentaria. Der Sponsorvertrag von Dentaria mit dem IOC läuft bis 2032.", "Dentaria"),
    ("en", "Team GB has signed Pemberley Mint as its official confectionery partner until 2032. The sweet maker will launch an Olympic campaign in June.", "Pemberley Mint"),
    ("en", "The Australian Olympic Committee and Coolabah Solar have agreed terms of a sponsorship to 2032. Coolabah Solar replaces AGL.", "Coolabah Solar"),
    ("fr", "La conserverie Kerouan devient partenaire officiel du CNOSF jusqu'en 2030. Kerouan lancera une campagne pour les Jeux olympiques.", "Kerouan"),
    ("es", "El Comité Olímpico Colombiano y Panelas del Valle firmaron un contrato de patrocinio por tres años. Panelas del Valle será proveedor oficial.", "Panelas del Valle"),
    ("it", "Il CONI e Fiordalpe hanno rinnovato la partnership per altri quattro anni. Fiordalpe, fornitore ufficiale di Italia Team, porterà il suo yogurt ai Giochi olimpici.", "Fiordalpe"),
    ("pt", "A Doce Serra fechou patrocínio com o Comitê Olímpico do Brasil até 2028. A campanha da Doce Serra estreia no domingo.", "Doce Serra"),
    ("nl", "TeamNL en Kruidvliet verlengen hun contract tot en met de Olympische Spelen van 2032. Kruidvliet, leverancier van vitamines, maakt ook een commercial.", "Kruidvliet"),
    ("ja", "ハナミズキ製菓は2日、日本オリンピック委員会（JOC）とオフィシャルパートナー契約を結んだと発表した。", "ハナミズキ製菓"),
    ("ko", "한빛두레식품이 대한체육회와 공식 후원 계약을 맺었다. 한빛두레식품은 올림픽을 앞두고 TV 광고를 내보낸다.", "한빛두레식품"),
    ("zh", "青禾乳业3月2日宣布成为中国奥委会官方乳制品赞助商，合约至2032年底。", "青禾乳业"),
]  # fmt: skip

FORMS = [
    ("de", "Zu den Spielen in Paris wirbt der Outdoorhersteller kletter4all mit Plakaten. Offizieller Partner ist kletter4all nicht.", "kletter4all"),
    ("en", "Bramble & Oats, the porridge brand, is an official supplier of Team GB. Bramble & Oats will run its first Olympic campaign in May.", "Bramble & Oats"),
    ("fr", "La Mutuelle des Alizés devient partenaire officiel de l'équipe de France olympique. La campagne de la Mutuelle des Alizés débute lundi.", "Mutuelle des Alizés"),
    ("it", "Gelati Montebruno è fornitore ufficiale dei Giochi olimpici. Lo spot di Gelati Montebruno va in onda da domenica.", "Gelati Montebruno"),
    ("ja", "寝具メーカーのユメドリはパリ五輪のキャンペーンを始めた。ユメドリは大会スポンサーではない。", "ユメドリ"),
    ("ko", "생수 브랜드 하늘샘은 파리 올림픽 광고를 공개했다. 하늘샘의 올림픽 캠페인은 6월에 시작한다.", "하늘샘"),
    ("zh", "云栖茶业的巴黎奥运广告今天上线。云栖茶业并非奥运赞助商。", "云栖茶业"),
]  # fmt: skip

LEGAL_FORMS = [
    ("ja", "ゆきのえ味噌株式会社は、日本カヌー連盟とのオフィシャルパートナー契約を更新した。ゆきのえ味噌はパリ五輪のキャンペーンを始める。", "ゆきのえ味噌"),
    ("ja", "まつかぜ味噌株式会社(本社:長野県須坂市)は、日本カヌー連盟とのオフィシャルパートナー契約を更新した。まつかぜ味噌はパリ五輪の広告を出す。", "まつかぜ味噌"),
    ("ko", "㈜한빛두레가 대한체육회와 공식 후원 계약을 맺었다. 한빛두레는 올림픽을 앞두고 TV 광고를 내보낸다.", "한빛두레"),
    ("zh", "南屏羽绒股份有限公司启动巴黎奥运主题活动，南屏羽绒并非奥运赞助商。", "南屏羽绒"),
]  # fmt: skip

LISTED = [
    ("it", "Per i Giochi olimpici di Milano Cortina, McDonald's lancia una campagna. Il nuovo spot di McDonald's va in onda domani.", "mcdonalds"),
    ("zh", "李宁公司今天宣布成为巴黎奥运会中国代表团赞助商。", "li_ning"),
    ("ko", "월드와이드 파트너인 오메가는 강릉 올림픽 홍보관을 연다. 오메가는 광고 캠페인도 시작한다.", "omega"),
    ("pt", "O Bradesco, patrocinador dos Jogos Olímpicos, estreia a campanha na Globo. Os filmes do Bradesco ficam na Globo até agosto.", "bradesco"),
    ("fr", "Samsung France, partenaire olympique, dévoile la campagne de Samsung pour les Jeux olympiques de Paris.", "samsung"),
]  # fmt: skip

NO_SPONSORS = [
    ("de", "Der Deutsche Segelverband verlängert mit Toyota. Die Kampagne zu den Olympischen Spielen kommt aus Hamburg. Mannheim wird Partnerstadt."),
    ("en", "British Sailing signed with Visa. Sarah Quill becomes ambassador of the Olympic campaign. The Leeds crowd liked the sponsor's film."),
    ("fr", "La Fédération française de voile signe un contrat avec Visa. Lyon lance une campagne pour les Jeux olympiques."),
    ("fr", "Partenaire du CIO, Visa gagne un voisin. L'industriel de Boston renouvelle son partenariat pour les Jeux olympiques."),
    ("ja", "札幌市は五輪招致のキャンペーンを始めた。組織委員会は広告を出す。"),
    ("ko", "서울시는 올림픽 유치 캠페인을 시작했다. 대한빙상경기연맹은 새 파트너를 찾는다."),
    ("zh", "北京市发起冬奥会宣传活动。运动员代表参加了奥运广告拍摄。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "brand"), SPONSORS)
def test_an_unlisted_sponsor_is_a_brand_wherever_it_is_named(language: str, text: str, brand: str) -> None:
    mentions = [m for m in read(text, language).mentions if m.type == "brand" and m.kind == "name"]
    assert sum(m.span.quote == brand for m in mentions) == text.count(brand)


@pytest.mark.parametrize(("language", "text", "brand"), LEGAL_FORMS)
def test_a_legal_form_is_neither_a_brand_nor_part_of_one(language: str, text: str, brand: str) -> None:
    mentions = [m for m in read(text, language).mentions if m.type == "brand" and m.kind == "name"]
    assert {m.span.quote for m in mentions} == {brand}


@pytest.mark.parametrize(("language", "text", "brand"), LISTED)
def test_a_piece_or_a_branch_of_a_listed_brand_is_no_other_brand(
    language: str, text: str, brand: str
) -> None:
    mentions = [m for m in read(text, language).mentions if m.type == "brand" and m.kind == "name"]
    assert {m.entity_id for m in mentions} == {brand}


@pytest.mark.parametrize(("language", "text", "brand"), FORMS)
def test_signs_digits_links_and_names_without_capitals_are_read(language: str, text: str, brand: str) -> None:
    found = {m.span.quote for m in read(text, language).mentions if m.entity_id.startswith("brand:")}
    assert brand in found


def test_the_reason_of_an_unlisted_brand_names_its_signs() -> None:
    mentions = read(SPONSORS[2][1], "en").mentions
    rule = next(m.rule for m in mentions if m.span.quote == SPONSORS[2][2])
    assert "no knowledge file lists it" in rule
    assert any(char.isdigit() for char in rule)


@pytest.mark.parametrize(
    ("language", "text", "brand"),
    [
        ("de", "Brillenhersteller Klarblick ist offizieller Partner von Team Deutschland. Die Kampagne von Klarblick zu den Olympischen Spielen startet im Mai.", "Klarblick"),
        ("nl", "Koekfabrikant Zeemeeuw is officieel partner van TeamNL. De campagne van Zeemeeuw voor de Olympische Spelen begint in mei.", "Zeemeeuw"),
        ("ja", "寝具メーカー夢枕堂は日本オリンピック委員会（JOC）とスポンサー契約を結んだ。夢枕堂は五輪の広告を5月に始める。", "夢枕堂"),
        ("it", "Visa e Fiordalpe sono partner ufficiali dei Giochi olimpici. Lo spot di Fiordalpe, fornitore ufficiale di Italia Team, va in onda da domenica.", "Fiordalpe"),
    ],
)  # fmt: skip
def test_a_name_is_parted_from_what_its_house_is_and_from_a_listed_brand(
    language: str, text: str, brand: str
) -> None:
    found = {m.span.quote for m in read(text, language).mentions if m.entity_id.startswith("brand:")}
    assert found == {brand}


@pytest.mark.parametrize(("language", "text"), NO_SPONSORS)
def test_cities_bodies_and_persons_are_no_brands(language: str, text: str) -> None:
    found = [m.span.quote for m in read(text, language).mentions if m.entity_id.startswith("brand:")]
    assert found == []


def test_an_abbreviation_the_article_introduces_stands_for_its_name() -> None:
    text = "El Comité Olímpico Mexicano (COM) presentó el plan. Según el COM, el contrato vence en 2028."
    named = [(m.span.quote, m.entity_id) for m in read(text, "es").mentions if m.type == "organisation"]
    assert len({entity for _, entity in named}) == 1
    assert [quote for quote, _ in named].count("COM") == 2


@pytest.mark.parametrize(
    ("language", "text", "body"),
    [
        ("es", "La Real Federación Española de Petanca aprobó el acuerdo.", "Real Federación Española de Petanca"),
        ("en", "The complaint went to the Cornish Bowls Association on Monday.", "Cornish Bowls Association"),
        ("ko", "대한당구소년연맹은 새 규정을 발표했다.", "대한당구소년연맹"),
    ],
)  # fmt: skip
def test_a_federation_is_found_by_the_word_its_name_is_built_on(language: str, text: str, body: str) -> None:
    assert body in [m.span.quote for m in read(text, language).mentions if m.type == "organisation"]


def test_a_stadium_with_an_olympic_word_speaks_of_no_games() -> None:
    text = "Am Samstag spielt die Band im Olympiastadion. Die Kampagne von Visa wirbt mit Plakaten für das Konzert."
    assert not read(text, "de").relevance.relevant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Elles appartiennent à « Every Corner Shines », la campagne de Samsung pour les Jeux olympiques de Paris."),
        ("en", "Visa opens its Olympic campaign “Paid Before Breakfast” with a film in Kenya."),
        ("ja", "サムスン電子は、パリ五輪に向けた広告「Every Corner Shines」を7月1日に始めた。"),
    ],
)  # fmt: skip
def test_words_of_a_claim_are_no_brand(language: str, text: str) -> None:
    mentions = read(text, language).mentions
    assert {m.canonical for m in mentions if m.type == "brand"} <= {"Visa", "Samsung Electronics"}
