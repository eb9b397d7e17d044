"""Who says what: direct and reported speech in ten languages, and quoted texts that are no speech."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.paragraphs import paragraphs_of_text
from extractors.quotemarks import find_quoted
from extractors.sentences import split_sentences
from tests.extractors.reading_cases import LANGUAGES, read

DIRECT = [
    ("de", "„Wir feiern die Kleinen“, sagt Marketingchefin Lena Brandt von Visa.", "Wir feiern die Kleinen", "Lena Brandt"),
    ("de", "Visa-Chef Jan Holm erklärte: „Das Netz trägt alle.“", "Das Netz trägt alle.", "Jan Holm"),
    ("en", '"We celebrate the small," said Lena Brandt, marketing director at Visa.', "We celebrate the small", "Lena Brandt"),
    ("en", 'Marketing director Lena Brandt said: "We celebrate the small ones."', "We celebrate the small ones.", "Lena Brandt"),
    ("en", "‘Nobody sees the queue,’ says Visa’s brand director Tom Hale.", "Nobody sees the queue", "Tom Hale"),
    ("fr", "« Nous fêtons les petits », a déclaré Léna Brandt, directrice marketing de Visa.", "Nous fêtons les petits", "Léna Brandt"),
    ("es", "«Celebramos a los pequeños», afirmó Elena Brandt, directora de Marketing de Visa.", "Celebramos a los pequeños", "Elena Brandt"),
    ("it", "«Celebriamo i piccoli», dice Elena Brandi, direttrice marketing di Visa.", "Celebriamo i piccoli", "Elena Brandi"),
    ("pt", "“Celebramos os pequenos”, afirmou Helena Prado, diretora de marketing da Visa.", "Celebramos os pequenos", "Helena Prado"),
    ("nl", "‘Wij vieren de kleintjes’, zegt marketingdirecteur Lotte Bakker van Visa.", "Wij vieren de kleintjes", "Lotte Bakker"),
    ("ja", "「小さな人をたたえたい」とマーケティング部長の佐藤美咲は話す。", "小さな人をたたえたい", "佐藤美咲"),
    ("ko", "“작은 이들을 응원합니다”라고 마케팅팀장 김하늘은 말했다.", "작은 이들을 응원합니다", "김하늘"),
    ("zh", "“我们为小人物喝彩”，品牌总监李晓梅说。", "我们为小人物喝彩", "李晓梅"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "speaker"), DIRECT)
def test_direct_speech_has_its_speaker(language: str, text: str, words: str, speaker: str) -> None:
    quotes = [q for q in read(text, language).quotes if q.kind == "direct"]
    assert [(q.span.quote, q.speaker) for q in quotes] == [(words, speaker)]


UNANNOUNCED = [
    ("de", "„Wir flüstern, wo andere schon lange brüllen“, grinst Visa-Chef Jan Holm.", "Jan Holm"),
    ("de", "Visa-Chef Jan Holm winkt ab: „Da stehen wir an der Kasse und jubeln leise.“", "Jan Holm"),
    ("en", "Visa's chief Tom Hale shrugs. “We sell seats, and they sell the match.”", "Tom Hale"),
    ("fr", "« Le réglage, on ne le filme jamais », sourit la directrice de Visa, Léna Brandt.", "Léna Brandt"),
    ("it", "«Da noi cercavamo qualcuno che ci contraddicesse», ride Elena Brandi di Visa.", "Elena Brandi"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker"), UNANNOUNCED)
def test_speech_without_a_verb_of_speech(language: str, text: str, speaker: str) -> None:
    assert [q.speaker for q in read(text, language).quotes if q.kind == "direct"] == [speaker]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Film „Wir waren schon immer hier“ von Jan Holm läuft im Kino."),
        ("de", "Jan Holm stellt den neuen Slogan vor: „Wir bringen dich bis nach Hause.“"),
        ("en", "The spot “We Were Always Going To Win This” by Tom Hale airs on Monday."),
    ],
)
def test_titles_and_claims_beside_a_person_are_no_speech(language: str, text: str) -> None:
    assert not [q for q in read(text, language).quotes if q.kind == "direct"]


REPORTED = [
    ("de", "Laut „Handelsblatt“ zahlt Visa zwölf Millionen Euro.", "zahlt Visa zwölf Millionen Euro", "Handelsblatt"),
    ("de", "Man wolle alle verbinden, erklärte Visa-Sprecherin Lena Brandt.", "Man wolle alle verbinden", "Lena Brandt"),
    ("en", "According to Bloomberg, Visa pays twelve million dollars.", "Visa pays twelve million dollars", "Bloomberg"),
    ("en", "Visa said the campaign would not run in Japan.", "the campaign would not run in Japan", "Visa"),
    ("fr", "Selon Les Échos, Visa paie douze millions d'euros.", "Visa paie douze millions d'euros", "Les Échos"),
    ("es", "Elena Brandt, portavoz de Visa, añadió que la campaña no llegará a Chile.", "la campaña no llegará a Chile", "Elena Brandt"),
    ("nl", "Visa gaat door, aldus woordvoerster Lotte Bakker.", "Visa gaat door", "Lotte Bakker"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "speaker"), REPORTED)
def test_reported_speech_has_its_speaker(language: str, text: str, words: str, speaker: str) -> None:
    (quote,) = [q for q in read(text, language).quotes if q.kind == "reported"]
    assert words in quote.span.quote
    assert quote.speaker == speaker


def test_german_subjunctive_goes_on_with_the_last_speaker() -> None:
    text = "Die Marke bleibe, sagte Visa-Chef Jan Holm. Ein Ziel sei es, das Publikum zu erreichen. Der Vertrag läuft bis 2032."
    quotes = read(text, "de").quotes
    assert [(q.kind, q.speaker) for q in quotes] == [("reported", "Jan Holm"), ("reported", "Jan Holm")]
    assert quotes[1].span.quote.startswith("Ein Ziel sei es")


def test_a_quotation_alone_in_its_sentence_goes_on_with_its_speaker() -> None:
    text = '"We are small," said Lena Brandt, marketing director at Visa. "We stay small."'
    assert [(q.span.quote, q.speaker) for q in read(text).quotes] == [
        ("We are small", "Lena Brandt"),
        ("We stay small.", "Lena Brandt"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Visa calls its campaign for the Olympics "Paid in a Flash".', "Paid in a Flash"),
        ('Titled "Paid in a Flash", the Visa film argues that small is fast.', "Paid in a Flash"),
        ('The magazine "Ad Weekly Observer" saw the Visa film.', "Ad Weekly Observer"),
        ('Henry "Bobby" Pearce rows in the Visa film.', "Bobby"),
    ],
)
def test_titles_and_nicknames_are_no_speech(text: str, words: str) -> None:
    assert [(q.kind, q.span.quote) for q in read(text).quotes] == [("not_speech", words)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Er sagte „so ‚nah‘ wie nie“ und ging.", ["so ‚nah‘ wie nie", "nah"]),
        ("de", "Unter “To the Greatness“ läuft das.", ["To the Greatness"]),
        ("de", "Das »Netz« und das «Netz».", ["Netz", "Netz"]),
        ("fr", "Le film « Haut les mains » sort.", ["Haut les mains"]),
        ("en", "Visa's 'No Line' isn't the sponsors' line.", ["No Line"]),
        ("en", 'A 5" screen shows "Flash".', ["Flash"]),
        ("en", "The film *No Line* runs.", ["No Line"]),
        ("ja", "新作『道』と「夢」。", ["道", "夢"]),
        ("zh", "口号“加油”和《路》。", ["加油", "路"]),
        ("de", "Henry „Bobby“Pearce rudert.", ["Bobby"]),
    ],
)
def test_quote_marks_of_all_kinds(language: str, text: str, found: list[str]) -> None:
    quoted = find_quoted(text, paragraphs_of_text(text), language)
    assert [text[q.start : q.stop] for q in quoted] == found


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="ab .,!?\n„“”«»‚‘’\"'「」『』《》*_—é5。", max_size=120),
    st.sampled_from(LANGUAGES),
)
def test_any_text_gives_pairs_and_sentences_inside_itself(text: str, language: str) -> None:
    paragraphs = paragraphs_of_text(text)
    for quoted in find_quoted(text, paragraphs, language):
        assert 0 <= quoted.outer[0] < quoted.start < quoted.stop <= quoted.outer[1] <= len(text)
    sentences = split_sentences(text, paragraphs, language)
    assert all(one.stop <= two.start for one, two in pairwise(sentences))
    kept = "".join(text[s.start : s.stop] for s in sentences)
    assert sorted(kept.replace(" ", "")) == sorted(text.replace(" ", "").replace("\n", ""))


@pytest.mark.parametrize(
    ("language", "text", "n"),
    [
        ("de", "Am 1. Februar geht es los. Danach kommt z. B. Japan. Und die U.S. Firma Co. KG.", 3),
        ("en", "Mr. Hale met Dr. Low on Jan. 5. They left at noon. U.S. sales rose.", 3),
        ("fr", "M. Lenoir arrive. « C'est bien. » Il part.", 3),
        ("ja", "六月に始まる。「いいですね。」と話す。", 2),
        ("zh", "广告上线了。他说：“很好！”", 2),
        ("en", "What next? Nobody knows! And then…", 3),
    ],
)
def test_sentences_end_where_they_end(language: str, text: str, n: int) -> None:
    assert len(split_sentences(text, paragraphs_of_text(text), language)) == n


REPORTED_FORMS = tomllib.loads((Path(__file__).parent / "reported_forms.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.mark.parametrize(
    "case", REPORTED_FORMS, ids=[f"{case['language']}-{n}" for n, case in enumerate(REPORTED_FORMS, 1)]
)
def test_reported_speech_in_its_forms(case: dict[str, str]) -> None:
    (quote,) = [q for q in read(case["text"], case["language"]).quotes if q.kind == "reported"]
    assert case["words"] in quote.span.quote
    assert quote.speaker == case["speaker"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Visa-Sprecherin Lena Brandt wollte nicht sagen, wie hoch das Budget ist."),
        ("de", "Visa-Sprecherin Lena Brandt lachte. Ich habe den Film dreimal gesehen und bin ratlos."),
        ("en", "Visa's marketing director Lena Brandt declined to say what the film had cost."),
        ("en", "Visa announced a multiyear agreement that makes it the official card of the league."),
        ("es", "Visa presentó a Elena Brandt, que llega de otra empresa."),
        ("it", "Visa annuncia una campagna bilingue che durerà due mesi."),
        ("zh", "广告将在央视体育频道、抖音和商超播出。"),
        (
            "en",
            "Each of Visa's branches will hand out one flag per customer before the opening of the Games.",
        ),
        ("fr", "Visa, partenaire des Jeux depuis quarante ans, confie le film à l'agence Belle Marée."),
        ("de", "Das Fest von Visa fand im Hafen statt, wo im Sommer die Ruderer um Medaillen fahren."),
    ],
)
def test_nothing_is_reported_where_nothing_is_said(language: str, text: str) -> None:
    assert not [q for q in read(text, language).quotes if q.kind == "reported"]


DIRECT_FORMS = [
    ("es", "Elena Brandt, directora de Marketing de Visa, lo tiene claro. «Celebramos a los pequeños y seguiremos», bromeó.", "Elena Brandt"),
    ("fr", "« C'est un choix de bon sens, estime Léna Brandt, directrice marketing de Visa. On ne reviendra pas. »", "Léna Brandt"),
    ("en", "Visa's marketing director Lena Brandt was blunt. “Disappointed does not cover it.”", "Lena Brandt"),
    ("de", "„Das haben wir nicht gedurft“, räumt Visa-Sprecherin Lena Brandt ein.", "Lena Brandt"),
    ("ja", "「小さな人をたたえたい。だから続けます」と佐藤美咲マーケティング部長は胸を張った。", "佐藤美咲"),
    ("ko", "김하늘 마케팅팀장은 “우리는 작은 회사다. 그래서 계속한다”라고 잘라 말했다.", "김하늘"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker"), DIRECT_FORMS)
def test_direct_speech_in_its_forms(language: str, text: str, speaker: str) -> None:
    quotes = read(text, language).quotes
    assert [(q.kind, q.speaker) for q in quotes] == [("direct", speaker)]


BY_SIGNS = [
    ("en", '"Don\'t call it a comeback," Marisol Dorrow pleads.', "Don't call it a comeback"),
    ("nl", "„Eén minuut is genoeg voor ons”, preciseert marketingdirecteur Lotte Bakker van Visa.", "Eén minuut is genoeg voor ons"),
    ("ko", "“아직은 저도 모릅니다.” 비자코리아 마케팅팀장 김하늘의 고백이다.", "아직은 저도 모릅니다."),
    ("zh", "用品牌总监李晓梅的话讲，“他们进一球，我们就改一版海报”。", "他们进一球，我们就改一版海报"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words"), BY_SIGNS)
def test_speech_without_a_listed_verb_is_weighed(language: str, text: str, words: str) -> None:
    quotes = read(text, language).quotes
    assert [(q.kind, q.span.quote) for q in quotes if q.kind != "reported"] == [("direct", words)]
    assert quotes[0].speaker is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Film mit dem Titel „Die leise Bahn“ läuft ab Montag."),
        ("en", "The posters carry the line “Nothing Is Lost at Sea” in white letters."),
        ("es", "La campaña se llama «Respira hondo» y dura un mes."),
    ],
)
def test_titles_and_slogans_are_not_speech(language: str, text: str) -> None:
    assert [q for q in read(text, language).quotes if q.kind == "direct"] == []
