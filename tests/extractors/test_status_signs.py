"""What speaks for a status: the whole movement is no national committee, though its name holds the words for one."""

import pytest

from extractors.facts.status_signs import evidence_of
from tests.extractors.test_contract_terms import case_of


def signs_of(text: str, language: str) -> set[str]:
    return {name for evidence in evidence_of(case_of(text, language)).values() for name in evidence.signs}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Visa patrocinará al Comité Olímpico Internacional hasta 2032."),
        ("es", "Visa es socio tecnológico del Comité Olímpico Internacional."),
    ],
)
def test_a_sponsor_of_the_whole_movement_is_no_national_one(language: str, text: str) -> None:
    signs = signs_of(text, language)
    assert "of_global" in signs
    assert "domestic" not in signs
