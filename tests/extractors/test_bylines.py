"""Bylines lose the words around the name, and keep names that begin like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.bylines import names_of_byline


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Von Jana Muster", ("Jana Muster",)),
        ("By Ada Test and Bob Probe", ("Ada Test", "Bob Probe")),
        ("Por Breixo Montalar", ("Breixo Montalar",)),
        ("Di Fiammetta Corsaldi", ("Fiammetta Corsaldi",)),
        ("（文・水沢 千景", ("水沢 千景",)),
        ("김하나 기자", ("김하나",)),
        ("Diana Prime", ("Diana Prime",)),
        ("Byron Vonnegut", ("Byron Vonnegut",)),
        ("Max Muster (Redaktion)", ("Max Muster",)),
        ("someone@mail.example", ()),
        ("", ()),
    ],
)
def test_the_name_is_left(byline: str, names: tuple[str, ...]) -> None:
    assert names_of_byline(byline) == names


@given(st.text(max_size=80))
def test_any_text_is_survived_and_the_result_is_stable(text: str) -> None:
    once = names_of_byline(text)
    assert all(name.strip() == name and name for name in once)
