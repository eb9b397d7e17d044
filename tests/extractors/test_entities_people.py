"""Unknown people: offices, verbs of speech and given names in ten languages, roles, last names carried back."""

from __future__ import annotations

import pytest

from config.knowledge_base import load_knowledge
from extractors.entities import build_matcher, find_mentions
from extractors.entities.proof import article_of
from extractors.records import Mention

MATCHER = build_matcher(load_knowledge())


def people(text: str, language: str) -> list[Mention]:
    return [m for m in find_mentions(article_of(text, language), MATCHER) if m.type == "person"]


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        ("de", "sagt CMO Chiara Tungmeier: „Ja.“", "Chiara Tungmeier", "CMO"),
        ("de", "„Ja“, sagt Ilvy Brandauer, Marketingchefin bei Visa.", "Ilvy Brandauer", "Marketingchefin"),
        ("de", "„Ja“, so Nordbräu-Sprecherin Ilvy Brandauer.", "Ilvy Brandauer", "Nordbräu-Sprecherin"),
        ("de", "Ilvy Brandauer, Leiterin Sponsoring & Events der Allianz, freut sich.", "Ilvy Brandauer", "Leiterin Sponsoring & Events"),
        ("de", "Die Ruderin Ilvy von der Brandau gewinnt.", "Ilvy von der Brandau", "Ruderin"),
        ("de", "sagte Verbandsobmann Ilvar Brandauer.", "Ilvar Brandauer", None),
        ("en", 'said Jane Dorrow, chief brand officer at Airbnb.', "Jane Dorrow", "chief brand officer"),
        ("en", "Airbnb's global head of marketing, Jane Dorrow, agreed.", "Jane Dorrow", "global head of marketing"),
        ("en", "Jane Dorrow, vice president of global marketing at Airbnb, agreed.", "Jane Dorrow", "vice president of global marketing"),
        ("en", "Snowboarder Ilvar Dorrow smiled.", "Ilvar Dorrow", "Snowboarder"),
        ("en", "Jane Dorrow, 34, a British rower, smiled.", "Jane Dorrow", "rower"),
        ("en", "President James Van Der Dorrow spoke.", "James Van Der Dorrow", "President"),
        ("fr", "a déclaré Maëlle Courtevoie, directrice marketing de Visa.", "Maëlle Courtevoie", "directrice marketing"),
        ("fr", "La nageuse sénégalaise Awina Courtevoie sourit.", "Awina Courtevoie", "nageuse"),
        ("es", "explicó Nerea Albarrosa Pinto, directora de marketing de Visa.", "Nerea Albarrosa Pinto", "directora de marketing"),
        ("es", "La directora de comunicación, Nerea Albarrosa, lo negó.", "Nerea Albarrosa", "directora de comunicación"),
        ("it", "ha spiegato Domitilla Ranzoni, direttrice marketing di Visa.", "Domitilla Ranzoni", "direttrice marketing"),
        ("pt", "disse Rafaela Montenar, diretora de marketing da Visa.", "Rafaela Montenar", "diretora de marketing"),
        ("nl", "zegt Fenna de Brakel, marketingdirecteur van Visa.", "Fenna de Brakel", "marketingdirecteur"),
        ("nl", "grapt woordvoerster Mei Brakel.", "Mei Brakel", "woordvoerster"),
        ("ja", "アシックスの田中美咲マーケティング部長は語る。", "田中美咲", "マーケティング部長"),
        ("ja", "本部長の佐藤健一氏はこう話した。", "佐藤健一", "本部長"),
        ("ja", "社長のジョン・ドロウ氏は語った。", "ジョン・ドロウ", "社長"),
        ("ko", "마케팅 총괄 박서준 상무는 말했다.", "박서준", "마케팅 총괄"),
        ("ko", "다니엘 클라크 최고마케팅책임자는 설명했다.", "다니엘 클라크", "최고마케팅책임자"),
        ("zh", "首席营销官李明远表示，活动将继续。", "李明远", "首席营销官"),
        ("zh", "品牌总监卫岚说。", "卫岚", "品牌总监"),
        ("zh", "傳播總監易晴說。", "易晴", "傳播總監"),
        ("en", "Qiusha Dorrow, the engineer in charge, nodded.", "Qiusha Dorrow", "engineer in charge"),
        ("en", "Hedvika Dorrow, who manages the sofas, nodded.", "Hedvika Dorrow", None),
        ("en", "Hedvika Dorrow, the bell tuner who did it, nodded.", "Hedvika Dorrow", "bell tuner"),
        ("de", "„Ja“, findet Ludivika Brandauer.", "Ludivika Brandauer", None),
        ("de", "Regie führte Corsino Brandauer.", "Corsino Brandauer", None),
        ("fr", "« Non », plaisante Gildaso Le Moigne.", "Gildaso Le Moigne", None),
    ],
)  # fmt: skip
def test_a_role_or_a_verb_of_speech_gives_a_person_away(
    language: str, text: str, name: str, role: str | None
) -> None:
    found = people(text, language)
    assert [m.canonical for m in found] == [name]
    assert found[0].role == role
    assert found[0].entity_id.startswith("person:")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Sponsor Deutsche Nordbank zahlt."),
        ("de", "sagte der Konzern Anfang Februar."),
        ("de", "laut Süddeutscher Zeitung"),
        ("en", "The White House said no. A White House official agreed."),
        ("en", "Olympic Park director sought"),
        ("en", "partner Acme Foods pays"),
        ("fr", "Le directeur des Jeux Olympiques parle."),
        ("es", "La directora del Comité Olímpico habla."),
        ("ja", "同社の社長は記者会見で話した。"),
        ("ko", "이번 캠페인 담당자는 말했다."),
        ("zh", "公司首席营销官任期三年。"),
    ],
)
def test_no_person_is_made_up(language: str, text: str) -> None:
    assert [m.span.quote for m in people(text, language)] == []


def test_the_last_name_is_carried_back_to_the_full_name() -> None:
    text = "Tungmeier hofft. CMO Chiara Tungmeier sagt es. Tungmeiers Plan gelingt. Die Tungmeierin lacht."
    found = people(text, "de")
    assert [m.span.quote for m in found] == ["Tungmeier", "Chiara Tungmeier", "Tungmeiers"]
    assert {m.entity_id for m in found} == {"person:chiara_tungmeier"}
    assert {m.role for m in found} == {"CMO"}


def test_of_two_people_of_one_last_name_the_nearest_before_counts() -> None:
    text = "CMO Anna Dorrow spoke. Dorrow left. CEO Paul Dorrow came. Dorrow stayed."
    found = [(m.span.start, m.canonical) for m in people(text, "en") if m.span.quote == "Dorrow"]
    assert [name for _, name in found] == ["Anna Dorrow", "Paul Dorrow"]


def test_a_last_name_that_is_a_place_is_not_carried() -> None:
    text = "CMO Ines Paris spoke. The Games in Paris begin."
    assert [m.span.quote for m in people(text, "en")] == ["Ines Paris"]


def test_a_nickname_stays_in_the_name() -> None:
    (found,) = people("des australischen Ruderers Henrik „Bibo“Pearsall.", "de")
    assert found.span.quote == "Henrik „Bibo“Pearsall"
    assert found.canonical == 'Henrik "Bibo" Pearsall'
    assert found.entity_id == "person:henrik_bibo_pearsall"


def test_japanese_family_names_are_carried_to_the_full_name() -> None:
    found = people("高橋由美CMOは述べた。高橋氏は計画を明かした。", "ja")
    assert [(m.span.quote, m.canonical) for m in found] == [("高橋由美", "高橋由美"), ("高橋", "高橋由美")]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("zh", "國光燈具行銷長康若谷一開口，全場都笑了。", "康若谷"),
        ("zh", "射击国手崔雅宁赛后说，下一站再来。", "崔雅宁"),
        ("ko", "하나음료 부사장 손채린은 대답 대신 손을 흔들었다.", "손채린"),
        ("ko", "후원사의 홍보팀장 에밀리 카터도 같은 말을 했다.", "에밀리 카터"),
        ("ja", "人事部長の渥美弓人によると、応募は千件を超えた。", "渥美弓人"),
    ],
)
def test_names_without_blanks_end_where_the_sentence_goes_on(language: str, text: str, name: str) -> None:
    assert [person.canonical for person in people(text, language)] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "선수단을 지원한 감독과 대회를 연출한 감독이 함께 웃었다."),
        ("zh", "市场总监在发布会上表示，高端产品的成本还会下降。"),
    ],
)
def test_words_beside_an_office_are_no_names(language: str, text: str) -> None:
    assert people(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "Se venderán hasta agotarse, precisa la encargada, Azurena Mirallas.", "Azurena Mirallas"),
        ("fr", "« Le quai est payé », précise la gérante, Ludivette Espinarde.", "Ludivette Espinarde"),
    ],
)
def test_an_office_no_list_knows_behind_a_verb_of_speech(language: str, text: str, name: str) -> None:
    assert [person.canonical for person in people(text, language)] == [name]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        (
            "zh",
            "品牌的广告短片里出现的是许文昊、刘一凡、李知遥、王清远等四位选手，奥运会期间播出。",
            {"许文昊", "刘一凡", "李知遥", "王清远"},
        ),
        (
            "ko",
            "올림픽 광고에는 김도현, 이서준, 박하늘, 최민아가 나온다.",
            {"김도현", "이서준", "박하늘", "최민아"},
        ),
        ("zh", "赞助商提供牛奶、酸奶、奶酪、黄油四类产品，奥运会期间供应。", set()),
    ],
)
def test_people_told_one_after_the_other_are_people(language: str, text: str, names: set[str]) -> None:
    assert {mention.canonical for mention in people(text, language)} == names
