"""The quicker way to langdetect's answer gives its answers, whatever the text."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from extractors.ngram_language import NgramLanguage

PROFILES = ("de", "en", "fr", "es", "nl", "ja", "zh-cn")
PRIORS = {name: 1.0 + 3.0 * (name == "de") for name in PROFILES}
TEXTS = (
    "Die Molkerei zeigt ihre neue Kampagne im August auf Plakaten und im Fernsehen.",
    "The dairy takes its new campaign to posters and television in August, says NORTHFIELD & Co.",
    "La laiterie présente sa campagne d'été à l'affiche. Élan, ÉTÉ, www: https://laiterie.example/ete info@laiterie.example",
    "De zuivelfabriek begint in augustus  met haar campagne.\n\nMeer daarover later!",
    "乳业公司八月推出新广告 campaign abc",
)


@lru_cache(maxsize=1)
def factory() -> DetectorFactory:
    made = DetectorFactory()
    folder = resources.files("langdetect") / "profiles"
    made.load_json_profile([(folder / name).read_text(encoding="utf-8") for name in PROFILES])
    made.set_seed(0)
    return made


@lru_cache(maxsize=1)
def quick() -> NgramLanguage:
    return NgramLanguage(factory())


def slow(text: str) -> tuple[str, float] | None:
    detector = factory().create()
    detector.set_prior_map(PRIORS)
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return None
    return (found[0].lang, found[0].prob) if found else None


@pytest.mark.parametrize("text", TEXTS)
def test_same_language_and_probability(text: str) -> None:
    expected = slow(text)
    assert expected is not None
    assert quick().likeliest(text, PRIORS) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*TEXTS, "ABC", "é", "1 2", " ", "\n", "x"]), max_size=4).map(" ".join))
@example("")
@example("12 34")
def test_any_mix_gives_the_same(text: str) -> None:
    expected = slow(text)
    assert quick().likeliest(text, PRIORS) == expected
    early = quick().likeliest(text, PRIORS, whole=False)
    assert (early and early[0]) == (expected and expected[0])
