"""The dip against its definition, and shapes told apart."""

import numpy as np
import pytest
from scipy.optimize import linprog

from tools.statistics.dip import dip, dip_p_value
from tools.statistics.humps import shape_of


def nearest_with_one_hump(values: np.ndarray) -> float:
    """The dip by its definition: for each place of the hump, a linear programme for the distribution function that
    is convex before it and concave after it and whose largest distance from the sample's is least."""
    x, n = np.sort(values), len(values)
    return min(_with_hump_at(x, n, place) for place in range(n))


def _with_hump_at(x: np.ndarray, n: int, hump: int) -> float:
    rows, ends = [], []

    def add(**weights: float) -> None:
        row = np.zeros(n + 2)
        for name, weight in weights.items():
            row[-1 if name == "t" else n if name == "before" else int(name[1:])] = weight
        rows.append(row)

    for i in range(n):
        add(**{f"u{i}": 1, "t": -1})
        ends.append((i + (i == hump)) / n)
        add(**{f"u{i}": -1, "t": -1})
        ends.append(-(i + 1) / n)
    add(before=1, t=-1)
    ends.append(hump / n)
    add(before=-1, t=-1)
    ends.append(-hump / n)
    add(before=1, **{f"u{hump}": -1})
    ends.append(0)
    left = [f"u{i}" for i in range(hump)] + ["before"]
    for k in range(1, hump):
        one, two = x[k] - x[k - 1], x[k + 1] - x[k]
        add(**{left[k]: 1 / one + 1 / two, left[k - 1]: -1 / one, left[k + 1]: -1 / two})
        ends.append(0)
    for k in range(hump + 1, n - 1):
        one, two = x[k] - x[k - 1], x[k + 1] - x[k]
        add(**{f"u{k}": -1 / one - 1 / two, f"u{k - 1}": 1 / one, f"u{k + 1}": 1 / two})
        ends.append(0)
    for i in range(n - 1):
        add(**{f"u{i}": 1, ("before" if i == hump - 1 else f"u{i + 1}"): -1})
        ends.append(0)
    cost = np.zeros(n + 2)
    cost[-1] = 1
    found = linprog(cost, A_ub=np.array(rows), b_ub=ends, bounds=(0, 1))
    return float(found.fun) if found.success else 1.0


@pytest.mark.parametrize("seed", range(5))
def test_the_dip_is_the_distance_from_the_nearest_shape_with_one_hump(seed: int) -> None:
    draws = np.random.default_rng(seed)
    values = np.concatenate([draws.normal(size=6), draws.normal(3 * seed, 1, 6)])

    assert dip(values) == pytest.approx(nearest_with_one_hump(values), abs=1e-8)


@pytest.mark.parametrize("n", [60, 300, 1500])
def test_p_values_of_uniform_samples_are_no_lower_than_they_should_be(n: int) -> None:
    draws = np.random.default_rng(n)
    found = np.array([dip_p_value(dip(draws.random(n)), n) for _ in range(300)])

    assert (found <= 0.05).mean() < 0.09
    assert (found <= 0.01).mean() < 0.03


SHAPES = {
    "a normal": (lambda d: d.normal(size=800), "even"),
    "a uniform": (lambda d: d.random(800), "even"),
    "a long tail": (lambda d: np.round(d.lognormal(3, 1.2, 800), 2), "skewed"),
    "small counts": (lambda d: d.poisson(4, 800).astype(float), "even"),
    "ages given in fives": (
        lambda d: np.where(d.random(800) < 0.4, np.round(d.normal(45, 14, 800) / 5) * 5, d.normal(45, 14, 800)),
        "even",
    ),
    "price points": (lambda d: d.choice([10.0, 15.0, 20.0, 50.0], 800, p=[0.4, 0.3, 0.2, 0.1]), "skewed"),
    "many noughts": (lambda d: np.concatenate([np.zeros(300), d.lognormal(3, 1, 500)]), "pile"),
    "two humps": (lambda d: np.concatenate([d.normal(0, 1, 500), d.normal(4.5, 1, 300)]), "two humps"),
    "two humps on a log scale": (
        lambda d: np.exp(np.concatenate([d.normal(2, 0.5, 500), d.normal(5, 0.5, 300)])),
        "two humps",
    ),
    "whole numbers in two humps": (
        lambda d: np.round(np.concatenate([d.normal(20, 4, 500), d.normal(50, 6, 300)])),
        "two humps",
    ),
    "one value": (lambda d: np.full(100, 7.0), "even"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_told_every_time(name: str) -> None:
    make, kind = SHAPES[name]

    assert {shape_of(make(np.random.default_rng(seed))).kind for seed in range(12)} == {kind}


def test_the_boundary_lies_in_the_valley_and_can_be_said() -> None:
    draws = np.random.default_rng(0)
    humps = shape_of(np.concatenate([draws.normal(100, 10, 500), draws.normal(200, 10, 300)])).humps

    assert humps is not None
    assert 130 < humps.cut < 170
    assert humps.cut == round(humps.cut, -1)
