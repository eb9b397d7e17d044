"""Agencies no file lists are told from other names by their place and form; their part in the campaign too."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

import pytest

from config.knowledge_base import load_knowledge
from config.topics import load_topic
from extractors.documents import read_document
from extractors.language import detector_for
from extractors.reading import Reader
from extractors.records import Article, FrontMatter, Reading

LEADS = {
    "de": "Visa startet eine Kampagne zu den Olympischen Spielen in Paris. ",
    "en": "Visa has launched a campaign for the Olympic Games in Paris. ",
    "fr": "Visa lance une campagne pour les Jeux olympiques de Paris. ",
    "es": "Visa lanza una campaña para los Juegos Olímpicos de París. ",
    "it": "Visa lancia una campagna per i Giochi olimpici di Parigi. ",
    "pt": "A Visa lança uma campanha para os Jogos Olímpicos de Paris. ",
    "nl": "Visa start een campagne voor de Olympische Spelen in Parijs. ",
    "ja": "Visaはパリ五輪に向けた広告キャンペーンを始めた。",
    "ko": "비자는 파리 올림픽 광고 캠페인을 시작했다. ",
    "zh": "Visa发布巴黎奥运会广告。",
}


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_knowledge(), load_topic("olympics"))


def read(language: str, text: str) -> Reading:
    found = read_document(
        "x.txt",
        f"{LEADS[language]}{text}".encode(),
        detector_for(tuple(LEADS)),
        now=datetime(2100, 1, 1, tzinfo=UTC),
        stated=FrontMatter(language=language, published="2024-06-01", id="x"),
    )
    assert isinstance(found, Article)
    return reader().read(found)


def agencies(reading: Reading) -> set[str]:
    return {m.canonical for m in reading.mentions if m.type == "agency" and m.kind == "name"}


def workers(reading: Reading) -> set[str]:
    return {f.value for f in reading.facts if f.field == "agency" and f.status == "stated"}


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "The films were dreamed up by Plum & Harrow and shot by Dogleg Pictures.", {"Plum & Harrow", "Dogleg Pictures"}),
        ("en", "Agency: Tall Hat. Media: Copperline. PR: Hollis Vane.", {"Tall Hat", "Copperline", "Hollis Vane"}),
        ("de", "Die Idee stammt von Kranich & Volk, die Mediaplanung übernimmt Seewind 4.", {"Kranich & Volk", "Seewind 4"}),
        ("fr", "La création est signée Papier Carbone et le film a été produit par Bivouac Films.", {"Papier Carbone", "Bivouac Films"}),
        ("es", "La creatividad es de Perro Verde y la producción corrió a cargo de Nopal Films.", {"Perro Verde", "Nopal Films"}),
        ("it", "L'agenzia Carta Vetrata ha ideato gli spot, prodotti da Lanterna Film.", {"Carta Vetrata", "Lanterna Film"}),
        ("pt", "A criação é da Trapiche 9 e a produção ficou com a Curva Filmes.", {"Trapiche 9", "Curva Filmes"}),
        ("nl", "Het idee komt van Rode Draad en de productie was in handen van Vlieland Film.", {"Rode Draad", "Vlieland Film"}),
        ("ja", "企画・制作は広告会社「あおぞら企画室」が担当した。", {"あおぞら企画室"}),
        ("ko", "광고 제작은 대행사 ‘파란고래’가 맡았다.", {"파란고래"}),
        ("zh", "创意由本地广告公司“蓝鲸工坊”负责。", {"蓝鲸工坊"}),
    ],
)  # fmt: skip
def test_houses_that_no_file_lists_are_found_and_worked_on_it(
    language: str, text: str, names: set[str]
) -> None:
    reading = read(language, text)
    assert names <= agencies(reading)
    assert names <= workers(reading)


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The spot was made by Plum & Harrow, which beat the incumbent, Dogleg Wright, in a pitch.", "Dogleg Wright"),
        ("en", "The work is by BBDO. It replaced Leo Burnett, the former agency.", "Leo Burnett"),
        ("de", "Die Kampagne stammt von Jung von Matt. Im Pitch unterlag Thjnk.", "thjnk"),
        ("fr", "La campagne est signée BETC, préférée à Publicis Conseil.", "Publicis Conseil"),
        ("nl", "De campagne is bedacht door TBWA; het vorige bureau, DDB, viel af.", "DDB"),
        ("it", "Il concept viene da BBDO, che ha preso il posto di Leo Burnett.", "Leo Burnett"),
        ("es", "La campaña es de McCann, que se impuso en el concurso a Leo Burnett.", "Leo Burnett"),
        ("pt", "A campanha é da BBDO, que levou a melhor sobre a Leo Burnett.", "Leo Burnett"),
        ("ja", "制作は電通。博報堂を破って受注した。", "博報堂"),
    ],
)  # fmt: skip
def test_agencies_that_lost_have_no_part_in_it(language: str, text: str, name: str) -> None:
    assert name not in workers(read(language, text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The sprinter Marla Quist trains in Leeds with her brother."),
        ("de", "Die Schwimmerin Tessa Brandow trainiert in Leipzig mit ihrem Bruder."),
        ("fr", "La nageuse Manon Rivet s'entraîne à Nantes avec son frère."),
        ("zh", "运动员李小禾在南京训练。"),
        ("en", "The films were made for and led by Denmark and Chile."),
        ("it", "Gli spot sono accompagnati da affissioni a Verona e Trieste."),
        ("ja", "映像はサンフランシスコの公園で撮影した。広告会社は使わない。"),
        ("ko", "광고 대행사는 아직 정해지지 않았다."),
        ("pt", "Os cartazes, feitos sem agência, levam a hashtag #PassoCertoSempre."),
        ("nl", "Verantwoordelijk voor het concept is de eigen marketingafdeling."),
        ("es", "«Lo hicimos en casa», afirma la jefa de comunicación de Visa Chile."),
        ("de", "Regie führt ein Norweger, produziert wird im eigenen Haus."),
        ("ja", "コピーは「ゆっくり、でも前へ。」。企画は社内の5人が担った。"),
    ],
)
def test_other_names_are_no_agencies(language: str, text: str) -> None:
    assert agencies(read(language, text)) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Der Pavillon ist gebaut: 1400 Quadratmeter, zwei Ebenen. Gezeigt wird der Film bis September.",
        ),
        ("en", "It will go on like this through the Feb. 4-20 Games. First published 01:20 PM."),
        ("fr", "Le budget ? Imposant, de l'aveu du groupe. Les films durent trente secondes."),
        (
            "it",
            "Il budget? Imponente, per stessa ammissione del gruppo. I filmati sono su www.gara-di-luce.example, dove si vota.",
        ),
    ],
)
def test_numbers_answers_and_pages_are_no_agencies(language: str, text: str) -> None:
    assert agencies(read(language, text)) == set()


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("nl", "De spots werden bedacht door Bureau Wilgenhof.", {"Bureau Wilgenhof"}),
        ("en", "The bank has hired Larch & Tallow to create the spots.", {"Larch & Tallow"}),
        ("ko", "광고 제작은 스튜디오 늘봄이 맡았다.", {"스튜디오 늘봄"}),
        ("ko", "제작은 푸른산맥이, 매체 집행은 나무미디어가 담당했다.", {"푸른산맥", "나무미디어"}),
        ("ko", "카피는 디자인 회사 ‘겨울창고’의 솜씨다.", {"겨울창고"}),
        ("en", "Media is handled by k/NOT.", {"k/NOT"}),
        ("ja", "制作は広告会社の株式会社ほしぞら企画が担当した。", {"ほしぞら企画"}),
        ("zh", "创意由北山广告负责，影片由长春的雪松影像摄制。", {"北山广告", "雪松影像"}),
        ("zh", "創意由北山廣告構思，影片由台北的雪松影像攝製。", {"北山廣告", "雪松影像"}),
        ("ja", "制作はハバス・メディア・ジャパン。", {"ハバス・メディア・ジャパン"}),
        ("ja", "メディアはこれまで通りUMが扱う。", {"UM"}),
    ],
)
def test_names_are_read_whole(language: str, text: str, names: set[str]) -> None:
    assert names <= agencies(read(language, text))


@pytest.mark.parametrize(
    ("language", "text", "person"),
    [
        ("en", "The film was directed by Eleanor Whitcombe.", "Eleanor Whitcombe"),
        ("it", "Lo spot è diretto da Ludovico Sanfelice.", "Ludovico Sanfelice"),
        ("de", "Regie führte Henrike Lohmann.", "Henrike Lohmann"),
    ],
)
def test_who_directs_is_no_agency(language: str, text: str, person: str) -> None:
    assert person not in agencies(read(language, text))


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "Visa setzt auf Serviceplan. Kreation: Serviceplan Zürich.", {"Serviceplan Zürich"}),
        ("en", "Visa turns to Ogilvy. The films were created by Ogilvy Oslo.", {"Ogilvy Oslo"}),
    ],
)
def test_one_house_under_two_names_is_one_fact(language: str, text: str, names: set[str]) -> None:
    assert workers(read(language, text)) == names


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", 'Who made it? "We asked the agency Plum & Harrow to write it," says Ada Pell of Visa.', "Plum & Harrow"),
        ("de", "„Die Idee kam von der Agentur Kranich & Volk“, sagt Visa-Sprecherin Ada Pell.", "Kranich & Volk"),
    ],
)  # fmt: skip
def test_an_agency_named_in_an_interview_counts(language: str, text: str, name: str) -> None:
    assert name in workers(read(language, text))


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("de", "Erdacht von der Agentur Kranich & Volk, gedreht in Saint-Malo.", "Saint-Malo"),
        ("de", "Die Agentur Kranich & Volk hat die Spots in Haut-Brassy gedreht.", "Haut-Brassy"),
        (
            "en",
            "The agency Plum & Harrow wrote it, Dogleg Pictures shot it in Little-Wexcombe.",
            "Little-Wexcombe",
        ),
        ("fr", "L'agence Lune & Fils l'a imaginée, Petit Chien Films l'a filmée à Saint-Malo.", "Saint-Malo"),
        (
            "es",
            "La agencia Luna y Sal lo ideó y la productora Perro Chico lo rodó en Villarroble.",
            "Villarroble",
        ),
        (
            "it",
            "L'agenzia Luna & Sale l'ha ideato, Cane Piccolo Film l'ha girato a Borgofiume.",
            "Borgofiume",
        ),
        ("pt", "A agência Lua & Sal criou o filme, rodado em Vilarrubra.", "Vilarrubra"),
        ("nl", "Bureau Maan & Zout bedacht het, de film is gedraaid in Oud-Wezep.", "Oud-Wezep"),
        ("ja", "企画は広告会社のほしぞら企画、映像はホシノハラで撮影した。", "ホシノハラ"),
        ("ko", "광고회사 별하늘기획이 만들고 영상은 별나루에서 촬영했다.", "별나루"),
        ("zh", "广告公司星空创意负责策划，短片在星原拍摄。", "星原"),
    ],
)
def test_where_a_film_was_made_is_no_agency(language: str, text: str, place: str) -> None:
    assert place not in agencies(read(language, text))


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Gedreht hat den Film die Berliner Tauwerk Film.", "Tauwerk Film"),
        (
            "nl",
            "Het idee kwam van het Rotterdamse Gouden Regen, dat ook de posters ontwierp.",
            "Gouden Regen",
        ),
    ],
)
def test_where_a_house_is_from_is_no_part_of_its_name(language: str, text: str, name: str) -> None:
    assert name in agencies(read(language, text))


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ja", "メディアはオムニコムのOMDが担当する。", "オムニコム"),
        ("en", "The media is planned by Omnicom's OMD.", "Omnicom"),
    ],
)
def test_who_owns_the_house_has_no_part_in_it(language: str, text: str, name: str) -> None:
    assert name not in workers(read(language, text))


def test_who_did_what_is_no_name_in_japanese() -> None:
    assert not any("が" in name for name in agencies(read("ja", "広告の媒体は星空が押さえた。")))


def test_a_legal_form_alone_is_no_name() -> None:
    names = agencies(read("ja", "制作は広告会社、株式会社ほしぞら企画が担当した。"))
    assert "株式会社" not in names


def test_the_reasons_name_the_signs_that_decided() -> None:
    reading = read("en", "The films were dreamed up by Plum & Harrow.")
    mention = next(m for m in reading.mentions if m.canonical == "Plum & Harrow")
    fact = next(f for f in reading.facts if f.field == "agency")
    assert "by.before" in mention.rule or "done.before" in mention.rule or "together." in mention.rule
    assert "worked on the campaign" in fact.rule
