"""Agencies no file lists, named in clauses that say who did which part of the work."""

from __future__ import annotations

import pytest

from tests.extractors.test_entities_houses import found


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "The campaign is new. Wet Paint dreamed up the spot; Northgate retains media.", ["Wet Paint", "Northgate"]),
        ("de", "Die Kampagne startet. Den Spot drehte Blitzgneis, der Etat bleibt bei Wortwerk.", ["Blitzgneis", "Wortwerk"]),
        ("es", "La campaña arranca. La idea es de todos; Almagre coloca los espacios.", ["Almagre"]),
        ("nl", "De campagne begint. Kwartje regelt de media, Lange Adem de pr.", ["Kwartje", "Lange Adem"]),
    ],
)  # fmt: skip
def test_a_clause_says_who_did_the_work(language: str, text: str, names: list[str]) -> None:
    assert [m.span.quote for m in found(text, language, "agency")] == names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Kampagne startet. In Paris dreht Hollywood den Film. Die Idee kam von Sportlern."),
        ("en", "The campaign is new. It was penned by Tova Lindqvist."),
        ("pt", "A campanha arranca. A Folha escreveu que o comercial agrada."),
        ("nl", "De campagne begint. De Volkskrant schreef over de campagne."),
        ("fr", "La campagne démarre. Le film a été tourné par Aude Ferrand."),
        ("it", "La campagna parte. Va in onda in Italia, Grecia e Romania il filmato."),
    ],
)
def test_who_did_no_work_is_no_agency(language: str, text: str) -> None:
    assert found(text, language, "agency") == []
