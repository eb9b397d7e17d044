"""Weights that are fitted say what the examples say, and are judged on articles that did not teach them."""

from __future__ import annotations

import tomllib

import pytest

from bench.fitting import Example, as_toml, fit, fit_directed, held_out, scores, sign_names

EXAMPLES = [
    Example(f"article{n}", {"near": 1.0, "noise": float(n % 2)} if n % 3 else {"far": 1.0, "noise": float(n % 2)}, bool(n % 3))
    for n in range(120)
]  # fmt: skip


def test_a_sign_that_goes_with_the_right_answer_speaks_for_it() -> None:
    base, weights = fit(EXAMPLES, ["far", "near", "noise"])
    assert weights["near"] > 1.0 > abs(weights["noise"])
    assert weights["far"] < -1.0
    assert base + weights["near"] > 0 > base + weights["far"]


def test_a_heavier_penalty_keeps_weights_smaller() -> None:
    assert fit(EXAMPLES, ["near"], 20.0)[1]["near"] < fit(EXAMPLES, ["near"], 0.5)[1]["near"]


def test_a_sign_may_speak_against_only_where_it_is_meant_to() -> None:
    assert "far" not in fit_directed(EXAMPLES, ["far", "near"], 1.0, lambda name: False)[1]
    assert fit_directed(EXAMPLES, ["far", "near"], 1.0, lambda name: name == "far")[1]["far"] < 0


def test_every_example_is_judged_once_by_weights_of_other_articles() -> None:
    lonely = [Example("alone", {"only_here": 1.0}, right=True)]
    said = held_out([*EXAMPLES, *lonely], ["far", "near", "only_here"])
    assert sorted(e.group for e, _ in said) == sorted(e.group for e in [*EXAMPLES, *lonely])
    taught = fit([*EXAMPLES, *lonely], ["far", "near", "only_here"])
    alone = next(p for e, p in said if e.group == "alone")
    assert alone < 1 / (1 + 2.718281828 ** -(taught[0] + taught[1]["only_here"]))
    assert scores(said[:0], 0.5) == (0.0, 0.0, 0.0)
    assert scores([(e, p) for e, p in said if e.group != "alone"], 0.5) == pytest.approx((1.0, 1.0, 1.0))


def test_rare_signs_are_left_out_and_files_are_read_again() -> None:
    assert sign_names([*EXAMPLES, Example("x", {"rare": 1.0}, right=True)], least=2) == [
        "far",
        "near",
        "noise",
    ]
    text = as_toml("What it is.", {"": (-1.25, {"near": 2.0, "nothing": 0.0001})})
    assert tomllib.loads(text) == {"base": -1.25, "signs": {"near": 2.0}}
    several = as_toml("What it is.", {"left": (0.5, {"near": 1.0}), "right": (0.0, {})})
    assert tomllib.loads(several)["left"] == {"base": 0.5, "signs": {"near": 1.0}}
