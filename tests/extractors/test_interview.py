"""Interviews: which paragraphs are answers, who gives them, and texts that only look like one."""

from __future__ import annotations

import pytest

from tests.extractors.reading_cases import read

FORMS = [
    (
        "en",
        "Visa's marketing director Lena Brandt spoke to us on a bus.\n\n**Why the bus?**\n\nIt was raining.\n\n"
        "**And the Games?**\n\nThey were wet too.",
        ["It was raining.", "They were wet too."],
        "Lena Brandt",
    ),
    (
        "de",
        "Visa-Marketingchefin Lena Brandt steht an der Kasse.\n\n**Warum hier?**\n„Weil hier gezahlt wird.“\n\n"
        "**Und warum jetzt?**\n„Weil die Spiele beginnen.“",
        ["Weil hier gezahlt wird.", "Weil die Spiele beginnen."],
        "Lena Brandt",
    ),
    (
        "it",
        "Elena Brandi, direttrice marketing di Visa, ci aspetta in banca.\n\nD: Perché una banca?\n\n"
        "R: Perché piove.\n\nD: E dopo i Giochi?\n\nR: Si torna a casa.",
        ["Perché piove.", "Si torna a casa."],
        "Elena Brandi",
    ),
    (
        "ja",
        "Visaのマーケティング部長、佐藤美咲氏に聞いた。\n\n――なぜ今ですか。\n\n「雨が降ったからです」\n\n"
        "――五輪の後はどうしますか。\n\n「家に帰ります」",
        ["雨が降ったからです", "家に帰ります"],
        "佐藤美咲",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "answers", "speaker"), FORMS)
def test_answers_are_speech_of_the_one_introduced(
    language: str, text: str, answers: list[str], speaker: str
) -> None:
    quotes = [q for q in read(text, language).quotes if q.cue == "answer of an interview"]
    assert [q.span.quote for q in quotes] == answers
    assert {q.speaker for q in quotes} == {speaker}


def test_a_paragraph_without_marks_among_quoted_answers_is_told_by_the_outlet() -> None:
    text = (
        "Visa-Marketingchefin Lena Brandt steht an der Kasse.\n\n**Warum hier?**\n„Weil hier gezahlt wird.“\n\n"
        "**Und warum jetzt?**\n„Weil die Spiele beginnen.“\n\n**Was kostet es?**\nBrandt schaut aus dem Fenster."
    )
    quotes = [q for q in read(text, "de").quotes if q.cue == "answer of an interview"]
    assert [q.span.quote for q in quotes] == ["Weil hier gezahlt wird.", "Weil die Spiele beginnen."]


def test_a_remark_of_the_editors_behind_an_answer_is_no_answer() -> None:
    text = (
        "Léna Brandt, directrice marketing de Visa, nous reçoit.\n\n**Combien ?**\n\nMoins qu'hier. (*Elle rit, ndlr.*)\n\n"
        "**Et après ?**\n\nOn verra bien."
    )
    quotes = [q for q in read(text, "fr").quotes if q.cue == "answer of an interview"]
    assert [q.span.quote for q in quotes] == ["Moins qu'hier.", "On verra bien."]


def test_the_interviewed_is_known_by_a_surname_that_comes_back() -> None:
    text = (
        "Vier vragen over Visa aan Marloes Tiggelaar, die alles weet.\n\n**Waarom nu?**\n‘Omdat het kan.’\n\n"
        "**En daarna?**\n‘Dan gaan we naar huis.’\n\nTiggelaar lacht."
    )
    quotes = [q for q in read(text, "nl").quotes if q.cue == "answer of an interview"]
    assert [q.speaker for q in quotes] == ["Marloes Tiggelaar", "Marloes Tiggelaar"]


@pytest.mark.parametrize(
    "text",
    [
        "Visa speaks.\n\n**Why now?**\n\nNobody knows.",
        "Visa speaks.\n\n**The film**\n\nIt runs.\n\n**The agency**\n\nIt rests.",
    ],
)
def test_headings_and_a_single_question_make_no_interview(text: str) -> None:
    assert not [q for q in read(text).quotes if q.cue == "answer of an interview"]
