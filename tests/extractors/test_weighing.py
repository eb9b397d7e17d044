"""Signs add up to a probability, and their weights are read strictly."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.weights import Weights, WeightsError, load_weights
from extractors.weighing import probability, some, weigh


def test_signs_add_up_and_the_weightiest_comes_first() -> None:
    verdict = weigh(Weights(-1.0, {"near": 2.0, "far": -0.5}), {"near": 1.0, "far": 0.5, "unknown": 1.0})
    assert verdict.probability == pytest.approx(1 / (1 + math.exp(-0.75)))
    assert verdict.parts == (("near", 2.0), ("far", -0.25))
    assert verdict.why == "near +2.0, far -0.2"


@given(st.floats(allow_nan=False))
def test_a_probability_stays_one(log_odds: float) -> None:
    assert 0.0 <= probability(log_odds) <= 1.0


def test_counted_signs_grow_towards_one() -> None:
    assert [some(n) for n in (0, 1, 3)] == [0.0, 0.5, 0.75]


def test_weights_of_one_decision_and_of_a_choice(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("base = -1\n[signs]\nnear = 2.5\n", encoding="utf-8")
    (tmp_path / "many.toml").write_text(
        "[left]\nbase = 0.5\n[left.signs]\n[right]\nbase = 1\n[right.signs]\nfar = 1\n", encoding="utf-8"
    )
    weights = load_weights(tmp_path)
    assert set(weights) == {"one", "many.left", "many.right"}
    assert weights["one"] == Weights(-1.0, {"near": 2.5})


@pytest.mark.parametrize(
    "text", ["base = 1\n", "base = 1\nmore = 2\n[signs]\n", 'base = "x"\n[signs]\n', "base = 1\n[signs]\nnear = true\n", "["]
)  # fmt: skip
def test_a_wrong_file_of_weights_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WeightsError, match=r"one\.toml"):
        load_weights(tmp_path)
