"""Zones of an article by the form and place of its lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.paragraphs import Block, lay_out, paragraphs_of_text

BODY = "Visa wirbt zu den Spielen mit einem neuen Film, der im Juli beginnt.\n\nDer Vertrag läuft bis 2032."


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind, text[p.start : p.stop]) for p in paragraphs_of_text(text)]


def test_a_page_saved_as_text() -> None:
    text = (
        "Sponsoring\n\nVisa wirbt wieder mit den kleinen Leuten\n\nEin Läufer am Strand von Nizza\n© Visa\n"
        f"Ein Läufer am Strand von Nizza\n{BODY} abc\n\nMehr zum Thema:\nstats"
    )
    assert [kind for kind, _ in kinds(text)] == [
        "breadcrumb", "headline", "caption", "credit", "caption", "lead", "body", "signoff", "related", "residue",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Kampagne der Woche:", "kicker"),
        ("Sport › Marketing › Olympia", "breadcrumb"),
        ("Sport / Marketing", "breadcrumb"),
    ],
)
def test_what_stands_above_the_headline(line: str, kind: str) -> None:
    separator = "\n" if kind == "kicker" else "\n\n"
    found = kinds(f"{line}{separator}Visa wirbt wieder mit den kleinen Leuten\n\n{BODY}")
    assert found[0] == (kind, line)
    assert found[1][0] == "headline"


@pytest.mark.parametrize(
    "line",
    [
        "© Visa",
        "Foto: dpa/Muster",
        "Photo: Getty",
        "Crédit photo : AFP",
        "Bild: Imago",
        "写真：共同",
        "사진=연합",
        "图片：新华社",
    ],
)
def test_credits_by_their_sign(line: str) -> None:
    assert ("credit", line) in kinds(f"Visa wirbt wieder mit Leuten\n\n{line}\n\n{BODY}")


@pytest.mark.parametrize("sign", ["cam", "(dpa)", "(sid/jz)", "mh/kl"])
def test_initials_at_the_end_are_no_part_of_the_sentence(sign: str) -> None:
    found = kinds(f"Visa wirbt wieder mit Leuten\n\n{BODY} {sign}")
    assert found[-1] == ("signoff", sign)
    assert found[-2][1].endswith("2032.")


@pytest.mark.parametrize(
    "text", ["Der Vertrag läuft bis 2032.", "Visa wirbt. Es läuft gut.", "He said so. And then it ended."]
)
def test_plain_sentences_stay_body(text: str) -> None:
    assert kinds(text) == [("body", text)]


def test_a_byline_under_the_headline() -> None:
    assert kinds(f"Visa wirbt wieder mit Leuten\nVon Rita Muster\n{BODY}")[1] == ("byline", "Von Rita Muster")


def test_blocks_of_a_page_get_zones_too() -> None:
    text, paragraphs = lay_out(
        [
            Block("headline", "Visa wirbt"),
            Block("body", "Ein Läufer am Strand"),
            Block("body", "© Visa"),
            Block("body", "Visa wirbt mit Film."),
            Block("body", "Ende gut."),
        ]
    )
    assert [(p.kind, text[p.start : p.stop]) for p in paragraphs] == [
        ("headline", "Visa wirbt"),
        ("caption", "Ein Läufer am Strand"),
        ("credit", "© Visa"),
        ("lead", "Visa wirbt mit Film."),
        ("body", "Ende gut."),
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab :.©()\n›Fe", max_size=160))
def test_zones_keep_every_line_and_never_overlap(text: str) -> None:
    paragraphs = paragraphs_of_text(text)
    assert [p.index for p in paragraphs] == list(range(len(paragraphs)))
    assert all(one.stop <= two.start for one, two in pairwise(paragraphs))
    kept = "".join(text[p.start : p.stop] for p in paragraphs)
    assert kept.replace(" ", "") == "".join(text.split())
